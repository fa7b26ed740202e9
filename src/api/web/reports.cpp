#include "api/web/reports.h"

#include <algorithm>

#include "api/web/figure_answer.h"
#include "api/web/json_body.h"
#include "api/web/parameters.h"
#include "api/web/report_duties.h"
#include "api/web/words.h"
#include "exchange/report_paper/paper.h"
#include "insight/reports/compose.h"
#include "insight/reports/record.h"
#include "record/access/reserved.h"

namespace tram::api::web {
namespace {

using reports::Report;

constexpr std::size_t kMostBody = 1 << 20;

Result<void> CheckReader(const access::Actor& actor) {
    const auto& role = actor.role;
    const auto works_here = [&] {
        return std::find(role->places.begin(), role->places.end(), "reports") != role->places.end();
    };
    if (role && (role->administrator || works_here())) return {};
    return Error{.code = ErrorCode::kForbidden,
                 .message = "your role does not work with reports",
                 .message_vi = "Vai trò của bạn không làm việc với báo cáo.",
                 .path = "reports"};
}

Result<void> CheckWriter(const access::Actor& actor) {
    TRY(CheckReader(actor));
    return access::CheckRight(actor, access::Right::kCreate, "Composition");
}

Result<std::int32_t> ReadDay(std::string_view text, std::string_view field) {
    const auto date = ParseDate(text);
    if (date && date->IsWholeDay()) return date->FirstDay();
    return Error{.code = ErrorCode::kBadValue,
                 .message = "a day is written YYYY-MM-DD and must exist",
                 .message_vi = "Ngày viết theo dạng YYYY-MM-DD và phải có thật.",
                 .path = std::string(field)};
}

// What POST /reports and GET /reports/document ask for, as written.
struct Asked {
    std::string form, unit, from, to, signed_on;
};

class Reports {
  public:
    Reports(const FigureParts& parts, periods::Periods& periods,
            const reports::ReportContent& content)
        : parts_(parts), periods_(periods), content_(content) {}

    Result<http::Response> Templates(const Context& context) const;
    Result<http::Response> Create(const Context& context) const;
    Result<http::Response> Duties(const Context& context) const {
        TRY(CheckReader(context.actor));
        return ReportDuties(TRY(ForPlan(parts_, context.request.query)), periods_.calendar(),
                            context);
    }
    Result<http::Response> List(const Context& context) const;
    Result<http::Response> ReadOne(const Context& context) const;
    Result<http::Response> Edit(const Context& context) const;
    Result<http::Response> Fill(const Context& context) const;
    Result<http::Response> Recalculate(const Context& context) const;
    Result<http::Response> TakeStep(const Context& context) const;
    Result<http::Response> Document(const Context& context) const;
    Result<http::Response> Preview(const Context& context) const;

  private:
    reports::FactParts FactsFor(const access::Actor& actor) const {
        return {parts_.store, parts_.engine, parts_.plan, periods_, actor};
    }
    // The unit within what the actor sees, on a day.
    Result<std::int64_t> UnitOf(const access::Actor& actor, std::string_view unit,
                                std::int32_t day) const {
        const auto query = "unit=" + PercentEncode(unit) + "&as_of=" + DayText(day);
        return TRY(ReadQuestion(parts_, actor, unit.empty() ? "as_of=" + DayText(day) : query))
            .unit;
    }
    bool Sees(const access::Actor& actor, const Report& report) const {
        return UnitOf(actor, report.unit, report.to).ok();
    }
    Result<Report> Find(const Context& context) const;
    Result<Report> Compose(const access::Actor& actor, const Asked& asked) const;
    Result<Report> Compose(const access::Actor& actor, const reports::Wanted& wanted) const;
    Result<http::Response> Keep(const access::Actor& actor, Report& report) const;
    void PutHead(Writer& out, const Report& report) const;
    http::Response Answer(const Report& report) const;
    Result<http::Response> Paper(const Report& report) const;

