// What the readers of both formats share.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "exchange/population/sheet.h"

namespace tram::population {

// Trimmed, with line ends, tabs and no-break spaces as single spaces.
std::string OneLine(std::string_view text);

// Errors: kTooLarge (more rows or columns than a list may have; a cell too long).
Result<void> CheckRoom(const Sheet& sheet, std::size_t columns);
Result<void> CheckCells(const SheetRow& row);

// kMalformed: this is no list at all.
Error NoList();

// CSV or XLSX, told apart by the first bytes.
// Errors: of ReadCsv and ReadXlsx; kTooLarge; kInvalid (the old .xls, PDF …).
Result<Sheet> ReadSheet(std::string_view bytes, std::string_view encoding);

}  // namespace tram::population
