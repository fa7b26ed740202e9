// A home check: one Encounter at home with its Observations, in one transaction.
#pragma once

#include "api/web/figures.h"

namespace tram::api::web {

// Measures whoever holds this role only to find whom the station should examine?
bool OnlyPreScreens(const access::Role& role);

// POST /api/v1/people/{id}/home-checks
// Errors: kInvalid with the field as path where a value cannot be; those of Commit.
Result<http::Response> RecordHomeCheck(const FigureParts& parts, const Context& context);

}  // namespace tram::api::web
