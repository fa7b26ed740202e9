// Sheet: rows and columns a command prints: aligned for people, or as CSV for programs.
//
// Thread safety: a plain value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tram::cli {

enum class Align { kLeft, kRight };

class Sheet {
  public:
    struct Column {
        std::string title;
        Align align = Align::kLeft;
    };
    explicit Sheet(std::vector<Column> columns) : columns_(std::move(columns)) {}

    // REQUIRES: a cell for each column.
    void Add(std::vector<std::string> cells);

    // Columns as wide as their widest cell, two spaces between, a line below the titles.
    std::string AsTable() const;
    // RFC 4180: lines end with CR LF, a cell with a comma, quote or line end is quoted. UTF-8
    // without a mark at the beginning.
    std::string AsCsv() const;

  private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

// Places a terminal gives to a text: code points, those that combine with the one before left out.
std::size_t WidthOf(std::string_view text);

}  // namespace tram::cli
