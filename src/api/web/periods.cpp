#include "api/web/periods.h"

#include <algorithm>

#include "api/web/json_body.h"
#include "api/web/period_routes.h"
#include "api/web/withheld.h"
#include "base/date.h"

namespace tram::api::web {
namespace {

Error NoSuchPeriod() {
    return {.code = ErrorCode::kNotFound,
            .message =
                "no such closed period, or not of one of your units; GET /api/v1/periods "
                "(tram period list) lists them",
            .message_vi =
                "Không có kỳ đã chốt này trong phạm vi của bạn. Xem danh sách kỳ đã chốt "
                "(lệnh `tram period list`).",
            .path = "id"};
}

Result<std::int32_t> DayIn(const JsonBody& body, std::string_view member) {
    const auto date = ParseDate(TRY(body.Text(member)));
    if (!date || !date->IsWholeDay()) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "a day is written YYYY-MM-DD and must exist",
                     .message_vi = "Ngày viết theo dạng YYYY-MM-DD và phải có thật.",
                     .path = std::string(member)};
    }
    return date->FirstDay();
}

// A title that the program gave has its English; one that somebody wrote stays as written.
void PutTitle(Writer& out, const PeriodParts& parts, std::string_view title, std::int32_t from,
              std::int32_t to) {
    const auto given = parts.periods.GivenTitle(from, to);
    PutBoth(out, "title", title, title == given.vi ? std::string_view(given.en) : "");
}

Result<http::Response> Close(const PeriodParts& parts, const Context& context) {
    const auto body = TRY(JsonBody::Read(context.request));
    const auto from = TRY(DayIn(body, "from"));
    const auto to = TRY(DayIn(body, "to"));
    periods::CloseRequest request{
        .question = TRY(AskOf(parts, context.actor, TRY(body.OptionalText("unit")), DayText(to),
                              TRY(body.OptionalText("map")))),
        .title = TRY(body.OptionalText("title")),
        .replaces = TRY(body.OptionalText("replaces")),
        .reason = TRY(body.OptionalText("reason"))};
    request.question.from = from;
    const auto period = TRY(parts.periods.Close(context.actor, parts.figures.plan, request));
    Writer out;
    out.BeginObject().Key("id").String(period.id);
    PutTitle(out, parts, period.title, from, to);
    out.EndObject();
    return JsonAnswer(201, out.Take());
}

