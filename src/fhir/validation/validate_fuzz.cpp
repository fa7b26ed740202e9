// Any bytes: read as JSON, and what can be read is validated.
#include "fhir/validation/narrative.h"
#include "fhir/validation/validate.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(tram::validation::CheckNarrative(text));
    const auto document = tram::json::Document::Parse(text);
    if (document) static_cast<void>(tram::validation::ValidateResource((*document)->root()));
    return 0;
}
