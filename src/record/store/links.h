// Links that storing a transaction must resolve (https://hl7.org/fhir/R4/http.html#trules): to
// another entry by its fullUrl (mostly urn:uuid:…), and conditional references
// (`Patient?identifier=…`). They are found once by walking the resource along its definition, and
// replaced by splicing, so that all other bytes stay.
//
// Thread safety: plain values and functions.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/json/document.h"

namespace tram::record {

// A place in a document's text that holds a link.
struct Link {
    enum class Kind : std::uint8_t {
        kEntry,      // to another entry
        kCondition,  // Type?query
    };
    Kind kind = Kind::kEntry;
    std::size_t begin = 0, end = 0;  // what a replacement takes the place of: without quotes
    std::string target;              // fullUrl, or the whole conditional reference
    // Resource types that a reference may have here; empty: any.
    std::span<const std::string_view> allowed;
    std::string path;  // below the resource, for errors: "subject.reference"
};

// The links of `resource` to entries that `knows` the fullUrl of, and its conditional references.
// Looked at: references, elements of type uri, url, oid and uuid, and href and src in narratives;
// contained resources too, the entries of a Bundle not, since these have names of their own.
std::vector<Link> FindLinks(json::Value resource,
                            const std::function<bool(std::string_view full_url)>& knows);

// `Patient?identifier=x` in type and query; nullopt: not a conditional reference.
struct ConditionalReference {
    std::string_view type, query;
};
std::optional<ConditionalReference> SplitConditional(std::string_view reference);

// The document with each link replaced by its target, "Type/id".
// REQUIRES: as many targets as links.
// Errors: kBadValue (a target of a type that the reference does not allow).
Result<json::DocumentPtr> Relink(const json::Document& document, const std::vector<Link>& links,
                                 const std::vector<std::string>& targets);

}  // namespace tram::record
