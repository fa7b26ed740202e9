// What a resource can be found by: one SearchRow for each value of each of its search parameters,
// as text and numbers, before the store gives them its own short codes.
//
// Shapes follow https://hl7.org/fhir/R4/search.html#ptypes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "fhir/definitions/definitions.h"
#include "fhir/json/document.h"

namespace tram::search {

// A parameter is indexed under several facets where a modifier needs other values than the plain
// one.
enum class Facet : std::uint8_t {
    kValue = 0,       // the plain parameter
    kText = 1,        // :text – folded display texts of codings, of a reference its display
    kOfType = 2,      // :of-type – a token: "type system|type code" and the identifier's value
    kIdentifier = 3,  // :identifier – Reference.identifier
    kSort = 4,        // strings only: the one key a resource sorts by (Vietnamese rule for names)
    kWord = 5,        // of names and addresses: each syllable, so that words match in any order
    kExact = 6,       // strings only: as written, for :exact
    kWide = 7,        // dates longer than kWideMillis, quantities that are ranges: they stand here
                // *instead of* under kValue, so that a scan of kValue needs only a narrow window
};
inline constexpr std::size_t kFacets = 8;

// The facets that rows of a parameter of this kind may have.
inline std::span<const Facet> FacetsOf(definitions::SearchKind kind) {
    using definitions::SearchKind;
    static constexpr Facet kPlain[] = {Facet::kValue};
    static constexpr Facet kOfToken[] = {Facet::kValue, Facet::kText, Facet::kOfType};
    static constexpr Facet kOfReference[] = {Facet::kValue, Facet::kText, Facet::kIdentifier};
    static constexpr Facet kOfString[] = {Facet::kValue, Facet::kSort, Facet::kWord, Facet::kExact};
    static constexpr Facet kOfSpan[] = {Facet::kValue, Facet::kWide};
    switch (kind) {
        case SearchKind::kToken:
            return kOfToken;
        case SearchKind::kReference:
            return kOfReference;
        case SearchKind::kString:
            return kOfString;
        case SearchKind::kDate:
        case SearchKind::kNumber:
        case SearchKind::kQuantity:
            return kOfSpan;
        case SearchKind::kUri:
        case SearchKind::kComposite:
        case SearchKind::kSpecial:
            break;
    }
    return kPlain;
}

// Parameters of names and addresses: their rows have Facet::kWord.
bool HasWords(const definitions::SearchParameter& parameter);

// The parameter whose rows answer this one: itself, or the first of its type that reads the same
// values in the same way, as `name` does for `phonetic` of a Patient.
const definitions::SearchParameter& RowsOf(const definitions::SearchParameter& parameter);

struct TokenValue {
    std::string system;  // may be empty
    std::string code;    // may be empty when only a system is known
};
struct ReferenceValue {
    std::string type;  // of a literal reference to this server; empty: `id` is an absolute URL
    std::string id;
};
// Milliseconds since 1970 UTC, both ends included: what the written precision may mean. Open ends
// are kOpenLow, kOpenHigh.
struct DateValue {
    static constexpr std::int64_t kOpenLow = -62'135'596'800'000;
    static constexpr std::int64_t kOpenHigh = 253'402'300'799'999;
    static constexpr std::int64_t kWideMillis = 31LL * 86'400'000;
    std::int64_t low = kOpenLow, high = kOpenHigh;
};
struct StringValue {
    std::string text;  // folded; for Facet::kSort a collation key (bytes), for kExact as written
};
// Numbers, and quantities with their unit. A resource's number is one point (low = high), its Range
// has two ends. What the written digits may mean (5.4 is 5.35 … 5.45) widens the value of a query,
// never that of a resource: else 140 would be found by gt140.
struct QuantityValue {
    double low = 0, high = 0;
    TokenValue unit;  // system and code; the unit's text, where it differs, has a row of its own
                      // without system
};
struct UriValue {
    std::string uri;
};
// A composite: its first component is a token or reference, its second anything but composite.
struct CompositeValue {
    std::variant<TokenValue, ReferenceValue> first;
    std::variant<TokenValue, ReferenceValue, DateValue, StringValue, QuantityValue, UriValue>
        second;
};

struct SearchRow {
    const definitions::SearchParameter* parameter = nullptr;
    Facet facet = Facet::kValue;
    std::variant<TokenValue, ReferenceValue, DateValue, StringValue, QuantityValue, UriValue,
                 CompositeValue>
        value;
};

struct SearchRows {
    std::vector<SearchRow> rows;  // in no promised order; a value met twice has two rows
    // Every literal reference of the resource (contained ones and fragments left out), also those
    // no parameter covers: what makes a dangling reference visible.
    std::vector<ReferenceValue> references;
    // For the clinical index: what it is about and when. Empty code or no date where there is none.
    std::vector<TokenValue> codes;
    std::int64_t date = DateValue::kOpenLow;
};

// Zoneless dates are taken in `zone_minutes` east of UTC.
//
// Thread safety: may be called from any thread.
// Errors: kInternal only (an expression of ours that does not evaluate); a value that does not fit
// its parameter is left out.
Result<SearchRows> ExtractRows(json::Value resource, int zone_minutes);

}  // namespace tram::search
