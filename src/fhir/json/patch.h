// JSON Patch (RFC 6902, https://www.rfc-editor.org/rfc/rfc6902) by splicing: what no operation
// touches keeps its bytes, its order and the spelling of its numbers.
//
// Thread safety: a plain function.
#pragma once

#include "fhir/json/document.h"

namespace tram::json {

struct PatchLimits {
    std::size_t operations = 1000;
    std::size_t bytes = std::size_t{16} << 20;  // of the document after any operation
};

// The document after all operations of `patch`, an array; none of them changes `document` itself.
//
// Errors: kMalformed (not a patch, a pointer that is none), kInvalid (nothing at the pointer),
// kConflict (a `test` failed), kTooLarge. `path` is the operation: "[2]".
Result<DocumentPtr> ApplyPatch(const DocumentPtr& document, Value patch, PatchLimits limits = {});

// Equal as RFC 6902 §4.6 has it: members in any order, numbers by value, strings by characters.
bool SameValue(Value a, Value b);

}  // namespace tram::json
