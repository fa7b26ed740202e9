// Which action answers which method and path.
//
// A pattern is a path whose segments are words or {names}: "/fhir/{type}/{id}". Words win over
// names; a last segment {name*} takes all the rest. The table of routes is also what the server
// tells of itself (metadata, metrics, log), so that none of them can drift from what it does.
//
// Thread safety: immutable once made; actions are called from many threads at once.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/authenticate.h"
#include "api/outcome.h"
#include "base/result.h"
#include "platform/http/server.h"
#include "record/access/actor.h"

namespace tram::api {

using Captures = std::vector<std::pair<std::string_view, std::string>>;  // decoded

// All that an action knows of the request it answers.
struct Context {
    const http::Request& request;
    const access::Actor& actor;  // of an open route: nobody
    std::string base;            // "https://host:port", for links; no path, no slash at the end
    Captures captures = {};
    Proof proof = Proof::kBearer;  // how the actor was known; of an open route: says nothing

    // Empty: the pattern has no such name.
    std::string_view capture(std::string_view name) const;
};

using Action = std::function<Result<http::Response>(const Context&)>;

enum class Door { kSignedIn, kOpen };

struct Route {
    std::string method;
    std::string pattern;
    Action action;
    Form form = Form::kFhir;
    Door door = Door::kSignedIn;
    // What a CapabilityStatement calls it ("read", "history-type" …); empty: not told there.
    std::string interaction = {};
};

class Router {
  public:
    // REQUIRES: no two routes of one method and pattern.
    explicit Router(std::vector<Route> routes);

    struct Found {
        const Route* route = nullptr;  // nullptr: none of that method
        Captures captures;
        std::string allowed;         // when the path is known but not the method: "GET, PUT"
        Form form = Form::kProblem;  // of the area the path is in
    };
    // HEAD finds what GET would. Errors: kMalformed (a path with broken percent-encoding).
    Result<Found> Find(std::string_view method, std::string_view path) const;

    const std::vector<Route>& routes() const { return routes_; }

  private:
    struct Parsed {
        std::vector<std::string> segments;  // "{" first: a name
        bool takes_rest = false;
        std::size_t route = 0;
    };
    std::vector<Route> routes_;
    std::vector<Parsed> parsed_;  // in the order they are tried
};

// %XX undone; nullopt: broken, or a zero byte.
std::optional<std::string> PercentDecode(std::string_view text);
// All but unreserved characters as %XX.
std::string PercentEncode(std::string_view text);

}  // namespace tram::api
