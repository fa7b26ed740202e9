// The actions behind FigureRoutes, each in the file of its subject.
#pragma once

#include "api/web/figures.h"

namespace tram::api::web {

Result<http::Response> Units(const FigureParts& parts, const Context& context);
Result<http::Response> Boundaries(const FigureParts& parts, const Context& context);
Result<http::Response> Scorecard(const FigureParts& parts, const Context& context);
Result<http::Response> Companions(const FigureParts& parts, const Context& context);
Result<http::Response> Trend(const FigureParts& parts, const Context& context);
Result<http::Response> Splits(const FigureParts& parts, const Context& context);
Result<http::Response> Whys(const FigureParts& parts, const Context& context);
Result<http::Response> Members(const FigureParts& parts, const Context& context);
Result<http::Response> Changes(const FigureParts& parts, const Context& context);
Result<http::Response> ChangeMembers(const FigureParts& parts, const Context& context);

}  // namespace tram::api::web