    FigureParts parts_;
    periods::Periods& periods_;
    const reports::ReportContent& content_;
};

Result<Report> Reports::Find(const Context& context) const {
    TRY(CheckReader(context.actor));
    const auto reader = TRY(parts_.store.Read());
    auto report = TRY(reports::FindReport(*reader, context.actor, context.capture("id"),
                                          parts_.store.zone_minutes()));
    if (Sees(context.actor, report)) return report;
    return Error{.code = ErrorCode::kNotFound,
                 .message = "no such report, or none of your units",
                 .message_vi = "Không có báo cáo này, hoặc không thuộc đơn vị của bạn.",
                 .path = "id"};
}

Result<Report> Reports::Compose(const access::Actor& actor, const Asked& asked) const {
    reports::Wanted wanted{.template_id = asked.form};
    wanted.from = TRY(ReadDay(asked.from, "from"));
    wanted.to = TRY(ReadDay(asked.to, "to"));
    if (!asked.signed_on.empty()) wanted.signed_on = TRY(ReadDay(asked.signed_on, "signed_on"));
    wanted.unit = TRY(UnitOf(actor, asked.unit, wanted.to));
    return Compose(actor, wanted);
}

Result<Report> Reports::Compose(const access::Actor& actor, const reports::Wanted& asked) const {
    auto wanted = asked;
    wanted.today = Today(parts_.store);
    std::vector<reports::Submission> submissions;
    {
        const auto reader = TRY(parts_.store.Read());
        wanted.synthetic = TRY(reports::HoldsSynthetic(*reader, parts_.store.zone_minutes()));
        submissions = TRY(reports::ListSubmissions(*reader, actor, wanted.from, wanted.to,
                                                   parts_.store.zone_minutes()));
    }
    return reports::ComposeReport(FactsFor(actor), content_, wanted, submissions);
}

void Reports::PutHead(Writer& out, const Report& report) const {
    out.Key("id")
        .String(report.id)
        .Key("template")
        .String(report.template_id)
        .Key("title")
        .String(report.title);
    out.Key("unit").String(report.unit).Key("unit_name").String(report.unit_name);
    out.Key("from")
        .String(DayText(report.from))
        .Key("to")
        .String(DayText(report.to))
        .Key("signed_on");
    PutDay(out, report.signed_on.value_or(0));
    out.Key("number");
    PutText(out, report.number);
    out.Key("state")
        .String(reports::StateCode(report.state()))
        .Key("missing")
        .Number(report.Missing());
    out.Key("replaces");
    PutText(out, report.replaces);
    out.Key("written_on").String(DayText(report.written_on));
    PutDueOf(out, parts_.plan, periods_.calendar(), report, Today(parts_.store));
}

void PutSection(Writer& out, const reports::SectionText& section) {
    out.BeginObject().Key("id").String(section.id).Key("group");
    PutText(out, section.group);
    out.Key("title").String(section.title).Key("text").String(section.text());
    out.Key("computed_text")
        .String(section.computed)
        .Key("edited")
        .Boolean(section.author.has_value());
    out.Key("changed_figures").BeginArray();
    for (const auto& [was, now] : section.ChangedFigures())
        out.BeginObject().Key("was").String(was).Key("now").String(now).EndObject();
    out.EndArray().EndObject();
}

// A table that holds cells for the author to fill in.
void PutTable(Writer& out, const reports::ReportTable& table) {
    const auto end = table.title.find('\n');
    out.BeginObject().Key("id").String(table.id).Key("annex").String(table.annex);
    out.Key("title").String(table.title.substr(0, end)).Key("note");
    PutText(out, end == std::string::npos ? std::string_view()
                                          : std::string_view(table.title).substr(end + 1));
    out.Key("grows").Boolean(table.grows).Key("columns").BeginArray();
    for (const auto& column : table.columns)
        out.BeginObject()
            .Key("title")
            .String(column.title)
            .Key("align")
            .String(column.align)
            .EndObject();
    out.EndArray().Key("rows").BeginArray();
    for (const auto& row : table.rows) {
        out.BeginObject().Key("key").String(row.key).Key("cells").BeginArray();
        for (const auto& cell : row.cells)
            out.BeginObject()
                .Key("text")
                .String(cell.text)
                .Key("author")
                .Boolean(cell.author)
                .EndObject();
        out.EndArray().EndObject();
    }
    out.EndArray().EndObject();
}

http::Response Reports::Answer(const Report& report) const {
    Writer out;
    out.BeginObject();
    PutHead(out, report);
    out.Key("sections").BeginArray();
    for (const auto& section : report.sections) PutSection(out, section);
    out.EndArray().Key("tables").BeginArray();
    for (const auto& table : report.tables) {
        if (table.MayBeFilled()) PutTable(out, table);
    }
    out.EndArray().Key("steps").BeginArray();
    for (const auto& step : report.steps) {
        out.BeginObject().Key("state").String(reports::StateCode(step.state)).Key("on");
        PutDay(out, step.on);
        out.Key("by").String(step.by).Key("number");
        PutText(out, step.number);
        out.Key("reason");
        PutText(out, step.note);
        out.EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

Result<http::Response> Reports::Keep(const access::Actor& actor, Report& report) const {
    // Decided by CheckWriter and Find; the record itself is one that the program alone writes.
    auto receipt =
        TRY(parts_.store.Commit(access::InTheNameOf(actor), {reports::ReportChange(report)}));
    report.id = receipt.applied.front().version.id;
    report.version = receipt.applied.front().version.version;
    return Answer(report);
}

Result<http::Response> Reports::Templates(const Context& context) const {
    TRY(CheckReader(context.actor));
    Writer out;
    out.BeginObject().Key("templates").BeginArray();
    for (const auto& one : content_.templates) {
        out.BeginObject().Key("id").String(one.id);
        PutBoth(out, "title", reports::Fill(one.title, {{"period", "kỳ …"}}),
                reports::Fill(one.title_en, {{"period", "period …"}}));
        for (const auto& [key, role] :
             {std::pair{"author", &one.author}, std::pair{"receiver", &one.receiver}})
            PutBoth(out, key, content_.Word("unit-kind", *role), EnglishFor("unit-kind", *role));
        out.Key("checked").Boolean(one.checked).EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

Result<http::Response> Reports::Create(const Context& context) const {
    TRY(CheckWriter(context.actor));
    const auto body = TRY(JsonBody::Read(context.request));
    auto report =
        TRY(Compose(context.actor, Asked{.form = TRY(body.Text("template")),
                                         .unit = TRY(body.OptionalText("unit")),
                                         .from = TRY(body.Text("from")),
                                         .to = TRY(body.Text("to")),
                                         .signed_on = TRY(body.OptionalText("signed_on"))}));
    // One that replaces another begins with the words of that one.
    if (const auto old_id = TRY(body.OptionalText("replaces")); !old_id.empty()) {
        const auto reader = TRY(parts_.store.Read());
        auto old =
            TRY(reports::FindReport(*reader, context.actor, old_id, parts_.store.zone_minutes()));
        if (old.unit != report.unit || old.template_id != report.template_id) {
            return Error{
                .code = ErrorCode::kInvalid,
                .message = "a report replaces one of the same unit and template",
                .message_vi = "Báo cáo thay thế phải cùng đơn vị và cùng mẫu với báo cáo cũ.",
                .path = "replaces"};
        }
        report.replaces = old.id;
        for (auto& section : report.sections) {
            if (const auto* before = old.FindSection(section.id); before && before->author) {
                section.author = before->author;
                section.figures_then = before->figures_then;
            }
        }
        reports::KeepFilled(report, old);
    }
    TRY(Keep(context.actor, report));
    Writer out;
    out.BeginObject().Key("id").String(report.id).EndObject();
    return JsonAnswer(201, out.Take());
}

Result<http::Response> Reports::List(const Context& context) const {
    TRY(CheckReader(context.actor));
    const auto reader = TRY(parts_.store.Read());
    Writer out;
    out.BeginObject().Key("reports").BeginArray();
    for (const auto& report :
         TRY(reports::ListReports(*reader, context.actor, parts_.store.zone_minutes()))) {
        if (!Sees(context.actor, report)) continue;
        out.BeginObject();
        PutHead(out, report);
        out.EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

Result<http::Response> Reports::ReadOne(const Context& context) const {
    return Answer(TRY(Find(context)));
}

Result<http::Response> Reports::Edit(const Context& context) const {
    TRY(CheckWriter(context.actor));
    const auto body = TRY(JsonBody::Read(context.request, kMostBody));
    auto report = TRY(Find(context));
    const std::string section(context.capture("section"));
    TRY(reports::EditSection(report, section, TRY(body.OptionalText("text"))));
    TRY(Keep(context.actor, report));
    Writer out;
    PutSection(out, *report.FindSection(section));
    return Json(out);
}

Result<http::Response> Reports::Fill(const Context& context) const {
    TRY(CheckWriter(context.actor));
    const auto body = TRY(JsonBody::Read(context.request, kMostBody));
    std::vector<reports::FilledRow> rows;
    for (const auto& row : TRY(body.Objects("rows")))
        rows.push_back({TRY(row.OptionalText("key")), TRY(row.Texts("cells"))});
    auto report = TRY(Find(context));
    const std::string table(context.capture("table"));
    TRY(reports::FillTable(report, table, rows));
    TRY(Keep(context.actor, report));
    Writer out;
    PutTable(out, *report.FindTable(table));
    return Json(out);
}

Result<http::Response> Reports::Recalculate(const Context& context) const {
    TRY(CheckWriter(context.actor));
    auto report = TRY(Find(context));
    auto fresh = TRY(Compose(
        context.actor, reports::Wanted{.template_id = report.template_id,
                                       .unit = TRY(UnitOf(context.actor, report.unit, report.to)),
                                       .from = report.from,
                                       .to = report.to,
                                       .signed_on = report.signed_on}));
    TRY(reports::Recalculate(report, std::move(fresh)));
    return Keep(context.actor, report);
}

Result<http::Response> Reports::TakeStep(const Context& context) const {
    TRY(CheckWriter(context.actor));
    const auto body = TRY(JsonBody::Read(context.request));
    auto report = TRY(Find(context));
    const auto state = reports::ParseState(TRY(body.Text("state")));
    if (!state) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "state is submitted, signed, sent, received or returned",
                     .message_vi = "Trạng thái không đúng. Chọn lại.",
                     .path = "state"};
    }
    const auto on = TRY(body.OptionalText("on"));
    reports::Step step{.state = *state,
                       .on = on.empty() ? Today(parts_.store) : TRY(ReadDay(on, "on")),
                       .by = context.actor.user,
                       .number = TRY(body.OptionalText("number")),
                       .note = TRY(body.OptionalText("reason"))};
    if (*state == reports::State::kSigned && step.on != report.PaperDay() &&
        TRY(reports::LetterheadOn(FactsFor(context.actor), content_, report, step.on)) !=
            report.letterhead) {
        return Error{.code = ErrorCode::kInvalid,
                     .message =
                         "the bodies named in the paper are not those of that day; have it "
                         "returned and recalculated",
                     .message_vi =
                         "Cơ quan ghi trong văn bản không phải cơ quan của ngày ký đó. Trả lại và "
                         "lập lại báo cáo.",
                     .path = "on"};
    }
    TRY(reports::Advance(report, std::move(step)));
    return Keep(context.actor, report);
}

Result<http::Response> Reports::Paper(const Report& report) const {
    http::Response response;
    response.headers = {
        {"Content-Type", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {"Content-Disposition", "attachment; filename=\"bao-cao-" + report.template_id + "-" +
                                    DayText(report.to) + ".docx\""},
        {"Cache-Control", "no-store"}};
    response.body = TRY(report_paper::Print(report, content_));
    return response;
}

Result<http::Response> Reports::Document(const Context& context) const {
    return Paper(TRY(Find(context)));
}

Result<http::Response> Reports::Preview(const Context& context) const {
    TRY(CheckReader(context.actor));
    const auto parameters = TRY(WebParameters::Read(
        context.request.query, {"template", "unit", "from", "to", "signed_on"}));
    const auto text = [&](std::string_view name) { return std::string(parameters.Text(name)); };
    return Paper(TRY(Compose(context.actor, Asked{text("template"), text("unit"), text("from"),
                                                  text("to"), text("signed_on")})));
}

}  // namespace

std::vector<Route> ReportRoutes(const FigureParts& parts, periods::Periods& periods,
                                const reports::ReportContent& content) {
    const Reports reports(parts, periods, content);
    const auto route = [&](std::string method, std::string pattern, auto action) {
        return Route{.method = std::move(method),
                     .pattern = "/api/v1/reports" + pattern,
                     .action = [reports, action](
                                   const Context& context) { return (reports.*action)(context); },
                     .form = Form::kProblem};
    };
    return {route("GET", "/templates", &Reports::Templates),
            route("GET", "/document", &Reports::Preview),
            route("GET", "/duties", &Reports::Duties),
            route("POST", "", &Reports::Create),
            route("GET", "", &Reports::List),
            route("GET", "/{id}", &Reports::ReadOne),
            route("PUT", "/{id}/sections/{section}", &Reports::Edit),
            route("PUT", "/{id}/tables/{table}", &Reports::Fill),
            route("POST", "/{id}/recalculate", &Reports::Recalculate),
            route("POST", "/{id}/steps", &Reports::TakeStep),
            route("GET", "/{id}/document", &Reports::Document)};
}

}  // namespace tram::api::web
