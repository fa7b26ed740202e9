// A Word document as values, and the writer that makes the file: WordprocessingML (ECMA-376,
// Part 1) in a ZIP archive. Only what official papers need: paragraphs, headings, tables whose head
// repeats on each page, sections upright or wide, page numbers.
//
// The same document gives the same bytes: nothing of the machine or the moment is written.
//
// Thread safety: plain values; Write may be called from any thread.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace tram::docx {

enum class Align { kLeft, kCentre, kRight, kJustify };

struct Run {
    std::string text;  // "\n" breaks the line
    bool bold = false, italic = false, underline = false, highlight = false;
    double points = 0;  // 0: those of its paragraph
};

// Lengths are millimetres, type and spacing are points.
struct Paragraph {
    std::vector<Run> runs;
    Align align = Align::kLeft;
    double points = 0;  // 0: those of the document
    double first_line = 0, left = 0, right = 0;
    double before = 0, after = 0;
    double line_times = 1, line_exactly = 0;  // exactly > 0 wins
    int outline = 0;                          // 1…3: a heading, for the reader's list of contents
    bool keep_next = false;                   // never the last line of a page
    bool rule_below = false;                  // a thin line under it, as wide as its indents leave
};

struct Cell {
    std::vector<Paragraph> paragraphs;
    int columns = 1;  // that it spans
};
struct Row {
    std::vector<Cell> cells;
    bool head = false;  // repeated on each page; REQUIRES: heads come first
};
struct Table {
    std::vector<double> widths;
    std::vector<Row> rows;
    bool borders = true;
};

using Block = std::variant<Paragraph, Table>;

struct Margins {
    double top = 20, bottom = 20, left = 30, right = 15;
};

// Pages of one shape. The number stands in the middle of the top margin, not on the first page.
struct Section {
    bool landscape = false;
    Margins margins;
    std::vector<Block> blocks;
    std::string footer;  // small, on every page; empty: none
    bool counts_on = false;  // pages go on from the section before, their number on the first too
};

struct Document {
    std::string title;
    std::string font = "Times New Roman";
    double points = 14;
    double number_points = 13;
    std::vector<Section> sections;
};

// REQUIRES: at least one section; in each row the spans add up to the columns of its table.
// Errors: those of the archive.
Result<std::string> Write(const Document& document);

// The words of a file that Write made, a line for each paragraph, cells apart by tabs: for tests
// and for reading without Word.
// Errors: kMalformed, kNotFound (a ZIP of something else), kTooLarge.
Result<std::string> PlainText(std::string_view file);

}  // namespace tram::docx
