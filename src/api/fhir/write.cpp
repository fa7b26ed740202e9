// What create, update, patch and delete have in common.

#include "api/fhir/answer.h"
#include "api/fhir/interactions.h"

namespace tram::api::fhir {

Result<json::DocumentPtr> ReadResource(const Parts& parts, const Context& context,
                                       std::string_view type) {
    if (context.request.body.empty()) {
        return Error{.code = ErrorCode::kRequired,
                     .message = "the body must hold a " + std::string(type),
                     .message_vi = "nội dung gửi lên phải là một hồ sơ " + std::string(type),
                     .path = std::string(type)};
    }
    auto document = TRY(json::Document::Parse(context.request.body, parts.limits));
    const auto written = document->root()["resourceType"];
    if (!written.IsString()) {
        return Error{
            .code = ErrorCode::kRequired,
            .message = "the body must be a resource: an object with resourceType",
            .message_vi = "nội dung gửi lên phải là một hồ sơ: một đối tượng có resourceType",
            .path = std::string(type) + ".resourceType"};
    }
    if (written.text() != type) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "the resourceType of the body is not the type in the address, " +
                                std::string(type),
                     .message_vi = "resourceType của nội dung khác với loại hồ sơ trong địa chỉ, " +
                                   std::string(type),
                     .path = std::string(type) + ".resourceType"};
    }
    return document;
}

Result<std::string> ReadCondition(const Wishes& wishes) {
    auto condition = Encode(wishes.parameters);
    if (condition.empty()) {
        return Error{.code = ErrorCode::kRequired,
                     .message =
                         "name the resource by its id, or by search parameters such as "
                         "?identifier=system|value",
                     .message_vi =
                         "hãy chỉ rõ hồ sơ bằng mã số, hoặc bằng tham số tìm kiếm, ví dụ "
                         "?identifier=hệ_thống|giá_trị"};
    }
    return condition;
}

Result<http::Response> CommitOne(const Parts& parts, const Context& context, const Wishes& wishes,
                                 record::Change change) {
    std::vector<record::Change> changes;
    changes.push_back(std::move(change));
    const auto receipt = TRY(parts.store->Commit(context.actor, std::move(changes)));
    TRAM_CHECK(receipt.applied.size() == 1);
    return WriteAnswer(context, receipt.applied[0], wishes);
}

}  // namespace tram::api::fhir
