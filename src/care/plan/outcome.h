// The outcome of one contact of a worklist: what came of it, what it means for the register of
// people, and how both are taken back when it was entered by mistake.
//
// These functions only build changes; the caller commits them together.
//
// Thread safety: may be called from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/store/store.h"

namespace tram::plan {

enum class ContactOutcome : std::uint8_t { kDone, kWillCome, kNotFound, kMoved, kRefused, kDied };
std::string_view OutcomeCode(ContactOutcome outcome);
std::optional<ContactOutcome> ParseOutcome(std::string_view code);

// What hinders a person: cannot-walk, away.
bool IsCircumstance(std::string_view code);

struct ItemOutcome {
    ContactOutcome outcome = ContactOutcome::kDone;
    std::string on;                 // YYYY-MM-DD
    std::string note = {};          // may be empty
    std::string circumstance = {};  // may be empty
    std::string to_unit = {};       // moved: FHIR id of the unit that is the new home; may be empty
    std::string to_name = {};       // … and its name
};

// An item of a worklist and its person, each with all its versions, newest first.
struct ItemHistory {
    std::vector<record::Version> item, patient;
};

// The item alone with its outcome. Only a visit that took place ends it; "will come" waits.
record::Change OutcomeChange(const record::Version& item, const ItemOutcome& outcome);

// The item with its outcome, and what it means for the register: moved ends the home of the person
// the day before (and opens the new one), died sets the day of death. Not found and refused change
// no home: nobody leaves a denominator by them. The effect of an outcome that stood there before is
// taken back first.
//
// Errors: kConflict (the person is recorded as dead already, not by this item).
Result<std::vector<record::Change>> MakeOutcome(const ItemHistory& past,
                                                const ItemOutcome& outcome);

// A circumstance found apart from any worklist, as a record of its own; "none" ends one found
// before. `unit`: FHIR id of the unit that found it.
struct Circumstance {
    std::string patient, unit, code, on, note;
};
record::Change CircumstanceRecord(const Circumstance& circumstance);

struct UndoneOutcome {
    std::vector<record::Change> changes;
    // The outcome had an effect that is left as it is: the person's record was set or changed
    // elsewhere.
    bool register_kept = false;
};
// The item as it was before its last outcome, and the person without that outcome's effect.
// History keeps both. What a home check recorded stays: it was measured.
//
// Errors: kConflict (there is no outcome).
Result<UndoneOutcome> UndoOutcome(const ItemHistory& past);

}  // namespace tram::plan
