#include "api/fhir/routes.h"

#include <algorithm>
#include <mutex>

#include "api/fhir/answer.h"
#include "api/fhir/capability.h"
#include "fhir/definitions/definitions.h"

namespace tram::api::fhir {
namespace {

enum class Body { kNone, kJson, kPatch, kForm };

// Operations of R4 that are not built: told apart from names that nobody defined.
// https://hl7.org/fhir/R4/operationslist.html
constexpr std::string_view kUnbuilt[] = {
    "$apply",
    "$closure",
    "$conforms",
    "$convert",
    "$data-requirements",
    "$diff",
    "$document",
    "$everything",
    "$evaluate-measure",
    "$expand",
    "$export",
    "$find-matches",
    "$graph",
    "$graphql",
    "$implements",
    "$lastn",
    "$lookup",
    "$match",
    "$meta",
    "$meta-add",
    "$meta-delete",
    "$populate",
    "$process-message",
    "$questionnaire",
    "$snapshot",
    "$stats",
    "$submit",
    "$subset",
    "$subsumes",
    "$transform",
    "$translate",
    "$validate",
    "$validate-code",
    "$versions",
};

Result<http::Response> NotBuilt(const Context&) {
    return Error{
        .code = ErrorCode::kNotSupported,
        .message = "this operation of FHIR R4 is not supported by this server; see /fhir/metadata",
        .message_vi = "máy chủ chưa hỗ trợ thao tác FHIR R4 này; xem /fhir/metadata"};
}

Result<http::Response> NoSystemSearch(const Context&) {
    return Error{
        .code = ErrorCode::kNotSupported,
        .message = "a search over all types is not supported; name the type, as in /fhir/Patient",
        .message_vi = "chưa tìm được trên mọi loại hồ sơ; hãy ghi rõ loại, ví dụ /fhir/Patient"};
}

bool TakesBody(Body body, const http::Request& request) {
    const auto header = request.header("content-type");
    if (body == Body::kNone) return true;
    if (!IsUtf8(header)) return false;
    const auto media = MediaType(header);
    if (body == Body::kForm) {
        return media == "application/x-www-form-urlencoded" ||
               (media.empty() && request.body.empty());
    }
    if (body == Body::kPatch) {
        // FHIRPath Patch comes as FHIR JSON and is answered by the interaction itself.
        return media == "application/json-patch+json" || media == "application/fhir+json";
    }
    return media.empty() || media == "application/fhir+json" || media == "application/json" ||
           media == "text/json";
}

http::Response WrongBody(Body body) {
    const std::string wanted = body == Body::kForm    ? "application/x-www-form-urlencoded"
                               : body == Body::kPatch ? "application/json-patch+json"
                                                      : "application/fhir+json";
    return Refuse(Form::kFhir, 415,
                  {.code = ErrorCode::kNotSupported,
                   .message = "the body must be " + wanted + " in UTF-8",
                   .message_vi = "nội dung gửi lên phải là " + wanted + " mã UTF-8",
                   .path = "Content-Type"});
}

http::Response WrongFormat() {
    return Refuse(Form::kFhir, 406,
                  {.code = ErrorCode::kNotSupported,
                   .message = "answers are JSON only: application/fhir+json",
                   .message_vi = "máy chủ chỉ trả lời bằng JSON: application/fhir+json",
                   .path = "Accept"});
}

http::Response UnknownType() {
    return Refuse(
        Form::kFhir, 404,
        {.code = ErrorCode::kNotFound,
         .message = "there is no such resource type in FHIR R4; types are written as in Patient",
         .message_vi = "FHIR R4 không có loại hồ sơ này; tên loại viết như Patient"});
}

// What every interaction can rely on; see interactions.h.
Action Guard(Body body, Action action) {
    return [body, action = std::move(action)](const Context& context) -> Result<http::Response> {
        const auto type = context.capture("type");
        if (!type.empty() && definitions::ResourceTypeNumber(type) == 0) return UnknownType();
        if (!TakesJson(context.request)) return WrongFormat();
        if (!TakesBody(body, context.request)) return WrongBody(body);
        return action(context);
    };
}

using Interaction = Result<http::Response> (*)(const Parts&, const Context&);

// Made when it is first asked for: a start should not wait for it.
Action MetadataOf(const Parts& parts, std::vector<Route> routes) {
    struct Lazy {
        std::once_flag once;
        std::unique_ptr<const Capability> statement;
    };
    return [parts, routes = std::move(routes),
            lazy = std::make_shared<Lazy>()](const Context& context) -> Result<http::Response> {
        const auto wishes = TRY(ReadWishes(context));
        std::call_once(lazy->once, [&] {
            lazy->statement =
                std::make_unique<Capability>(routes, parts.version, parts.store->clock().Now());
        });
        auto response = JsonAnswer(200, lazy->statement->For(context.base), wishes);
        return response;
    };
}

// Rows of the table, without the two that need the rest of it.
std::vector<Route> Table(const Parts& parts) {
    std::vector<Route> routes;
    const auto add = [&](const char* method, const char* pattern, const char* code, Body body,
                         Interaction interaction) {
        routes.push_back({.method = method,
                          .pattern = pattern,
                          .action = Guard(body,
                                          [parts, interaction](const Context& context) {
                                              return interaction(parts, context);
                                          }),
                          .interaction = code});
    };
    add("GET", "/fhir/{type}/{id}", "read", Body::kNone, Read);
    add("GET", "/fhir/{type}/{id}/_history/{version}", "vread", Body::kNone, VRead);
    add("GET", "/fhir/{type}/{id}/_history", "history-instance", Body::kNone, InstanceHistory);
    add("GET", "/fhir/{type}/_history", "history-type", Body::kNone, TypeHistory);
    add("GET", "/fhir/_history", "history-system", Body::kNone, SystemHistory);
    add("GET", "/fhir/{type}", "search-type", Body::kNone, SearchType);
    add("GET", "/fhir/{type}/_search", "search-type", Body::kNone, SearchType);
    add("POST", "/fhir/{type}/_search", "search-type", Body::kForm, SearchType);
    add("GET", "/fhir/{type}/{id}/{within}", "", Body::kNone, SearchCompartment);
    add("POST", "/fhir/{type}/{id}/{within}/_search", "", Body::kForm, SearchCompartment);
    add("POST", "/fhir/{type}", "create", Body::kJson, Create);
    add("PUT", "/fhir/{type}/{id}", "update", Body::kJson, Update);
    add("PUT", "/fhir/{type}", "update", Body::kJson, ConditionalUpdate);
    add("PATCH", "/fhir/{type}/{id}", "patch", Body::kPatch, Patch);
    add("PATCH", "/fhir/{type}", "patch", Body::kPatch, ConditionalPatch);
    add("DELETE", "/fhir/{type}/{id}", "delete", Body::kNone, Delete);
    add("DELETE", "/fhir/{type}", "delete", Body::kNone, ConditionalDelete);
    add("GET", "/fhir/Patient/{id}/$everything", "$everything", Body::kNone, Everything);
    add("POST", "/fhir/Patient/{id}/$everything", "$everything", Body::kJson, Everything);

    const auto refuse = [&](const char* method, std::string pattern, Action action) {
        routes.push_back(
            {.method = method, .pattern = std::move(pattern), .action = std::move(action)});
    };
    for (const auto* method : {"GET", "POST"}) {
        refuse(method, "/fhir/_search", NoSystemSearch);
        for (const auto name : kUnbuilt) {
            for (const auto* level : {"/fhir/", "/fhir/{type}/", "/fhir/{type}/{id}/"}) {
                refuse(method, level + std::string(name), NotBuilt);
            }
        }
    }
    refuse("GET", "/fhir", NoSystemSearch);
    return routes;
}

}  // namespace

std::vector<Route> Routes(const Parts& parts) {
    auto routes = Table(parts);
    const auto inner = std::make_shared<const Router>(routes);
    routes.push_back({.method = "POST",
                      .pattern = "/fhir",
                      .action = Guard(Body::kJson,
                                      [parts, inner](const Context& context) {
                                          return Batch(parts, *inner, context);
                                      }),
                      .interaction = "batch transaction"});
    routes.push_back({.method = "GET",
                      .pattern = "/fhir/metadata",
                      .action = Guard(Body::kNone, MetadataOf(parts, routes)),
                      .door = Door::kOpen});
    return routes;
}

}  // namespace tram::api::fhir
