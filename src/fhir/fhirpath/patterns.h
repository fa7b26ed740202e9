// Regular expressions from outside: RE2, which takes time linear in the text, with the spellings of
// other dialects that FHIRPath authors use ((?<name>…), ${name}).
//
// Thread safety: may be called from any thread; compiled patterns are kept for each thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace re2 {
class RE2;
}

namespace tram::fhirpath {

// `flags`: i (any case), m (^ and $ at each line).
// Errors: kInvalid (flags), kNotSupported (a pattern RE2 cannot read, such as one that looks
// ahead).
Result<std::shared_ptr<const re2::RE2>> CompilePattern(const std::string& pattern,
                                                       std::string_view flags);

// Each match replaced; $1, ${1} and ${name} stand for groups, $$ for a dollar.
std::string ReplaceMatches(std::string_view text, const re2::RE2& pattern,
                           std::string_view substitution, std::size_t most);

}  // namespace tram::fhirpath
