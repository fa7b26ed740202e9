// Plan: a leading document as content – aims, targets, tasks, assignments – and the records made
// once from it. Definitions are not edited on screen; the Goals and Tasks are, from then on.
//
// The words of a plan are Vietnamese. Where its file tells them in English too, a member `…_en`
// holds that, for screens alone: records and papers have the Vietnamese.
//
// File: content/plans/<id>.yaml; docs/guide/plan-files.md shows how to write one.
//
// Thread safety: a Plan is immutable once loaded.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "platform/content/library.h"
#include "record/store/store.h"

namespace tram::plan {

struct Words {
    std::string vi, en;
};

enum class Operator : std::uint8_t { kGreater, kAtLeast, kEqual, kToward };
// ">", ">=", "=", "toward".
std::string_view OperatorCode(Operator op);

struct Aim {
    std::string clause;
    Words title;
    std::string text, text_en;
};

struct Target {
    std::string clause;
    std::string text;     // the plan's own words
    std::string text_en;  // for readers of English
    Words short_title;
    std::string indicator;  // id of an indicator; empty: steps with a document each
    std::string steps;
    Operator op = Operator::kEqual;
    std::optional<double> value;  // percent; absent: a direction
    bool sustained = false;
    std::map<int, double> milestones;  // year → percent, ours, not the plan's
};

struct PlanTask {
    std::string id, clause, title, title_en;
    std::string lead;                  // unit kind
    std::vector<std::string> support;  // unit kinds
    Date due;
    bool yearly = false;
    std::string product, product_en;
    std::vector<std::string> after;  // ids of tasks that come first
};

struct DayOfYear {
    int month = 0, day = 0;
};

struct Assignment {
    std::string clause, who, title, title_en;
    std::string report_to, report_through, report_template;
    std::vector<std::string> periods;
    std::map<std::string, DayOfYear, std::less<>> due;  // by kind of period
    std::string product, product_en;

    // The last day to hand in the report on a period of this kind that ends on `to`: the first such
    // day of the year after it. nullopt: no day is set.
    std::optional<std::int32_t> DueOn(std::string_view period, std::int32_t to) const;
};

struct Plan {
    std::string id;
    Words title;
    std::string source;
    bool checked = false;
    std::string number;  // empty: the user fills it in
    std::optional<Date> issued_on;
    std::int32_t valid_from = 0;  // day since 1970
    int horizon = 0;
    std::vector<Aim> aims;
    std::vector<Target> targets;
    std::vector<PlanTask> tasks;
    std::vector<Assignment> assignments;
    std::vector<std::string> recipients, also_to;
    std::vector<std::string> recipients_en;  // one for each of `recipients`
    std::string signature_on_behalf, signature_title;

    const Target* FindTarget(std::string_view indicator) const;
    // The duty to report by this template on periods of this kind; nullptr: nobody has it.
    const Assignment* FindDuty(std::string_view form, std::string_view period) const;
};

// A list of steps without a number, each done by a document: file content/steps/<id>.yaml.
struct Step {
    std::string id, title, title_en;
    std::vector<std::string> unit_kinds;  // which units take it
};
struct StepList {
    std::string id;
    Words title;
    std::string source;
    bool checked = false;
    std::vector<Step> steps;
};

// What a plan may refer to.
struct Known {
    std::set<std::string, std::less<>> indicators;  // ids of content/indicators/
    std::set<std::string, std::less<>> steps;       // ids of content/steps/
    // Kinds of bodies and units, `unit-kind` of content/codes/words.yaml. Empty: not looked at.
    std::set<std::string, std::less<>> bodies;
};
Known KnownIn(const content::Library& library);

// Errors: of the file, with line, field and remedy: an unknown key, a value that cannot be, an id
// that stands twice, an indicator, list of steps or task that nobody defined, tasks that wait for
// each other in a circle.
Result<Plan> LoadPlan(const content::File& file, const Known& known);
// All of content/plans/: the one valid longest first, of equals by id. The first is the default.
// Errors: as LoadPlan; kInvalid (two plans of one id).
Result<std::vector<Plan>> LoadPlans(const content::Library& library);
// All of content/steps/, by id.
Result<std::vector<StepList>> LoadSteps(const content::Library& library);

// The Goals and Tasks of the plan for its top unit, each made only if its identifier is not known
// yet. load.h tells what differs in those that are.
//
// `top`: FHIR id of the unit. `leads`: FHIR id of the unit that leads, by unit kind.
std::vector<record::Change> PlanRecords(const Plan& plan, std::string_view top,
                                        const std::map<std::string, std::string>& leads);

// A milestone or an assigned target as somebody set it.
struct GoalValue {
    std::string unit;  // FHIR id
    std::string kind;  // "milestone", "assigned"
    int year = 0;
    double percent = 0;
    std::string number;  // of the document that assigns it
};
// The Goal that says so: in place of `known` where there is one already, else a new one, made only
// if nobody made it meanwhile.
struct KnownGoal {
    std::string id;
    std::int64_t version = 0;
};
record::Change GoalChange(const Plan& plan, const Target& target, const GoalValue& value,
                          const std::optional<KnownGoal>& known);

}  // namespace tram::plan
