// The rows of a list that have faults, as a list again: with all their cells, and what is wrong
// beside them, so that they can be mended in a spreadsheet and imported on their own.
//
// CSV, UTF-8 with its mark, separated by commas. A row stands in it once, in the order of the list;
// where households are told by their heads alone the others of the household stand with it, since
// that is how the reader knows it. Numbers that a spreadsheet would spoil are written ="079…".
#pragma once

#include <string>

#include "exchange/population/entries.h"
#include "exchange/population/faults.h"

namespace tram::population {

// `list` may be empty: nothing was compared yet.
std::string RowsToMend(const Sheet& sheet, const Mapping& mapping, const Form& form,
                       const List& list, const Faults& faults);

}  // namespace tram::population
