// Signing in and out at a screen: POST, GET and DELETE /api/v1/session; users change their own
// password: POST /api/v1/session/password.
#pragma once

#include <functional>
#include <vector>

#include "api/router.h"
#include "api/web/user_authenticator.h"

namespace tram::api::web {

struct SessionParts {
    users::Users* users = nullptr;
    UserAuthenticator* authenticator = nullptr;
    record::Store* store = nullptr;
    // The unit whose figures this reader's screens begin with; empty: none.
    std::function<Result<std::string>(const access::Actor&)> home;
    bool synthetic = false;  // the store holds invented people, and every screen says so
};

// All pointers must outlive the routes.
std::vector<Route> SessionRoutes(const SessionParts& parts);

}  // namespace tram::api::web
