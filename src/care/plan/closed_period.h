// A closed period as records: a Composition that heads it, a MeasureReport for each indicator with
// its figures, a Binary with that indicator's member rows, and one for each text frozen beside.
// docs/adr/0008-closed-periods.md says why they live there.
//
// They are written once and read as first written: whatever somebody makes of a later version, the
// first one is what was answered.
//
// Thread safety: plain values; functions may be called from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/date.h"
#include "base/result.h"
#include "record/store/store.h"

namespace tram::plan {

// One indicator of one unit, as answered.
struct FrozenFigure {
    std::string unit, unit_name;  // FHIR id, name on that day
    std::int64_t numerator = 0, denominator = 0, no_data = 0;
    std::int64_t previous_numerator = 0, previous_denominator = 0;  // a year before
    std::optional<double> target, milestone, assigned;
    std::string status;
};

struct FrozenIndicator {
    std::string indicator, title;
    std::int64_t position = 0;          // log position for which its rows are true
    std::vector<FrozenFigure> figures;  // the unit itself first, then those just below it
    std::string rows;                   // NDJSON, a line a member; of a period read back: empty
    std::string rows_hash;              // BLAKE2b of `rows`, hex
    std::string report, binary;         // FHIR ids
};

// What else was frozen with it, of one unit: a text that the caller understands.
struct FrozenText {
    std::string kind;  // "report-facts"
    std::string unit;  // FHIR id
    std::string text;  // of a period read back: empty
    std::string hash;  // BLAKE2b of `text`, hex
    std::string binary;
};

struct ClosedPeriod {
    std::string id, title;
    std::string unit, unit_name;  // FHIR id, name
    Date from, to;
    std::string map;            // "own", "today"
    std::int32_t map_day = 0;   // whose map carried members up
    std::int64_t position = 0;  // newest log position when it was closed
    std::string content;        // hash of the content that answered
    std::string closed_by, closed_at;
    std::string replaces, reason;  // FHIR id of the period this one stands for, and why
    std::vector<FrozenIndicator> indicators;
    std::vector<FrozenText> texts;

    const FrozenText* FindText(std::string_view kind, std::string_view of_unit) const;
};

// Commits the records of a period in one transaction, in the name of the actor. `period.id`,
// `closed_at` and the ids and hashes of its indicators are filled in.
//
// REQUIRES: the actor may close this unit's periods; that was decided by the caller. The records
// are written with the right of the program, since nobody else may write member rows.
// Errors: kConflict (closed by somebody else meanwhile), those of Commit.
Result<ClosedPeriod> RecordPeriod(record::Store& store, const record::Actor& actor,
                                  ClosedPeriod period);

// The period as first written, without the member rows. Reading is noted for `actor`, whose right
// to see the unit was decided by the caller. Errors: kNotFound.
Result<ClosedPeriod> ReadPeriod(record::Reader& reader, const record::Actor& actor,
                                std::string_view id);
// The member rows of one of its indicators.
// Errors: kInternal (they are not the bytes that were frozen).
Result<std::string> ReadPeriodRows(record::Reader& reader, const record::Actor& actor,
                                   const FrozenIndicator& indicator);

// One of its texts. Errors: as above.
Result<std::string> ReadPeriodText(record::Reader& reader, const record::Actor& actor,
                                   const FrozenText& text);

// What a list of periods shows; from the register `closed_periods`.
struct PeriodHead {
    std::string id, title, closed_by, closed_at, reason;
    std::int64_t unit = 0;  // rid
    std::int32_t from = 0, to = 0;
    std::string map, replaces, replaced_by;  // FHIR ids
};
// Newest period first; of one period the newest closing first.
Result<std::vector<PeriodHead>> ListPeriods(database::Connection& connection);

}  // namespace tram::plan
