// Units of measure: enough of UCUM (https://ucum.org/ucum) to compare, add, multiply and divide the
// quantities of care. Expressions (kg/m2, 10*9/L, mm[Hg]) with prefixes, exponents and annotations
// over a table of common atoms. Units on scales with an offset (Cel, [degF]) are known only as
// equal to themselves.
//
// Thread safety: pure functions; the table is built once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fhir/fhirpath/fhirpath.h"

namespace tram::fhirpath {

// <0, 0, >0; nullopt where the units cannot be compared. A year or month of the calendar is not
// comparable with the definite `a` and `mo`.
std::optional<int> Compare(const Quantity& a, const Quantity& b);
// Both values in the unit of the two that is larger, for equivalence; there calendar and definite
// durations meet. nullopt: not the same kind of thing.
struct SameUnit {
    Decimal a, b;
};
std::optional<SameUnit> InLargerUnit(const Quantity& a, const Quantity& b);
// The same amount in another unit; nullopt: there is none.
std::optional<Quantity> ConvertTo(const Quantity& quantity, std::string_view unit,
                                  bool is_calendar);

// nullopt: units that do not go together, or overflow.
std::optional<Quantity> Add(const Quantity& a, const Quantity& b);
std::optional<Quantity> Multiply(const Quantity& a, const Quantity& b);
std::optional<Quantity> Divide(const Quantity& a, const Quantity& b);

// The unit brought to base units: value × factor `unit`, for search by quantity. The unit is spelt
// the same for all units of its kind ("g.m-3"). nullopt: not in the table.
struct CanonicalUnit {
    double factor = 1;
    std::string unit;
};
std::optional<CanonicalUnit> Canonical(std::string_view unit);

}  // namespace tram::fhirpath
