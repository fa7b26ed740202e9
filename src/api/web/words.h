// Words on screen for codes of records: encounter kinds, measurements, diagnoses, ethnicities.
// From content/codes/words.yaml; a code without words stands for itself.
//
// Thread safety: may be called from any thread once the words are loaded.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/content/library.h"

namespace tram::api::web {

// Reads content/codes/words.yaml. Errors: of the file.
Result<void> LoadWords(const content::Library& library);

// `set`: a FHIR type of the timeline, "value", "ethnicity" ….
std::string_view WordFor(std::string_view set, std::string_view code);
// The same in English; empty where only a Vietnamese word is known.
std::string_view EnglishFor(std::string_view set, std::string_view code);

}  // namespace tram::api::web
