// What a unit expression means: a factor times dimensions, read by the grammar of UCUM
// (https://ucum.org/ucum#section-Syntax-Rules).
//
// Thread safety: may be called from any thread; what was read is kept for each thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tram::fhirpath {

// A factor as an exact fraction while that fits; beyond, only as a number.
struct Factor {
    __int128 up = 1;
    __int128 down = 1;
    bool exact = true;
    long double value = 1;

    void Times(__int128 number, __int128 by);  // × number / by
    void Times(const Factor& other);
};
Factor Inverse(const Factor& factor);

// A unit in terms of dimensions: factor × ∏ dimension^exponent, the dimensions by their atoms.
struct Meaning {
    Factor factor;
    std::map<std::string_view, int> dimensions;

    void Times(const Meaning& other, int exponent);
};
// nullopt: not in the table, on a scale with an offset, or no unit at all.
std::optional<Meaning> MeaningOf(std::string_view unit);

// The atoms of a unit as written, with exponents: what multiplication works on.
using Terms = std::vector<std::pair<std::string, int>>;
std::optional<Terms> TermsOf(std::string_view unit);

}  // namespace tram::fhirpath
