// What the questions of a benchmark are filled with: values drawn from what the store holds and the
// asking user may see.
//
// Thread safety: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/demo/dice.h"
#include "base/result.h"
#include "fhir/json/document.h"

namespace tram::bench {

// By name: "patient", "practitioner", "location" (ids), "family", "condition", "procedure" (tokens
// system|code), "typed" (whole names and their last two words, lower case without tones).
using Values = std::map<std::string, std::vector<std::string>, std::less<>>;

// Reads them through the door, page by page; at most `most` of a type.
// Errors: kUnavailable, kMalformed (an answer that is no Bundle).
Result<Values> ReadValues(std::uint16_t port, const std::string& token, std::size_t most);

struct Shape {
    std::string name;
    std::string text;  // "Condition?code={condition}&_count=5"
};

// `text`: {"shapes":{"name":"Type?query"}}. Errors: kMalformed, kRequired.
Result<std::vector<Shape>> ReadShapes(std::string_view text);

// The shape with each {name} replaced by a random value, percent-encoded; where there is none, by
// a value that nothing is found by.
std::string Fill(std::string_view shape, const Values& values, demo::Dice& dice);

// Names of values that a shape wants and `values` has none of.
std::vector<std::string> Missing(const std::vector<Shape>& shapes, const Values& values);

}  // namespace tram::bench
