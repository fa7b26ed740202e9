// Periodic reports: composed from figures, edited, sent on their way, printed as a Word document.
//
// A report is read by whoever works with reports and sees its unit, names or not: it holds figures.
// It is written by whoever may write a Composition.
//
// Thread safety: the routes may be called from many threads at once; what is handed in must outlive
// them.
#pragma once

#include <vector>

#include "api/router.h"
#include "api/web/figures.h"
#include "insight/periods/periods.h"
#include "insight/reports/content.h"

namespace tram::api::web {

std::vector<Route> ReportRoutes(const FigureParts& parts, periods::Periods& periods,
                                const reports::ReportContent& content);

}  // namespace tram::api::web
