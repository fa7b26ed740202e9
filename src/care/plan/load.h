// Loading a plan: its definitions become Measures and a PlanDefinition, its targets and tasks
// become Goals and Tasks, each made once. What people have changed since, or what the file says
// otherwise now, is told and taken only when asked for.
//
// Thread safety: may be called from any thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "care/plan/plan.h"

namespace tram::plan {

// An indicator as far as a Measure tells of it.
struct MeasureDefinition {
    std::string id, title, source;
    bool checked = false;
};

// A record that is not what the file says.
struct PlanDifference {
    std::string type, id, key;  // "Goal"; FHIR id; "ct25/insured/…"
    std::string title, field;   // "milestone 2026"
    std::string was, now;       // of the record, of the file
    bool edited = false;        // somebody changed the record since it was made
    bool accepted = false;      // the record follows the file now
};

// Which records follow the file where they differ from it.
struct Accept {
    bool all = false;
    std::set<std::string, std::less<>> only = {};  // by key or FHIR id
};

struct LoadReport {
    int made = 0, same = 0, definitions = 0;  // definitions: made or brought up to date
    int accepted = 0;
    std::vector<PlanDifference> changed;
    std::vector<PlanDifference> dropped;  // records whose target or task left the file; kept
};

// `top`: FHIR id of the unit the plan is for. `leads`: as for PlanRecords.
// Errors: those of Commit (kForbidden: definitions are an administrator's); kBadValue (a name in
// `accept.only` that nothing differing has; what was missing is made all the same).
Result<LoadReport> LoadRecords(record::Store& store, const record::Actor& actor, const Plan& plan,
                               const std::vector<MeasureDefinition>& measures, std::string_view top,
                               const std::map<std::string, std::string>& leads,
                               const Accept& accept);

}  // namespace tram::plan
