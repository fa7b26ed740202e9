// https://hl7.org/fhir/R4/http.html#read, #vread and #cread

#include "api/fhir/answer.h"
#include "api/fhir/interactions.h"

#include <charconv>

namespace tram::api::fhir {
namespace {

Error Unknown(std::string_view type) {
    return {.code = ErrorCode::kNotFound,
            .message = "there is no such " + std::string(type),
            .message_vi = "không tìm thấy hồ sơ " + std::string(type) + " này"};
}

// Has the client the version it would get? If-None-Match decides where both headers are given.
bool HasIt(const http::Request& request, const record::Version& version) {
    if (auto known = request.header("if-none-match"); !known.empty()) {
        if (known == "*") return true;
        const auto quoted = "\"" + std::to_string(version.version) + "\"";
        return known.find(quoted) != std::string_view::npos;
    }
    const auto since = ParseHttpDate(request.header("if-modified-since"));
    return since && version.at.micros / 1'000'000 <= since->micros / 1'000'000;
}

Result<http::Response> Answer(const Context& context, const record::Version& version,
                              const Wishes& wishes, const SubsetRule& subset) {
    if (HasIt(context.request, version)) {
        return http::Response{
            .status = 304,
            .headers = {{"ETag", ETag(version.version)}, {"Last-Modified", HttpDate(version.at)}},
            .body = {},
            .route = {}};
    }
    return ResourceAnswer(200, version, wishes, subset);
}

Result<SubsetRule> TakeRule(Wishes& wishes) {
    auto rule = TRY(TakeSubset(wishes.parameters));
    if (rule.summary == search::Summary::kCount) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "_summary=count is for searches",
                     .message_vi = "_summary=count chỉ dùng khi tìm kiếm",
                     .path = "_summary"};
    }
    TRY(AllowOnly(wishes, {}));
    return rule;
}

}  // namespace

Result<http::Response> Read(const Parts& parts, const Context& context) {
    auto wishes = TRY(ReadWishes(context));
    const auto rule = TRY(TakeRule(wishes));
    const auto type = context.capture("type"), id = context.capture("id");
    if (!IsId(id)) return Unknown(type);
    const auto reader = TRY(parts.store->Read());
    return Answer(context, TRY(reader->Read(context.actor, type, id)), wishes, rule);
}

Result<http::Response> VRead(const Parts& parts, const Context& context) {
    auto wishes = TRY(ReadWishes(context));
    const auto rule = TRY(TakeRule(wishes));
    const auto type = context.capture("type"), id = context.capture("id");
    const auto text = context.capture("version");
    std::int64_t version = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), version);
    const bool number = fault == std::errc() && end == text.data() + text.size() && version > 0;
    if (!IsId(id) || !number) return Unknown(type);
    const auto reader = TRY(parts.store->Read());
    return Answer(context, TRY(reader->ReadVersion(context.actor, type, id, version)), wishes,
                  rule);
}

}  // namespace tram::api::fhir
