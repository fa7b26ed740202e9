#include "insight/indicators/scorecard.h"

#include <algorithm>

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

// A direction is judged against the same day of last year.
std::string_view Direction(const Count& now, const Count& before) {
    if (now.denominator == 0 || before.denominator == 0) return "none";
    const std::int64_t left = now.numerator * before.denominator;
    const std::int64_t right = before.numerator * now.denominator;
    return left > right ? "up" : left < right ? "down" : "same";
}

// A year is judged by its milestone; the verdict is reached at the milestone's own operator, since
// "trên 95%" is asked of 2030 and "ít nhất" of the way there.
Target YardstickOf(const plan::Target& target, std::optional<double> milestone) {
    if (!milestone || *milestone >= target.value.value_or(101))
        return {OperatorOf(target.op), target.value.value_or(0)};
    return {Operator::kAtLeast, *milestone};
}

}  // namespace

Dates DatesOf(std::int32_t as_of) {
    return {.as_of = as_of, .from = YearBefore(as_of) + 1, .to = as_of};
}

std::int32_t YearBefore(std::int32_t day) {
    const Date date = Date::FromDays(day);
    return Date{date.year - 1, date.month,
                std::min(date.day, DaysInMonth(date.year - 1, date.month))}
        .FirstDay();
}

Result<Goals> Goals::Load(database::Connection& connection) {
    Goals goals;
    auto& rows =
        *TRY(connection.Prepare("SELECT rid, indicator, kind, unit, value, due_on, number FROM "
                                "reg_goals WHERE status = 'active' ORDER BY rid"));
    while (TRY(rows.Step())) {
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

Result<Counts> CountOn(Engine& engine, const Indicator& indicator, const Question& question) {
    const auto answer = TRY(engine.Ask(indicator, DatesOf(question.as_of)));
    return CountByUnit(*answer, TRY(GeographyOf(engine, question)));
}

Result<Scorecard> MakeScorecard(record::Store& store, Engine& engine, const plan::Plan& plan,
                                const Question& question) {
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
        goals = TRY(Goals::Load(reader->connection()));
    }
    const int year = Date::FromDays(question.as_of).year;
    Question before = question;
    before.as_of = YearBefore(question.as_of);
    for (const plan::Target& target : plan.targets) {
        const Indicator* indicator = engine.Find(target.indicator);
        if (!indicator) continue;
        const auto counts = TRY(CountOn(engine, *indicator, question));
        const auto earlier = TRY(CountOn(engine, *indicator, before));
        const auto count_of = [](const Counts& all, Rid rid) {
            const auto found = all.find(rid);
            return found == all.end() ? Count{} : found->second;
        };
        for (const auto* one : card.units) {
            ScoreRow row{.indicator = indicator,
                         .unit = one->rid,
                         .count = count_of(counts, one->rid),
                         .target = target.value};
            row.previous = count_of(earlier, one->rid);
            const auto path = card.tree->PathUp(one->rid, map_day);
            if (const auto* goal = goals.Find(target.indicator, "milestone", year, path)) {
                row.milestone = goal->percent;
            } else if (const auto known = target.milestones.find(year);
                       known != target.milestones.end()) {
                row.milestone = known->second;
            }
            if (const auto* goal = goals.Find(target.indicator, "assigned", year, {one->rid}))
                row.assigned = goal->percent;
            row.status = target.op == plan::Operator::kToward
                             ? Direction(row.count, row.previous)
                             : StatusCode(Judge(
                                   row.count,
                                   YardstickOf(target, row.assigned ? row.assigned : row.milestone),
                                   indicator->near_points));
            card.rows.push_back(row);
        }
    }
    return card;
}

Result<std::vector<TrendPoint>> MakeTrend(Engine& engine, const Indicator& indicator,
                                          const Question& question, int months) {
    std::vector<TrendPoint> points;
    const Date last = Date::FromDays(question.as_of);
    const int month = last.year * 12 + last.month - 1;
    for (int back = months - 1; back >= 0; --back) {
        const int one = month - back;
        Question at = question;
        at.as_of = back == 0 ? question.as_of : Date{one / 12, one % 12 + 1, 0}.LastDay();
        const auto counts = TRY(CountOn(engine, indicator, at));
        const auto found = counts.find(question.unit);
        points.push_back({at.as_of, found == counts.end() ? Count{} : found->second});
    }
    return points;
}

}  // namespace tram::indicators
