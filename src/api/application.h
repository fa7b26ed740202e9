// The door: every request comes through Handle, which finds its route, asks who is there, keeps
// forged requests out, turns errors and exceptions into answers, and counts and logs what was done.
//
// Thread safety: Handle may be called from any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api/access_log.h"
#include "api/authenticate.h"
#include "api/metrics.h"
#include "api/router.h"
#include "base/clock.h"
#include "platform/http/server.h"

namespace tram::api {

struct ApplicationParts {
    std::vector<Route> routes;
    // Null: every route but the open ones answers 401.
    Authenticator* authenticator = nullptr;
    Clock* clock = nullptr;
    Metrics* metrics = nullptr;
    AccessLog* access_log = nullptr;  // null: none
    // For links, when the server stands behind another: "https://tram.example.vn". Empty: what the
    // Host header says, if it is one.
    std::string base_url;
    // Faults of our own, for whoever keeps the server: no patient data, no paths.
    std::function<void(std::string_view)> report_fault;
};

class Application {
  public:
    explicit Application(ApplicationParts parts);

    http::Response Handle(const http::Request& request) const;
    // What the HTTP server answers on its own.
    http::Response Refuse(int status) const;

    const Router& router() const { return router_; }

  private:
    http::Response Answer(const http::Request& request, std::string& route) const;
    http::Response Act(const Route& route, const Context& context) const;

    ApplicationParts parts_;
    Router router_;
};

// "http://host:port" as the client calls us, without anything that could not be a host: a Host
// header is written by the client and ends up in links. Empty base_url and no good Host:
// "http://localhost".
std::string BaseUrl(const http::Request& request, std::string_view base_url);

// Could a page of another site have made the browser send this request? Asked of what a cookie
// vouches for. https://cheatsheetseries.owasp.org (cross-site request forgery): a header that a
// plain form cannot send, or an Origin that is ours.
bool IsForgeable(const http::Request& request, std::string_view base);

}  // namespace tram::api
