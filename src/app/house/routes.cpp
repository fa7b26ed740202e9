#include "app/house/routes.h"

#include <iterator>

#include "api/web/figures.h"
#include "api/web/imports.h"
#include "api/web/people.h"
#include "api/web/periods.h"
#include "api/web/plans.h"
#include "api/web/population_imports.h"
#include "api/web/reports.h"
#include "api/web/users.h"
#include "api/web/words.h"
#include "api/web/work.h"

namespace tram::house {

Result<std::vector<api::Route>> WebRoutes(House& house) {
    std::vector<api::Route> routes;
    const auto add = [&routes](std::vector<api::Route> more) {
        routes.insert(routes.end(), std::make_move_iterator(more.begin()),
                      std::make_move_iterator(more.end()));
    };
    add(api::web::UserRoutes(*house.users, *house.store));
    add(api::web::ImportRoutes(*house.store));
    add(TRY(api::web::PopulationImportRoutes(*house.store, house.content)));
    if (house.plans.empty()) return routes;
    TRY(api::web::LoadWords(house.content));
    const api::web::FigureParts figures{.store = *house.store,
                                        .engine = *house.indicators,
                                        .plan = house.plans.front(),
                                        .content_hash = house.content.hash(),
                                        .plans = house.plans,
                                        .steps = house.steps,
                                        .accounts = &house.users->accounts()};
    add(api::web::FigureRoutes(figures));
    add(api::web::PeopleRoutes(figures));
    add(api::web::PeriodRoutes(figures, *house.periods));
    add(api::web::PlanRoutes(figures));
    add(api::web::WorkRoutes(figures, house.users->accounts()));
    add(api::web::ReportRoutes(figures, *house.periods, house.reports));
    return routes;
}

}  // namespace tram::house
