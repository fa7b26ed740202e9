// Work for screens: who can be given it, worklists, and the outcomes that come back.
//
// Thread safety: the routes may be called from many threads at once; `parts` must outlive them.
#pragma once

#include <vector>

#include "api/router.h"
#include "api/web/figures.h"
#include "record/users/accounts.h"

namespace tram::api::web {

std::vector<Route> WorkRoutes(const FigureParts& parts, const users::Accounts& accounts);

}  // namespace tram::api::web
