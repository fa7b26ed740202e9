// A Bundle taken apart into the wishes of its entries, before anything of the store is asked.
// https://hl7.org/fhir/R4/http.html#transaction
//
// Thread safety: plain values; may be called from any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fhir/json/document.h"
#include "record/store/store.h"

namespace tram::import {

enum class BundleKind {
    kTransaction,  // all or nothing
    kBatch,        // each entry for itself
    kResources,    // collection, document, searchset, history …: a list of resources
};

struct BundleEntry {
    std::size_t place = 0;  // in Bundle.entry
    std::string full_url;
    std::string method;  // "POST" …; of kResources: "PUT" with an id, else "POST"
    std::string url;     // request.url as written, without a leading slash
    // What is to be written. Absent: a read (GET, HEAD, POST …/_search), or `fault`.
    std::optional<record::Change> change;
    // Of a batch: why this entry cannot be done. A transaction or list fails as a whole instead.
    std::optional<Error> fault;
    // Of a read: its conditions.
    std::string if_none_match, if_modified_since;
};

struct Bundle {
    BundleKind kind = BundleKind::kResources;
    std::vector<BundleEntry> entries;  // in the order of the Bundle
};

// Each change holds a document of its own, so the Bundle's may go.
//
// Errors: kInvalid, kBadValue, kRequired (not a Bundle, an entry without request, an url that fits
// no interaction …) with `path` "Bundle.entry[3].request.url"; kTooLarge (more entries than
// `most`).
Result<Bundle> ReadBundle(json::Value bundle, std::size_t most = 25'000);

// Places in `entries` in the order in which a transaction is carried out: DELETE, POST, PUT and
// PATCH, then reads. https://hl7.org/fhir/R4/http.html#trules
std::vector<std::size_t> TransactionOrder(const std::vector<BundleEntry>& entries);

// A resource as an upsert: under its id where it has one, else as a new one.
// Errors: kRequired, kInvalid (no resource type that may be stored).
Result<record::Change> Upsert(json::DocumentPtr resource, std::string where);

}  // namespace tram::import
