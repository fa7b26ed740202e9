// What type a path gives, as far as that can be told without data.
//
// https://sql-on-fhir.org, "Column Types": plain navigation, and the functions whose type is known.
//
// Thread safety: plain functions.
#pragma once

#include <string>
#include <string_view>

namespace tram::views {

// The FHIR type of `path` evaluated on `context` ("Patient", "Patient.contact", "string" …); empty:
// cannot be told.
std::string InferType(std::string_view path, std::string_view context);

// A column's type as a bare name: "string" of "http://hl7.org/fhir/StructureDefinition/string".
std::string_view BareType(std::string_view type);

// Is a value of this type one JSON string, number or boolean?
bool IsPrimitiveType(std::string_view type);

// Types whose values may stand in one column: all texts are alike, and all whole numbers.
bool SameFamily(std::string_view a, std::string_view b);

}  // namespace tram::views
