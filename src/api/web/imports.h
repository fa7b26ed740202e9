// Taking in what others wrote: POST /api/v1/imports/fhir with a Bundle, a resource, or NDJSON.
#pragma once

#include <vector>

#include "api/router.h"
#include "platform/content/library.h"
#include "record/store/store.h"

namespace tram::api::web {

// `store` must outlive the routes. Errors: of visibility::Rules.
Result<std::vector<Route>> ImportRoutes(record::Store& store, const content::Library& content);

}  // namespace tram::api::web
