// What is told of a span of days: the figures of the closed period that covers it, or else what the
// records say now.
//
// Thread safety: none; one report, one Span.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "insight/indicators/members.h"
#include "insight/reports/facts.h"

namespace tram::reports {

// One indicator's answer for the span, for one unit and those below it.
struct Answered {
    std::shared_ptr<const indicators::Answer> answer;
    std::vector<indicators::Member> members;  // at the unit or below it, ascending
    // Of a closed period: its figures, its rows, and what splits need of people.
    const plan::FrozenIndicator* frozen = nullptr;
    std::vector<periods::FrozenMember> rows;
    std::map<Rid, indicators::MemberFacts> facts;
};

class Span {
  public:
    // kThere: a closing of exactly these days answers. kAnyDay: one that ends on `to`; of several
    // the one that begins on `from`, else the longest.
    enum class Begins { kThere, kAnyDay };
    // The closing is one of the unit, else of the nearest unit above it.
    // REQUIRES: what is handed in outlives the span.
    static Result<Span> Open(const FactParts& parts, std::shared_ptr<const registry::Units> units,
                             const Unit& unit, std::int32_t from, std::int32_t to, Begins begins);

    // One on its way: `period` with its member rows, not yet recorded.
    static Span Of(const FactParts& parts, std::shared_ptr<const registry::Units> units,
                   const Unit& unit, const plan::ClosedPeriod& period);

    const Basis& basis() const { return basis_; }
    const std::shared_ptr<const plan::ClosedPeriod>& period() const { return period_; }
    // The day whose map carries members up.
    std::int32_t map_day() const { return period_ ? period_->map_day : basis_.to; }

    Result<Answered> Ask(const indicators::Indicator& indicator) const;
    // REQUIRES: answered by this span.
    Count CountOf(const Answered& answered, const Unit& unit) const;
    // The unit's figure as frozen; nullopt: nothing was.
    Result<std::optional<Count>> Frozen(const indicators::Indicator& indicator) const;
    // The row of a unit as frozen; where its figure was not, but its members were, judged by the
    // goals of today.
    indicators::ScoreRow RowOf(const Answered& answered, const Unit& unit,
                               const plan::Target& target, const indicators::Goals& goals) const;

  private:
    Span(const FactParts& parts, std::shared_ptr<const registry::Units> units, const Unit& unit)
        : parts_(&parts), units_(std::move(units)), unit_(&unit) {}
    const plan::FrozenIndicator* FrozenOf(const indicators::Indicator& indicator) const;
    Result<std::vector<periods::FrozenMember>> RowsOf(const plan::FrozenIndicator& frozen) const;
    indicators::Dates DatesOf(const indicators::Indicator& indicator) const {
        return indicators::DatesOf(indicator, {.as_of = basis_.to, .from = basis_.from});
    }

    const FactParts* parts_;
    std::shared_ptr<const registry::Units> units_;
    const Unit* unit_;
    Basis basis_;
    std::shared_ptr<const plan::ClosedPeriod> period_;
};

// The days before a period, as many months as it has; as many days where it has no whole months.
std::int32_t BeginBefore(std::int32_t from, std::int32_t to);

}  // namespace tram::reports
