#include "api/web/user_authenticator.h"

#include <strings.h>

namespace tram::api::web {

namespace {

// RFC 6750 §2.1; the scheme is the same in any case (RFC 9110 §11.1).
std::string_view BearerIn(std::string_view header) {
    constexpr std::string_view kScheme = "bearer ";
    if (header.size() <= kScheme.size() ||
        strncasecmp(header.data(), kScheme.data(), kScheme.size()) != 0) {
        return {};
    }
    return header.substr(kScheme.size());
}

}  // namespace

Result<Caller> UserAuthenticator::Authenticate(const http::Request& request) {
    // A header is meant; a cookie is only sent along. So the header decides when both are there.
    if (const auto header = request.header("authorization"); !header.empty()) {
        const auto account = TRY(users_.OfToken(BearerIn(header)));
        return Caller{.actor = TRY(ActorOf(account)), .proof = Proof::kBearer};
    }
    if (const auto cookie = request.cookie(kSessionCookie); !cookie.empty()) {
        const auto account = TRY(users_.OfSession(cookie));
        return Caller{.actor = TRY(ActorOf(account)), .proof = Proof::kCookie};
    }
    return Error{.code = ErrorCode::kUnauthenticated,
                 .message = "sign in, or send a bearer token",
                 .message_vi = "hãy đăng nhập hoặc gửi kèm mã truy cập (bearer token)"};
}

Result<access::Actor> UserAuthenticator::ActorOf(const users::Account& account) {
    access::Actor actor{.user = account.name, .role = account.role};
    if (account.units.empty()) return actor;
    auto units = tree_.Remembered(account.units);
    if (!units) {
        const auto reader = TRY(store_.Read());
        units = TRY(tree_.Learn(reader->connection(), account.units));
    }
    actor.units = *units;
    return actor;
}

}  // namespace tram::api::web
