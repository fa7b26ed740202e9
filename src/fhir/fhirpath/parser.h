// Reads a FHIRPath expression into a tree (http://hl7.org/fhirpath/N1/grammar.html).
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "base/result.h"
#include "fhir/fhirpath/node.h"

namespace tram::fhirpath {

// Errors: kMalformed (syntax), kInvalid (unknown type, impossible date, wrong number of arguments),
// kNotSupported (unknown function), kTooLarge (longer or deeper than kMostSource, kMostDepth).
Result<NodePtr> Parse(std::string_view source);

inline constexpr std::size_t kMostSource = 64 * 1024;
inline constexpr int kMostDepth = 250;

}  // namespace tram::fhirpath
