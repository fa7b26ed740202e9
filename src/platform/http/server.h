// An HTTP/1.1 server: connections on a few I/O threads, requests handled by a bounded pool of workers, answers
// compressed when asked. No FHIR, no domain.
//
// Thread safety: the handler is called from many worker threads at once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace tram::http {

struct Request {
    std::string method;   // upper case
    std::string path;     // percent-encoded still, without query
    std::string query;    // behind the ?, percent-encoded still
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;     // already inflated when content-encoding was gzip
    std::string remote;   // address of the other side; a unix socket: "local"
    bool secure = false;

    std::string_view header(std::string_view lower_name) const;  // empty: absent
    std::string cookie(std::string_view name) const;             // empty: absent
};

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    // The route template for logs and metrics ("/fhir/{type}/{id}"), never the path itself.
    std::string route;
};

using Handler = std::function<Response(const Request&)>;

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;         // 0: any free port
    std::string unix_socket;           // path of a further listener, mode 0600; empty: none
    int io_threads = 1;
    int workers = 64;
    std::size_t most_body = std::size_t{256} << 20;  // also after inflating
    std::size_t most_header = 32 << 10;
    std::size_t most_waiting = 1024;   // requests queued; beyond that 503 with Retry-After
    int idle_seconds = 60;
};

class Server {
  public:
    // Starts listening at once. What the server itself must answer (broken HTTP, too large, too busy,
    // a handler that threw) is made by `refuse` from a status, so that it has the product's form.
    // Errors: kConflict (address in use), kInvalid (not an address).
    static Result<std::unique_ptr<Server>> Start(const ServerOptions& options, Handler handler,
                                                 std::function<Response(int status)> refuse);
    virtual ~Server() = default;
    virtual std::uint16_t port() const = 0;
    // Takes no new requests, ends those under way, returns when all threads are done.
    virtual void Stop() = 0;
};

}  // namespace tram::http
