// Who stands at the door: turns a request into the Actor that every call of the store carries.
//
// Thread safety: implementations are called from many threads at once.
#pragma once

#include "base/result.h"
#include "platform/http/server.h"
#include "record/access/actor.h"

namespace tram::api {

// How a caller proved who they are. A cookie is sent by the browser on its own, so a request that
// changes something and comes with one must also prove that it was made by our own pages.
enum class Proof { kCookie, kBearer, kLocalSocket };

struct Caller {
    access::Actor actor;
    Proof proof = Proof::kBearer;
};

class Authenticator {
  public:
    virtual ~Authenticator() = default;
    // Errors: kUnauthenticated (no proof, or one that is unknown or expired), kForbidden (a known
    // user who may not come in), kUnavailable.
    virtual Result<Caller> Authenticate(const http::Request& request) = 0;
};

// Those who reach the socket in the data folder (mode 0600) are the local administrator; all others
// are asked of `next`, or refused where there is none.
class LocalAdministrator : public Authenticator {
  public:
    // `next` may be null and must outlive this.
    explicit LocalAdministrator(Authenticator* next) : next_(next) {}
    Result<Caller> Authenticate(const http::Request& request) override;

  private:
    Authenticator* next_;
};

}  // namespace tram::api
