// The plan as a paper of one unit: its own number and day and who signed it. The content cannot
// know them, so each unit types those of its plan; they are a record, versioned like all others.
//
// Thread safety: functions may be called from any thread; the connection is used only during the
// call.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "care/plan/plan.h"
#include "platform/database/database.h"

namespace tram::plan {

struct Paper {
    std::string id;  // FHIR id; empty: not recorded yet
    std::int64_t version = 0;
    std::int64_t unit = 0;  // rid
    std::string number;
    Date issued_on;
    std::string signer, signer_title;  // may be empty
};

// The paper of the nearest unit: `path` is the unit and all above it, lowest first. A commune whose
// own Party committee issued none stands under that of the level above.
Result<std::optional<Paper>> FindPaper(database::Connection& connection, const Plan& plan,
                                       std::span<const std::int64_t> path);

// Number and day of the paper in place of the file's. One without a number is none.
Plan OnPaper(Plan plan, const std::optional<Paper>& paper);

// The record that says so: a new version of `paper.id`, else a new record.
// `unit`: FHIR id of the unit whose plan it is.
record::Change PaperChange(const Plan& plan, std::string_view unit, const Paper& paper);

}  // namespace tram::plan
