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

// What an entry asks for: a change, or a GET for the door to answer.
struct BundleEntry {
    std::size_t place = 0;  // in Bundle.entry
    std::optional<record::Change> change;
    // Of a GET, as written, without the base and a leading slash: "Patient/1", "name=an".
    std::string path, query;
    std::string if_none_match, if_modified_since;
    // Of a batch: why this entry cannot be done.
    std::optional<Error> fault;
};

struct BundleOptions {
    std::string base;           // "https://host/fhir/": a url may begin with it
    std::size_t most = 25'000;  // entries
    json::Limits limits = {};   // of each resource
};

// "Bundle.entry[3]"
std::string EntryPath(std::size_t place);

// The entry of a transaction or batch. Its change holds a document of its own, so the Bundle's may
// go. Errors: what is wrong with it, `path` beginning with EntryPath.
Result<BundleEntry> ReadEntry(json::Value entry, std::size_t place, const BundleOptions& options);

enum class BundleKind {
    kTransaction,  // all or nothing
    kBatch,        // each entry for itself
    kResources,    // collection, document, searchset, history …: a list of resources
};
struct Bundle {
    BundleKind kind = BundleKind::kResources;
    std::vector<BundleEntry> entries;  // in the order of the Bundle
};

// A transaction or list with a bad entry is an error as a whole, further faults in Error::others; a
// batch keeps each with its entry.
// Errors: of ReadEntry and Upsert; kInvalid (no Bundle), kBadValue, kTooLarge (too many entries);
// of a transaction that names a resource or fullUrl twice, kInvalid.
Result<Bundle> ReadBundle(json::Value bundle, const BundleOptions& options);

// Places of the entries that change something, in the order a transaction carries them out: DELETE,
// POST, then PUT and PATCH. https://hl7.org/fhir/R4/http.html#trules
std::vector<std::size_t> TransactionOrder(const std::vector<BundleEntry>& entries);

// A resource as an upsert: under its id where it has one, else as a new one.
// Errors: kRequired, kInvalid (no resource type that may be stored).
Result<record::Change> Upsert(json::DocumentPtr resource, std::string where);

}  // namespace tram::import
