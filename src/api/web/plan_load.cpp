// POST /api/v1/plan/load and GET /api/v1/plans: plans of the content, and the records made of them.

#include <algorithm>
#include <map>

#include "api/web/figure_answer.h"
#include "api/web/json_body.h"
#include "api/web/plan_routes.h"
#include "care/plan/load.h"

namespace tram::api::web {
namespace {

// The unit that leads, by kind: the only one of its kind at or below `top`, else the only one that
// stands highest. Where several are equal nobody leads until somebody says who.
std::map<std::string, std::string> LeadsOf(const registry::Units& units, const registry::Unit& top,
                                           std::int32_t day) {
    struct Best {
        std::string id;
        std::size_t depth = 0;
        int equals = 0;
    };
    std::map<std::string, Best> best;
    for (const auto& unit : units.all()) {
        if (!unit.ValidOn(day)) continue;
        const auto path = units.PathUp(unit.rid, day);
        const auto at = std::find(path.begin(), path.end(), top.rid);
        if (at == path.end()) continue;
        const auto depth = static_cast<std::size_t>(at - path.begin());
        auto& one = best[unit.kind];
        if (one.equals == 0 || depth < one.depth) {
            one = {unit.id, depth, 1};
        } else if (depth == one.depth) {
            ++one.equals;
        }
    }
    std::map<std::string, std::string> leads;
    for (const auto& [kind, one] : best) {
        if (one.equals == 1) leads[kind] = one.id;
    }
    return leads;
}

void PutDifferences(Writer& out, const std::vector<plan::PlanDifference>& differences) {
    out.BeginArray();
    for (const auto& one : differences) {
        out.BeginObject().Key("type").String(one.type).Key("id").String(one.id);
        out.Key("key").String(one.key).Key("title").String(one.title).Key("field");
        PutText(out, one.field);
        out.Key("was");
        PutText(out, one.was);
        out.Key("now");
        PutText(out, one.now);
        out.Key("edited").Boolean(one.edited).Key("accepted").Boolean(one.accepted).EndObject();
    }
    out.EndArray();
}

}  // namespace

Result<http::Response> LoadPlanRecords(const FigureParts& parts, const Context& context) {
    const auto body = TRY(JsonBody::Read(context.request));
    const auto unit = TRY(body.OptionalText("unit"));
    const auto question =
        TRY(ReadQuestion(parts, context.actor, unit.empty() ? "" : "unit=" + PercentEncode(unit)));
    const auto units = TRY(parts.engine.Units());
    const auto* top = units->Find(question.unit);
    std::vector<plan::MeasureDefinition> measures;
    for (const auto& target : parts.plan.targets) {
        if (const auto* indicator = parts.engine.Find(target.indicator)) {
            measures.push_back(
                {indicator->id, indicator->title.vi, indicator->source, indicator->checked});
        }
    }
    plan::Accept accept{.all = TRY(body.OptionalFlag("accept"))};
    for (auto& name : TRY(body.Texts("accept_only"))) accept.only.insert(std::move(name));
    const auto report =
        TRY(plan::LoadRecords(parts.store, context.actor, parts.plan, measures, top->id,
                              LeadsOf(*units, *top, question.today), accept));
    Writer out;
    out.BeginObject().Key("plan").String(parts.plan.id).Key("unit").String(top->id);
    out.Key("unit_name").String(top->name).Key("made").Number(report.made);
    out.Key("same").Number(report.same).Key("definitions").Number(report.definitions);
    out.Key("accepted").Number(report.accepted).Key("changed");
    PutDifferences(out, report.changed);
    out.Key("dropped");
    PutDifferences(out, report.dropped);
    out.EndObject();
    return Json(out);
}

Result<http::Response> ListPlans(const FigureParts& parts, const Context& context) {
    TRY(WebParameters::Read(context.request.query, {}));
    std::map<std::string, std::int64_t, std::less<>> goals;
    std::map<std::string, std::string, std::less<>> numbers;
    const auto units = TRY(parts.engine.Units());
    {
        const auto reader = TRY(parts.store.Read());
        auto& rows = *TRY(reader->connection().Prepare("SELECT key FROM reg_goals"));
        while (TRY(rows.Step())) {
            const auto key = rows.Text(0);
            ++goals[std::string(key.substr(0, key.find('/')))];
        }
        for (const auto& plan : parts.plans) {
            const auto paper =
                TRY(PaperOfReader(plan, parts, context, reader->connection(), *units));
            numbers[plan.id] = plan::OnPaper(plan, paper).number;
        }
    }
    Writer out;
    out.BeginObject().Key("plans").BeginArray();
    for (const auto& plan : parts.plans) {
        out.BeginObject().Key("id").String(plan.id);
        PutBoth(out, "title", plan.title.vi, plan.title.en);
        out.Key("source").String(plan.source).Key("checked").Boolean(plan.checked).Key("number");
        PutText(out, numbers[plan.id]);
        out.Key("horizon").Number(plan.horizon).Key("valid_from").String(DayText(plan.valid_from));
        out.Key("targets").Number(std::ssize(plan.targets)).Key("tasks");
        out.Number(std::ssize(plan.tasks)).Key("goals").Number(goals[plan.id]);
        out.Key("default").Boolean(&plan == &parts.plans.front()).EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

}  // namespace tram::api::web
