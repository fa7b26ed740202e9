// What came of contacts: outcomes of a worklist, taken back, and circumstances of a person.
#pragma once

#include "api/web/figures.h"

namespace tram::api::web {

Result<http::Response> RecordOutcomes(const FigureParts& parts, const Context& context);
Result<http::Response> UndoOutcomes(const FigureParts& parts, const Context& context);
Result<http::Response> RecordCircumstance(const FigureParts& parts, const Context& context);

}  // namespace tram::api::web
