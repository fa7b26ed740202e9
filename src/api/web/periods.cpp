#include "api/web/periods.h"

#include <algorithm>
#include <map>

#include "api/web/figure_answer.h"
#include "api/web/json_body.h"
#include "api/web/words.h"
#include "base/date.h"

namespace tram::api::web {
namespace {

using periods::Difference;
using periods::FrozenMember;

struct Parts {
    FigureParts figures;
    periods::Periods& periods;
};

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

// The unit within what the actor may see, as for any figure.
Result<indicators::Question> AskOf(const Parts& parts, const access::Actor& actor,
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

Result<http::Response> Close(const Parts& parts, const Context& context) {
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
    out.BeginObject().Key("id").String(period.id).Key("title").String(period.title).EndObject();
    return JsonAnswer(201, out.Take());
}

// Of the units that the reader may see.
Result<http::Response> List(const Parts& parts, const Context& context) {
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
        out.BeginObject().Key("id").String(head.id).Key("title").String(head.title);
        out.Key("unit").String(unit->id).Key("unit_name").String(unit->name);
        out.Key("from").String(DayText(head.from)).Key("to").String(DayText(head.to));
        out.Key("map").String(head.map).Key("closed_at").String(head.closed_at);
        out.Key("closed_by").String(head.closed_by).Key("state");
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
Result<http::Response> Choices(const Parts& parts, const Context& context) {
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

// The period that the path names, if its unit is one the reader sees.
Result<plan::ClosedPeriod> Open(const Parts& parts, const Context& context) {
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

void PutCounts(Writer& out, std::int64_t numerator, std::int64_t denominator) {
    out.Key("numerator").Number(numerator).Key("denominator").Number(denominator);
}

Result<http::Response> Show(const Parts& parts, const Context& context) {
    TRY(WebParameters::Read(context.request.query, {}));
    const auto period = TRY(Open(parts, context));
    Writer out;
    out.BeginObject().Key("id").String(period.id).Key("title").String(period.title);
    out.Key("unit").String(period.unit).Key("unit_name").String(period.unit_name);
    out.Key("from").String(period.from.ToString()).Key("to").String(period.to.ToString());
    out.Key("map").String(period.map).Key("position").Number(period.position);
    out.Key("content").String(period.content).Key("closed_at").String(period.closed_at);
    out.Key("closed_by").String(period.closed_by).Key("replaces");
    PutText(out, period.replaces);
    out.Key("reason");
    PutText(out, period.reason);
    out.Key("indicators").BeginArray();
    for (const auto& indicator : period.indicators) {
        out.BeginObject().Key("id").String(indicator.indicator);
        out.Key("title").String(indicator.title).Key("position").Number(indicator.position);
        out.Key("rows_hash").String(indicator.rows_hash).EndObject();
    }
    out.EndArray().Key("rows").BeginArray();
    for (const auto& indicator : period.indicators) {
        for (const auto& figure : indicator.figures) {
            out.BeginObject().Key("indicator").String(indicator.indicator);
            out.Key("unit").String(figure.unit).Key("unit_name").String(figure.unit_name);
            PutCounts(out, figure.numerator, figure.denominator);
            for (const auto& [key, value] :
                 {std::pair{"target", figure.target}, std::pair{"milestone", figure.milestone},
                  std::pair{"assigned", figure.assigned}}) {
                out.Key(key);
                PutNumber(out, value);
            }
            out.Key("status").String(figure.status).Key("no_data").Number(figure.no_data);
            out.Key("previous").BeginObject().Key("as_of");
            out.String(DayText(indicators::YearBefore(period.to.FirstDay())));
            PutCounts(out, figure.previous_numerator, figure.previous_denominator);
            out.EndObject().EndObject();
        }
    }
    out.EndArray().EndObject();
    return Json(out);
}

// What the lists show of members besides the frozen row: read now, by those with the right.
struct Shown {
    std::int64_t rid = 0;
    std::string name, birth, phone;
};
Result<std::map<std::string, Shown>> ReadShown(database::Connection& connection, bool people,
                                               const std::vector<std::string_view>& ids) {
    std::map<std::string, Shown> shown;
    const std::string columns = people ? "SELECT id, rid, name, birth_on, phone FROM reg_patients"
                                       : "SELECT id, rid, name, 0, '' FROM reg_organizations";
    auto& rows = *TRY(connection.Prepare(columns + " WHERE " + connection.InSet("id", 1)));
    rows.BindTextSet(1, ids);
    while (TRY(rows.Step())) {
        Shown& one = shown[std::string(rows.Text(0))];
        one.rid = rows.Int(1);
        one.name = rows.Text(2);
        const auto on = static_cast<int>(rows.Int(3));
        if (on != 0) one.birth = Date{on / 10000, on / 100 % 100, on % 100}.ToString();
        one.phone = rows.Text(4);
    }
    return shown;
}

// Which of the period's indicators, and for which of its units.
struct Asked {
    const indicators::Indicator* indicator = nullptr;
    bool people = false;
    std::string unit;  // FHIR id
};
Result<Asked> ReadAsked(const Parts& parts, const Context& context, const WebParameters& parameters,
                        const plan::ClosedPeriod& period) {
    Asked asked{.indicator = parts.figures.engine.Find(parameters.Text("indicator")),
                .unit = period.unit};
    if (!asked.indicator) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "`indicator` names one of the period's indicators",
                     .message_vi = "`indicator` là mã một chỉ tiêu của kỳ.",
                     .path = "indicator"};
    }
    asked.people = asked.indicator->member_type == indicators::MemberType::kPatient;
    if (const auto name = parameters.Text("unit"); !name.empty()) {
        const auto question =
            TRY(AskOf(parts, context.actor, name, period.to.ToString(), period.map));
        asked.unit = TRY(parts.figures.engine.Units())->Find(question.unit)->id;
    }
    return asked;
}

Result<void> CheckNames(const Asked& asked, const access::Actor& actor) {
    if (asked.people && !MaySeeNames(actor)) return NamesNotAllowed();
    return {};
}

// One page of a list, and the cursor of the next.
template <typename T>
Result<std::int64_t> CutPage(std::vector<T>& all, const WebParameters& parameters) {
    const auto total = std::ssize(all);
    const auto from = TRY(parameters.Number("cursor", 0, 0, 100'000'000));
    const auto count = TRY(parameters.Number("count", 200, 1, 2000));
    all.erase(all.begin(), all.begin() + std::min<std::int64_t>(from, total));
    if (std::ssize(all) > count) all.resize(static_cast<std::size_t>(count));
    return from + count < total ? from + count : 0;
}

Result<void> Note(const Parts& parts, const access::Actor& actor,
                  const std::map<std::string, Shown>& shown) {
    record::Access access{.interaction = record::Interaction::kFigures};
    for (const auto& [id, one] : shown) access.homes.push_back(one.rid);
    return parts.figures.store.Audit(actor, std::move(access));
}

std::string_view WhyTitle(const indicators::Indicator& indicator, std::string_view code) {
    for (const auto& why : indicator.whys) {
        if (why.code == code) return why.title.vi;
    }
    return code;
}

void PutEvidenceName(Writer& out, const std::string& evidence) {
    const auto slash = evidence.find('/');
    if (slash == std::string::npos) {
        out.Null();
        return;
    }
    out.BeginObject().Key("type").String(evidence.substr(0, slash));
    out.Key("id").String(evidence.substr(slash + 1)).EndObject();
}

void PutState(Writer& out, const indicators::Indicator& indicator, const FrozenMember& row) {
    out.Key("met").Boolean(row.met).Key("why").String(row.why);
    out.Key("why_title").String(WhyTitle(indicator, row.why)).Key("evidence");
    PutEvidenceName(out, row.evidence);
    out.Key("due_on");
    PutDay(out, row.due_on);
}

void PutWho(Writer& out, const Asked& asked, const FrozenMember& row,
            const std::map<std::string, Shown>& shown, const registry::Units& units,
            std::int32_t day) {
    static const Shown kNobody;
    const auto known = shown.find(row.member);
    const Shown& one = known == shown.end() ? kNobody : known->second;
    const std::string lowest = row.units.empty() ? std::string() : row.units.front();
    const auto* unit = units.FindByName(lowest, day);
    out.Key("member").String(row.member).Key("name").String(one.name);
    if (asked.people) out.Key("birth_date").String(one.birth).Key("phone").String(one.phone);
    out.Key("unit").String(lowest).Key("unit_name").String(unit ? unit->name : "");
}

Result<http::Response> Members(const Parts& parts, const Context& context) {
    const auto parameters = TRY(WebParameters::Read(
        context.request.query, {"indicator", "unit", "met", "why", "cursor", "count"}));
    const auto period = TRY(Open(parts, context));
    const auto asked = TRY(ReadAsked(parts, context, parameters, period));
    TRY(CheckNames(asked, context.actor));
    auto rows = TRY(parts.periods.Rows(context.actor, period, asked.indicator->id));
    const auto met = parameters.Text("met");
    const auto why = parameters.Text("why");
    std::erase_if(rows, [&](const FrozenMember& row) {
        return !row.StandsIn(asked.unit) || (!met.empty() && row.met != (met == "true")) ||
               (!why.empty() && row.why != why);
    });
    const auto day = period.to.FirstDay();
    const auto overdue = [&](const FrozenMember& row) {
        return row.due_on == 0 || row.due_on > day ? 0 : day - row.due_on;
    };
    std::stable_sort(rows.begin(), rows.end(),
                     [&](const auto& a, const auto& b) { return overdue(a) > overdue(b); });
    const auto total = std::ssize(rows);
    const auto next = TRY(CutPage(rows, parameters));
    std::vector<std::string_view> ids;
    for (const auto& row : rows) ids.push_back(row.member);
    const auto reader = TRY(parts.figures.store.Read());
    const auto shown = TRY(ReadShown(reader->connection(), asked.people, ids));
    if (asked.people) TRY(Note(parts, context.actor, shown));
    const auto units = TRY(parts.figures.engine.Units());
    Writer out;
    out.BeginObject().Key("id").String(period.id).Key("unit").String(asked.unit);
    out.Key("indicator").String(asked.indicator->id).Key("total").Number(total);
    out.Key("members").BeginArray();
    for (const auto& row : rows) {
        out.BeginObject();
        PutWho(out, asked, row, shown, *units, day);
        PutState(out, *asked.indicator, row);
        out.Key("days_overdue").Number(overdue(row)).Key("splits").BeginObject();
        out.Key("sex").String(row.sex).Key("age").String(row.age);
        out.Key("ethnicity").String(row.ethnicity).Key("poverty").String(row.poverty);
        out.Key("remoteness").String(row.remoteness).EndObject().EndObject();
    }
    out.EndArray().Key("next");
    next == 0 ? out.Null() : out.String(std::to_string(next));
    out.EndObject();
    return Json(out);
}

std::string_view CauseTitle(periods::Cause cause) {
    switch (cause) {
        case periods::Cause::kRecords:
            return "Hồ sơ ghi sau khi chốt";
        case periods::Cause::kContent:
            return "Cách tính, bộ mã đã thay";
        case periods::Cause::kUnits:
            return "Đơn vị, địa giới đã đổi";
        case periods::Cause::kOthers:
            return "Hồ sơ của người hoặc đơn vị khác";
    }
    return "";
}

// By the same rule as the comparison of two days: what was missing of those gained, what is missing
// of the others.
std::string_view ReasonOf(const Difference& one) {
    const auto& row = one.effect == indicators::Effect::kGained || !one.now ? one.was : one.now;
    return row->why.empty() ? std::string_view("met") : std::string_view(row->why);
}

void PutExplained(Writer& out, const periods::Explanation& explanation) {
    const auto& indicator = *explanation.indicator;
    std::map<std::pair<indicators::Effect, std::string>, std::int64_t> reasons;
    std::map<periods::Cause, std::int64_t> causes;
    for (const auto& one : explanation.differences) {
        ++reasons[{one.effect, std::string(ReasonOf(one))}];
        ++causes[one.cause];
    }
    out.BeginObject().Key("indicator").String(indicator.id).Key("title").String(indicator.title.vi);
    out.Key("was").BeginObject();
    PutCount(out, explanation.was);
    out.EndObject().Key("now").BeginObject();
    PutCount(out, explanation.now);
    out.EndObject().Key("differences").Number(std::ssize(explanation.differences));
    out.Key("reasons").BeginArray();
    for (const auto& [reason, count] : reasons) {
        out.BeginObject().Key("code").String(reason.second).Key("title");
        out.String(reason.second == "met" ? "Đạt" : WhyTitle(indicator, reason.second));
        out.Key("effect").String(indicators::EffectCode(reason.first));
        out.Key("count").Number(count).EndObject();
    }
    out.EndArray().Key("causes").BeginArray();
    for (const auto& [cause, count] : causes) {
        out.BeginObject().Key("code").String(periods::CauseCode(cause));
        out.Key("title").String(CauseTitle(cause)).Key("count").Number(count).EndObject();
    }
    out.EndArray().EndObject();
}

Result<http::Response> Explain(const Parts& parts, const Context& context) {
    const auto parameters = TRY(WebParameters::Read(context.request.query, {"unit", "indicator"}));
    const auto period = TRY(Open(parts, context));
    std::string unit = period.unit;
    if (const auto name = parameters.Text("unit"); !name.empty()) {
        const auto question =
            TRY(AskOf(parts, context.actor, name, period.to.ToString(), period.map));
        unit = TRY(parts.figures.engine.Units())->Find(question.unit)->id;
    }
    Writer out;
    out.BeginObject().Key("id").String(period.id).Key("unit").String(unit);
    out.Key("from").BeginObject().Key("position").Number(period.position);
    out.Key("content").String(period.content).Key("closed_at").String(period.closed_at);
    out.EndObject().Key("to").BeginObject().Key("position");
    out.Number(parts.figures.store.position()).Key("content");
    out.String(parts.figures.content_hash).EndObject().Key("content_changed");
    out.Boolean(period.content != parts.figures.content_hash).Key("rows").BeginArray();
    const auto only = parameters.Text("indicator");
    for (const auto& one : period.indicators) {
        if (!only.empty() && one.indicator != only) continue;
        if (!parts.figures.engine.Find(one.indicator)) continue;
        PutExplained(out, TRY(parts.periods.Explain(context.actor, period, one.indicator, unit)));
    }
    out.EndArray().EndObject();
    return Json(out);
}

void PutVersions(Writer& out, const std::vector<periods::LoggedVersion>& versions) {
    out.Key("versions").BeginArray();
    for (const auto& version : versions) {
        out.BeginObject().Key("type").String(version.type);
        out.Key("type_title").String(WordFor("type", version.type)).Key("id").String(version.id);
        out.Key("version").Number(version.version).Key("at").String(FormatInstant(version.at));
        out.Key("by").String(version.author).EndObject();
    }
    out.EndArray();
}

Result<http::Response> ExplainMembers(const Parts& parts, const Context& context) {
    const auto parameters = TRY(WebParameters::Read(
        context.request.query, {"indicator", "unit", "reason", "effect", "cursor", "count"}));
    const auto period = TRY(Open(parts, context));
    const auto asked = TRY(ReadAsked(parts, context, parameters, period));
    TRY(CheckNames(asked, context.actor));
    auto explanation =
        TRY(parts.periods.Explain(context.actor, period, asked.indicator->id, asked.unit));
    auto& differences = explanation.differences;
    std::erase_if(differences, [&](const Difference& one) {
        const auto reason = parameters.Text("reason"), effect = parameters.Text("effect");
        return (!reason.empty() && ReasonOf(one) != reason) ||
               (!effect.empty() && indicators::EffectCode(one.effect) != effect);
    });
    const auto total = std::ssize(differences);
    const auto next = TRY(CutPage(differences, parameters));
    std::vector<std::string_view> ids;
    for (const auto& one : differences) ids.push_back((one.now ? one.now : one.was)->member);
    const auto reader = TRY(parts.figures.store.Read());
    const auto shown = TRY(ReadShown(reader->connection(), asked.people, ids));
    if (asked.people) TRY(Note(parts, context.actor, shown));
    const auto units = TRY(parts.figures.engine.Units());
    Writer out;
    out.BeginObject().Key("id").String(period.id).Key("unit").String(asked.unit);
    out.Key("indicator").String(asked.indicator->id).Key("total").Number(total);
    out.Key("members").BeginArray();
    for (const auto& one : differences) {
        out.BeginObject();
        PutWho(out, asked, one.now ? *one.now : *one.was, shown, *units, period.to.FirstDay());
        out.Key("effect").String(indicators::EffectCode(one.effect));
        for (const auto& [key, row] : {std::pair{"was", &one.was}, std::pair{"now", &one.now}}) {
            out.Key(key);
            if (!*row) {
                out.Null();
                continue;
            }
            out.BeginObject();
            PutState(out, *asked.indicator, **row);
            out.EndObject();
        }
        out.Key("cause").String(periods::CauseCode(one.cause));
        out.Key("cause_title").String(CauseTitle(one.cause));
        PutVersions(out, one.versions);
        out.EndObject();
    }
    out.EndArray().Key("next");
    next == 0 ? out.Null() : out.String(std::to_string(next));
    out.EndObject();
    return Json(out);
}

}  // namespace

std::vector<Route> PeriodRoutes(const FigureParts& figures, periods::Periods& periods) {
    using Function = Result<http::Response> (*)(const Parts&, const Context&);
    const std::tuple<const char*, const char*, Function> table[] = {
        {"POST", "/api/v1/periods", Close},
        {"GET", "/api/v1/periods", List},
        {"GET", "/api/v1/periods/choices", Choices},
        {"GET", "/api/v1/periods/{id}", Show},
        {"GET", "/api/v1/periods/{id}/members", Members},
        {"GET", "/api/v1/periods/{id}/explain", Explain},
        {"GET", "/api/v1/periods/{id}/explain/members", ExplainMembers}};
    std::vector<Route> routes;
    for (const auto& [method, pattern, function] : table) {
        routes.push_back({.method = method,
                          .pattern = pattern,
                          .action =
                              [figures, &periods, function = function](const Context& context) {
                                  return function(Parts{figures, periods}, context);
                              },
                          .form = Form::kProblem});
    }
    return routes;
}

}  // namespace tram::api::web
