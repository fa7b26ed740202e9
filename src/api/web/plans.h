// The plan on screen: its aims and tasks, the milestones and assigned targets that may be edited.
//
// Thread safety: the routes may be called from many threads at once; `parts` must outlive them.
#pragma once

#include <vector>

#include "api/router.h"
#include "api/web/figures.h"

namespace tram::api::web {

std::vector<Route> PlanRoutes(const FigureParts& parts);

}  // namespace tram::api::web
