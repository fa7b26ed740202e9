// Link: how a command reaches the records of a data folder. While a server has the folder, through
// its socket, as the local administrator; else by opening the records itself. Either way it asks
// the same routes, so that a rule of the door cannot be gone round.
//
// Thread safety: Call may be used from any thread.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "api/application.h"
#include "api/metrics.h"
#include "app/cli/command.h"
#include "app/house/house.h"
#include "base/result.h"
#include "fhir/json/document.h"
#include "platform/http/client.h"

namespace tram::cli {

// May the command make the store where there is none?
enum class Missing { kMake, kRefuse };

class Link {
  public:
    // Errors: those of House::Open; kNotFound (no such data folder, and it may not be made).
    static Result<std::unique_ptr<Link>> Open(const house::HouseOptions& options, Missing missing);

    // Sends JSON or other text to a route of /api/v1 and gives its JSON answer; null when it has
    // none. Errors: what the route refuses with; kUnavailable (the server went away).
    Result<json::DocumentPtr> Call(std::string_view method, std::string_view path,
                                   std::string body = "", std::string_view query = "");

    // The same, whatever the answer's form: its bytes.
    Result<std::string> Fetch(std::string_view method, std::string_view path, std::string body = "",
                              std::string_view query = "");

    // nullptr: a server has the records.
    house::House* house() { return house_.get(); }

  private:
    explicit Link(house::HouseOptions options) : options_(std::move(options)) {}
    Result<http::Response> Send(const http::Request& request);
    Result<std::unique_ptr<http::Client>> TakeClient();

    house::HouseOptions options_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<http::Client>> idle_;  // to the server
    std::unique_ptr<house::House> house_;
    api::Metrics metrics_;
    std::unique_ptr<api::LocalAdministrator> authenticator_;
    std::unique_ptr<api::Application> application_;
};

// The options that say which records: --data, --database, --timezone.
void AddHouseOptions(CLI::App* command, house::HouseOptions& options);

}  // namespace tram::cli
