// https://hl7.org/fhir/R4/http.html#update and #cond-update

#include "api/fhir/interactions.h"

namespace tram::api::fhir {
namespace {

Result<record::Change> BeginUpdate(const Parts& parts, const Context& context) {
    // An update that must not replace anything would be a create with an id; passing over the
    // header would replace what its author meant to keep.
    if (!context.request.header("if-none-match").empty()) {
        return Error{.code = ErrorCode::kNotSupported,
                     .message = "If-None-Match is not supported on update; use If-Match",
                     .message_vi = "chưa hỗ trợ If-None-Match khi cập nhật; hãy dùng If-Match",
                     .path = "If-None-Match"};
    }
    record::Change change{.method = record::Method::kUpdate,
                          .type = std::string(context.capture("type"))};
    change.resource = TRY(ReadResource(parts, context, change.type));
    change.if_match = TRY(ReadIfMatch(context.request.header("if-match")));
    return change;
}

}  // namespace

Result<http::Response> Update(const Parts& parts, const Context& context) {
    const auto wishes = TRY(ReadWishes(context));
    TRY(AllowOnly(wishes, {}));
    auto change = TRY(BeginUpdate(parts, context));
    change.id = context.capture("id");
    if (!IsId(change.id)) {
        return Error{
            .code = ErrorCode::kBadValue,
            .message = "an id has 1 to 64 letters, digits, - or .",
            .message_vi = "mã số gồm 1 đến 64 chữ cái không dấu, chữ số, dấu - hoặc dấu chấm",
            .path = change.type + ".id"};
    }
    const auto written = change.resource->root()["id"];
    if (written.text() != change.id) {
        return Error{.code = written ? ErrorCode::kBadValue : ErrorCode::kRequired,
                     .message = "the id in the body must be the one in the address",
                     .message_vi = "id trong nội dung phải trùng với mã số trong địa chỉ",
                     .path = change.type + ".id"};
    }
    return CommitOne(parts, context, wishes, std::move(change));
}

Result<http::Response> ConditionalUpdate(const Parts& parts, const Context& context) {
    const auto wishes = TRY(ReadWishes(context));
    auto change = TRY(BeginUpdate(parts, context));
    change.condition = TRY(ReadCondition(wishes));
    change.id = change.resource->root()["id"].text();
    return CommitOne(parts, context, wishes, std::move(change));
}

}  // namespace tram::api::fhir
