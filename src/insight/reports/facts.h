// What a periodic report tells of one unit and one period, as numbers and names: read once, from
// the same engine and registers as every screen, so that paper and screen cannot differ.
//
// Everything is on the map of the last day told of: earlier days are carried up by it. No day that
// has not come is told of: of a period that is not over the figures stand at today.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "care/plan/paper.h"
#include "care/plan/plan.h"
#include "insight/indicators/members.h"
#include "insight/indicators/scorecard.h"
#include "insight/indicators/splits.h"
#include "insight/periods/periods.h"
#include "insight/reports/report.h"
#include "record/store/store.h"

namespace tram::reports {

using indicators::Count;
using indicators::Rid;
using registry::Unit;

struct FactParts {
    record::Store& store;
    indicators::Engine& engine;
    const plan::Plan& plan;
    periods::Periods& periods;
    // In whose name closed periods are read. That they see the unit was decided by the caller; of
    // members counts alone are told.
    access::Actor reader;
};

// Where the figures of a span of days come from.
struct Basis {
    std::int32_t from = 0, to = 0;
    std::int32_t closed_on = 0;  // frozen that day; 0: computed from the records
};

// A reason and how many members it keeps.
struct Reason {
    std::string title;
    std::int64_t count = 0;
    bool hidden = false;  // told only together with others: of too few, or those would follow
};

// Since the last day of the period before.
struct Movement {
    std::int64_t gained = 0, lost = 0, entered = 0, left = 0;
    std::vector<Reason> lost_by;
};

// Days of the period on which a commune lacked what is to be kept up.
struct DaysWithout {
    std::int64_t days = 0, longest = 0;
};

struct TargetFacts {
    const plan::Target* target = nullptr;
    const indicators::Indicator* indicator = nullptr;
    indicators::ScoreRow row;  // of the unit itself
    Count year_before;         // the same day of last year
    Count before;              // last day of the period before
    std::string assigned_number;
    // Of a lone facility: techniques it can do of the list. Its share is told, not 0% or 100%.
    std::optional<Count> able, able_before, able_year_before;
    // What is to be reached in the year of the period after: assigned to the unit, else the
    // milestone.
    std::optional<double> next_milestone, next_assigned;
    std::string next_assigned_number;
    std::vector<indicators::ScoreRow> below;  // in the order of Facts::below
    std::set<Rid> hidden;         // units below whose share of people would tell of too few
    std::vector<Reason> reasons;  // of members not met, most first
    std::int64_t no_data = 0;     // 0 too where it is of too few to be told
    Movement movement;
    std::vector<indicators::Split> splits;    // of people; small cells hidden
    std::map<Rid, DaysWithout> days_without;  // of sustained targets, by commune
};

// A figure printed beside a target's: a stricter reading, a step on the way, visits.
struct BesideFacts {
    const indicators::Indicator* companion = nullptr;
    Count count;
    bool hidden = false;
};

struct TaskFacts {
    const plan::PlanTask* task = nullptr;
    std::string state;  // "open", "in-progress", "done", "stopped"
    std::int32_t due = 0;
    Rid owner = 0;  // 0: nobody yet
    std::string evidence;
};

// Health workers of one commune on the last day.
struct StaffFacts {
    const Unit* commune = nullptr;
    std::int64_t doctors_own = 0, doctors_visiting = 0, midwives = 0, assistants = 0, nurses = 0,
                 pharmacists = 0;
    std::int64_t hamlets = 0, hamlets_with_worker = 0;
    std::int64_t joined = 0, left = 0;  // in the period
};

// Techniques of a level's list at one facility.
struct ServiceFacts {
    const indicators::Indicator* indicator = nullptr;  // whose member it is
    const Unit* facility = nullptr;
    std::int64_t listed = 0, done = 0, ready = 0, unable = 0, unapproved = 0;
    std::vector<Reason> reasons;  // of techniques it cannot do, most first
    bool met = false;
    Count Able() const { return {.numerator = done + ready, .denominator = listed}; }
};

struct Facts {
    std::shared_ptr<const registry::Units> units;
    const Unit* unit = nullptr;
    std::int32_t from = 0, to = 0;     // the days told of
    std::optional<std::int32_t> ends;  // the last day of a period that is not over
    std::string period_title;  // as the calendar calls it; empty: it does not know these days
    std::string period_kind;   // "half-year", "year" …
    // Of this period, the one before it, and the same of last year.
    Basis now, before, year_before;
    std::shared_ptr<const plan::ClosedPeriod> closed;  // whose figures stand below; nullptr: none
    bool frozen = false;             // all of it stands as it was when the period was closed
    std::vector<const Unit*> below;  // areas just below it
    std::map<Rid, std::string> heads;
    std::vector<TargetFacts> targets;
    std::map<std::string, BesideFacts, std::less<>> beside;  // by id: "insured-care/users"
    std::vector<TaskFacts> tasks;
    std::vector<StaffFacts> staff;
    std::vector<ServiceFacts> services;
    std::vector<std::string> step_documents;  // numbers of decisions on organisation
    std::optional<indicators::Completeness> completeness;
    std::string base_title;
    // Of a closed period: who of the units below had handed in when it was closed. nullopt: read
    // when the report is made.
    std::optional<std::vector<Submission>> submissions;
    // Of the plan: now, or as it stood when the period was closed. Without a number: none was
    // issued.
    std::optional<plan::Paper> paper;

    const TargetFacts* Find(std::string_view indicator) const;
    std::int32_t PeriodEnd() const { return ends.value_or(to); }
    // Of the period after this one, of the same length.
    int NextYear() const;
};

// What of it to gather: a unit, its period, and which companions are printed beside its figures.
struct FactsWanted {
    Rid unit = 0;
    std::int32_t from = 0, to = 0;
    std::int32_t today = 0;  // 0: the period is over
    std::vector<std::string> beside;
    const plan::ClosedPeriod* closing = nullptr;  // with its rows, not yet recorded: its figures
};
// Of a closed period, as they were frozen with it; else gathered now.
// Errors: kNotFound (no such unit), those of Engine::Ask and the database.
Result<Facts> GatherFacts(const FactParts& parts, const FactsWanted& wanted);

// Parts of GatherFacts, each in the file of its subject. `connection` is in a read transaction.
Result<std::vector<StaffFacts>> GatherStaff(database::Connection& connection, const Facts& facts);
Result<std::vector<ServiceFacts>> GatherServices(database::Connection& connection,
                                                 const Facts& facts, indicators::Engine& engine);

}  // namespace tram::reports
