#include "exchange/population/merged_cells.h"

#include <algorithm>

namespace tram::population {
namespace {

// One merge over the whole sheet would fill it; what a person merges is small.
constexpr int kMostHeight = 500;
constexpr std::size_t kMostWidth = 60;
constexpr std::size_t kMostFilled = 2'000'000;  // cells, of all merges together
constexpr std::size_t kNamed = 5;

Note NoteOf(const std::vector<MergedCells>& merged) {
    Note note{.code = "merged-cells"};
    for (std::size_t i = 0; i < std::min(merged.size(), kNamed); ++i)
        note.what += (i ? ", " : "") + merged[i].reference;
    if (merged.size() > kNamed) note.what += " (+" + std::to_string(merged.size() - kNamed) + ")";
    return note;
}

}  // namespace

std::optional<CellPlace> ReadReference(std::string_view text) {
    CellPlace place;
    std::size_t column = 0;
    for (const char c : text) {
        if (c == '$') continue;
        if (c >= 'A' && c <= 'Z' && place.row == 0 && column < 100'000) {
            column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
        } else if (c >= '0' && c <= '9' && column > 0 && place.row < 10'000'000) {
            place.row = place.row * 10 + (c - '0');
        } else {
            return std::nullopt;
        }
    }
    if (column == 0 || place.row == 0) return std::nullopt;
    place.column = column - 1;
    return place;
}

std::optional<MergedCells> ReadMerged(std::string_view reference) {
    const auto colon = reference.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto first = ReadReference(reference.substr(0, colon));
    const auto last = ReadReference(reference.substr(colon + 1));
    if (!first || !last || last->row < first->row || last->column < first->column)
        return std::nullopt;
    return MergedCells{.reference = std::string(reference), .first = *first, .last = *last};
}

void SpreadMerged(Sheet& sheet, const std::vector<MergedCells>& merged) {
    if (merged.empty()) return;
    const auto at = [&](int number) {
        return std::lower_bound(
            sheet.rows.begin(), sheet.rows.end(), number,
            [](const SheetRow& row, int wanted) { return row.number < wanted; });
    };
    std::size_t filled = 0;
    for (const auto& cells : merged) {
        const auto& [reference, first, last] = cells;
        if (last.row - first.row >= kMostHeight || last.column - first.column >= kMostWidth ||
            last.column >= kMostColumns || filled > kMostFilled) {
            continue;
        }
        auto row = at(first.row);
        if (row == sheet.rows.end() || row->number != first.row ||
            row->cells.size() <= first.column)
            continue;
        const Cell value = row->cells[first.column];
        for (; row != sheet.rows.end() && row->number <= last.row; ++row) {
            filled += last.column - first.column + 1;
            // A row that holds nothing else is no row of the list.
            if (row->cells.empty()) continue;
            if (row->cells.size() <= last.column) row->cells.resize(last.column + 1);
            for (auto column = first.column; column <= last.column; ++column) {
                if (row->cells[column].text.empty()) row->cells[column] = value;
            }
        }
    }
    sheet.notes.push_back(NoteOf(merged));
}

}  // namespace tram::population
