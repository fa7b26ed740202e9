// Writes a ZIP archive in memory, with nothing in it of the machine or the moment: the same parts
// give the same bytes.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tram::zip {

struct Part {
    std::string name;  // with /, as the reader of the archive looks for it
    std::string bytes;
};

// The parts, deflated, in their order; each dated 1 January 1980, the first day ZIP knows.
// Errors: kInternal (two parts of one name, no memory).
Result<std::string> Write(const std::vector<Part>& parts);

}  // namespace tram::zip
