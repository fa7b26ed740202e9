// Merged cells of a sheet: the value stands in the first cell, the others are empty; lists merge
// the household number over its members, and headings over their columns.
//
// Thread safety: plain values and functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/population/sheet.h"

namespace tram::population {

struct CellPlace {
    int row = 0;             // from 1
    std::size_t column = 0;  // A = 0
};
// "B12", also "$B$12"; nullopt: no reference.
std::optional<CellPlace> ReadReference(std::string_view text);

struct MergedCells {
    std::string reference;  // "A5:A8"
    CellPlace first, last;
};
std::optional<MergedCells> ReadMerged(std::string_view reference);

inline constexpr std::size_t kMostMerged = 100'000;

// Gives each cell under a merged one its value, and notes which.
void SpreadMerged(Sheet& sheet, const std::vector<MergedCells>& merged);

}  // namespace tram::population
