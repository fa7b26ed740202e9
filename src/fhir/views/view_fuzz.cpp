// Any JSON as a ViewDefinition: compiled, and run on a small resource.

#include "fhir/views/view.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tram;
    static const auto document = *json::Document::Parse(R"~({"resourceType":"Patient","id":"p",
        "birthDate":"1957-03","name":[{"family":"Lê","given":["A",null],"_given":[null,{"id":"x"}]}],
        "contact":[{"telecom":[{"value":"1"},{"value":"2"}]},{"name":{"text":"B"}}],
        "link":[{"other":{"reference":"Patient/q"},"type":"seealso"}]})~");
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto definition = json::Document::Parse(text);
    if (!definition) return 0;
    const auto view = views::View::Compile((*definition)->root(), "Patient");
    if (!view) return 0;
    for (const auto several : {views::Several::kRefuse, views::Several::kFirst}) {
        if (const auto rows = view->Run({.resource = document->root()}, several)) {
            for (const auto& row : *rows) (void)views::RowToJson(*view, row);
        }
    }
    return 0;
}
