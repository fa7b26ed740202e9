// Closed periods: close one, open it, its members, and why it differs from today.
// docs/reference/web-api.md holds the shapes.
//
// Thread safety: the routes may be called from many threads at once; what is handed in must outlive
// them.
#pragma once

#include <vector>

#include "api/web/figures.h"
#include "insight/periods/periods.h"

namespace tram::api::web {

std::vector<Route> PeriodRoutes(const FigureParts& parts, periods::Periods& periods);

}  // namespace tram::api::web
