// The check of narratives that txt-1 asks for: only the basic formatting of HTML 4, nothing active
// (https://hl7.org/fhir/R4/narrative.html#xhtml).
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

namespace tram::fhirpath {

bool IsSafeNarrative(std::string_view xhtml);

}  // namespace tram::fhirpath
