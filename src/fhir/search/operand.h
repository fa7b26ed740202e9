// The right side of a search criterion: "ge2020-01-01", "http://loinc.org|8480-6", "5.4||mg".
// https://hl7.org/fhir/R4/search.html#ptypes
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fhir/search/query.h"

namespace tram::search {

struct OperandContext {
    const definitions::SearchParameter& parameter;
    Modifier modifier = Modifier::kNone;
    std::string_view reference_type;  // of subject:Patient=1; empty: none
    std::string_view name;            // as written, for errors
    int zone_minutes = 0;
};

inline constexpr std::size_t kMostOperands = 1000;

// The OR-joined operands of `value`: one each, several for a bare id that may be of several types.
// Errors: kBadValue, kNotSupported, kTooCostly (too many).
Result<std::vector<Operand>> ParseOperands(const OperandContext& context, std::string_view value);

// Parts between unescaped separators, escapes kept.
std::vector<std::string_view> SplitUnescaped(std::string_view text, char separator);
// `\,` `\$` `\|` `\\` become the character itself.
std::string Unescape(std::string_view text);

}  // namespace tram::search
