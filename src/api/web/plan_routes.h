// The actions behind PlanRoutes that stand in files of their own, and the steps part of the plan.
#pragma once

#include "api/web/figures.h"
#include "fhir/json/writer.h"

namespace tram::api::web {

Result<http::Response> PutStep(const FigureParts& parts, const Context& context);
Result<http::Response> LoadPlanRecords(const FigureParts& parts, const Context& context);
Result<http::Response> ListPlans(const FigureParts& parts, const Context& context);

// The lists of steps of the plan, each step with its units and their documents.
Result<void> PutSteps(json::Writer& out, const FigureParts& parts, database::Connection& connection,
                      const registry::Units& units, std::int32_t today);

}  // namespace tram::api::web
