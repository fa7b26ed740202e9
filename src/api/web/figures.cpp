#include "api/web/figures.h"

#include "api/web/figure_routes.h"

namespace tram::api::web {

std::vector<Route> FigureRoutes(const FigureParts& parts) {
    using Function = Result<http::Response> (*)(const FigureParts&, const Context&);
    const std::pair<const char*, Function> table[] = {
        {"/api/v1/units", Units},
        {"/api/v1/map", Boundaries},
        {"/api/v1/indicators", Scorecard},
        {"/api/v1/indicators/{id}/companions", Companions},
        {"/api/v1/indicators/{id}/trend", Trend},
        {"/api/v1/indicators/{id}/splits", Splits},
        {"/api/v1/indicators/{id}/whys", Whys},
        {"/api/v1/indicators/{id}/members", Members},
        {"/api/v1/indicators/{id}/changes", Changes},
        {"/api/v1/indicators/{id}/changes/members", ChangeMembers}};
    std::vector<Route> routes;
    for (const auto& [pattern, function] : table) {
        routes.push_back(
            {.method = "GET",
             .pattern = pattern,
             .action = [parts, function = function](
                           const Context& context) { return function(parts, context); },
             .form = Form::kProblem});
    }
    return routes;
}

}  // namespace tram::api::web
