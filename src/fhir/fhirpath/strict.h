// Strict evaluation looks at an expression before any data: names that no element of the types at
// hand can have, a type that is not the context's, and order asked of what has none
// (http://hl7.org/fhirpath/N1/#type-safety-and-strict-evaluation).
//
// Thread safety: pure functions.
#pragma once

#include "base/result.h"
#include "fhir/fhirpath/node.h"

namespace tram::fhirpath {

// `context`: the type of $this at the start; nullptr: not known, then little is found.
// Errors: kInvalid, with the column.
Result<void> CheckStrictly(const Node& root, const definitions::Structure* context);

}  // namespace tram::fhirpath
