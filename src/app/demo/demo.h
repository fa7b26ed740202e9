// The synthetic district: invented units and people who live two and a half years through the
// normal commit path, under a simulated clock and seeded ids. The same seed, size and last day give
// the same bytes. Every record carries the tag `synthetic`.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "care/plan/plan.h"
#include "record/store/store.h"

namespace tram::demo {

struct DemoOptions {
    int persons = 20'000;
    std::uint64_t seed = 1;
    std::int32_t until = 0;         // last day, days since 1970
    std::vector<plan::Plan> plans;  // carried out in the district
};

// An account of one of kSignIns.
struct DemoAccount {
    std::string name;
    std::string display_name;
    std::string role;
    std::string unit;  // FHIR id of an Organization
};

struct DemoResult {
    std::int64_t records = 0;
    std::vector<DemoAccount> accounts;
};

// REQUIRES: `store` is empty and was opened with `clock` and a SeededRandom.
// Errors: those of Commit; kConflict when the store holds records already.
Result<DemoResult> MakeDemo(record::Store& store, SimulatedClock& clock, const DemoOptions& options,
                            const std::function<void(std::string_view)>& progress);

}  // namespace tram::demo
