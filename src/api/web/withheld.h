// What a reader of figures alone is not told of a closed period. A closing by itself holds one unit
// and those just below it; the same days may be told by closings of units above, and by the figures
// of its last day. What one of them keeps back, all do.
//
// Thread safety: one request, one thread. What is handed in must outlive it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "api/web/period_routes.h"
#include "api/web/suppression.h"

namespace tram::api::web {

class Withheld {
  public:
    Withheld(const PeriodParts& parts, const access::Actor& actor, const plan::ClosedPeriod& period)
        : parts_(parts), actor_(actor), period_(period) {}

    // Reads the closings of the same days of units above that the reader may open.
    Result<void> Open();
    // Units (FHIR ids) whose figure, or whose figure of the year before, is not told.
    struct Units {
        std::set<std::string, std::less<>> now, before;
    };
    Result<Units> Of(const plan::FrozenIndicator& indicator) const;

  private:
    using Numbers = std::int64_t plan::FrozenFigure::*;
    static void AddFrozen(const plan::FrozenIndicator& indicator, Numbers numerator,
                          Numbers denominator, std::set<std::string, std::less<>>& units);
    Result<void> AddLive(const indicators::Indicator& indicator, std::int32_t day,
                         const plan::FrozenIndicator& frozen,
                         std::set<std::string, std::less<>>& units) const;

    const PeriodParts& parts_;
    const access::Actor& actor_;
    const plan::ClosedPeriod& period_;
    std::vector<plan::ClosedPeriod> above_;
};

}  // namespace tram::api::web
