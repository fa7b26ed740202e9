#include "care/plan/load.h"

#include <set>

#include "fhir/json/writer.h"
#include "record/store/change.h"

namespace tram::plan {
namespace {

using json::Writer;

// One definition, found again by its url.
record::Change Definition(std::string_view type, const std::string& url, std::string_view body) {
    auto change = record::MakeChange(record::Method::kUpdate, type, "", body);
    change.condition = "url=" + url;
    return change;
}

void Begin(Writer& out, std::string_view type, const std::string& url, std::string_view id,
           std::string_view title) {
    out.BeginObject().Key("resourceType").String(type).Key("url").String(url);
    // A computer name begins with a capital letter: https://hl7.org/fhir/R4/measure.html, mea-0.
    std::string name;
    bool capital = true;
    for (const char letter : id) {
        const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                           (letter >= '0' && letter <= '9');
        if (plain)
            name +=
                capital && letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
        capital = !plain;
    }
    out.Key("name").String(name).Key("title").String(title);
}

record::Change MeasureRecord(const MeasureDefinition& measure) {
    const std::string url = "urn:tram:measure:" + measure.id;
    Writer out;
    Begin(out, "Measure", url, measure.id, measure.title);
    out.Key("status").String(measure.checked ? "active" : "draft");
    if (!measure.source.empty()) out.Key("purpose").String(measure.source);
    out.Key("scoring").BeginObject().Key("coding").BeginArray().BeginObject();
    out.Key("system").String("http://terminology.hl7.org/CodeSystem/measure-scoring");
    out.Key("code").String("proportion").EndObject().EndArray().EndObject();
    out.EndObject();
    return Definition("Measure", url, out.Take());
}

record::Change PlanDefinitionRecord(const Plan& plan) {
    const std::string url = "urn:tram:plan:" + plan.id;
    Writer out;
    Begin(out, "PlanDefinition", url, plan.id, plan.title.vi);
    out.Key("status").String(plan.checked ? "active" : "draft");
    out.Key("purpose").String(plan.source).Key("goal").BeginArray();
    for (const auto& target : plan.targets) {
        out.BeginObject().Key("description").BeginObject().Key("text").String(target.text);
        out.EndObject().EndObject();
    }
    out.EndArray().Key("action").BeginArray();
    for (const auto& task : plan.tasks) {
        out.BeginObject().Key("prefix").String(task.clause).Key("title").String(task.title);
        out.EndObject();
    }
    out.EndArray().EndObject();
    return Definition("PlanDefinition", url, out.Take());
}

// A place of a record that the file has an opinion on.
struct Field {
    std::string_view name, pointer;  // for people; JSON Pointer
    json::Value (*value)(json::Value);
};
constexpr Field kGoalFields[] = {
    {"value", "/target/0/detailQuantity/value",
     [](json::Value goal) { return goal["target"].At(0)["detailQuantity"]["value"]; }},
    {"text", "/description/text", [](json::Value goal) { return goal["description"]["text"]; }}};
constexpr Field kTaskFields[] = {
    {"title", "/description", [](json::Value task) { return task["description"]; }},
    {"due_on", "/restriction/period/end",
     [](json::Value task) { return task["restriction"]["period"]["end"]; }}};

std::string_view KeyOf(json::Value record) {
    return record["identifier"].At(0)["value"].text();
}

// What the record and the file say differently, and the patch that would follow the file.
Result<void> Compare(const record::Version& stored, json::Value wanted,
                     std::span<const Field> fields, LoadReport& report,
                     std::vector<record::Change>& patches) {
    const auto document = TRY(json::Document::Parse(stored.body));
    const auto known = document->root();
    Writer patch;
    patch.BeginArray();
    bool differs = false;
    for (const Field& field : fields) {
        const auto was = field.value(known), now = field.value(wanted);
        if (!now || (was && was.text() == now.text())) continue;
        differs = true;
        report.changed.push_back(
            {.type = stored.type,
             .id = stored.id,
             .key = std::string(KeyOf(wanted)),
             .title = std::string(stored.type == "Goal" ? wanted["description"]["text"].text()
                                                        : wanted["description"].text()),
             .field = std::string(field.name),
             .was = std::string(was.text()),
             .now = std::string(now.text()),
             .edited = stored.version > 1});
        patch.BeginObject().Key("op").String("add").Key("path").String(field.pointer);
        patch.Key("value").Raw(now.raw()).EndObject();
    }
    patch.EndArray();
    if (!differs) {
        ++report.same;
        return {};
    }
    auto change = record::MakeChange(record::Method::kPatch, stored.type, stored.id, patch.text());
    change.if_match = stored.version;
    patches.push_back(std::move(change));
    return {};
}

// Goals and tasks of the plan that the file no longer has. Targets that were assigned are never the
// file's.
Result<void> FindDropped(record::Store& store, const Plan& plan,
                         const std::set<std::string, std::less<>>& keys, LoadReport& report) {
    const auto reader = TRY(store.Read());
    auto& rows = *TRY(reader->connection().Prepare(
        "SELECT 'Goal', id, key, kind FROM reg_goals WHERE kind <> 'assigned' AND status = "
        "'active' "
        "UNION ALL SELECT 'Task', id, key, title FROM reg_tasks WHERE code = 'plan-task' "
        "ORDER BY 1, 3"));
    while (TRY(rows.Step())) {
        const auto key = rows.Text(2);
        if (!key.starts_with(plan.id + "/") || keys.contains(key)) continue;
        report.dropped.push_back({.type = std::string(rows.Text(0)),
                                  .id = std::string(rows.Text(1)),
                                  .key = std::string(key),
                                  .title = std::string(rows.Text(3)),
                                  .field = {},
                                  .was = {},
                                  .now = {}});
    }
    return {};
}

// Leaves the patches of the records that are to follow the file, and marks their differences.
Result<void> KeepAccepted(const Accept& accept, LoadReport& report,
                          std::vector<record::Change>& patches) {
    std::set<std::string, std::less<>> taken, unknown = accept.only;
    for (auto& one : report.changed) {
        one.accepted = accept.all || accept.only.contains(one.key) || accept.only.contains(one.id);
        if (one.accepted) taken.insert(one.id);
        unknown.erase(one.key);
        unknown.erase(one.id);
    }
    if (!unknown.empty()) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "nothing that differs from the file is named " + *unknown.begin() +
                                "; load without accepting lists what differs",
                     .message_vi = "Không có hồ sơ khác với tệp mang khóa " + *unknown.begin() +
                                   ". Chạy không có --accept để xem danh sách.",
                     .path = "accept_only"};
    }
    std::erase_if(patches, [&](const record::Change& patch) { return !taken.contains(patch.id); });
    return {};
}

}  // namespace

