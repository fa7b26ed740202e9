// What a page of matches brings along: _include and _revinclude.
// https://hl7.org/fhir/R4/search.html#revinclude
//
// Thread safety: none; made for one search.
#pragma once

#include <span>
#include <string_view>

#include "fhir/search/query.h"
#include "record/search/scope.h"

namespace tram::record {

// Living resources that the actor sees and that are not among `matches`, sorted. :iterate goes on
// until nothing new is found.
// Errors: kTooCostly (more than `most`).
Result<Rids> CollectIncludes(Scope& scope, std::span<const search::Include> includes,
                             std::string_view type, Rids matches, std::size_t most);

}  // namespace tram::record
