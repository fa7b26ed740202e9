// Work given out from a gap list: a worklist, its items, and the outcomes that come back. All of
// them are Tasks; docs/house/records.md, "Plan and work".
//
// These functions only build changes; the caller commits them, so that a list is all or nothing.
//
// Thread safety: may be called from any thread.
#pragma once

#include <optional>
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

enum class ContactOutcome : std::uint8_t { kDone, kWillCome, kNotFound, kMoved, kRefused, kDied };
std::string_view OutcomeCode(ContactOutcome outcome);
std::optional<ContactOutcome> ParseOutcome(std::string_view code);

struct ItemOutcome {
    ContactOutcome outcome = ContactOutcome::kDone;
    std::string on;    // YYYY-MM-DD
    std::string note;  // may be empty
    std::string circumstance = {};  // what hinders: cannot-walk, away; may be empty
};

// The item with its outcome, and what the outcome means for the registry: moved ends the home of
// the person the day before, died sets the day of death. Not found and refused change no home:
// nobody leaves a denominator by them.
//
// `item` and `patient` are current versions; `patient` is needed for moved and died alone.
// Errors: kConflict (the person is recorded as dead already).
Result<std::vector<record::Change>> MakeOutcome(const record::Version& item,
                                                const record::Version& patient,
                                                const ItemOutcome& outcome);

}  // namespace tram::plan
