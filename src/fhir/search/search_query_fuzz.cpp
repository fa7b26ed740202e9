#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fhir/search/query.h"

// The first byte chooses the type and the handling, the rest is a query string. A query that was
// understood must be understood again from its canonical form, and mean the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tram::search;
    if (size == 0) return 0;
    constexpr std::string_view kTypes[] = {"Patient", "Observation", "Encounter", "Provenance"};
    const auto type = kTypes[data[0] % 4];
    const auto handling = data[0] & 4 ? Handling::kLenient : Handling::kStrict;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto parameters = DecodeParameters(text);
    if (!parameters) return 0;
    const auto query = ParseQuery(type, *parameters, handling, 7 * 60);
    if (!query) return 0;
    const auto again = DecodeParameters(query->canonical);
    TRAM_MUST(again.ok());
    const auto parsed = ParseQuery(type, *again, Handling::kStrict, 7 * 60);
    TRAM_MUST(parsed.ok() && parsed->canonical == query->canonical &&
              parsed->clauses.size() == query->clauses.size());
    return 0;
}
