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
// Asks `inner` for what a GET entry wants.
std::string AnswerGet(const Router& inner, const Context& context,
                      const import::BundleEntry& entry);

}  // namespace tram::api::fhir
