// The report as a FHIR Composition (docs/house/records.md, "Reports") and back. The record holds
// all that the paper shows – words, tables, letterhead – so that the same version gives the same
// paper whatever figures and content have become since.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "insight/reports/report.h"
#include "record/store/store.h"

namespace tram::reports {

// The body of its Composition.
std::string ReportRecord(const Report& report);
// Errors: kInvalid (a Composition that is no report of ours).
Result<Report> ReadReport(const record::Version& version);

// Reports as they are now, newest first. Whose unit may be seen is the caller's to decide.
// Errors: of the store.
Result<std::vector<Report>> ListReports(record::Reader& reader, const access::Actor& actor,
                                        int zone_minutes);
// What units handed in for a period, as it stands now.
Result<std::vector<Submission>> ListSubmissions(record::Reader& reader, const access::Actor& actor,
                                                std::int32_t from, std::int32_t to,
                                                int zone_minutes);
// Errors: kNotFound.
Result<Report> FindReport(record::Reader& reader, const access::Actor& actor, std::string_view id,
                          int zone_minutes);

// The change that keeps it: a new record without an id, else the next version of the one known.
record::Change ReportChange(const Report& report);

// Does the store hold invented people? Then every paper says so.
Result<bool> HoldsSynthetic(record::Reader& reader, int zone_minutes);

}  // namespace tram::reports
