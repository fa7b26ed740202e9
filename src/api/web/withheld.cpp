#include "api/web/withheld.h"

#include <algorithm>

namespace tram::api::web {

Result<void> Withheld::Open() {
    if (MaySeeNames(actor_)) return {};
    const auto units = TRY(parts_.figures.engine.Units());
    const auto day = period_.to.FirstDay();
    const auto* unit = units->FindByName(period_.unit, day);
    if (!unit) return {};
    const auto path = units->PathUp(unit->rid, period_.map_day);
    for (const auto& head : TRY(parts_.periods.List())) {
        const bool same_days = head.from == period_.from.FirstDay() && head.to == day;
        if (!same_days || head.unit == unit->rid || !IsOneOf(actor_, head.unit) ||
            std::find(path.begin(), path.end(), head.unit) == path.end())
            continue;
        above_.push_back(TRY(parts_.periods.Open(actor_, head.id)));
    }
    return {};
}

void Withheld::AddFrozen(const plan::FrozenIndicator& indicator, Numbers numerator,
                         Numbers denominator, std::set<std::string, std::less<>>& units) {
    const auto& figures = indicator.figures;
    if (figures.empty()) return;
    // Its first unit is 1, those below it 2 and on.
    constexpr registry::Rid kTop = 1;
    SmallTotals totals;
    Count rest{figures.front().*numerator, figures.front().*denominator};
    for (std::size_t i = 1; i < figures.size(); ++i) {
        const Count count{figures[i].*numerator, figures[i].*denominator};
        rest.numerator -= count.numerator;
        rest.denominator -= count.denominator;
        totals.Add(static_cast<registry::Rid>(i + 1), count);
    }
    totals.Add(kTop, rest);
    totals.Decide(kTop, [](registry::Rid unit) {
        return unit == kTop ? std::vector<registry::Rid>{kTop}
                            : std::vector<registry::Rid>{unit, kTop};
    });
    for (std::size_t i = 0; i < figures.size(); ++i) {
        if (totals.Hidden(static_cast<registry::Rid>(i + 1))) units.emplace(figures[i].unit);
    }
}

Result<void> Withheld::AddLive(const indicators::Indicator& indicator, std::int32_t day,
                               const plan::FrozenIndicator& frozen,
                               std::set<std::string, std::less<>>& units) const {
    const auto known = TRY(parts_.figures.engine.Units());
    const auto* unit = known->FindByName(period_.unit, period_.to.FirstDay());
    if (!unit) return {};
    const Scope scope(actor_, *known, unit->rid, period_.map_day);
    const Question question{.unit = unit->rid,
                            .as_of = day,
                            .from = day == period_.to.FirstDay()
                                        ? period_.from.FirstDay()
                                        : indicators::YearBefore(period_.from.FirstDay())};
    const auto totals = TRY(HiddenTotals(parts_.figures, actor_, scope, indicator, question));
    for (const auto& figure : frozen.figures) {
        const auto* place = known->FindByName(figure.unit, period_.to.FirstDay());
        if (place && totals.Hidden(place->rid)) units.emplace(figure.unit);
    }
    return {};
}

Result<Withheld::Units> Withheld::Of(const plan::FrozenIndicator& indicator) const {
    Units units;
    const auto* known = parts_.figures.engine.Find(indicator.indicator);
    if (known ? !KeepsBack(actor_, *known) : MaySeeNames(actor_)) return units;
    using Figure = plan::FrozenFigure;
    AddFrozen(indicator, &Figure::numerator, &Figure::denominator, units.now);
    AddFrozen(indicator, &Figure::previous_numerator, &Figure::previous_denominator, units.before);
    if (known) {
        const auto day = period_.to.FirstDay();
        TRY(AddLive(*known, day, indicator, units.now));
        TRY(AddLive(*known, indicators::YearBefore(day), indicator, units.before));
    }
    for (const auto& above : above_) {
        for (const auto& one : above.indicators) {
            if (one.indicator != indicator.indicator) continue;
            AddFrozen(one, &Figure::numerator, &Figure::denominator, units.now);
            AddFrozen(one, &Figure::previous_numerator, &Figure::previous_denominator,
                      units.before);
        }
    }
    // Below a unit that is kept back nothing is told.
    for (auto* kept : {&units.now, &units.before}) {
        if (!kept->contains(period_.unit)) continue;
        for (const auto& figure : indicator.figures) kept->emplace(figure.unit);
    }
    return units;
}

}  // namespace tram::api::web
