// CSV as spreadsheets write it (RFC 4180), in any encoding and with the separator of any locale.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <string_view>

#include "base/result.h"
#include "exchange/population/sheet.h"

namespace tram::population {

// The separator is the one of , ; tab and | that cuts the first rows most evenly, or what a first
// line "sep=;" names. An empty row is kept as a number alone.
// Errors: of Decode; kMalformed (a quote never closed, a zero byte: not a text file), kTooLarge.
Result<Sheet> ReadCsv(std::string_view bytes, std::string_view encoding);

}  // namespace tram::population
