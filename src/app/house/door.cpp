#include "app/house/door.h"

#include <charconv>
#include <cstdio>
#include <iterator>

#include "api/fhir/routes.h"
#include "api/screens.h"
#include "api/service.h"
#include "api/web/figures.h"
#include "api/web/session.h"
#include "app/house/routes.h"
#include "insight/reports/record.h"

namespace tram::house {
namespace {

void Add(std::vector<api::Route>& routes, std::vector<api::Route> more) {
    routes.insert(routes.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
}

// Every door of the house in one list.
Result<std::vector<api::Route>> AllRoutes(House& house, const Door& door,
                                          const DoorOptions& options) {
    auto* store = house.store.get();
    const auto reader = TRY(store->Read());
    const bool synthetic = TRY(reports::HoldsSynthetic(*reader, store->zone_minutes()));
    std::vector<api::Route> routes;
    Add(routes, api::fhir::Routes({.store = store, .version = options.version}));
    Add(routes, api::web::SessionRoutes(
                    {.users = house.users.get(),
                     .authenticator = house.authenticator.get(),
                     .store = store,
                     .home = [&house](const access::Actor& actor) -> Result<std::string> {
                         const auto units = TRY(house.indicators->Units());
                         const auto* home =
                             api::web::HomeOf(actor, *units, api::web::Today(*house.store));
                         return home ? home->id : std::string();
                     },
                     .synthetic = synthetic}));
    Add(routes, TRY(WebRoutes(house)));
    Add(routes, api::ServiceRoutes(door.metrics, [store]() -> Result<void> {
            TRY(store->Read());
            return {};
        }));
    Add(routes, api::ScreenRoutes(TRY(content::Library::Open({.shipped = "web"}))));
    return routes;
}

void ReportFault(std::string_view fault) {
    std::fprintf(stderr, "tram: %.*s\n", static_cast<int>(fault.size()), fault.data());
}

void AddGauges(Door& door, record::Store& store) {
    auto* server = door.server.get();
    auto& metrics = door.metrics;
    metrics.AddGauge("tram_store_position", "Newest log position on disk.",
                     [&store] { return static_cast<double>(store.position()); });
    metrics.AddGauge("tram_http_connections", "Open connections.",
                     [server] { return static_cast<double>(server->load().connections); });
    metrics.AddGauge("tram_http_waiting", "Requests in the queue.",
                     [server] { return static_cast<double>(server->load().waiting); });
    metrics.AddGauge("tram_http_working", "Requests being answered.",
                     [server] { return static_cast<double>(server->load().working); });
}

}  // namespace

Result<void> ReadListen(std::string_view listen, DoorOptions& options) {
    const auto colon = listen.rfind(':');
    const auto host =
        colon == std::string_view::npos ? std::string_view() : listen.substr(0, colon);
    const auto port = colon == std::string_view::npos ? listen : listen.substr(colon + 1);
    const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), options.port);
    if (fault != std::errc() || end != port.data() + port.size()) {
        return Error{
            .code = ErrorCode::kInvalid,
            .message = "\"" + std::string(listen) + "\" is not HOST:PORT, such as 127.0.0.1:8080",
            .message_vi =
                "\"" + std::string(listen) + "\" không phải là MÁY:CỔNG, ví dụ 127.0.0.1:8080",
            .path = "listen"};
    }
    if (host.empty()) return {};
    options.address = host == "localhost" ? "127.0.0.1" : std::string(host);
    if (host.starts_with('[') && host.ends_with(']'))
        options.address = host.substr(1, host.size() - 2);
    return {};
}

Result<std::unique_ptr<Door>> Door::Open(House& house, const DoorOptions& options) {
    auto door = std::make_unique<Door>();
    door->access_log = TRY(api::AccessLog::Open(house.options.data_dir + "/access.log"));
    door->authenticator = std::make_unique<api::LocalAdministrator>(house.authenticator.get());
    api::ApplicationParts parts;
    parts.routes = TRY(AllRoutes(house, *door, options));
    parts.authenticator = door->authenticator.get();
    parts.clock = house.clock;
    parts.metrics = &door->metrics;
    parts.access_log = door->access_log.get();
    parts.base_url = options.base_url;
    parts.report_fault = ReportFault;
    door->application = std::make_unique<api::Application>(std::move(parts));
    const auto* application = door->application.get();
    door->server = TRY(http::Server::Start(
        {.address = options.address,
         .port = options.port,
         .unix_socket = SocketOf(house.options.data_dir),
         .most_body = options.most_body},
        [application](const http::Request& request) { return application->Handle(request); },
        [application](int status) { return application->Refuse(status); }));
    AddGauges(*door, *house.store);
    return door;
}

}  // namespace tram::house
