// A FHIR search as its parameters say it (https://hl7.org/fhir/R4/search.html), read and checked
// against the definitions, not yet against any store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "fhir/search/rows.h"

namespace tram::search {

enum class Prefix : std::uint8_t { kEq, kNe, kGt, kLt, kGe, kLe, kSa, kEb, kAp };
enum class Modifier : std::uint8_t {
    kNone,
    kExact,
    kContains,
    kMissing,
    kNot,
    kIdentifier,
    kOfType,
    kBelow,
    kText
    // kIn, kNotIn, kAbove answer not-supported.
};

struct Operand {
    Prefix prefix = Prefix::kEq;  // of a composite: of its second component
    // As in SearchRow, but numbers with eq, ne and ap are as wide as their written digits (or the
    // tenth of ap) say. Strings are kept as typed; the modifier decides on folding. A token
    // "system|" has an empty code and has_code false; "|code" has has_system true and no system.
    // A bare id that may be of several types became an operand for each of them.
    std::variant<TokenValue, ReferenceValue, DateValue, StringValue, QuantityValue, UriValue,
                 CompositeValue>
        value;
    // Token: a `|` was written, and a code. Quantity: a system, and a code or unit, were written.
    // Of a composite: of its second component; the first has its own.
    bool has_system = false;
    bool has_code = true;
    bool first_has_system = false;
    bool first_has_code = true;
};

// One criterion: parameter, modifier and its OR-joined operands. Exactly one of `operands`,
// `chain`, `reverse` says what is asked.
struct Clause {
    const definitions::SearchParameter* parameter = nullptr;  // nullptr only for `reverse`
    Modifier modifier = Modifier::kNone;
    bool missing = false;  // of kMissing
    std::vector<Operand> operands;

    // subject:Patient.name=x – the referenced resource, of one of `types`, meets `inner`.
    struct Chain {
        std::vector<std::string> types;
        std::vector<Clause> inner;  // one clause; for several types the clause per type, same order
    };
    std::optional<Chain> chain;
    // _has:Observation:patient:code=x – a resource of `type` refers here by `reference` and meets
    // `inner`.
    struct Reverse {
        std::string type;
        const definitions::SearchParameter* reference = nullptr;
        std::vector<Clause> inner;  // one clause
    };
    std::optional<Reverse> reverse;
};

struct Sort {
    const definitions::SearchParameter* parameter = nullptr;
    bool descending = false;
};

struct Include {
    bool reverse = false;
    bool iterate = false;
    std::string source_type;                                  // "*": any
    const definitions::SearchParameter* parameter = nullptr;  // nullptr: all references (`*`)
    std::string target_type;                                  // empty: any
};

enum class Total : std::uint8_t { kNone, kEstimate, kAccurate };
enum class Summary : std::uint8_t { kFalse, kTrue, kText, kData, kCount };

struct Query {
    std::string type;
    std::vector<Clause> clauses;  // AND
    std::vector<Sort> sorts;
    std::vector<Include> includes;
    std::optional<std::int64_t> count;
    Total total = Total::kNone;
    bool total_given = false;
    Summary summary = Summary::kFalse;
    std::vector<std::string> elements;
    std::string cursor;  // _cursor, sealed; see record/search
    // Compartment search: [compartment type, id]; empty otherwise.
    std::optional<std::pair<std::string, std::string>> compartment;
    // Parameters passed over because handling was lenient; for an OperationOutcome entry.
    std::vector<std::string> ignored;
    // The query as understood, re-encoded, for Bundle.link self. Without the cursor.
    std::string canonical;
};

enum class Handling { kStrict, kLenient };

using Parameters = std::vector<std::pair<std::string, std::string>>;  // decoded names and values

// Splits and percent-decodes a query string or form body. Errors: kMalformed.
Result<Parameters> DecodeParameters(std::string_view encoded);

// `type` empty would be a whole-system search: kNotSupported.
//
// Errors: kUnknownElement (unknown parameter, unless lenient), kNotSupported (modifier or parameter
// not built), kBadValue (value does not fit). `path` is the parameter's name as written.
Result<Query> ParseQuery(std::string_view type, const Parameters& parameters, Handling handling,
                         int zone_minutes);

}  // namespace tram::search
