// The records a benchmark imports: the invented district of app/demo as one NDJSON file, without
// the births, deaths and moves of the demo. The same options give the same bytes.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace tram::bench {

struct CorpusOptions {
    int persons = 5000;
    int months = 12;         // of visits for everybody
    std::int32_t until = 0;  // last day, days since 1970
    std::uint64_t seed = 1;
    bool only_people = false;  // units, staff and persons, nothing that happened to them
};

struct Corpus {
    std::int64_t resources = 0;
    std::string commune;  // FHIR id of an Organization: where a station's user is at home
};

// Errors: kUnavailable (the file cannot be written).
Result<Corpus> WriteCorpus(const CorpusOptions& options, const std::string& path);

}  // namespace tram::bench