// Of the units that the reader may see.
Result<http::Response> List(const PeriodParts& parts, const Context& context) {
    const auto parameters = TRY(WebParameters::Read(context.request.query, {"unit"}));
    std::int64_t only = 0;
    if (const auto name = parameters.Text("unit"); !name.empty())
        only = TRY(AskOf(parts, context.actor, name, "", "")).unit;
    const auto units = TRY(parts.figures.engine.Units());
    Writer out;
    out.BeginObject().Key("periods").BeginArray();
    for (const auto& head : TRY(parts.periods.List())) {
        const auto* unit = units->Find(head.unit);
        if (!unit || (only != 0 && head.unit != only)) continue;
        if (!AskOf(parts, context.actor, unit->id, DayText(head.to), "")) continue;
        out.BeginObject().Key("id").String(head.id);
        PutTitle(out, parts, head.title, head.from, head.to);
        out.Key("unit").String(unit->id).Key("unit_name").String(unit->name);
        out.Key("from").String(DayText(head.from)).Key("to").String(DayText(head.to));
        out.Key("map").String(head.map).Key("closed_at").String(head.closed_at);
        out.Key("closed_by").String(head.closed_by).Key("closed_by_name");
        out.String(NameOf(parts.figures, head.closed_by)).Key("state");
        out.String(head.replaced_by.empty() ? "closed" : "replaced").Key("replaces");
        PutText(out, head.replaces);
        out.Key("replaced_by");
        PutText(out, head.replaced_by);
        out.Key("reason");
        PutText(out, head.reason);
        out.EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

// What can be closed: the calendar of the last two years, and what of it is closed.
Result<http::Response> Choices(const PeriodParts& parts, const Context& context) {
    TRY(WebParameters::Read(context.request.query, {"unit"}));
    const auto question = TRY(ReadQuestion(parts.figures, context.actor, context.request.query));
    constexpr std::int32_t kBack = 730;
    const auto closed = TRY(parts.periods.List());
    const auto& calendar = parts.periods.calendar();
    Writer out;
    out.BeginObject().Key("checked").Boolean(calendar.checked());
    out.Key("source").String(calendar.source()).Key("choices").BeginArray();
    for (const auto& period : calendar.Around(question.today, kBack)) {
        const auto known = std::find_if(closed.begin(), closed.end(), [&](const auto& head) {
            return head.unit == question.unit && head.from == period.from && head.to == period.to &&
                   head.replaced_by.empty();
        });
        out.BeginObject().Key("kind").String(period.kind).Key("title").String(period.title);
        out.Key("title_en").String(period.title_en).Key("from").String(DayText(period.from));
        out.Key("to").String(DayText(period.to));
        out.Key("over").Boolean(period.to < question.today).Key("closed");
        PutText(out, known == closed.end() ? std::string_view() : std::string_view(known->id));
        out.EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

Result<http::Response> Show(const PeriodParts& parts, const Context& context) {
    TRY(WebParameters::Read(context.request.query, {}));
    const auto period = TRY(OpenPeriod(parts, context));
    Writer out;
    out.BeginObject().Key("id").String(period.id);
    PutTitle(out, parts, period.title, period.from.FirstDay(), period.to.FirstDay());
    out.Key("unit").String(period.unit).Key("unit_name").String(period.unit_name);
    out.Key("from").String(period.from.ToString()).Key("to").String(period.to.ToString());
    out.Key("map").String(period.map).Key("position").Number(period.position);
    out.Key("content").String(period.content).Key("closed_at").String(period.closed_at);
    out.Key("closed_by").String(period.closed_by).Key("closed_by_name");
    out.String(NameOf(parts.figures, period.closed_by)).Key("replaces");
    PutText(out, period.replaces);
    out.Key("reason");
    PutText(out, period.reason);
    out.Key("indicators").BeginArray();
    for (const auto& indicator : period.indicators) {
        out.BeginObject().Key("id").String(indicator.indicator);
        // Of a title that has been worded otherwise since, no English is known.
        const auto* known = parts.figures.engine.Find(indicator.indicator);
        const bool same = known && known->title.vi == indicator.title;
        PutBoth(out, "title", indicator.title, same ? known->title.en : std::string());
        out.Key("position").Number(indicator.position);
        out.Key("rows_hash").String(indicator.rows_hash).EndObject();
    }
    out.EndArray().Key("rows").BeginArray();
    Withheld withheld(parts, context.actor, period);
    TRY(withheld.Open());
    for (const auto& indicator : period.indicators) {
        const auto kept = TRY(withheld.Of(indicator));
        for (const auto& figure : indicator.figures) {
            const bool hidden = kept.now.contains(figure.unit);
            out.BeginObject().Key("indicator").String(indicator.indicator);
            out.Key("unit").String(figure.unit).Key("unit_name").String(figure.unit_name);
            PutCountUnless(out, hidden, {figure.numerator, figure.denominator});
            for (const auto& [key, value] :
                 {std::pair{"target", figure.target}, std::pair{"milestone", figure.milestone},
                  std::pair{"assigned", figure.assigned}}) {
                out.Key(key);
                PutNumber(out, value);
            }
            out.Key("status").String(hidden ? "none" : figure.status);
            out.Key("no_data").Number(hidden ? 0 : figure.no_data);
            out.Key("previous").BeginObject().Key("as_of");
            out.String(DayText(indicators::YearBefore(period.to.FirstDay())));
            PutCountUnless(out, hidden || kept.before.contains(figure.unit),
                           {figure.previous_numerator, figure.previous_denominator});
            out.EndObject().EndObject();
        }
    }
    out.EndArray().EndObject();
    return Json(out);
}

}  // namespace

Result<indicators::Question> AskOf(const PeriodParts& parts, const access::Actor& actor,
                                   std::string_view unit, std::string_view as_of,
                                   std::string_view map) {
    std::string query;
    for (const auto& [key, value] :
         {std::pair{"unit", unit}, std::pair{"as_of", as_of}, std::pair{"map", map}}) {
        if (!value.empty())
            query += std::string(query.empty() ? "" : "&") + key + "=" + PercentEncode(value);
    }
    return ReadQuestion(parts.figures, actor, query);
}

Result<plan::ClosedPeriod> OpenPeriod(const PeriodParts& parts, const Context& context) {
    const auto id = context.capture("id");
    const auto heads = TRY(parts.periods.List());
    const auto head =
        std::find_if(heads.begin(), heads.end(), [&](const auto& one) { return one.id == id; });
    if (head == heads.end()) return NoSuchPeriod();
    const auto units = TRY(parts.figures.engine.Units());
    const auto* unit = units->Find(head->unit);
    if (!unit || !AskOf(parts, context.actor, unit->id, DayText(head->to), ""))
        return NoSuchPeriod();
    return parts.periods.Open(context.actor, id);
}

std::vector<Route> PeriodRoutes(const FigureParts& figures, periods::Periods& periods) {
    using Function = Result<http::Response> (*)(const PeriodParts&, const Context&);
    const std::tuple<const char*, const char*, Function> table[] = {
        {"POST", "/api/v1/periods", Close},
        {"GET", "/api/v1/periods", List},
        {"GET", "/api/v1/periods/choices", Choices},
        {"GET", "/api/v1/periods/{id}", Show},
        {"GET", "/api/v1/periods/{id}/members", PeriodMembers},
        {"GET", "/api/v1/periods/{id}/explain", ExplainPeriod},
        {"GET", "/api/v1/periods/{id}/explain/members", ExplainPeriodMembers}};
    std::vector<Route> routes;
    for (const auto& [method, pattern, function] : table) {
        routes.push_back({.method = method,
                          .pattern = pattern,
                          .action =
                              [figures, &periods, function = function](const Context& context) {
                                  return function(PeriodParts{figures, periods}, context);
                              },
                          .form = Form::kProblem});
    }
    return routes;
}

}  // namespace tram::api::web
