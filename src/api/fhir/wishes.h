// What a request says about the form of its answer, besides what it asks for.
//
// Thread safety: plain values and functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/router.h"
#include "base/clock.h"
#include "base/result.h"
#include "fhir/search/query.h"

namespace tram::api::fhir {

enum class Return { kUnsaid, kMinimal, kRepresentation, kOutcome };

struct Wishes {
    bool pretty = false;
    Return returns = Return::kUnsaid;
    search::Handling handling = search::Handling::kStrict;
    search::Parameters parameters;  // of the query, without _format and _pretty
};

// Errors: kMalformed (a query that cannot be decoded), kBadValue (_pretty, Prefer).
Result<Wishes> ReadWishes(const Context& context);

// Refuses parameters that the interaction does not know, unless handling is lenient.
// Errors: kUnknownElement.
Result<void> AllowOnly(const Wishes& wishes, std::initializer_list<std::string_view> names);
// The first value of that name; nullopt: not given.
std::optional<std::string> Find(const search::Parameters& parameters, std::string_view name);

// May the answer be JSON, by `_format` or else by Accept?
// https://hl7.org/fhir/R4/http.html#mime-type
bool TakesJson(const http::Request& request);

// What a Content-Type names, without parameters, in lower case.
std::string MediaType(std::string_view content_type);
// False: a charset is named that is not UTF-8.
bool IsUtf8(std::string_view content_type);

// W/"3" and "3" are version 3. Errors: kBadValue.
Result<std::optional<std::int64_t>> ReadIfMatch(std::string_view header);
std::string ETag(std::int64_t version);
// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
std::string HttpDate(Instant at);
std::optional<Instant> ParseHttpDate(std::string_view text);

// A dateTime as its first instant. Errors: kBadValue.
Result<Instant> ReadInstant(std::string_view name, std::string_view value, int zone_minutes);

bool IsId(std::string_view text);

}  // namespace tram::api::fhir
