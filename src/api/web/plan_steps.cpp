// Steps without a number: which unit has the document, and PUT /api/v1/plan/steps.

#include <algorithm>
#include <map>

#include "api/web/figure_answer.h"
#include "api/web/json_body.h"
#include "api/web/plan_routes.h"
#include "base/date.h"

namespace tram::api::web {
namespace {

struct Document {
    std::string id, number, created;
    std::int64_t version = 0;
};

// By step and unit; of several the newest.
Result<std::map<std::pair<std::string, std::int64_t>, Document>> ReadDocuments(
    database::Connection& connection) {
    std::map<std::pair<std::string, std::int64_t>, Document> documents;
    auto& rows = *TRY(connection.Prepare(
        "SELECT d.step, d.subject, d.id, d.number, d.created_on, s.version FROM reg_decisions d "
        "JOIN res s ON s.rid = d.rid WHERE d.kind = 'organisation-step' "
        "ORDER BY d.created_on, d.rid"));
    while (TRY(rows.Step())) {
        const auto on = static_cast<int>(rows.Int(4));
        const Date created{on / 10000, on / 100 % 100, on % 100};
        documents[{std::string(rows.Text(0)), rows.Int(1)}] = {
            std::string(rows.Text(2)), std::string(rows.Text(3)),
            on == 0 ? std::string() : created.ToString(), rows.Int(5)};
    }
    return documents;
}

const plan::Step* FindStep(const FigureParts& parts, std::string_view id) {
    for (const auto& list : parts.steps) {
        for (const auto& step : list.steps) {
            if (step.id == id) return &step;
        }
    }
    return nullptr;
}

json::DocumentPtr DecisionRecord(const std::string& id, const std::string& step,
                                 const std::string& unit, const std::string& number,
                                 const std::string& issued_on) {
    Writer out;
    out.BeginObject().Key("resourceType").String("Basic");
    if (!id.empty()) out.Key("id").String(id);
    out.Key("extension")
        .BeginArray()
        .BeginObject()
        .Key("url")
        .String("urn:tram:ext:document-number");
    out.Key("valueString").String(number).EndObject().EndArray();
    out.Key("code").BeginObject().Key("coding").BeginArray();
    for (const auto& [system, code] :
         {std::pair<std::string_view, std::string_view>{"decision", "organisation-step"},
          {"organisation-step", step}}) {
        out.BeginObject().Key("system").String("urn:tram:codes:" + std::string(system));
        out.Key("code").String(code).EndObject();
    }
    out.EndArray().EndObject().Key("subject").BeginObject().Key("reference");
    out.String("Organization/" + unit).EndObject().Key("created").String(issued_on).EndObject();
    auto document = json::Document::Parse(out.text());
    TRAM_CHECK(document.ok());
    return std::move(*document);
}

}  // namespace

Result<void> PutSteps(Writer& out, const FigureParts& parts, database::Connection& connection,
                      const registry::Units& units, std::int32_t today) {
    const auto documents = TRY(ReadDocuments(connection));
    out.BeginArray();
    for (const auto& target : parts.plan.targets) {
        if (target.steps.empty()) continue;
        for (const auto& list : parts.steps) {
            if (list.id != target.steps) continue;
            for (const auto& step : list.steps) {
                out.BeginObject().Key("clause").String(target.clause).Key("id").String(step.id);
                PutBoth(out, "title", step.title, step.title_en);
                out.Key("checked").Boolean(list.checked);
                out.Key("units").BeginArray();
                for (const auto& unit : units.all()) {
                    const bool takes = std::find(step.unit_kinds.begin(), step.unit_kinds.end(),
                                                 unit.kind) != step.unit_kinds.end();
                    if (!takes || !unit.ValidOn(today)) continue;
                    const auto found = documents.find({step.id, unit.rid});
                    const bool done = found != documents.end();
                    out.BeginObject()
                        .Key("unit")
                        .String(unit.id)
                        .Key("unit_name")
                        .String(unit.name);
                    out.Key("state").String(done ? "done" : "none").Key("number");
                    PutText(out, done ? std::string_view(found->second.number) : "");
                    out.Key("issued_on");
                    PutText(out, done ? std::string_view(found->second.created) : "");
                    out.Key("version").Number(done ? found->second.version : 0).EndObject();
                }
                out.EndArray().EndObject();
            }
        }
    }
    out.EndArray();
    return {};
}

Result<http::Response> PutStep(const FigureParts& parts, const Context& context) {
    const auto body = TRY(JsonBody::Read(context.request));
    const auto step_id = TRY(body.Text("step"));
    const auto* step = FindStep(parts, step_id);
    if (!step) return Bad("step", "no such step", "Không có bước này.");
    const auto today = Today(parts.store);
    const auto units = TRY(parts.engine.Units());
    const auto question =
        TRY(ReadQuestion(parts, context.actor, "unit=" + PercentEncode(TRY(body.Text("unit")))));
    const auto* unit = units->Find(question.unit);
    if (std::find(step->unit_kinds.begin(), step->unit_kinds.end(), unit->kind) ==
        step->unit_kinds.end())
        return Bad("unit", "units of this kind do not take this step",
                   "Bước này không dành cho loại đơn vị đó.");
    const auto number = TRY(body.Text("number"));
    const auto issued_on = TRY(body.Text("issued_on"));
    const auto day = ParseDate(issued_on);
    if (!day || !day->IsWholeDay() || day->FirstDay() > today)
        return Bad("issued_on", "the day of the document, YYYY-MM-DD, not after today",
                   "Ngày văn bản là ngày có thật, không sau hôm nay.");
    std::optional<Document> known;
    {
        const auto reader = TRY(parts.store.Read());
        const auto documents = TRY(ReadDocuments(reader->connection()));
        if (const auto found = documents.find({step_id, unit->rid}); found != documents.end())
            known = found->second;
    }
    record::Change change;
    change.method = known ? record::Method::kUpdate : record::Method::kCreate;
    change.type = "Basic";
    change.resource = DecisionRecord(known ? known->id : "", step_id, unit->id, number, issued_on);
    if (known) {
        change.id = known->id;
        const auto version = TRY(body.OptionalNumber("version"));
        change.if_match = version ? static_cast<std::int64_t>(*version) : known->version;
    }
    const auto receipt = TRY(parts.store.Commit(context.actor, {std::move(change)}));
    Writer out;
    out.BeginObject().Key("step").String(step_id).Key("unit").String(unit->id);
    out.Key("version").Number(receipt.applied.front().version.version).EndObject();
    return Json(out);
}

}  // namespace tram::api::web
