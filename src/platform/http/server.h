// An HTTP/1.1 server: connections on a few I/O threads, requests handled by a bounded pool of
// workers, answers compressed when asked. No FHIR, no domain.
//
// What the server answers on its own, through `refuse`: 400 (broken HTTP, broken gzip), 408 (too
// slow), 413, 415 (content-encoding other than gzip), 417, 431, 500 (a handler that threw), 501
// (transfer-encoding other than chunked), 503 with Retry-After (too many waiting, too many bytes).
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
    std::string method;  // upper case
    std::string path;    // percent-encoded still, without query
    std::string query;   // behind the ?, percent-encoded still
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;    // already inflated when content-encoding was gzip
    std::string remote;  // address of the other side; a unix socket: "local"
    bool secure = false;

    std::string_view header(std::string_view lower_name) const;  // empty: absent
    std::string cookie(std::string_view name) const;             // empty: absent
};

// HEAD is asked of the handler as HEAD; the server sends the length of the body, but not the body.
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
    std::uint16_t port = 8080;  // 0: any free port
    std::string unix_socket;    // path of a further listener, mode 0600; empty: none
    int io_threads = 1;
    int workers = 64;
    std::size_t most_body = std::size_t{256} << 20;  // also after inflating
    std::size_t most_bodies = std::size_t{1} << 30;  // bytes of all bodies held at one time
    std::size_t most_header = 32 << 10;
    std::size_t most_waiting = 1024;  // requests queued; beyond that 503 with Retry-After
    std::size_t most_connections = 8192;
    int idle_seconds = 60;  // without progress; a header must be whole within this time
};

// What is going on at this moment.
struct Load {
    std::size_t connections = 0;
    std::size_t waiting = 0;  // requests in the queue
    std::size_t working = 0;  // requests in a worker
};

class Server {
  public:
    // Starts listening at once. What the server itself must answer is made by `refuse` from a
    // status, so that it has the product's form.
    // Errors: kConflict (address or socket in use), kInvalid (not an address), kUnavailable.
    static Result<std::unique_ptr<Server>> Start(const ServerOptions& options, Handler handler,
                                                 std::function<Response(int status)> refuse);
    virtual ~Server() = default;
    virtual std::uint16_t port() const = 0;
    virtual Load load() const = 0;
    // Takes no new requests, ends those under way, returns when all threads are done. Clients that
    // do not fetch their answers are given five seconds.
    virtual void Stop() = 0;
};

}  // namespace tram::http
