// Lists of people and households: POST /api/v1/imports/population/preview and …/population.
#pragma once

#include <vector>

#include "api/router.h"
#include "platform/content/library.h"
#include "record/store/store.h"

namespace tram::api::web {

// `store` must outlive the routes. Errors: of population::Form::Load.
Result<std::vector<Route>> PopulationImportRoutes(record::Store& store,
                                                  const content::Library& content);

}  // namespace tram::api::web
