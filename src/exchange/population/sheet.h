// Sheet: the rows of a list as they stand in a file, CSV and XLSX alike, before anybody asks what
// they mean.
//
// Thread safety: plain values.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tram::population {

struct Cell {
    enum class Kind : unsigned char {
        kText,
        kNumber,  // text holds the digits as a person would type them
        kDate,    // text holds YYYY-MM-DD
        kFault,   // a formula that failed: #N/A, #REF!
    };
    std::string text;  // UTF-8, NFC, trimmed, on one line
    Kind kind = Kind::kText;
};

struct SheetRow {
    int number = 0;  // as a spreadsheet shows it, from 1
    std::vector<Cell> cells;
};

// Something the reader had to decide by itself and the sender should know.
struct Note {
    std::string code;
    std::string what;  // "A5:A8, A9:A11 (+12)"
};

struct Sheet {
    std::string name;      // of the sheet; empty for CSV
    std::string encoding;  // utf-8, utf-16, windows-1258, tcvn3, vni; empty for XLSX
    char separator = 0;    // of CSV
    std::vector<SheetRow> rows;
    std::size_t cells = 0;  // of all rows
    std::vector<Note> notes;
};

// What a list of people may need at most. Beyond it: kTooLarge.
inline constexpr std::size_t kMostFileBytes = std::size_t{48} << 20;
inline constexpr std::size_t kMostRows = 120'000;
inline constexpr std::size_t kMostColumns = 200;
inline constexpr std::size_t kMostCells = 6'000'000;
inline constexpr std::size_t kMostCellBytes = 4096;

}  // namespace tram::population
