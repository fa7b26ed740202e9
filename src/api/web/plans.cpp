#include "api/web/plans.h"

#include <algorithm>
#include <map>

#include "api/web/figure_answer.h"
#include "api/web/json_body.h"
#include "api/web/plan_routes.h"
#include "base/date.h"

namespace tram::api::web {
namespace {

// States of a task on screen, and what FHIR calls them.
constexpr std::pair<std::string_view, std::string_view> kStates[] = {{"open", "requested"},
                                                                     {"in-progress", "in-progress"},
                                                                     {"done", "completed"},
                                                                     {"stopped", "cancelled"}};

struct GoalRow {
    std::string id, indicator, kind, number;
    std::int64_t unit = 0, version = 0;
    int year = 0;
    double percent = 0;
};

Result<std::vector<GoalRow>> ReadGoals(database::Connection& connection, const plan::Plan& plan) {
    std::vector<GoalRow> goals;
    auto& rows = *TRY(connection.Prepare(
        "SELECT g.id, g.indicator, g.kind, g.number, g.unit, s.version, g.due_on, g.value, g.key "
        "FROM reg_goals g "
        "JOIN res s ON s.rid = g.rid WHERE g.status = 'active' ORDER BY g.due_on, g.rid"));
    while (TRY(rows.Step())) {
        if (!rows.Text(8).starts_with(plan.id + "/")) continue;
        goals.push_back({std::string(rows.Text(0)), std::string(rows.Text(1)),
                         std::string(rows.Text(2)), std::string(rows.Text(3)), rows.Int(4),
                         rows.Int(5), static_cast<int>(rows.Int(6) / 10000), rows.Real(7)});
    }
    return goals;
}

// The records of the plan's tasks, by the task's id in the plan.
Result<std::map<std::string, record::Version>> ReadTasks(record::Reader& reader,
                                                         const access::Actor& actor,
                                                         const plan::Plan& plan) {
    std::vector<record::Hit> hits;
    auto& rows = *TRY(reader.connection().Prepare(
        "SELECT rid FROM reg_tasks WHERE code = 'plan-task' ORDER BY rid"));
    while (TRY(rows.Step())) hits.push_back({.rid = rows.Int(0)});
    std::map<std::string, record::Version> tasks;
    for (auto& version : TRY(reader.Load(actor, hits))) {
        const auto document = TRY(json::Document::Parse(version.body));
        const auto key = document->root()["identifier"].At(0)["value"].text();
        if (key.starts_with(plan.id + "/"))
            tasks[std::string(key.substr(plan.id.size() + 1))] = std::move(version);
    }
    return tasks;
}

// Each as PutText: null where there is none.
void PutTexts(Writer& out, const std::vector<std::string>& texts) {
    out.BeginArray();
    for (const auto& text : texts) PutText(out, text);
    out.EndArray();
}

class PlanPage {
  public:
    PlanPage(const FigureParts& parts, const registry::Units& units, std::int32_t today)
        : parts_(parts), units_(units), today_(today) {}

    void PutTarget(Writer& out, const plan::Target& target,
                   const std::vector<GoalRow>& goals) const {
        const auto* indicator = parts_.engine.Find(target.indicator);
        out.BeginObject().Key("clause").String(target.clause);
        PutBoth(out, "text", target.text, target.text_en);
        PutBoth(out, "short", target.short_title.vi, target.short_title.en);
        out.Key("indicator");
        PutText(out, target.indicator);
        out.Key("checked").Boolean(!indicator || indicator->checked).Key("operator");
        PutText(out, target.indicator.empty() ? std::string_view() : plan::OperatorCode(target.op));
        out.Key("value");
        PutNumber(out, target.value);
        for (const auto& [key, kind] :
             {std::pair{"milestones", "milestone"}, std::pair{"assigned", "assigned"}}) {
            out.Key(key).BeginArray();
            for (const auto& goal : goals) {
                if (goal.indicator != target.indicator || goal.kind != kind ||
                    target.indicator.empty())
                    continue;
                const auto* unit = units_.Find(goal.unit);
                out.BeginObject().Key("year").Number(goal.year).Key("value");
                PutNumber(out, goal.percent);
                out.Key("unit")
                    .String(unit ? unit->id : "")
                    .Key("unit_name")
                    .String(unit ? unit->name : "");
                out.Key("number");
                PutText(out, goal.number);
                out.Key("goal").String(goal.id).Key("version").Number(goal.version).EndObject();
            }
            out.EndArray();
        }
        out.EndObject();
    }

