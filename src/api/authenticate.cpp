#include "api/authenticate.h"

namespace tram::api {

Result<Caller> LocalAdministrator::Authenticate(const http::Request& request) {
    // A token names its user even on the socket: what is done with it is done in that name.
    if (request.remote == "local" && request.header("authorization").empty()) {
        return Caller{.actor = access::SystemActor(), .proof = Proof::kLocalSocket};
    }
    if (next_) return next_->Authenticate(request);
    return Error{.code = ErrorCode::kUnauthenticated,
                 .message = "sign in, or send a bearer token",
                 .message_vi = "hãy đăng nhập hoặc gửi kèm mã truy cập (bearer token)"};
}

}  // namespace tram::api
