// Any bytes as an expression: compiled, checked and evaluated on a small resource.

#include "fhir/fhirpath/fhirpath.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tram;
    static const auto document = *json::Document::Parse(R"({"resourceType":"Observation","id":"o",
        "status":"final","code":{"coding":[{"system":"http://loinc.org","code":"1-2"}],"text":"đo"},
        "subject":{"reference":"#p"},"contained":[{"resourceType":"Patient","id":"p",
        "birthDate":"1957-03","name":[{"family":"Lê","given":["A",null],"_given":[null,{"id":"x"}]}]}],
        "effectiveDateTime":"2024-02-29T10:00:00+07:00","valueQuantity":{"value":1.50,"unit":"mg",
        "system":"http://unitsofmeasure.org","code":"mg"},"text":{"div":"<div>a</div>"}})");
    const std::string_view source(reinterpret_cast<const char*>(data), size);
    const auto expression = fhirpath::Compile(source);
    if (!expression) return 0;
    (void)expression->Check("Observation");
    const fhirpath::Environment environment{.resource = document->root()};
    if (const auto items = expression->Evaluate(environment)) {
        for (const auto& item : *items) (void)item.ToJson();
    }
    (void)expression->Test(environment);
    return 0;
}
