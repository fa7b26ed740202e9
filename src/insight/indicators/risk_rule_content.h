// content/risk/rules.yaml as it is written; risk_rules.h makes SQL of it.
//
// Thread safety: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "insight/indicators/indicator.h"
#include "insight/indicators/query.h"
#include "insight/indicators/risk_rules.h"
#include "platform/content/library.h"

namespace tram::indicators {

inline constexpr std::string_view kRiskPath = "risk/rules.yaml";

// A measured number as one side of a computed value.
struct Measured {
    std::string code;
    std::string least, most;  // what lies outside is a slip of the pen or of the unit
};
// For how long the number divided by holds, by the age at which it was measured.
struct Holds {
    std::int64_t age_from = 0;
    std::int64_t days = 0;  // 0: for good
};
// value / (over × scale) ^ power: the newest of each, paired.
struct Computed {
    std::string id;
    Measured value, over;
    std::string scale = "1";
    std::int64_t power = 1;
    std::vector<Holds> holds;  // by falling age_from; empty: for good
};

// What a rule asks of a person, as SQL; and what its yearly check must hold.
struct RiskQuestion {
    RiskRule shown;
    std::vector<std::string> conditions, needs;
    std::string observation, computed, value, at_least, below, sex;
    std::int64_t age_from = 0;
    std::string sql_part;  // name of the part that holds a rule's own SQL
};
struct RiskVersion {
    std::int32_t from = 0, to = Version::kOpen;
    std::vector<std::string> every_adult, every_child;
    std::int64_t newly_found_days = 90, gathered_within_days = 60;
    std::int64_t due_from = 0;  // a day: before it nobody was due
    std::vector<Computed> computed;
    std::vector<RiskQuestion> rules;
};

// A rule's own SQL becomes one of `parts`.
// Errors: as LoadRiskRules.
Result<std::vector<RiskVersion>> ReadRiskVersions(const content::Library& library, Parts& parts);

}  // namespace tram::indicators
