// A plain blocking HTTP client for our own server: one connection, one request at a time, over TCP
// or the socket in a data folder. It knows what that server sends, no more: bodies with a length.
//
// Thread safety: none; one client, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "platform/http/server.h"

namespace tram::http {

struct Address {
    std::string host = "127.0.0.1";  // an IP address
    std::uint16_t port = 0;
    std::string unix_socket = {};  // in place of host and port
    int patience_seconds = 600;    // for one read or write
};

class Client {
  public:
    // Errors: kUnavailable (nobody listens there), kInvalid (not an address).
    static Result<std::unique_ptr<Client>> Connect(const Address& address);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // Sends `request` (method, path, query, headers, body) and waits for the answer. Header names
    // of the answer are in lower case.
    // Errors: kUnavailable (the line broke or the other side closed; connect again), kMalformed.
    Result<Response> Send(const Request& request);

  private:
    explicit Client(int socket) : socket_(socket) {}
    Result<void> SendAll(std::string_view bytes);
    Result<void> Receive();

    int socket_;
    std::string received_;  // not yet used
};

}  // namespace tram::http
