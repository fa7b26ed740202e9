#include "api/web/session.h"

#include <fmt/format.h>

#include "api/outcome.h"
#include "api/web/figures.h"
#include "api/web/json_body.h"
#include "base/date.h"
#include "fhir/json/writer.h"

namespace tram::api::web {

namespace {

constexpr std::string_view kPath = "/api/v1/session";

std::string Cookie(std::string_view value, std::int64_t seconds, bool secure) {
    return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", kSessionCookie,
                       value, seconds, secure ? "; Secure" : "");
}

// What a screen shows of a unit; a unit that was never imported has its id alone.
void WriteUnit(json::Writer& out, record::Reader& reader, const access::Actor& actor,
               const std::string& id) {
    std::string code, name = id, kind;
    if (const auto unit = reader.Read(actor, "Organization", id)) {
        if (const auto document = json::Document::Parse(unit->body)) {
            const auto root = (*document)->root();
            code = std::string(root["identifier"].At(0)["value"].text());
            if (root["name"].IsString()) name = std::string(root["name"].text());
            kind = std::string(root["type"].At(0)["coding"].At(0)["code"].text());
        }
    }
    out.BeginObject().Key("id").String(id).Key("code").String(code).Key("name").String(name);
    out.Key("kind").String(kind).EndObject();
}

Result<std::string> Describe(const SessionParts& parts, const users::Account& account,
                             const access::Actor& actor) {
    const auto& role = *account.role;
    const auto reader = TRY(parts.store->Read());
    json::Writer out;
    out.BeginObject()
        .Key("user")
        .String(account.name)
        .Key("display_name")
        .String(account.display_name);
    out.Key("role").BeginObject().Key("id").String(role.id).Key("title").String(role.title_vi);
    out.Key("title_en").String(role.title).EndObject().Key("units").BeginArray();
    for (const auto& unit : account.units) WriteUnit(out, *reader, actor, unit);
    // Nobody is kept from signing in because units cannot be read just now.
    const auto home = parts.home ? parts.home(actor) : Result<std::string>(std::string());
    out.EndArray().Key("home");
    if (!home || home->empty()) {
        out.Null();
    } else {
        WriteUnit(out, *reader, actor, *home);
    }
    out.Key("names").Boolean(role.names).Key("administrator").Boolean(role.administrator);
    out.Key("places").BeginArray();
    for (const auto& place : role.places) out.String(place);
    out.EndArray().Key("may").BeginArray();
    for (const auto& [deed, type] :
         {std::pair{"assign", "Task"}, std::pair{"record", "Encounter"}, std::pair{"plan", "Goal"},
          std::pair{"import", "Group"}, std::pair{"report", "Composition"}}) {
        if (access::CheckRight(actor, access::Right::kCreate, type)) out.String(deed);
    }
    out.EndArray()
        .Key("synthetic")
        .Boolean(parts.synthetic)
        .Key("today")
        .String(Date::FromDays(Today(*parts.store)).ToString());
    out.EndObject();
    return out.Take();
}

// A failed attempt is told with the account it was made at. A name that is nobody's is not told:
// people type their password there by mistake.
Result<void> NoteSignIn(const SessionParts& parts, std::string_view name, bool refused) {
    access::Actor actor{.user = "unknown"};
    if (const auto account = parts.users->accounts().Find(name)) {
        actor.user = account->name;
        actor.role = account->role;
    }
    return parts.store->Audit(actor,
                              {.interaction = record::Interaction::kSignIn, .refused = refused});
}

// A session's cookie, which lives as long as the session may.
void SetCookie(http::Response& answer, const SessionParts& parts, const Context& context,
               const std::string& secret) {
    const auto seconds = parts.users->sessions().rules().most_seconds;
    answer.headers.emplace_back("Set-Cookie", Cookie(secret, seconds, context.request.secure));
}

// Somebody has guessed too often.
http::Response HeldUp(const Error& error, std::int64_t seconds) {
    auto refusal = Refuse(Form::kProblem, 429, error);
    refusal.headers.emplace_back("Retry-After", std::to_string(seconds));
    return refusal;
}

Result<http::Response> SignIn(const SessionParts& parts, const Context& context) {
    const auto body = TRY(JsonBody::Read(context.request));
    const auto name = TRY(body.Text("name"));
    const auto password = TRY(body.Text("password"));
    std::int64_t wait = 0;
    const auto signed_in = parts.users->SignIn(name, password, context.request.remote, &wait);
    if (!signed_in) {
        if (wait > 0) return HeldUp(signed_in.error(), wait);
        if (signed_in.error().code == ErrorCode::kUnauthenticated ||
            signed_in.error().code == ErrorCode::kForbidden)
            TRY(NoteSignIn(parts, name, true));
        return signed_in.error();
    }
    TRY(NoteSignIn(parts, name, false));
    const auto actor = TRY(parts.authenticator->ActorOf(signed_in->account));
    auto answer = JsonAnswer(200, TRY(Describe(parts, signed_in->account, actor)));
    SetCookie(answer, parts, context, signed_in->secret);
    return answer;
}

Result<http::Response> WhoAmI(const SessionParts& parts, const Context& context) {
    auto account = parts.users->accounts().Find(context.actor.user);
    if (!account) {
        // The local administrator has no account.
        account = users::Account{.name = context.actor.user,
                                 .display_name = context.actor.user,
                                 .role = context.actor.role};
    }
    return JsonAnswer(200, TRY(Describe(parts, *account, context.actor)));
}

Result<http::Response> SignOut(const SessionParts& parts, const Context& context) {
    if (const auto secret = context.request.cookie(kSessionCookie); !secret.empty()) {
        TRY(parts.users->sessions().End(secret));
        TRY(parts.store->Audit(context.actor, {.interaction = record::Interaction::kSignOut}));
    }
    auto answer = NoContent();
    answer.headers.emplace_back("Set-Cookie", Cookie("", 0, context.request.secure));
    return answer;
}

// A program's token must not take the account from its person, and the local administrator has no
// password: only who is signed in at a screen may ask.
Result<http::Response> ChangePassword(const SessionParts& parts, const Context& context) {
    if (context.proof != Proof::kCookie) {
        return Error{.code = ErrorCode::kForbidden,
                     .message =
                         "only users who are signed in at a screen change their own password; "
                         "an administrator sets it (`tram user password`)",
                     .message_vi =
                         "Chỉ người đang đăng nhập trên màn hình tự đổi được mật khẩu của "
                         "mình; người quản trị thì đặt lại (`tram user password`)."};
    }
    const auto body = TRY(JsonBody::Read(context.request));
    const users::PasswordChange change{.name = context.actor.user,
                                       .current = TRY(body.Text("current")),
                                       .next = TRY(body.Text("new")),
                                       .remote = context.request.remote};
    std::int64_t wait = 0;
    const auto secret = parts.users->ChangePassword(change, &wait);
    record::Access access{.interaction = record::Interaction::kPasswordChange};
    if (!secret) {
        if (wait > 0) return HeldUp(secret.error(), wait);
        auto error = secret.error();
        access.refused = error.path == "current";
        if (access.refused) TRY(parts.store->Audit(context.actor, access));
        // As the request calls it.
        if (error.path == "password" || error.path == "next") error.path = "new";
        return error;
    }
    TRY(parts.store->Audit(context.actor, access));
    auto answer = NoContent();
    SetCookie(answer, parts, context, *secret);
    return answer;
}

}  // namespace

std::vector<Route> SessionRoutes(const SessionParts& parts) {
    const auto route = [&](std::string method, auto action, Door door, std::string_view part = "") {
        return Route{
            .method = std::move(method),
            .pattern = fmt::format("{}{}", kPath, part),
            .action = [parts, action](const Context& context) { return action(parts, context); },
            .form = Form::kProblem,
            .door = door};
    };
    return {route("POST", SignIn, Door::kOpen), route("GET", WhoAmI, Door::kSignedIn),
            route("DELETE", SignOut, Door::kSignedIn),
            route("POST", ChangePassword, Door::kSignedIn, "/password")};
}

}  // namespace tram::api::web
