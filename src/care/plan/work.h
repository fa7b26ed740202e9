// Work given out from a gap list: a worklist and its items. All of them are Tasks;
// docs/house/records.md, "Plan and work". What comes back stands in outcome.h.
//
// These functions only build changes; the caller commits them, so that a list is all or nothing.
//
// Thread safety: may be called from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "record/store/store.h"

namespace tram::plan {

struct NewItem {
    std::string patient;  // FHIR id
    std::string why;      // code of the gap list
};

struct NewWorklist {
    std::string title;
    std::string indicator;
    std::string reason;    // in words; may be empty
    std::string unit;      // FHIR id of the Organization that does the work
    std::string assignee;  // user name; empty: everyone of the unit
    std::string due_on;    // YYYY-MM-DD
    std::string authored_on;
    std::vector<NewItem> items;
};

struct WorklistChanges {
    std::string id;
    std::vector<record::Change> changes;  // the worklist first, then its items in order
};
WorklistChanges MakeWorklist(const NewWorklist& worklist, Clock& clock, RandomSource& random);

}  // namespace tram::plan
