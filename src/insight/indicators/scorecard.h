// Scorecard: a row for each indicator, for a unit and each unit just below it, judged against the
// plan's horizon and the milestone of the year.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "care/plan/plan.h"
#include "insight/indicators/engine.h"

namespace tram::indicators {

struct Question {
    Rid unit = 0;
    std::int32_t as_of = 0;
    registry::Map map = registry::Map::kOwn;
    std::int32_t today = 0;  // whose map kToday means
    std::string base = {};   // id of the base asked over; empty: each indicator's own
    std::int32_t from = 0;   // first day of a period that ends on as_of; 0: the year up to as_of
};

// Milestones and assigned targets as recorded, by unit and year.
struct Goals {
    struct Row {
        std::string indicator, kind, number;  // kind: horizon, milestone, assigned
        Rid unit = 0, rid = 0;
        int year = 0;
        double percent = 0;
    };
    std::vector<Row> rows;
    // The value of that kind for the unit itself, else for the nearest unit above it.
    const Row* Find(std::string_view indicator, std::string_view kind, int year,
                    const std::vector<Rid>& path) const;
    // The milestone of a year, as recorded; where no record of it was made yet, the plan's own.
    std::optional<double> Milestone(const plan::Target& target, int year,
                                    const std::vector<Rid>& path) const;
    // Of one plan: keys of its goals begin with its id.
    static Result<Goals> Load(database::Connection& connection, const plan::Plan& plan);
};

struct ScoreRow {
    const Indicator* indicator = nullptr;  // over its own base, whatever base was asked
    Rid unit = 0;
    Count count;
    std::optional<double> target, milestone, assigned;
    std::string_view status;
    std::optional<Count> previous;  // a year before; absent: not known yet
};

// The status as people are told it: "interrupted" for a target to be kept up that all members meet
// on the day, but did not meet on all days; else the status.
std::string_view Standing(const ScoreRow& row);

// "up", "down", "same" against a count of before; "none" where one of the two has nobody.
std::string_view Direction(const Count& now, const Count& before);

// Fills in what a row is judged by on the day of its count, and the verdict. `path`: from its unit
// upwards. `held`: of a target to be kept up, the days of its members on which it was.
void JudgeRow(ScoreRow& row, const plan::Target& target, const Goals& goals, int year,
              const std::vector<Rid>& path, const std::optional<Count>& held = {});

struct Scorecard {
    std::int64_t position = 0;                 // of the store, for which all rows are true
    std::vector<const registry::Unit*> units;  // the unit itself first
    std::shared_ptr<const registry::Units> tree;
    std::vector<ScoreRow> rows;  // indicator by indicator, units in order
    bool complete = true;        // false: some `previous` are still being computed
};

// How long a caller waits for the year before, where no status needs it.
enum class YearBeforeIs : std::uint8_t { kNeeded, kWelcome };
// Errors: kNotFound (no such unit), those of Engine::Ask.
Result<Scorecard> MakeScorecard(record::Store& store, Engine& engine, const plan::Plan& plan,
                                const Question& question,
                                YearBeforeIs year_before = YearBeforeIs::kNeeded);

// The indicator over the base asked. Errors: kBadValue (no such base; the message names those
// known).
Result<const Indicator*> OverBaseOf(const Indicator& indicator, const Question& question);

// Counts by unit of one indicator on one day, over the base asked. Over a base without names the
// denominators of indicators that count everyone are the published numbers.
// Errors: kBadValue (no such base), those of Engine::Ask.
Result<Counts> CountOn(Engine& engine, const Indicator& indicator, const Question& question);

// Names in the base beside what the statistics office published: a thin list makes every
// percentage look good.
struct Completeness {
    Rid unit = 0;
    std::int64_t names = 0, published = 0;
    std::int32_t published_on = 0;
    // Outside 95 to 105 percent every population figure of the unit carries a warning.
    bool Warns() const { return names * 100 < published * 95 || names * 100 > published * 105; }
};
// Of those of the units for which a number is known: their own, or of all their parts.
Result<std::vector<Completeness>> MakeCompleteness(Engine& engine, const Question& question,
                                                   const std::vector<Rid>& units);

// A companion of an indicator for one unit; of kLongest the numerator is the longest of all.
struct CompanionFigure {
    const Indicator* companion = nullptr;
    Count count;
};
Result<std::vector<CompanionFigure>> MakeCompanions(Engine& engine, const Indicator& indicator,
                                                    const Question& question);

struct TrendPoint {
    std::int32_t as_of = 0;
    Count count;
};
// The last days of the `months` months before as_of, and as_of itself; oldest first.
Result<std::vector<TrendPoint>> MakeTrend(Engine& engine, const Indicator& indicator,
                                          const Question& question, int months);

// The same without waiting for long: days not known yet are computed in the background and are
// missing until then. Ask again until it is complete.
struct Trend {
    std::vector<TrendPoint> points;  // oldest first
    bool complete = false;
};
Result<Trend> TrendSoFar(Engine& engine, const Indicator& indicator, const Question& question,
                         int months, int patience_millis);

// The dates an indicator is asked for on a day: the year up to it.
Dates DatesOf(std::int32_t as_of);
// … and for a question, which may be about a period: of its days where the indicator's window is
// the period, else of the year up to its last day.
Dates DatesOf(const Indicator& indicator, const Question& question);
std::int32_t YearBefore(std::int32_t day);

}  // namespace tram::indicators
