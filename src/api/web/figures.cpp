#include "api/web/figures.h"

#include "api/web/figure_routes.h"
#include "api/web/parameters.h"

namespace tram::api::web {

std::string NameOf(const FigureParts& parts, std::string_view user) {
    const auto account = parts.accounts ? parts.accounts->Find(user) : std::nullopt;
    return account ? account->display_name : std::string(user);
}

Result<FigureParts> ForPlan(const FigureParts& parts, std::string_view query) {
    const auto parameters = TRY(WebParameters::ReadSome(query));
    const auto id = parameters.Text("plan");
    if (id.empty()) return parts;
    for (const auto& plan : parts.plans) {
        if (plan.id != id) continue;
        return FigureParts{.store = parts.store,
                           .engine = parts.engine,
                           .plan = plan,
                           .content_hash = parts.content_hash,
                           .plans = parts.plans,
                           .steps = parts.steps,
                           .accounts = parts.accounts};
    }
    return Error{.code = ErrorCode::kNotFound,
                 .message =
                     "no such plan; GET /api/v1/plans (tram plan list) lists them; a file put "
                     "there while the server runs is known after the next start",
                 .message_vi =
                     "Không có kế hoạch này. Xem danh sách bằng `tram plan list`; tệp vừa chép "
                     "vào khi máy chủ đang chạy thì cần khởi động lại máy chủ.",
                 .path = "plan"};
}

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
        routes.push_back({.method = "GET",
                          .pattern = pattern,
                          .action = [parts, function = function](
                                        const Context& context) -> Result<http::Response> {
                              return function(TRY(ForPlan(parts, context.request.query)), context);
                          },
                          .form = Form::kProblem});
    }
    return routes;
}

}  // namespace tram::api::web
