#include "insight/indicators/scorecard.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>

#include "base/date.h"

namespace tram::indicators {
namespace {

Result<Geography> GeographyOf(Engine& engine, const Question& question) {
    return Geography{TRY(engine.Units()),
                     question.map == registry::Map::kToday ? question.today : question.as_of};
}

Operator OperatorOf(plan::Operator op) {
    switch (op) {
        case plan::Operator::kGreater:
            return Operator::kGreater;
        case plan::Operator::kAtLeast:
            return Operator::kAtLeast;
        case plan::Operator::kEqual:
            return Operator::kEqual;
        case plan::Operator::kToward:
            return Operator::kToward;
    }
    return Operator::kToward;
}

// A year is judged by its milestone; the verdict is reached at the milestone's own operator, since
// "trên 95%" is asked of 2030 and "ít nhất" of the way there.
Target YardstickOf(const plan::Target& target, std::optional<double> milestone) {
    if (!milestone || *milestone >= target.value.value_or(101))
        return {OperatorOf(target.op), target.value.value_or(0)};
    return {Operator::kAtLeast, *milestone};
}

}  // namespace

std::string_view Standing(const ScoreRow& row) {
    const bool all = row.count.denominator > 0 && row.count.numerator == row.count.denominator;
    return row.status == "behind" && all ? "interrupted" : row.status;
}

// A direction is judged against the same day of last year.
std::string_view Direction(const Count& now, const Count& before) {
    if (now.denominator == 0 || before.denominator == 0) return "none";
    const std::int64_t left = now.numerator * before.denominator;
    const std::int64_t right = before.numerator * now.denominator;
    return left > right ? "up" : left < right ? "down" : "same";
}

Dates DatesOf(std::int32_t as_of) {
    return {.as_of = as_of, .from = YearBefore(as_of) + 1, .to = as_of};
}

Dates DatesOf(const Indicator& indicator, const Question& question) {
    Dates dates = DatesOf(question.as_of);
    if (question.from != 0 && indicator.of_period) dates.from = question.from;
    return dates;
}

std::int32_t YearBefore(std::int32_t day) {
    const Date date = Date::FromDays(day);
    return Date{date.year - 1, date.month,
                std::min(date.day, DaysInMonth(date.year - 1, date.month))}
        .FirstDay();
}

Result<Goals> Goals::Load(database::Connection& connection, const plan::Plan& plan) {
    Goals goals;
    auto& rows =
        *TRY(connection.Prepare("SELECT rid, indicator, kind, unit, value, due_on, number, key "
                                "FROM reg_goals WHERE status = 'active' ORDER BY rid"));
    while (TRY(rows.Step())) {
        if (!rows.Text(7).starts_with(plan.id + "/")) continue;
        goals.rows.push_back({std::string(rows.Text(1)), std::string(rows.Text(2)),
                              std::string(rows.Text(6)), rows.Int(3), rows.Int(0),
                              static_cast<int>(rows.Int(5) / 10000), rows.Real(4)});
    }
    return goals;
}

const Goals::Row* Goals::Find(std::string_view indicator, std::string_view kind, int year,
                              const std::vector<Rid>& path) const {
    for (const Rid unit : path) {
        for (const Row& row : rows) {
            if (row.unit == unit && row.year == year && row.kind == kind &&
                row.indicator == indicator)
                return &row;
        }
    }
    return nullptr;
}

std::optional<double> Goals::Milestone(const plan::Target& target, int year,
                                       const std::vector<Rid>& path) const {
    if (const auto* goal = Find(target.indicator, "milestone", year, path)) return goal->percent;
    const auto ours = target.milestones.find(year);
    return ours == target.milestones.end() ? std::nullopt : std::optional(ours->second);
}

namespace {

bool OverLimit(const Indicator& indicator, const Count& count) {
    return indicator.limit && count.denominator > 0 &&
           static_cast<double>(count.numerator) * 100 >
               *indicator.limit * static_cast<double>(count.denominator);
}

}  // namespace

void JudgeRow(ScoreRow& row, const plan::Target& target, const Goals& goals, int year,
              const std::vector<Rid>& path, const std::optional<Count>& held) {
    row.target = target.value;
    row.milestone = goals.Milestone(target, year, path);
    if (const auto* goal = goals.Find(target.indicator, "assigned", year, {row.unit}))
        row.assigned = goal->percent;
    if (OverLimit(*row.indicator, row.count)) {
        row.status = "check";
        return;
    }
    if (target.op == plan::Operator::kToward) {
        row.status = Direction(row.count, row.previous.value_or(Count{}));
        return;
    }
    const auto yardstick = YardstickOf(target, row.assigned ? row.assigned : row.milestone);
    const double near_points = row.indicator->near_points;
    auto status = Judge(row.count, yardstick, near_points);
    if (held && (status == Status::kReached || status == Status::kNear))
        status = std::max(status, Judge(*held, yardstick, near_points));
    row.status = StatusCode(status);
}

Result<const Indicator*> OverBaseOf(const Indicator& indicator, const Question& question) {
    if (const auto* over = indicator.OverBase(question.base)) return over;
    std::string known;
    for (const auto& base : indicator.bases) known += (known.empty() ? "" : ", ") + base.id;
    return Error{.code = ErrorCode::kBadValue,
                 .message = "no such base of population; known: " + known,
                 .message_vi = "Không có nền dân số này. Các nền dùng được: " + known + ".",
                 .path = "base"};
}

namespace {

bool CountsNumbers(const Indicator& indicator, const Question& question) {
    const auto* base = indicator.FindBase(question.base);
    return base && base->number_only && indicator.counts_everyone;
}

struct Published {
    std::int64_t number = 0;
    std::int32_t on = 0;
};
// By unit: its own number, else the sum of its parts where each has one.
Result<std::map<Rid, Published>> PublishedOf(Engine& engine, const Question& question,
                                             const std::vector<Rid>& asked) {
    const auto geography = TRY(GeographyOf(engine, question));
    std::map<Rid, Published> own, numbers;
    const auto reader = TRY(engine.store().Read());
    auto& rows = *TRY(reader->connection().Prepare(
        "SELECT organization, value, on_day FROM reg_published_populations WHERE on_day <= $1 "
        "ORDER BY on_day"));
    rows.Bind(1, question.as_of);
    while (TRY(rows.Step()))
        own[rows.Int(0)] = {rows.Int(1), static_cast<std::int32_t>(rows.Int(2))};
    const std::function<std::optional<Published>(Rid)> of =
        [&](Rid unit) -> std::optional<Published> {
        if (const auto known = own.find(unit); known != own.end()) return known->second;
        Published sum;
        for (const auto* below : geography.units->Below(unit, geography.map_day)) {
            if (below->kind != "district" && below->kind != "commune") continue;
            const auto part = of(below->rid);
            if (!part) return std::nullopt;
            sum.number += part->number;
            sum.on = std::max(sum.on, part->on);
        }
        return sum.number > 0 ? std::optional(sum) : std::nullopt;
    };
    for (const Rid unit : asked) {
        if (const auto number = of(unit)) numbers[unit] = *number;
    }
    return numbers;
}

}  // namespace

Result<Counts> CountOn(Engine& engine, const Indicator& indicator, const Question& question) {
    const auto* over = TRY(OverBaseOf(indicator, question));
    const auto tally = TRY(engine.Count(*over, DatesOf(*over, question)));
    auto counts = CountByUnit(tally.lowest, TRY(GeographyOf(engine, question)));
    if (!CountsNumbers(indicator, question)) return counts;
    std::vector<Rid> units;
    for (const auto& [unit, count] : counts) units.push_back(unit);
    const auto numbers = TRY(PublishedOf(engine, question, units));
    for (auto& [unit, count] : counts) {
        const auto number = numbers.find(unit);
        count.denominator = number == numbers.end() ? 0 : number->second.number;
        count.no_data = 0;
    }
    return counts;
}

Result<std::vector<Completeness>> MakeCompleteness(Engine& engine, const Question& question,
                                                   const std::vector<Rid>& units) {
    std::vector<Completeness> all;
    const auto everyone =
        std::find_if(engine.indicators().begin(), engine.indicators().end(),
                     [](const Indicator& one) { return one.counts_everyone && !one.base.empty(); });
    if (everyone == engine.indicators().end()) return all;
    const auto* over = TRY(OverBaseOf(*everyone, question));
    const auto tally = TRY(engine.Count(*over, DatesOf(*over, question)));
    const auto counts = CountByUnit(tally.lowest, TRY(GeographyOf(engine, question)));
    const auto numbers = TRY(PublishedOf(engine, question, units));
    for (const Rid unit : units) {
        const auto number = numbers.find(unit);
        if (number == numbers.end()) continue;
        const auto names = counts.find(unit);
        all.push_back({unit, names == counts.end() ? 0 : names->second.denominator,
                       number->second.number, number->second.on});
    }
    return all;
}

Result<std::vector<CompanionFigure>> MakeCompanions(Engine& engine, const Indicator& indicator,
                                                    const Question& question) {
    std::vector<CompanionFigure> figures;
    const auto* over = TRY(OverBaseOf(indicator, question));
    const auto geography = TRY(GeographyOf(engine, question));
    std::vector<Engine::Wish> wishes;
    for (const auto& companion : over->companions)
        wishes.push_back({{&companion, DatesOf(companion, question)}, Engine::Keep::kRows});
    TRY(engine.PrepareInTurn(wishes));
    for (const auto& companion : over->companions) {
        const auto answer = TRY(engine.Ask(companion, DatesOf(companion, question)));
        CompanionFigure figure{.companion = &companion};
        for (const auto& member : MembersBelow(*answer, geography, question.unit)) {
            auto& numerator = figure.count.numerator;
            numerator = companion.companion_kind == CompanionKind::kLongest
                            ? std::max<std::int64_t>(numerator, member.part)
                            : numerator + member.part;
            figure.count.denominator += member.whole;
        }
        figures.push_back(figure);
    }
    return figures;
}

namespace {

// Of a target to be kept up: the companion that counts the days on which it was not; nullptr:
// another target.
const Indicator* DaysWithout(const Indicator& indicator) {
    const auto days = std::find_if(
        indicator.companions.begin(), indicator.companions.end(),
        [](const Indicator& one) { return one.companion_kind == CompanionKind::kDays; });
    return indicator.sustained && days != indicator.companions.end() ? &*days : nullptr;
}

// So long may a screen wait for the year before, the time for the day itself included.
constexpr int kPatienceMillis = 250;

// Computes what a scorecard asks; where the year before is only welcome and takes long, that goes
// on in the background.
Result<void> PrepareCard(Engine& engine, const plan::Plan& plan, const Question& question,
                         const Question& before, YearBeforeIs year_before) {
    std::vector<Engine::Wish> now, later;
    for (const plan::Target& target : plan.targets) {
        const Indicator* own = engine.Find(target.indicator);
        if (!own) continue;
        const auto* indicator = TRY(OverBaseOf(*own, question));
        // The lists of the day are looked at next; of the year before figures are enough.
        now.push_back({{indicator, DatesOf(*indicator, question)}, Engine::Keep::kRows});
        if (const auto* days = DaysWithout(*own))
            now.push_back({{TRY(OverBaseOf(*days, question)), DatesOf(*days, question)}});
        const bool needed =
            year_before == YearBeforeIs::kNeeded || target.op == plan::Operator::kToward;
        (needed ? now : later).push_back({{indicator, DatesOf(*indicator, before)}});
    }
    const auto begin = std::chrono::steady_clock::now();
    TRY(engine.Prepare(now));
    if (std::all_of(later.begin(), later.end(),
                    [&](const Engine::Wish& wish) { return engine.Known(wish.request); }))
        return {};
    engine.Later(later);
    const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begin);
    engine.WaitFor(later, std::max(0, kPatienceMillis - static_cast<int>(waited.count())));
    return {};
}

}  // namespace

