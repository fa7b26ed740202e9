// Those who sign in: the session cookie of a screen, or the bearer token of a program, becomes the
// Actor of its account, with the units it stands for today.
//
// Thread safety: may be used from any thread.
#pragma once

#include <string>
#include <string_view>

#include "api/authenticate.h"
#include "record/store/store.h"
#include "record/users/users.h"
#include "record/visibility/unit_tree.h"

namespace tram::api::web {

inline constexpr std::string_view kSessionCookie = "tram_session";

class UserAuthenticator : public Authenticator {
  public:
    // All three must outlive this.
    UserAuthenticator(users::Users& users, visibility::UnitTree& tree, record::Store& store)
        : users_(users), tree_(tree), store_(store) {}

    Result<Caller> Authenticate(const http::Request& request) override;

    // Errors: kUnavailable, kBusy (its units cannot be read right now).
    Result<access::Actor> ActorOf(const users::Account& account);

  private:
    users::Users& users_;
    visibility::UnitTree& tree_;
    record::Store& store_;
};

}  // namespace tram::api::web
