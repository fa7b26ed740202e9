// The routes of /api/v1 that answer from a House: one list for the server's door and for commands
// that work without a server, so that both obey the same rules.
#pragma once

#include <vector>

#include "api/router.h"
#include "app/house/house.h"

namespace tram::house {

// `house` must outlive the routes. Errors: of the content they show.
Result<std::vector<api::Route>> WebRoutes(House& house);

}  // namespace tram::house
