// https://hl7.org/fhir/R4/http.html#patch with JSON Patch.

#include "api/fhir/interactions.h"

namespace tram::api::fhir {
namespace {

Result<record::Change> BeginPatch(const Parts& parts, const Context& context) {
    const auto media = MediaType(context.request.header("content-type"));
    if (media == "application/fhir+json") {
        return Error{
            .code = ErrorCode::kNotSupported,
            .message = "FHIRPath Patch is not supported; send application/json-patch+json",
            .message_vi = "chưa hỗ trợ FHIRPath Patch; hãy gửi application/json-patch+json"};
    }
    record::Change change{.method = record::Method::kPatch,
                          .type = std::string(context.capture("type"))};
    change.resource = TRY(json::Document::Parse(context.request.body, parts.limits));
    change.if_match = TRY(ReadIfMatch(context.request.header("if-match")));
    return change;
}

}  // namespace

Result<http::Response> Patch(const Parts& parts, const Context& context) {
    const auto wishes = TRY(ReadWishes(context));
    TRY(AllowOnly(wishes, {}));
    auto change = TRY(BeginPatch(parts, context));
    change.id = context.capture("id");
    return CommitOne(parts, context, wishes, std::move(change));
}

Result<http::Response> ConditionalPatch(const Parts& parts, const Context& context) {
    const auto wishes = TRY(ReadWishes(context));
    auto change = TRY(BeginPatch(parts, context));
    change.condition = TRY(ReadCondition(wishes));
    return CommitOne(parts, context, wishes, std::move(change));
}

}  // namespace tram::api::fhir
