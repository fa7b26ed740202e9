// Whether reports are handed in by their day, as the plan's assignments set it.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <optional>

#include "api/router.h"
#include "api/web/figures.h"
#include "fhir/json/writer.h"
#include "insight/periods/calendar.h"
#include "insight/reports/report.h"

namespace tram::api::web {

// due_on, sent_on and days_late: days after the due day on which it was sent, or that have passed
// without it. REQUIRES: an object is open.
void PutDue(json::Writer& out, std::optional<std::int32_t> due, std::int32_t sent_on,
            std::int32_t today);
// The same of a report. Its duty is the plan's for its template and kind of period.
void PutDueOf(json::Writer& out, const plan::Plan& plan, const periods::Calendar& calendar,
              const reports::Report& report, std::int32_t today);

// GET /api/v1/reports/duties: for each report that the plan assigns, its periods of the last year
// and what the reader's unit handed in. Who may read reports was decided by the caller.
Result<http::Response> ReportDuties(const FigureParts& parts, const periods::Calendar& calendar,
                                    const Context& context);

}  // namespace tram::api::web
