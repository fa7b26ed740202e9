// References: what they point at, and the resource behind them when it is at hand.
//
// Thread safety: as the Evaluation given.
#pragma once

#include <optional>
#include <string_view>

#include "fhir/fhirpath/evaluation.h"

namespace tram::fhirpath {

// "Patient/1" of "Patient/1", "http://host/fhir/Patient/1/_history/2" and the like.
struct ReferenceTarget {
    std::string_view type;
    std::string_view id;
};
std::optional<ReferenceTarget> TargetOf(std::string_view reference);

// The text of a Reference element or of a uri; empty: it has none.
std::string_view ReferenceText(const Item& item);

// https://hl7.org/fhir/R4/references.html: contained, in the same Bundle, or found by the caller.
// An item without value: not found.
Item ResolveReference(Evaluation& evaluation, std::string_view reference);

// `resolve() is Patient` without the resource: a reference that names its type has told it.
// nullptr: it does not.
const definitions::Structure* TypeOfReference(const Item& item);

}  // namespace tram::fhirpath
