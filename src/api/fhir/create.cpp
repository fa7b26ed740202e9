// https://hl7.org/fhir/R4/http.html#create and #ccreate

#include "api/fhir/interactions.h"

namespace tram::api::fhir {

Result<http::Response> Create(const Parts& parts, const Context& context) {
    const auto wishes = TRY(ReadWishes(context));
    TRY(AllowOnly(wishes, {}));
    const auto type = context.capture("type");
    record::Change change{.method = record::Method::kCreate, .type = std::string(type)};
    change.resource = TRY(ReadResource(parts, context, type));
    if (const auto condition = context.request.header("if-none-exist"); !condition.empty()) {
        // The header holds "name=value&…"; some clients write the type and a ? before it.
        const auto question = condition.find('?');
        change.condition = condition.substr(question == std::string_view::npos ? 0 : question + 1);
    }
    return CommitOne(parts, context, wishes, std::move(change));
}

}  // namespace tram::api::fhir
