// The entries of a batch or transaction as they are answered
// (https://hl7.org/fhir/R4/http.html#transaction).
//
// Thread safety: plain functions.
#pragma once

#include <string>

#include "api/fhir/answer.h"
#include "api/fhir/interactions.h"
#include "exchange/import/bundle.h"

namespace tram::api::fhir {

// What one entry is answered with: the JSON of a Bundle.entry.
std::string AnswerEntry(const Context& context, const record::Applied& applied,
                        const Wishes& wishes);
std::string AnswerEntry(const Error& error);
// What can be told of a GET entry before anything is written: the address, and the words of a
// search. A transaction with a question that cannot be asked is refused whole. Errors: kNotFound,
// kBadValue, those of search::ParseQuery; the path is the entry's.
Result<void> CheckGet(const Router& inner, const Context& context, const import::BundleEntry& entry,
                      int zone_minutes);
// Asks `inner` for what a GET entry wants.
std::string AnswerGet(const Router& inner, const Context& context,
                      const import::BundleEntry& entry);

}  // namespace tram::api::fhir
