// Parts of a resource, for `_summary` and `_elements`
// (https://hl7.org/fhir/R4/search.html#summary). What is left keeps its bytes; the result is tagged
// SUBSETTED, so that nobody writes it back as the whole.
//
// Thread safety: plain values and functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fhir/json/document.h"
#include "fhir/search/query.h"

namespace tram::api::fhir {

struct SubsetRule {
    search::Summary summary = search::Summary::kFalse;
    std::vector<std::string> elements;  // "name" or "Patient.name"; empty: all
    bool IsWhole() const { return summary == search::Summary::kFalse && elements.empty(); }
};

// Takes `_summary` and `_elements` out of `parameters`. Errors: kBadValue.
Result<SubsetRule> TakeSubset(search::Parameters& parameters);

// `resource` with meta.versionId as it leaves the store.
std::string Subset(json::Value resource, const SubsetRule& rule);

// `json` with line breaks and two spaces a level.
std::string Pretty(json::Value value);

}  // namespace tram::api::fhir
