// The views of content/registers/, compiled.
#pragma once

#include <vector>

#include "base/result.h"
#include "fhir/views/view.h"
#include "platform/content/library.h"

namespace tram::registers {

// Every .json below registers/, those of the user in the place of shipped ones.
// Errors: those of View::Compile, with the file in front of the path.
Result<std::vector<views::View>> ReadViews(const content::Library& library);

}  // namespace tram::registers