Result<Scorecard> MakeScorecard(record::Store& store, Engine& engine, const plan::Plan& plan,
                                const Question& question, YearBeforeIs year_before) {
    Scorecard card;
    card.position = store.position();
    card.tree = TRY(engine.Units());
    const std::int32_t map_day =
        question.map == registry::Map::kToday ? question.today : question.as_of;
    const auto* unit = card.tree->Find(question.unit);
    if (!unit) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "no such unit",
                     .message_vi = "Không có đơn vị này.",
                     .path = "unit"};
    }
    card.units.push_back(unit);
    for (const auto* below : card.tree->Below(unit->rid, map_day)) {
        // Facilities and offices stand beside the areas; figures are told by area.
        if (below->kind == "district" || below->kind == "commune" || below->kind == "hamlet")
            card.units.push_back(below);
    }
    Goals goals;
    {
        const auto reader = TRY(store.Read());
        goals = TRY(Goals::Load(reader->connection(), plan));
    }
    const int year = Date::FromDays(question.as_of).year;
    Question before = question;
    before.as_of = YearBefore(question.as_of);
    if (question.from != 0) before.from = YearBefore(question.from);
    TRY(PrepareCard(engine, plan, question, before, year_before));
    for (const plan::Target& target : plan.targets) {
        const Indicator* indicator = engine.Find(target.indicator);
        if (!indicator) continue;
        const auto counts = TRY(CountOn(engine, *indicator, question));
        const bool known =
            engine.Known({TRY(OverBaseOf(*indicator, question)), DatesOf(*indicator, before)});
        card.complete &= known;
        const auto earlier = known ? TRY(CountOn(engine, *indicator, before)) : Counts();
        const auto count_of = [](const Counts& all, Rid rid) {
            const auto found = all.find(rid);
            return found == all.end() ? Count{} : found->second;
        };
        // "Duy trì": every day of the period, not the last alone.
        Counts without;
        const auto* days = DaysWithout(*indicator);
        if (days) without = TRY(CountOn(engine, *days, question));
        for (const auto* one : card.units) {
            ScoreRow row{
                .indicator = indicator, .unit = one->rid, .count = count_of(counts, one->rid)};
            if (known) row.previous = count_of(earlier, one->rid);
            const auto path = card.tree->PathUp(one->rid, map_day);
            std::optional<Count> held;
            if (days) {
                held = count_of(without, one->rid);
                held->numerator = held->denominator - held->numerator;
            }
            JudgeRow(row, target, goals, year, path, held);
            card.rows.push_back(row);
        }
    }
    return card;
}

