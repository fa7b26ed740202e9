// XLSX (ECMA-376 SpreadsheetML) as Excel, LibreOffice and many programs write it: the first visible
// sheet that holds rows. Values are what the file keeps of formulas; days are found by their number
// format, from 1900 or 1904; merged cells give their value to each cell under them, with a note.
//
// https://ecma-international.org/publications-and-standards/standards/ecma-376/ part 1, §18
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <string_view>

#include "base/result.h"
#include "exchange/population/sheet.h"

namespace tram::population {

// `font` is tcvn3 or vni where texts were typed with such a font, else empty.
// Errors: of zip::Archive; kMalformed (no workbook; XML cut short or with a DTD), kTooLarge.
Result<Sheet> ReadXlsx(std::string_view bytes, std::string_view font);

}  // namespace tram::population
