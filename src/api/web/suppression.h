// What a reader of figures alone is not told: counts of few people, of units and by group, and what
// they would follow from.
//
// Thread safety: may be called from any thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api/web/figure_answer.h"
#include "insight/indicators/kept_beside.h"
#include "insight/indicators/small_cells.h"

namespace tram::api::web {

using indicators::Results;
using indicators::SmallCells;
using indicators::SmallTotals;

// A reader who may ask about units up to `top` on a map.
class Scope {
  public:
    // The reader's highest unit at or above the one asked about.
    Scope(const access::Actor& actor, const registry::Units& units, registry::Rid unit,
          std::int32_t map_day);
    // … of whom it is known that they see this unit and nothing above it matters.
    Scope(const registry::Units& units, registry::Rid top, std::int32_t map_day)
        : units_(&units), top_(top), map_day_(map_day) {}

    registry::Rid top() const { return top_; }
    indicators::PathOf PathOf() const;

    SmallTotals Decide(const indicators::Counts& lowest, Results results = Results::kMet) const;

  private:
    const registry::Units* units_;
    registry::Rid top_ = 0;
    std::int32_t map_day_ = 0;
    // Ways up are asked again for each figure.
    std::shared_ptr<std::map<registry::Rid, std::vector<registry::Rid>>> paths_ =
        std::make_shared<std::map<registry::Rid, std::vector<registry::Rid>>>();
};
Scope ScopeOf(const access::Actor& actor, const Asked& asked);

// Are this reader's counts of the indicator kept back at all? Areas and facilities are named to
// everyone.
bool KeepsBack(const access::Actor& actor, const indicators::Indicator& indicator);

// Which units' totals are kept back; of a reader with a right to names none.
SmallTotals HiddenTotals(const access::Actor& actor, const Asked& asked);
// The same of a figure by itself, as a scorecard or a trend shows it.
Result<SmallTotals> HiddenTotals(const FigureParts& parts, const access::Actor& actor,
                                 const Scope& scope, const indicators::Indicator& indicator,
                                 const Question& question);

// All members at or below the reader's highest unit: the counts by group of any part of them can
// be asked.
std::vector<indicators::Member> MembersOfScope(const access::Actor& actor, const Asked& asked);

// Decides which groups are kept back. `group`: of a member; empty: of none. `totals` lives on.
SmallCells DecideSmallCells(const access::Actor& actor, const Asked& asked,
                            const std::vector<indicators::Member>& members,
                            const std::function<std::string(const indicators::Member&)>& group,
                            Results results, const SmallTotals& totals);

// The same of what is told beside the figure.
Result<indicators::KeptBeside> HiddenBeside(const FigureParts& parts, const access::Actor& actor,
                                            const Asked& asked);

// numerator and denominator, both null where they are kept back; hidden says so.
void PutCountUnless(Writer& out, bool hidden, const Count& count);

}  // namespace tram::api::web
