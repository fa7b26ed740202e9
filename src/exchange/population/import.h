// The import of a list of people and households (CSV or XLSX): read, understood, compared with what
// is known, and then only looked at, or written.
//
// Good rows are taken, bad ones told with row, column, fault and remedy. A person is written with
// card and household in one transaction, so that nothing stands half. The same list again changes
// nothing.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/population/faults.h"
#include "exchange/population/form.h"
#include "exchange/population/mapping.h"
#include "record/store/store.h"

namespace tram::population {

struct Request {
    std::string_view file;      // the bytes
    std::string_view encoding;  // empty: found out
    std::string_view mapping;   // "0:name,1:birth_date"; empty: guessed
    std::string_view unit;      // code or id: people are put at or below it alone; empty: no limit
    std::string_view on;        // YYYY-MM-DD, the day of the list; empty: today
    std::string_view sha256;    // of the file that was looked at; empty: not compared
};

struct SeenColumn {
    std::size_t index = 0;
    std::string header;
    std::optional<FieldId> field;
    std::vector<std::string> sample;
};

struct Outcome {
    std::string sheet, encoding, sha256;
    std::vector<SeenColumn> columns;
    // Names of fields. When one is missing nothing was compared yet.
    std::vector<std::string> required, missing;
    std::int64_t total = 0, fresh = 0, changed = 0, same = 0, refused = 0, doubtful = 0;
    std::int64_t warned = 0;  // rows that are taken and should be looked at
    std::int64_t households = 0;
    std::vector<Fault> errors, warnings;
    std::vector<Words> notes;
    std::string mending;  // RowsToMend
};

// Errors of both: of ReadSheet, GuessMapping and ApplyMapping; kNotFound (no such unit among the
// actor's), kBadValue (on), kConflict (the file is another than the one looked at), of the store.
Result<Outcome> Preview(record::Store& store, const access::Actor& actor, const Form& form,
                        const Request& request);

// As Preview, then written in parts. What the store refuses is told with its rows, and the rest
// goes on. Errors besides: kRequired (a field without a column); kUnavailable half-way: what was
// written stays, and the same list again goes on from there.
// `progress` hears of rows written out of rows to write, from one thread at a time.
Result<Outcome> Import(record::Store& store, const access::Actor& actor, const Form& form,
                       const Request& request,
                       const std::function<void(std::int64_t, std::int64_t)>& progress = {});

}  // namespace tram::population
