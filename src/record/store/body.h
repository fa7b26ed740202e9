// The stored form of a resource: its bytes as the client sent them, white space dropped, without
// id, meta.versionId and meta.lastUpdated, which the store itself answers for. A meta that holds
// nothing else goes with them. WithMeta (store.h) is the way back.
//
// Thread safety: plain functions.
#pragma once

#include "fhir/json/document.h"

namespace tram::record {

// REQUIRES: `resource` is an object.
json::DocumentPtr ToStored(const json::DocumentPtr& resource);

// Letters, digits, - and . up to 64: https://hl7.org/fhir/R4/datatypes.html#id
bool IsResourceId(std::string_view id);

}  // namespace tram::record
