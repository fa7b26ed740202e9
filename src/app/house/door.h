// The door before a House: the HTTP server with all its routes.
//
// Thread safety: opened and closed by one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "api/application.h"
#include "app/house/house.h"

namespace tram::house {

struct DoorOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;
    std::string base_url;  // for links, when another server stands in front; empty: by the request
    std::string version;   // of the program
    std::size_t most_body = std::size_t{256} << 20;
};

// Members stand in the order they are made.
struct Door {
    api::Metrics metrics;
    std::unique_ptr<api::AccessLog> access_log;
    std::unique_ptr<api::LocalAdministrator> authenticator;
    std::unique_ptr<api::Application> application;
    std::unique_ptr<http::Server> server;

    // Listens when it returns. `house` must outlive the door.
    // Errors: kConflict (the port or the socket is in use), kInvalid (not an address).
    static Result<std::unique_ptr<Door>> Open(House& house, const DoorOptions& options);
};

// "127.0.0.1:8080", "[::1]:8080", "localhost:8080" or a port alone. Errors: kInvalid.
Result<void> ReadListen(std::string_view listen, DoorOptions& options);

}  // namespace tram::house
