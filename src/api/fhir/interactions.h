// The interactions of the FHIR door (https://hl7.org/fhir/R4/http.html), one file each. routes.cpp
// says which request reaches which; by then the type is known to exist, the answer may be JSON and
// the body is of the right kind.
//
// Thread safety: plain functions; called from many threads at once.
#pragma once

#include "api/fhir/wishes.h"
#include "api/router.h"
#include "fhir/json/document.h"
#include "record/store/store.h"

namespace tram::api::fhir {

struct Parts {
    record::Store* store = nullptr;
    std::string version;  // of the program
    json::Limits limits;  // of a body
    std::int64_t history_count = 50, most_history_count = 1000;
    std::int64_t most_entries = 25'000;  // of a batch or transaction
};

Result<http::Response> Create(const Parts&, const Context&);
Result<http::Response> Read(const Parts&, const Context&);
Result<http::Response> VRead(const Parts&, const Context&);
Result<http::Response> Update(const Parts&, const Context&);
Result<http::Response> ConditionalUpdate(const Parts&, const Context&);
Result<http::Response> Patch(const Parts&, const Context&);
Result<http::Response> ConditionalPatch(const Parts&, const Context&);
Result<http::Response> Delete(const Parts&, const Context&);
Result<http::Response> ConditionalDelete(const Parts&, const Context&);
Result<http::Response> InstanceHistory(const Parts&, const Context&);
Result<http::Response> TypeHistory(const Parts&, const Context&);
Result<http::Response> SystemHistory(const Parts&, const Context&);
Result<http::Response> SearchType(const Parts&, const Context&);
Result<http::Response> SearchCompartment(const Parts&, const Context&);
Result<http::Response> Everything(const Parts&, const Context&);
// A batch or transaction. `inner` routes its GET entries.
Result<http::Response> Batch(const Parts&, const Router& inner, const Context&);

// The body as a resource of `type`. Errors: those of json::Document, kBadValue (another type).
Result<json::DocumentPtr> ReadResource(const Parts&, const Context&, std::string_view type);

// The condition of a conditional interaction: the query without what concerns the answer alone.
// Errors: kRequired (there is none).
Result<std::string> ReadCondition(const Wishes&);

// Commits one change and answers as `wishes` say.
Result<http::Response> CommitOne(const Parts&, const Context&, const Wishes&, record::Change);

}  // namespace tram::api::fhir
