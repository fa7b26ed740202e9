// Risk rules: who is at high risk of disease and what their yearly check must hold, as content
// (content/risk/rules.yaml, dated, replaceable). From the rules come parts that indicators name in
// their SQL, so that editing the file changes the figure:
//
//     risk_facts   (member, rule, grp, weight, since, known)  a row for each person and rule that
//                  holds; `since` the day from which it has held, `known` that of the record which
//                  says so; grp A (a risk, not yet ill) or B (ill)
//     risk_checks  (member, unit, since, a_since, b_since, weight, newly_day, due_from,
//                  first_due_day, gathered_days, complete_day, last_day)
//                  a row for each person of the base with a rule; complete_day: newest day in the
//                  last 12 months on which a check held all its contents; last_day: newest
//                  content; first_due_day: when somebody never checked is due, not before due_from
//     risk_lacks   (member, item)  contents missing in the last 12 months
//
// docs/reference/indicator-files.md describes the file.
//
// Thread safety: immutable once loaded.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "insight/indicators/indicator.h"
#include "insight/indicators/query.h"
#include "platform/content/library.h"

namespace tram::indicators {

struct RiskRule {
    std::string id;
    std::string group;  // A or B
    Words title;
    std::int64_t weight = 1;  // for ranking: higher first
};

struct RiskRules {
    std::vector<RiskRule> rules;  // of all versions, each id once
    Query held;                   // member, rule, weight, since

    const RiskRule* Find(std::string_view id) const;
};

// Adds risk_facts, risk_checks and risk_lacks to `parts`.
// Errors: kInvalid and kin, with file, line, field and remedy: unknown key, a rule that asks
// nothing, versions that overlap, a code that is none.
Result<std::vector<RiskRule>> LoadRiskRules(const content::Library& library, Parts& parts);

// A rule that holds for a person.
struct HeldRisk {
    Rid person = 0;
    const RiskRule* rule = nullptr;
    std::int32_t since = 0;  // day
};
// Rules that hold for these persons on a day, by person.
Result<std::vector<HeldRisk>> RisksOf(database::Connection& connection, const RiskRules& rules,
                                      const Dates& dates, std::span<const Rid> persons);

}  // namespace tram::indicators
