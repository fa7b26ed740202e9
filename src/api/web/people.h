// People for screens: search as typed, one person on one page, a home check.
//
// Thread safety: the routes may be called from many threads at once; `parts` must outlive them.
#pragma once

#include <vector>

#include "api/router.h"
#include "api/web/figures.h"

namespace tram::api::web {

std::vector<Route> PeopleRoutes(const FigureParts& parts);

}  // namespace tram::api::web
