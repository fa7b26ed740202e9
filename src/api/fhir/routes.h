// The table of the FHIR door: which request is which interaction.
//
// Thread safety: a plain function; the routes may be used from many threads.
#pragma once

#include <vector>

#include "api/fhir/interactions.h"
#include "api/router.h"

namespace tram::api::fhir {

// REQUIRES: the store outlives the routes.
std::vector<Route> Routes(const Parts& parts);

}  // namespace tram::api::fhir
