#include "record/registers/shipped.h"

namespace tram::registers {

Result<std::vector<views::View>> ReadViews(const content::Library& library) {
    std::vector<views::View> views;
    for (const auto& file : library.List("registers/")) {
        if (!file.path.ends_with(".json")) continue;
        const auto name_the_file = [&](Error error) {
            error.path = std::string(file.path) + " " + error.path;
            return error;
        };
        const auto document = json::Document::Parse(file.bytes);
        if (!document) return name_the_file(document.error());
        auto view = views::View::Compile(document.value()->root());
        if (!view) return name_the_file(view.error());
        views.push_back(std::move(view).value());
    }
    return views;
}

}  // namespace tram::registers
