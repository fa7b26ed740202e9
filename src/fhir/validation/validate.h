// Structural validation of a resource against R4: known elements, types and formats of values,
// cardinality, required bindings, target types of references, choice elements, `_` siblings of
// primitives, contained resources, and the JSON rules of FHIR
// (https://hl7.org/fhir/R4/json.html, https://hl7.org/fhir/R4/validation.html).
//
// Invariants (constraint expressions) and slicing of profiles are not checked here.
//
// Thread safety: may be called from any thread.
#pragma once

#include <string_view>

#include "base/result.h"
#include "fhir/json/document.h"

namespace tram::validation {

// `type`: what the caller says it is (URL or column); empty: whatever resourceType names.
//
// Errors: kBadValue, kUnknownElement, kRequired, kBadCode, kInvalid … – the first fault, with up to
// 20 others in Error::others, each with its FHIRPath ("Patient.contact[0].gender"). Messages quote
// element names and types, never the values of a person: codes and formats are described instead.
Result<void> ValidateResource(json::Value resource, std::string_view type = {});

}  // namespace tram::validation
