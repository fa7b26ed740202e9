#include "api/web/users.h"

#include <fmt/format.h>

#include "api/outcome.h"
#include "api/web/json_body.h"
#include "api/web/figures.h"
#include "base/date.h"
#include "care/registry/units.h"
#include "fhir/json/writer.h"

namespace tram::api::web {

namespace {

struct Parts {
    users::Users* users;
    record::Store* store;
};

Result<void> RequireAdministrator(const access::Actor& actor) {
    if (actor.role && actor.role->administrator) return {};
    return Error{.code = ErrorCode::kForbidden,
                 .message = "only an administrator may do this",
                 .message_vi = "chỉ người quản trị được làm việc này"};
}

Result<users::Account> FindAccount(const Parts& parts, std::string_view name) {
    if (auto account = parts.users->accounts().Find(name)) return std::move(*account);
    return Error{.code = ErrorCode::kNotFound,
                 .message = "no such user",
                 .message_vi = "không có người dùng này",
                 .path = "user"};
}

// Ids of the units named by official code or by id. A unit that is mistyped would show its user
// nothing, and nobody would know why.
Result<std::vector<std::string>> FindUnits(const Parts& parts,
                                           const std::vector<std::string>& names) {
    std::vector<std::string> ids;
    if (names.empty()) return ids;
    const auto reader = TRY(parts.store->Read());
    const auto units = TRY(registry::Units::Load(reader->connection()));
    for (const auto& name : names) {
        const auto* unit = units.FindByName(name, Today(*parts.store));
        if (!unit) {
            return Error{
                .code = ErrorCode::kNotFound,
                .message =
                    fmt::format("there is no unit '{}'; a unit is named by its official code "
                                "or its id, GET /units (`tram units`) lists both",
                                name),
                .message_vi = fmt::format("Không có đơn vị “{}”. Ghi mã đơn vị hoặc id; lệnh `tram "
                                          "units` liệt kê cả hai.",
                                          name),
                .path = "units"};
        }
        ids.push_back(unit->id);
    }
    return ids;
}

void WriteAccount(json::Writer& out, const users::Account& account) {
    out.BeginObject()
        .Key("name")
        .String(account.name)
        .Key("display_name")
        .String(account.display_name);
    out.Key("role").String(account.role ? account.role->id : "").Key("units").BeginArray();
    for (const auto& unit : account.units) out.String(unit);
    out.EndArray().Key("disabled").Boolean(account.disabled);
    out.Key("created_at").String(FormatInstant(account.created_at)).EndObject();
}

void WriteTime(json::Writer& out, std::string_view key, std::optional<Instant> at) {
    out.Key(key);
    if (at && at->micros != 0)
        out.String(FormatInstant(*at));
    else
        out.Null();
}

Result<http::Response> ListUsers(const Parts& parts, const Context&) {
    json::Writer out;
    out.BeginObject().Key("users").BeginArray();
    for (const auto& account : parts.users->accounts().List()) WriteAccount(out, account);
    out.EndArray().EndObject();
    return JsonAnswer(200, out.Take());
}

Result<http::Response> AddUser(const Parts& parts, const Context& context) {
    const auto body = TRY(JsonBody::Read(context.request));
    const users::NewAccount account{.name = TRY(body.Text("name")),
                                    .role = TRY(body.Text("role")),
                                    .units = TRY(FindUnits(parts, TRY(body.Texts("units")))),
                                    .password = TRY(body.Text("password")),
                                    .display_name = TRY(body.OptionalText("display_name"))};
    TRY(parts.users->accounts().Add(account));
    json::Writer out;
    WriteAccount(out, TRY(FindAccount(parts, account.name)));
    return JsonAnswer(201, out.Take());
}

Result<http::Response> SetPassword(const Parts& parts, const Context& context) {
    const auto body = TRY(JsonBody::Read(context.request));
    TRY(parts.users->SetPassword(context.capture("name"), TRY(body.Text("password"))));
    return NoContent();
}

Result<http::Response> Disable(const Parts& parts, const Context& context) {
    TRY(parts.users->Disable(context.capture("name")));
    return NoContent();
}

Result<http::Response> Enable(const Parts& parts, const Context& context) {
    TRY(parts.users->accounts().SetDisabled(context.capture("name"), false));
    return NoContent();
}

Result<http::Response> ListTokens(const Parts& parts, const Context&) {
    json::Writer out;
    out.BeginObject().Key("tokens").BeginArray();
    for (const auto& token : parts.users->tokens().List()) {
        out.BeginObject().Key("id").String(token.id).Key("user").String(token.user);
        out.Key("label").String(token.label);
        WriteTime(out, "created_at", token.created_at);
        WriteTime(out, "used_at", token.used_at);
        WriteTime(out, "expires_at", token.expires_at);
        WriteTime(out, "revoked_at", token.revoked_at);
        out.EndObject();
    }
    out.EndArray().EndObject();
    return JsonAnswer(200, out.Take());
}

Result<std::optional<Instant>> ReadExpiry(const JsonBody& body) {
    const auto text = TRY(body.OptionalText("expires_at"));
    if (text.empty()) return std::optional<Instant>();
    const auto at = ParseDateTime(text);
    if (!at) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "'expires_at' must be a date or an instant, such as 2027-01-31",
                     .message_vi = "'expires_at' phải là ngày hoặc thời điểm, ví dụ 2027-01-31",
                     .path = "expires_at"};
    }
    return std::optional<Instant>(Instant{at->LastMicros(7 * 60)});
}

Result<http::Response> CreateToken(const Parts& parts, const Context& context) {
    const auto body = TRY(JsonBody::Read(context.request));
    const auto account = TRY(FindAccount(parts, TRY(body.Text("user"))));
    const auto secret = TRY(parts.users->tokens().Create(
        account.name, TRY(body.OptionalText("label")), TRY(ReadExpiry(body))));
    json::Writer out;
    out.BeginObject().Key("token").String(secret).EndObject();
    return JsonAnswer(201, out.Take());
}

Result<http::Response> RevokeToken(const Parts& parts, const Context& context) {
    TRY(parts.users->tokens().Revoke(context.capture("id")));
    return NoContent();
}

}  // namespace

std::vector<Route> UserRoutes(users::Users& users, record::Store& store) {
    const Parts parts{.users = &users, .store = &store};
    const auto route = [&](std::string method, std::string pattern, auto action) {
        return Route{.method = std::move(method),
                     .pattern = std::move(pattern),
                     .action = [parts, action](const Context& context) -> Result<http::Response> {
                         TRY(RequireAdministrator(context.actor));
                         return action(parts, context);
                     },
                     .form = Form::kProblem};
    };
    return {route("GET", "/api/v1/users", ListUsers),
            route("POST", "/api/v1/users", AddUser),
            route("POST", "/api/v1/users/{name}/password", SetPassword),
            route("POST", "/api/v1/users/{name}/disable", Disable),
            route("POST", "/api/v1/users/{name}/enable", Enable),
            route("GET", "/api/v1/tokens", ListTokens),
            route("POST", "/api/v1/tokens", CreateToken),
            route("DELETE", "/api/v1/tokens/{id}", RevokeToken)};
}

}  // namespace tram::api::web
