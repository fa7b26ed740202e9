// Users and tokens, for administrators: /api/v1/users and /api/v1/tokens. The command line speaks
// to a running server through these too.
#pragma once

#include <vector>

#include "api/router.h"
#include "record/store/store.h"
#include "record/users/users.h"

namespace tram::api::web {

// Both must outlive the routes.
std::vector<Route> UserRoutes(users::Users& users, record::Store& store);

}  // namespace tram::api::web
