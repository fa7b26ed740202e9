#include "record/store/change.h"

namespace tram::record {

Change MakeChange(Method method, std::string_view type, std::string id, std::string_view body) {
    Change change;
    change.method = method;
    change.type = type;
    change.id = std::move(id);
    auto document = json::Document::Parse(body);
    TRAM_CHECK(document.ok());
    change.resource = std::move(*document);
    return change;
}

Change MakeChange(Method method, std::string_view body) {
    auto change = MakeChange(method, "", "", body);
    change.type = change.resource->root()["resourceType"].text();
    change.id = change.resource->root()["id"].text();
    return change;
}

}  // namespace tram::record
