// The actions behind PlanRoutes that stand in files of their own, and parts of GET /api/v1/plan.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/web/figures.h"
#include "care/plan/paper.h"
#include "fhir/json/writer.h"

namespace tram::api::web {

Result<http::Response> TakePaper(const FigureParts& parts, const Context& context);
Result<http::Response> PutStep(const FigureParts& parts, const Context& context);
Result<http::Response> LoadPlanRecords(const FigureParts& parts, const Context& context);
Result<http::Response> ListPlans(const FigureParts& parts, const Context& context);

// The paper that the reader's own unit works by; none where units stand in a circle.
Result<std::optional<plan::Paper>> PaperOfReader(const plan::Plan& plan, const FigureParts& parts,
                                                 const Context& context,
                                                 database::Connection& connection,
                                                 const registry::Units& units);
// signer, signer_title and paper: which unit's paper it is.
void PutPaper(json::Writer& out, const std::optional<plan::Paper>& paper,
              const registry::Units& units);

// The lists of steps of the plan, each step with its units and their documents.
Result<void> PutSteps(json::Writer& out, const FigureParts& parts, database::Connection& connection,
                      const registry::Units& units, std::int32_t today);

// kBadValue of a field of the body.
Error Bad(std::string_view field, std::string en, std::string vi);

}  // namespace tram::api::web
