#include "api/web/suppression.h"

#include <algorithm>

namespace tram::api::web {

Scope::Scope(const access::Actor& actor, const registry::Units& units, registry::Rid unit,
             std::int32_t map_day)
    : units_(&units), top_(unit), map_day_(map_day) {
    for (const auto above : units.PathUp(unit, map_day)) {
        if (actor.unlimited() || std::binary_search(actor.units.begin(), actor.units.end(), above))
            top_ = above;
    }
}

indicators::PathOf Scope::PathOf() const {
    return [units = units_, day = map_day_, paths = paths_](registry::Rid unit) {
        const auto [path, fresh] = paths->try_emplace(unit);
        if (fresh) path->second = units->PathUp(unit, day);
        return path->second;
    };
}

SmallTotals Scope::Decide(const indicators::Counts& lowest, Results results) const {
    SmallTotals totals;
    for (const auto& [unit, count] : lowest) totals.Add(unit, count);
    totals.Decide(top_, PathOf(), results);
    return totals;
}

Scope ScopeOf(const access::Actor& actor, const Asked& asked) {
    return {actor, *asked.geography.units, asked.question.unit, asked.geography.map_day};
}

bool KeepsBack(const access::Actor& actor, const indicators::Indicator& indicator) {
    return indicator.member_type == indicators::MemberType::kPatient && !MaySeeNames(actor);
}

SmallTotals HiddenTotals(const access::Actor& actor, const Asked& asked) {
    if (!KeepsBack(actor, *asked.indicator)) return {};
    return ScopeOf(actor, asked).Decide(asked.answer->lowest);
}

Result<SmallTotals> HiddenTotals(const FigureParts& parts, const access::Actor& actor,
                                 const Scope& scope, const indicators::Indicator& indicator,
                                 const Question& question) {
    if (!KeepsBack(actor, indicator)) return SmallTotals();
    // A published number is no list of people; who stands where is asked of the names.
    const auto* base = indicator.FindBase(question.base);
    const auto* over =
        base && base->number_only ? &indicator : TRY(indicators::OverBaseOf(indicator, question));
    const auto tally = TRY(parts.engine.Count(*over, indicators::DatesOf(*over, question)));
    // Of those merely counted, how many there are is what could be told of them.
    if (indicator.companion_kind != indicators::CompanionKind::kCount)
        return scope.Decide(tally.lowest);
    auto lowest = tally.lowest;
    for (auto& [unit, count] : lowest) count.denominator = count.numerator;
    return scope.Decide(lowest, Results::kNone);
}

std::vector<indicators::Member> MembersOfScope(const access::Actor& actor, const Asked& asked) {
    return indicators::MembersBelow(*asked.answer, asked.geography, ScopeOf(actor, asked).top());
}

SmallCells DecideSmallCells(const access::Actor& actor, const Asked& asked,
                            const std::vector<indicators::Member>& members,
                            const std::function<std::string(const indicators::Member&)>& group,
                            Results results, const SmallTotals& totals) {
    SmallCells cells;
    for (const auto& member : members) {
        const auto code = group(member);
        if (code.empty()) continue;
        cells.Add(member.unit, code, {.numerator = member.part, .denominator = member.whole});
    }
    const auto scope = ScopeOf(actor, asked);
    cells.Decide(scope.top(), scope.PathOf(), results, totals);
    return cells;
}

Result<indicators::KeptBeside> HiddenBeside(const FigureParts& parts, const access::Actor& actor,
                                            const Asked& asked) {
    if (MaySeeNames(actor)) return indicators::KeptBeside();
    const auto scope = ScopeOf(actor, asked);
    return indicators::KeptBeside::Of(parts.engine, *asked.answer, asked.question, asked.geography,
                                      scope.top(), scope.PathOf());
}

void PutCountUnless(Writer& out, bool hidden, const Count& count) {
    if (hidden) {
        out.Key("numerator").Null().Key("denominator").Null();
    } else {
        PutCount(out, count);
    }
    out.Key("hidden").Boolean(hidden);
}

}  // namespace tram::api::web
