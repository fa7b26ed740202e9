// Routes for whoever keeps the server: is it alive, and what does it count?
#pragma once

#include <functional>
#include <vector>

#include "api/metrics.h"
#include "api/router.h"

namespace tram::api {

// GET /healthz, open: 200 while `check` succeeds, which must be quick; else 503.
// GET /metrics, for those signed in. `metrics` must outlive the routes.
std::vector<Route> ServiceRoutes(const Metrics& metrics, std::function<Result<void>()> check);

}  // namespace tram::api