namespace {

// The last days of the `months` months before as_of, and as_of itself; oldest first.
std::vector<std::int32_t> DaysOfTrend(std::int32_t as_of, int months) {
    const Date last = Date::FromDays(as_of);
    const int month = last.year * 12 + last.month - 1;
    std::vector<std::int32_t> days;
    for (int back = months - 1; back >= 0; --back) {
        const int one = month - back;
        days.push_back(back == 0 ? as_of : Date{one / 12, one % 12 + 1, 0}.LastDay());
    }
    return days;
}

Result<TrendPoint> PointOn(Engine& engine, const Indicator& indicator, Question question,
                           std::int32_t day) {
    question.as_of = day;
    const auto counts = TRY(CountOn(engine, indicator, question));
    const auto found = counts.find(question.unit);
    return TrendPoint{day, found == counts.end() ? indicators::Count{} : found->second};
}

}  // namespace

Result<std::vector<TrendPoint>> MakeTrend(Engine& engine, const Indicator& indicator,
                                          const Question& question, int months) {
    const auto days = DaysOfTrend(question.as_of, months);
    const auto* over = TRY(OverBaseOf(indicator, question));
    std::vector<Engine::Wish> wishes;
    for (const auto day : days) wishes.push_back({{over, DatesOf(day)}});
    TRY(engine.Prepare(wishes));
    std::vector<TrendPoint> points;
    for (const auto day : days) points.push_back(TRY(PointOn(engine, indicator, question, day)));
    return points;
}

Result<Trend> TrendSoFar(Engine& engine, const Indicator& indicator, const Question& question,
                         int months, int patience_millis) {
    const auto days = DaysOfTrend(question.as_of, months);
    const auto* over = TRY(OverBaseOf(indicator, question));
    std::vector<Engine::Wish> wishes;
    for (const auto day : days) wishes.push_back({{over, DatesOf(day)}});
    const auto is_known = [&](const Engine::Wish& wish) { return engine.Known(wish.request); };
    if (!std::all_of(wishes.begin(), wishes.end(), is_known)) {
        engine.Later(wishes);
        engine.WaitFor(wishes, patience_millis);
    }
    Trend trend;
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (is_known(wishes[i])) {
            trend.points.push_back(TRY(PointOn(engine, indicator, question, days[i])));
        }
    }
    trend.complete = trend.points.size() == days.size();
    return trend;
}

}  // namespace tram::indicators
