// What the files of the closed periods' routes share. Private to api/web.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <string_view>

#include "api/web/figure_answer.h"
#include "api/web/periods.h"

namespace tram::api::web {

struct PeriodParts {
    FigureParts figures;
    periods::Periods& periods;
};

// The unit within what the actor may see, as for any figure.
Result<indicators::Question> AskOf(const PeriodParts& parts, const access::Actor& actor,
                                   std::string_view unit, std::string_view as_of,
                                   std::string_view map);
// The period that the path names, if its unit is one the reader sees. Errors: kNotFound.
Result<plan::ClosedPeriod> OpenPeriod(const PeriodParts& parts, const Context& context);

// GET /periods/{id}/members, …/explain and …/explain/members.
Result<http::Response> PeriodMembers(const PeriodParts& parts, const Context& context);
Result<http::Response> ExplainPeriod(const PeriodParts& parts, const Context& context);
Result<http::Response> ExplainPeriodMembers(const PeriodParts& parts, const Context& context);

}  // namespace tram::api::web