    // Who leads: the owner of the record; before there is one, the kind of unit the plan names.
    Result<void> PutTask(Writer& out, const plan::PlanTask& task,
                         const record::Version* version) const {
        std::string status = "open", due = task.due.ToString(), evidence, note, lead, id;
        if (version) {
            const auto document = TRY(json::Document::Parse(version->body));
            const auto body = document->root();
            id = version->id;
            for (const auto& [state, fhir] : kStates) {
                if (body["status"].text() == fhir) status = state;
            }
            if (const auto end = body["restriction"]["period"]["end"])
                due = end.text().substr(0, 10);
            evidence = body["output"].At(0)["valueString"].text();
            note = body["note"].At(0)["text"].text();
            const auto owner = body["owner"]["reference"].text();
            lead = owner.substr(owner.rfind('/') + 1);
        }
        const auto* unit = lead.empty() ? nullptr : units_.FindByName(lead, today_);
        // What is still to be done is no dissolved body's: it falls to whoever is of that kind now.
        if (unit && !unit->ValidOn(today_) && status != "done" && status != "stopped") {
            unit = nullptr;
            lead.clear();
        }
        out.BeginObject().Key("id").String(id).Key("version").Number(version ? version->version
                                                                             : 0);
        out.Key("clause").String(task.clause);
        PutBoth(out, "title", task.title, task.title_en);
        out.Key("lead").BeginObject();
        out.Key("id").String(lead).Key("name").String(unit ? unit->name : task.lead);
        // Bodies end, and their tasks wait for somebody else.
        out.Key("ended_on");
        PutDay(out, unit && unit->to_day < today_ ? unit->to_day : 0);
        out.EndObject();
        out.Key("support").BeginArray();
        for (const auto& kind : task.support)
            out.BeginObject().Key("id").String("").Key("name").String(kind).EndObject();
        out.EndArray()
            .Key("due_on")
            .String(due)
            .Key("yearly")
            .Boolean(task.yearly)
            .Key("status")
            .String(status);
        PutBoth(out, "product", task.product, task.product_en);
        out.Key("evidence");
        PutText(out, evidence);
        out.Key("note");
        PutText(out, note);
        out.EndObject();
        return {};
    }

