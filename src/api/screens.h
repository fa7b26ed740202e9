// The screens: the built files of web/, and index.html for every address that only the screens
// know. Addresses below /api and /fhir that no other route takes are not screens and answer 404.
//
// Thread safety: the routes may be called from many threads at once.
#pragma once

#include <vector>

#include "api/router.h"
#include "platform/content/library.h"

namespace tram::api {

// Files whose name holds a hash of their bytes (below assets/) may be kept by browsers for good,
// all others are asked for again. Open: the screens themselves hold no records.
std::vector<Route> ScreenRoutes(content::Library files);

}  // namespace tram::api
