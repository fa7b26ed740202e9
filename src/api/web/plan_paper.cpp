// PUT /api/v1/plan/paper: number, day and signer of the plan as a unit issued it.

#include "api/web/figure_answer.h"
#include "api/web/json_body.h"
#include "api/web/plan_routes.h"
#include "base/date.h"

namespace tram::api::web {

Error Bad(std::string_view field, std::string en, std::string vi) {
    return {.code = ErrorCode::kBadValue,
            .message = std::move(en),
            .message_vi = std::move(vi),
            .path = std::string(field)};
}

Result<std::optional<plan::Paper>> PaperOfReader(const plan::Plan& plan, const FigureParts& parts,
                                                 const Context& context,
                                                 database::Connection& connection,
                                                 const registry::Units& units) {
    const auto question = ReadQuestion(parts, context.actor, "");
    if (!question) return std::optional<plan::Paper>();
    return plan::FindPaper(connection, plan, units.PathUp(question->unit, question->today));
}

void PutPaper(Writer& out, const std::optional<plan::Paper>& paper, const registry::Units& units) {
    out.Key("signer");
    PutText(out, paper ? std::string_view(paper->signer) : "");
    out.Key("signer_title");
    PutText(out, paper ? std::string_view(paper->signer_title) : "");
    out.Key("paper");
    if (!paper) {
        out.Null();
        return;
    }
    const auto* unit = units.Find(paper->unit);
    out.BeginObject().Key("unit").String(unit ? unit->id : "");
    out.Key("unit_name").String(unit ? unit->name : "").Key("version").Number(paper->version);
    out.EndObject();
}

Result<http::Response> TakePaper(const FigureParts& parts, const Context& context) {
    const auto body = TRY(JsonBody::Read(context.request));
    const auto unit_name = TRY(body.OptionalText("unit"));
    const auto question = TRY(ReadQuestion(
        parts, context.actor, unit_name.empty() ? "" : "unit=" + PercentEncode(unit_name)));
    plan::Paper paper{.unit = question.unit,
                      .number = TRY(body.Text("number")),
                      .issued_on = {},
                      .signer = TRY(body.OptionalText("signer")),
                      .signer_title = TRY(body.OptionalText("signer_title"))};
    const auto day = ParseDate(TRY(body.Text("issued_on")));
    if (!day || !day->IsWholeDay() || day->FirstDay() > question.today) {
        return Bad("issued_on", "the day of the document, YYYY-MM-DD, not after today",
                   "Ngày ban hành là ngày có thật, không sau hôm nay.");
    }
    paper.issued_on = *day;
    {
        const auto reader = TRY(parts.store.Read());
        const std::int64_t own[] = {question.unit};
        if (const auto known = TRY(plan::FindPaper(reader->connection(), parts.plan, own))) {
            paper.id = known->id;
            paper.version = known->version;
        }
    }
    if (const auto version = TRY(body.OptionalNumber("version")); version && !paper.id.empty())
        paper.version = static_cast<std::int64_t>(*version);
    const auto units = TRY(parts.engine.Units());
    const auto* unit = units->Find(question.unit);
    const auto receipt =
        TRY(parts.store.Commit(context.actor, {plan::PaperChange(parts.plan, unit->id, paper)}));
    Writer out;
    out.BeginObject().Key("unit").String(unit->id);
    out.Key("version").Number(receipt.applied.front().version.version).EndObject();
    return Json(out);
}

}  // namespace tram::api::web
