// What an item means to the operators: its family, its value, its spelling.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "fhir/fhirpath/fhirpath.h"

namespace tram::fhirpath {

// The System type an item converts to by itself (https://hl7.org/fhir/R4/fhirpath.html#types).
enum class Family : std::uint8_t {
    kNone,  // complex, or a primitive that has only extensions
    kBoolean,
    kInteger,
    kDecimal,
    kString,
    kDate,
    kDateTime,
    kTime,
    kQuantity,
};

Family FamilyOf(const Item& item);
// The family of a FHIR type by its name; kNone for complex types other than Quantity.
Family FamilyOfType(const definitions::Structure* structure);

// The value as that family has it; FHIR quantities included. monostate: none, or not readable.
Item::System SystemOf(const Item& item);

std::optional<bool> BooleanOf(const Item& item);
std::optional<std::int64_t> IntegerOf(const Item& item);
std::optional<Decimal> DecimalOf(const Item& item);    // integers too
std::optional<Quantity> QuantityOf(const Item& item);  // numbers too, with the unit 1

std::optional<Time> ParseTime(std::string_view text);  // hh, hh:mm, hh:mm:ss, hh:mm:ss.fff
// "1.5", "4 days", "10 'mm[Hg]'"; nullopt when it is none of these.
std::optional<Quantity> ParseQuantity(std::string_view text);
// year, years … millisecond, milliseconds; empty: no calendar word. Answers the singular.
std::string_view CalendarWord(std::string_view word);

std::string ToText(const DateTime& value);
std::string ToText(const Time& value);
// What toString() answers; nullopt for complex elements.
std::optional<std::string> ToText(const Item& item);

}  // namespace tram::fhirpath
