// Taking in what others wrote: POST /api/v1/imports/fhir with a Bundle, a resource, or NDJSON.
#pragma once

#include <vector>

#include "api/router.h"
#include "record/store/store.h"

namespace tram::api::web {

// `store` must outlive the routes.
std::vector<Route> ImportRoutes(record::Store& store);

}  // namespace tram::api::web
