// A home check: one Encounter at home with its Observations, in one transaction.
#pragma once

#include "api/web/figures.h"

namespace tram::api::web {

// POST /api/v1/people/{id}/home-checks
// Errors: kInvalid with the field as path where a value cannot be; those of Commit.
Result<http::Response> RecordHomeCheck(const FigureParts& parts, const Context& context);

}  // namespace tram::api::web
