// The formats of FHIR primitives, by the regular expressions of R4
// (https://hl7.org/fhir/R4/datatypes.html#primitive), checked by hand: expressions would cost more
// than all the rest of validation.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

#include "fhir/definitions/definitions.h"
#include "fhir/json/document.h"

namespace tram::validation {

enum class PrimitiveFault : std::uint8_t {
    kNone,
    kWrongJson,   // a string where a number belongs, and the like
    kEmpty,       // ""
    kFormat,      // not as the type writes its values
    kImpossible,  // a date that no calendar has
    kControl,     // control characters other than tab and line ends
    kTooLong,     // more than 1 MiB characters
};

// REQUIRES: `value` is present; `type` is not kNone. The content of xhtml is not looked into.
PrimitiveFault CheckPrimitive(definitions::Primitive type, json::Value value);

// [A-Za-z0-9\-\.]{1,64}
bool IsId(std::string_view text);

// The text alone, as `type` writes it. REQUIRES: `type` has a JSON string, and no xhtml.
PrimitiveFault CheckText(definitions::Primitive type, std::string_view text);
// -?(0|[1-9][0-9]*) within the bounds of the type.
// REQUIRES: `type` is integer, unsignedInt or positiveInt.
bool IsInteger(definitions::Primitive type, std::string_view text);

}  // namespace tram::validation
