// Export: the current version of every resource as NDJSON, a file for each type, as of one moment.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"
#include "record/store/store.h"

namespace tram::exporting {

// Writes DIR/Patient.ndjson and so on, lines in the order of ids: equal records, equal bytes but
// for meta.versionId and meta.lastUpdated. `progress` hears how many are written so far. Notes it
// in the audit. Gives the number of resources.
//
// REQUIRES: an unlimited actor.
// Errors: kConflict (`folder` holds .ndjson files already), kUnavailable (it cannot be written).
Result<std::int64_t> ExportAll(record::Store& store, const record::Actor& actor,
                               const std::string& folder,
                               const std::function<void(std::int64_t)>& progress);

}  // namespace tram::exporting