Result<LoadReport> LoadRecords(record::Store& store, const record::Actor& actor, const Plan& plan,
                               const std::vector<MeasureDefinition>& measures, std::string_view top,
                               const std::map<std::string, std::string>& leads,
                               const Accept& accept) {
    LoadReport report;
    std::vector<record::Change> changes;
    for (const auto& measure : measures) changes.push_back(MeasureRecord(measure));
    changes.push_back(PlanDefinitionRecord(plan));
    const auto definitions = changes.size();
    for (auto& change : PlanRecords(plan, top, leads)) changes.push_back(std::move(change));
    std::vector<json::DocumentPtr> wanted;
    std::set<std::string, std::less<>> keys;
    for (const auto& change : changes) {
        wanted.push_back(change.resource);
        keys.emplace(KeyOf(change.resource->root()));
    }
    const auto receipt = TRY(store.Commit(actor, std::move(changes)));
    std::vector<record::Change> patches;
    for (std::size_t i = 0; i < receipt.applied.size(); ++i) {
        const auto& applied = receipt.applied[i];
        if (i < definitions) {
            report.definitions += applied.outcome != record::Outcome::kUnchanged;
        } else if (applied.outcome == record::Outcome::kCreated) {
            ++report.made;
        } else if (applied.version.type == "Goal") {
            TRY(Compare(applied.version, wanted[i]->root(), kGoalFields, report, patches));
        } else {
            TRY(Compare(applied.version, wanted[i]->root(), kTaskFields, report, patches));
        }
    }
    TRY(FindDropped(store, plan, keys, report));
    TRY(KeepAccepted(accept, report, patches));
    if (!patches.empty()) {
        report.accepted = static_cast<int>(patches.size());
        TRY(store.Commit(actor, std::move(patches)));
    }
    return report;
}

}  // namespace tram::plan
