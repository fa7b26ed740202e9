#include "api/web/json_body.h"

#include <cstdlib>

#include <fmt/format.h>

namespace tram::api::web {

namespace {

Error WrongType(std::string_view member, std::string_view type, std::string_view type_vi) {
    return {.code = ErrorCode::kBadValue,
            .message = fmt::format("'{}' must be {}", member, type),
            .message_vi = fmt::format("'{}' phải là {}", member, type_vi),
            .path = std::string(member)};
}

}  // namespace

Result<JsonBody> JsonBody::Read(const http::Request& request, std::size_t most) {
    if (!request.header("content-type").starts_with("application/json")) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "send the body as application/json",
                     .message_vi = "hãy gửi nội dung dạng application/json",
                     .path = "Content-Type"};
    }
    auto document = TRY(json::Document::Parse(request.body, {.bytes = most, .depth = 20}));
    if (!document->root().IsObject()) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "the body must be a JSON object",
                     .message_vi = "nội dung phải là một đối tượng JSON"};
    }
    const auto root = document->root();
    return JsonBody(std::move(document), root);
}

Result<std::string> JsonBody::OptionalText(std::string_view member) const {
    const auto value = object_[member];
    if (!value || value.IsNull()) return std::string();
    if (!value.IsString()) return WrongType(member, "a text", "một đoạn chữ");
    return std::string(value.text());
}

Result<std::string> JsonBody::Text(std::string_view member) const {
    auto text = TRY(OptionalText(member));
    if (!text.empty()) return text;
    return Error{.code = ErrorCode::kRequired,
                 .message = fmt::format("'{}' is missing", member),
                 .message_vi = fmt::format("còn thiếu '{}'", member),
                 .path = std::string(member)};
}

Result<std::vector<std::string>> JsonBody::Texts(std::string_view member) const {
    std::vector<std::string> texts;
    const auto list = object_[member];
    if (!list || list.IsNull()) return texts;
    if (!list.IsArray()) return WrongType(member, "a list of texts", "một danh sách chữ");
    for (const auto item : list) {
        if (!item.IsString()) return WrongType(member, "a list of texts", "một danh sách chữ");
        texts.emplace_back(item.text());
    }
    return texts;
}

Result<bool> JsonBody::OptionalFlag(std::string_view member) const {
    const auto value = object_[member];
    if (!value || value.IsNull()) return false;
    if (!value.IsBoolean()) return WrongType(member, "true or false", "true hoặc false");
    return value.IsTrue();
}

Result<std::optional<double>> JsonBody::OptionalNumber(std::string_view member) const {
    const auto value = object_[member];
    if (!value || value.IsNull()) return std::optional<double>();
    if (!value.IsNumber()) return WrongType(member, "a number", "một số");
    return std::optional<double>(std::strtod(std::string(value.raw()).c_str(), nullptr));
}

Result<std::vector<JsonBody>> JsonBody::Objects(std::string_view member) const {
    std::vector<JsonBody> objects;
    const auto list = object_[member];
    if (!list || list.IsNull()) return objects;
    if (!list.IsArray()) return WrongType(member, "a list of objects", "một danh sách đối tượng");
    for (const auto item : list) {
        if (!item.IsObject())
            return WrongType(member, "a list of objects", "một danh sách đối tượng");
        objects.push_back(JsonBody(document_, item));
    }
    return objects;
}

http::Response JsonAnswer(int status, std::string body) {
    return {.status = status,
            .headers = {{"Content-Type", "application/json; charset=utf-8"}},
            .body = std::move(body),
            .route = {}};
}

http::Response NoContent() {
    return {.status = 204, .headers = {}, .body = {}, .route = {}};
}

}  // namespace tram::api::web
