// The records a plan is carried out by: docs/house/records.md, "Plan and work".

#include "care/plan/plan.h"
#include "fhir/json/writer.h"
#include "record/store/change.h"

namespace tram::plan {
namespace {

constexpr std::string_view kGoalId = "urn:tram:id:goal";
constexpr std::string_view kTaskId = "urn:tram:id:plan-task";

std::string Concept(std::string_view set, std::string_view code) {
    json::Writer out;
    out.BeginObject().Key("coding").BeginArray().BeginObject();
    out.Key("system").String("urn:tram:codes:" + std::string(set)).Key("code").String(code);
    out.EndObject().EndArray().EndObject();
    return out.Take();
}

std::string Identifier(std::string_view system, const std::string& value) {
    json::Writer out;
    out.BeginObject().Key("system").String(system).Key("value").String(value).EndObject();
    return out.Take();
}

void Extension(json::Writer& out, std::string_view name, std::string_view value_key,
               std::string_view value) {
    out.BeginObject()
        .Key("url")
        .String("urn:tram:ext:" + std::string(name))
        .Key(value_key)
        .String(value)
        .EndObject();
}

// Made only where no record has this identifier yet.
record::Change CreateOnce(std::string_view type, std::string_view system, const std::string& value,
                          std::string_view body) {
    auto change = record::MakeChange(record::Method::kCreate, type, "", body);
    change.condition = "identifier=" + std::string(system) + "%7C" + value;
    return change;
}

std::string Number(double value) {
    char text[32];
    std::snprintf(text, sizeof(text), "%g", value);
    return text;
}

record::Change TaskRecord(const Plan& plan, const PlanTask& task, std::string_view top,
                          const std::map<std::string, std::string>& leads) {
    const std::string key = plan.id + "/" + task.id;
    json::Writer out;
    out.BeginObject().Key("resourceType").String("Task");
    out.Key("identifier").BeginArray().Raw(Identifier(kTaskId, key)).EndArray();
    out.Key("status").String("requested").Key("intent").String("plan");
    out.Key("code").Raw(Concept("task", "plan-task"));
    out.Key("description").String(task.title);
    out.Key("focus")
        .BeginObject()
        .Key("reference")
        .String("Organization/" + std::string(top))
        .EndObject();
    if (const auto lead = leads.find(task.lead); lead != leads.end()) {
        out.Key("owner")
            .BeginObject()
            .Key("reference")
            .String("Organization/" + lead->second)
            .EndObject();
    }
    out.Key("reasonCode").BeginObject().Key("text").String(task.clause).EndObject();
    out.Key("restriction")
        .BeginObject()
        .Key("period")
        .BeginObject()
        .Key("end")
        .String(task.due.ToString());
    out.EndObject().EndObject();
    out.EndObject();
    return CreateOnce("Task", kTaskId, key, out.Take());
}

}  // namespace

record::Change GoalChange(const Plan& plan, const Target& target, const GoalValue& value,
                          const std::optional<KnownGoal>& known) {
    const std::string key = plan.id + "/" + target.indicator + "/" + value.unit + "/" + value.kind +
                            "/" + std::to_string(value.year);
    json::Writer out;
    out.BeginObject().Key("resourceType").String("Goal");
    if (known) out.Key("id").String(known->id);
    out.Key("extension").BeginArray();
    Extension(out, "goal-kind", "valueCode", value.kind);
    Extension(out, "operator", "valueCode", OperatorCode(target.op));
    if (!value.number.empty()) Extension(out, "document-number", "valueString", value.number);
    out.EndArray();
    out.Key("identifier").BeginArray().Raw(Identifier(kGoalId, key)).EndArray();
    out.Key("lifecycleStatus").String("active");
    out.Key("description").BeginObject().Key("text").String(target.text).EndObject();
    out.Key("subject")
        .BeginObject()
        .Key("reference")
        .String("Organization/" + value.unit)
        .EndObject();
    out.Key("target").BeginArray().BeginObject();
    out.Key("measure").Raw(Concept("indicator", target.indicator));
    out.Key("detailQuantity")
        .BeginObject()
        .Key("value")
        .Raw(Number(value.percent))
        .Key("unit")
        .String("%");
    out.Key("system").String("http://unitsofmeasure.org").Key("code").String("%").EndObject();
    out.Key("dueDate").String(std::to_string(value.year) + "-12-31");
    out.EndObject().EndArray().EndObject();
    auto change = CreateOnce("Goal", kGoalId, key, out.Take());
    if (known) {
        change.method = record::Method::kUpdate;
        change.condition.reset();
        change.id = known->id;
        change.if_match = known->version;
    }
    return change;
}

std::vector<record::Change> PlanRecords(const Plan& plan, std::string_view top,
                                        const std::map<std::string, std::string>& leads) {
    std::vector<record::Change> changes;
    for (const Target& target : plan.targets) {
        if (target.indicator.empty() || !target.value) continue;
        changes.push_back(GoalChange(
            plan, target, {std::string(top), "horizon", plan.horizon, *target.value, {}}, {}));
        for (const auto& [year, percent] : target.milestones) {
            changes.push_back(
                GoalChange(plan, target, {std::string(top), "milestone", year, percent, {}}, {}));
        }
    }
    for (const PlanTask& task : plan.tasks) changes.push_back(TaskRecord(plan, task, top, leads));
    return changes;
}

}  // namespace tram::plan
