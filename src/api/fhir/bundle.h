// The entries of a batch or transaction as they were asked, and as they are answered
// (https://hl7.org/fhir/R4/http.html#transaction).
//
// Thread safety: plain functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/fhir/answer.h"
#include "api/fhir/interactions.h"

namespace tram::api::fhir {

// One entry: a change, or a GET.
struct Entry {
    std::size_t place = 0;  // in Bundle.entry
    std::optional<record::Change> change;
    http::Request get;  // of a GET: path and query below our own door
};

// "Bundle.entry[3]"
std::string EntryPath(std::size_t place);

// Errors: what is wrong with the entry, its path starting with EntryPath.
Result<Entry> ReadEntry(const Parts& parts, const Context& context, json::Value entry,
                        std::size_t place);

// What one entry is answered with: the JSON of a Bundle.entry.
std::string AnswerEntry(const Context& context, const record::Applied& applied,
                        const Wishes& wishes);
std::string AnswerEntry(const Error& error);
// Asks `inner` for what a GET entry wants.
std::string AnswerGet(const Router& inner, const Context& context, const http::Request& get);

}  // namespace tram::api::fhir
