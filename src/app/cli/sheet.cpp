#include "app/cli/sheet.h"

#include <algorithm>

#include "base/result.h"

namespace tram::cli {
namespace {

std::string Quoted(std::string_view cell) {
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(cell);
    std::string quoted = "\"";
    for (const char letter : cell) {
        if (letter == '"') quoted += '"';
        quoted += letter;
    }
    return quoted + '"';
}

}  // namespace

std::size_t WidthOf(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0) == 0x80) continue;
        // U+0300 to U+036F: marks above and below letters.
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        if (byte == 0xCC || (byte == 0xCD && next < 0xB0)) continue;
        ++width;
    }
    return width;
}

void Sheet::Add(std::vector<std::string> cells) {
    TRAM_CHECK(cells.size() == columns_.size());
    rows_.push_back(std::move(cells));
}

std::string Sheet::AsTable() const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = WidthOf(columns_[i].title);
        for (const auto& row : rows_) width = std::max(width, WidthOf(row[i]));
        widths.push_back(width);
    }
    std::string table;
    const auto add = [&](auto cell_of) {
        std::string line;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const std::string& cell = cell_of(i);
            const std::string gap(widths[i] - WidthOf(cell), ' ');
            if (i > 0) line += "  ";
            line += columns_[i].align == Align::kRight ? gap + cell : cell + gap;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        table += line + '\n';
    };
    add([&](std::size_t i) -> const std::string& { return columns_[i].title; });
    std::string rule;
    for (const auto width : widths) {
        if (!rule.empty()) rule += "  ";
        rule += std::string(width, '-');
    }
    table += rule + '\n';
    for (const auto& row : rows_) add([&](std::size_t i) -> const std::string& { return row[i]; });
    return table;
}

std::string Sheet::AsCsv() const {
    std::string csv;
    for (std::size_t i = 0; i < columns_.size(); ++i)
        csv += (i > 0 ? "," : "") + Quoted(columns_[i].title);
    csv += "\r\n";
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) csv += (i > 0 ? "," : "") + Quoted(row[i]);
        csv += "\r\n";
    }
    return csv;
}

}  // namespace tram::cli
