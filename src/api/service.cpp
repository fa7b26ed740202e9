#include "api/service.h"

namespace tram::api {

std::vector<Route> ServiceRoutes(const Metrics& metrics, std::function<Result<void>()> check) {
    std::vector<Route> routes;
    routes.push_back(
        {.method = "GET",
         .pattern = "/healthz",
         .action = [check = std::move(check)](const Context&) -> Result<http::Response> {
             TRY(check());
             return http::Response{.status = 200,
                                   .headers = {{"Content-Type", "application/json"}},
                                   .body = R"({"status":"ok"})",
                                   .route = {}};
         },
         .form = Form::kProblem,
         .door = Door::kOpen});
    routes.push_back(
        {.method = "GET",
         .pattern = "/metrics",
         .action = [&metrics](const Context&) -> Result<http::Response> {
             return http::Response{
                 .status = 200,
                 .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
                 .body = metrics.Text(),
                 .route = {}};
         },
         .form = Form::kProblem});
    return routes;
}

}  // namespace tram::api