  private:
    const FigureParts& parts_;
    const registry::Units& units_;
    std::int32_t today_;
};

Result<http::Response> ReadPlan(const FigureParts& parts, const Context& context) {
    const auto reader = TRY(parts.store.Read());
    const auto goals = TRY(ReadGoals(reader->connection(), parts.plan));
    const auto tasks = TRY(ReadTasks(*reader, context.actor, parts.plan));
    const auto units = TRY(parts.engine.Units());
    const auto today = Today(parts.store);
    const auto heads = TRY(ReadHeads(parts, today));
    const PlanPage page(parts, *units, today);
    const auto paper = TRY(PaperOfReader(parts.plan, parts, context, reader->connection(), *units));
    const auto plan = plan::OnPaper(parts.plan, paper);
    Writer out;
    out.BeginObject().Key("id").String(plan.id);
    PutBoth(out, "title", plan.title.vi, plan.title.en);
    out.Key("source").String(plan.source);
    out.Key("number");
    PutText(out, plan.number);
    out.Key("issued_on");
    plan.issued_on ? out.String(plan.issued_on->ToString()) : out.Null();
    PutPaper(out, paper, *units);
    out.Key("checked")
        .Boolean(plan.checked)
        .Key("horizon")
        .Number(plan.horizon)
        .Key("aims")
        .BeginArray();
    for (const auto& aim : plan.aims) {
        out.BeginObject().Key("clause").String(aim.clause);
        PutBoth(out, "title", aim.title.vi, aim.title.en);
        PutBoth(out, "text", aim.text, aim.text_en);
        out.EndObject();
    }
    out.EndArray().Key("targets").BeginArray();
    for (const auto& target : plan.targets) page.PutTarget(out, target, goals);
    out.EndArray().Key("tasks").BeginArray();
    for (const auto& task : plan.tasks) {
        const auto known = tasks.find(task.id);
        TRY(page.PutTask(out, task, known == tasks.end() ? nullptr : &known->second));
    }
    out.EndArray().Key("assignments").BeginArray();
    for (const auto& one : plan.assignments) {
        out.BeginObject().Key("clause").String(one.clause).Key("who").String(one.who);
        PutBoth(out, "title", one.title, one.title_en);
        out.Key("report_to");
        PutText(out, one.report_to);
        out.Key("through");
        PutText(out, one.report_through);
        out.Key("template");
        PutText(out, one.report_template);
        out.Key("periods");
        PutTexts(out, one.periods);
        PutBoth(out, "product", one.product, one.product_en);
        out.EndObject();
    }
    out.EndArray().Key("steps");
    TRY(PutSteps(out, parts, reader->connection(), *units, today));
    out.Key("recipients");
    PutTexts(out, plan.recipients);
    out.Key("recipients_en");
    PutTexts(out, plan.recipients_en);
    out.Key("heads").BeginArray();
    const FigureScope scope(context.actor, *units, today);
    for (const auto& [rid, head] : heads) {
        const auto* unit = units->Find(rid);
        if (!unit || (!MaySeeNames(context.actor) && !scope.Holds(rid))) continue;
        out.BeginObject()
            .Key("unit")
            .String(unit->id)
            .Key("unit_name")
            .String(unit->name)
            .Key("name")
            .String(head.name);
        PutBoth(out, "title", kHeadTitle, kHeadTitleEn);
        out.Key("since");
        PutDay(out, head.since);
        out.EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

Result<http::Response> PutGoal(const FigureParts& parts, const Context& context) {
    const auto body = TRY(JsonBody::Read(context.request));
    const auto* target = parts.plan.FindTarget(TRY(body.Text("indicator")));
    if (!target)
        return Bad("indicator", "the plan has no such target", "Kế hoạch không có chỉ tiêu này.");
    const auto units = TRY(parts.engine.Units());
    const auto unit_name = TRY(body.OptionalText("unit"));
    const auto* unit = unit_name.empty() ? units->Top(Today(parts.store))
                                         : units->FindByName(unit_name, Today(parts.store));
    if (!unit) return Bad("unit", "no such unit", "Không có đơn vị này.");
    plan::GoalValue value{.unit = unit->id,
                          .kind = TRY(body.Text("kind")),
                          .number = TRY(body.OptionalText("number"))};
    if (value.kind != "milestone" && value.kind != "assigned")
        return Bad("kind", "kind is milestone or assigned", "Loại là mốc năm hoặc chỉ tiêu giao.");
    if (value.kind == "assigned" && value.number.empty()) {
        return Bad("number", "an assigned target needs the number of its document",
                   "Chỉ tiêu giao cần số văn bản giao.");
    }
    value.year = static_cast<int>(TRY(body.OptionalNumber("year")).value_or(0));
    value.percent = TRY(body.OptionalNumber("value")).value_or(-1);
    if (value.year < 2020 || value.year > 2100)
        return Bad("year", "a year from 2020 to 2100", "Năm từ 2020 đến 2100.");
    if (value.percent < 0 || value.percent > 100)
        return Bad("value", "a percent from 0 to 100", "Tỷ lệ từ 0 đến 100.");
    std::optional<plan::KnownGoal> known;
    {
        const auto reader = TRY(parts.store.Read());
        for (const auto& goal : TRY(ReadGoals(reader->connection(), parts.plan))) {
            if (goal.indicator == target->indicator && goal.kind == value.kind &&
                goal.year == value.year && goal.unit == unit->rid) {
                known = plan::KnownGoal{goal.id, goal.version};
            }
        }
    }
    if (const auto version = TRY(body.OptionalNumber("version")); known && version)
        known->version = static_cast<std::int64_t>(*version);
    const auto receipt = TRY(
        parts.store.Commit(context.actor, {plan::GoalChange(parts.plan, *target, value, known)}));
    Writer out;
    out.BeginObject().Key("goal").String(receipt.applied.front().version.id);
    out.Key("version").Number(receipt.applied.front().version.version).EndObject();
    return Json(out);
}

Result<http::Response> PatchTask(const FigureParts& parts, const Context& context) {
    const auto body = TRY(JsonBody::Read(context.request));
    std::string operations;
    const auto add = [&](std::string_view path, const std::string& json) {
        operations += (operations.empty() ? "" : ",") + std::string("{\"op\":\"add\",\"path\":\"") +
                      std::string(path) + "\",\"value\":" + json + "}";
    };
    if (const auto status = TRY(body.OptionalText("status")); !status.empty()) {
        const auto* known = std::find_if(std::begin(kStates), std::end(kStates),
                                         [&](const auto& state) { return state.first == status; });
        if (known == std::end(kStates))
            return Bad("status", "status is open, in-progress, done or stopped",
                       "Trạng thái không đúng. Chọn lại.");
        add("/status", json::Quote(known->second));
    }
    if (const auto due = TRY(body.OptionalText("due_on")); !due.empty()) {
        const auto day = ParseDate(due);
        if (!day || !day->IsWholeDay())
            return Bad("due_on", "a day is written YYYY-MM-DD", "Hạn phải là ngày có thật.");
        add("/restriction/period/end", json::Quote(due));
    }
    if (const auto lead = TRY(body.OptionalText("lead")); !lead.empty())
        add("/owner", "{\"reference\":" + json::Quote("Organization/" + lead) + "}");
    if (const auto evidence = TRY(body.OptionalText("evidence")); !evidence.empty()) {
        add("/output",
            "[{\"type\":{\"text\":\"evidence\"},\"valueString\":" + json::Quote(evidence) + "}]");
    }
    if (const auto note = TRY(body.OptionalText("note")); !note.empty())
        add("/note", "[{\"text\":" + json::Quote(note) + "}]");
    if (operations.empty()) return Bad("status", "nothing to change", "Chưa có thay đổi nào.");
    record::Change change;
    change.method = record::Method::kPatch;
    change.type = "Task";
    change.id = context.capture("id");
    change.resource = TRY(json::Document::Parse("[" + operations + "]"));
    if (const auto version = TRY(body.OptionalNumber("version")))
        change.if_match = static_cast<std::int64_t>(*version);
    const std::string id = change.id;
    TRY(parts.store.Commit(context.actor, {std::move(change)}));
    const auto reader = TRY(parts.store.Read());
    const auto units = TRY(parts.engine.Units());
    const auto tasks = TRY(ReadTasks(*reader, context.actor, parts.plan));
    Writer out;
    for (const auto& task : parts.plan.tasks) {
        const auto known = tasks.find(task.id);
        if (known == tasks.end() || known->second.id != id) continue;
        TRY(PlanPage(parts, *units, Today(parts.store)).PutTask(out, task, &known->second));
    }
    return Json(out);
}

}  // namespace

std::vector<Route> PlanRoutes(const FigureParts& parts) {
    using Function = Result<http::Response> (*)(const FigureParts&, const Context&);
    const std::tuple<const char*, const char*, Function> table[] = {
        {"GET", "/api/v1/plan", ReadPlan},
        {"PUT", "/api/v1/plan/goals", PutGoal},
        {"PATCH", "/api/v1/plan/tasks/{id}", PatchTask},
        {"PUT", "/api/v1/plan/steps", PutStep},
        {"PUT", "/api/v1/plan/paper", TakePaper},
        {"POST", "/api/v1/plan/load", LoadPlanRecords},
        {"GET", "/api/v1/plans", ListPlans}};
    std::vector<Route> routes;
    for (const auto& [method, pattern, function] : table) {
        routes.push_back({.method = method,
                          .pattern = pattern,
                          .action = [parts, function = function](
                                        const Context& context) -> Result<http::Response> {
                              return function(TRY(ForPlan(parts, context.request.query)), context);
                          },
                          .form = Form::kProblem});
    }
    return routes;
}

}  // namespace tram::api::web
