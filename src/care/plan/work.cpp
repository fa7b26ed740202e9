#include "care/plan/work.h"

#include "base/date.h"
#include "fhir/json/writer.h"

namespace tram::plan {
namespace {

using json::Writer;

void Concept(Writer& out, std::string_view set, std::string_view code) {
    out.BeginObject().Key("coding").BeginArray().BeginObject();
    out.Key("system").String("urn:tram:codes:" + std::string(set)).Key("code").String(code);
    out.EndObject().EndArray().EndObject();
}

void Begin(Writer& out, const NewWorklist& worklist, const std::string& id, std::string_view code) {
    out.BeginObject().Key("resourceType").String("Task").Key("id").String(id);
    if (code == "worklist-item") return;
    out.Key("status").String("requested").Key("intent").String("order");
    out.Key("code");
    Concept(out, "task", code);
    out.Key("description").String(worklist.title);
}

void End(Writer& out, const NewWorklist& worklist, std::string_view why) {
    out.Key("authoredOn").String(worklist.authored_on);
    out.Key("owner").BeginObject().Key("reference").String("Organization/" + worklist.unit);
    if (!worklist.assignee.empty()) {
        out.Key("identifier")
            .BeginObject()
            .Key("system")
            .String("urn:tram:id:user")
            .Key("value")
            .String(worklist.assignee);
        out.EndObject();
    }
    out.EndObject();
    out.Key("reasonCode").BeginObject().Key("coding").BeginArray();
    out.BeginObject()
        .Key("system")
        .String("urn:tram:codes:indicator")
        .Key("code")
        .String(worklist.indicator)
        .EndObject();
    if (!why.empty()) {
        out.BeginObject()
            .Key("system")
            .String("urn:tram:codes:why")
            .Key("code")
            .String(why)
            .EndObject();
    }
    out.EndArray();
    if (!worklist.reason.empty()) out.Key("text").String(worklist.reason);
    out.EndObject();
    out.Key("restriction")
        .BeginObject()
        .Key("period")
        .BeginObject()
        .Key("end")
        .String(worklist.due_on);
    out.EndObject().EndObject().EndObject();
}

record::Change Put(std::string_view type, std::string id, std::string body) {
    record::Change change;
    change.method = record::Method::kUpdate;
    change.type = type;
    change.id = std::move(id);
    auto document = json::Document::Parse(body);
    TRAM_CHECK(document.ok());
    change.resource = std::move(*document);
    return change;
}

// A JSON Patch keeps every other byte of the person's record as it was.
record::Change Patch(const record::Version& version, std::string operations) {
    auto change = Put(version.type, version.id, std::move(operations));
    change.method = record::Method::kPatch;
    change.if_match = version.version;
    return change;
}

std::string Add(std::string_view path, std::string_view json) {
    return "{\"op\":\"add\",\"path\":\"" + std::string(path) + "\",\"value\":" + std::string(json) +
           "}";
}

std::string OutputJson(const ItemOutcome& outcome) {
    Writer out;
    out.BeginArray().BeginObject().Key("type");
    Concept(out, "task-output", "contact-outcome");
    out.Key("valueCodeableConcept");
    Concept(out, "contact-outcome", OutcomeCode(outcome.outcome));
    out.EndObject().BeginObject().Key("type");
    Concept(out, "task-output", "on");
    out.Key("valueDateTime").String(outcome.on).EndObject();
    if (!outcome.circumstance.empty()) {
        out.BeginObject().Key("type");
        Concept(out, "task-output", "contact-circumstance");
        out.Key("valueCodeableConcept");
        Concept(out, "contact-circumstance", outcome.circumstance);
        out.EndObject();
    }
    out.EndArray();
    return out.Take();
}

// Ends each home that is still open on the day before the person was found to be gone.
std::string EndHomes(json::Value patient, std::string_view on) {
    const auto day = ParseDate(on);
    const std::string last = Date::FromDays(day->FirstDay() - 1).ToString();
    std::string operations;
    std::size_t place = 0;
    for (const json::Value address : patient["address"]) {
        const std::string path = "/address/" + std::to_string(place++) + "/period";
        if (address["period"]["end"]) continue;
        if (!operations.empty()) operations += ',';
        operations += address["period"] ? Add(path + "/end", json::Quote(last))
                                        : Add(path, "{\"end\":" + json::Quote(last) + "}");
    }
    return operations;
}

}  // namespace

WorklistChanges MakeWorklist(const NewWorklist& worklist, Clock& clock, RandomSource& random) {
    WorklistChanges made{.id = NewUuid(clock, random)};
    Writer head;
    Begin(head, worklist, made.id, "worklist");
    End(head, worklist, {});
    made.changes.push_back(Put("Task", made.id, head.Take()));
    for (const NewItem& item : worklist.items) {
        const std::string id = NewUuid(clock, random);
        Writer out;
        Begin(out, worklist, id, "worklist-item");
        out.Key("partOf")
            .BeginArray()
            .BeginObject()
            .Key("reference")
            .String("Task/" + made.id)
            .EndObject()
            .EndArray();
        out.Key("status").String("requested").Key("intent").String("order").Key("code");
        Concept(out, "task", "worklist-item");
        out.Key("for").BeginObject().Key("reference").String("Patient/" + item.patient).EndObject();
        End(out, worklist, item.why);
        made.changes.push_back(Put("Task", id, out.Take()));
    }
    return made;
}

std::string_view OutcomeCode(ContactOutcome outcome) {
    switch (outcome) {
        case ContactOutcome::kDone:
            return "done";
        case ContactOutcome::kWillCome:
            return "will-come";
        case ContactOutcome::kNotFound:
            return "not-found";
        case ContactOutcome::kMoved:
            return "moved";
        case ContactOutcome::kRefused:
            return "refused";
        case ContactOutcome::kDied:
            return "died";
    }
    return "";
}

std::optional<ContactOutcome> ParseOutcome(std::string_view code) {
    for (const auto outcome :
         {ContactOutcome::kDone, ContactOutcome::kWillCome, ContactOutcome::kNotFound,
          ContactOutcome::kMoved, ContactOutcome::kRefused, ContactOutcome::kDied}) {
        if (code == OutcomeCode(outcome)) return outcome;
    }
    return std::nullopt;
}

Result<std::vector<record::Change>> MakeOutcome(const record::Version& item,
                                                const record::Version& patient,
                                                const ItemOutcome& outcome) {
    // Only a visit that took place ends the item; "will come" waits for the visit.
    const bool open = outcome.outcome == ContactOutcome::kWillCome ||
                      outcome.outcome == ContactOutcome::kNotFound;
    std::string operations = "[" + Add("/status", open ? "\"in-progress\"" : "\"completed\"") +
                             "," + Add("/output", OutputJson(outcome));
    if (!outcome.note.empty())
        operations += "," + Add("/note", "[{\"text\":" + json::Quote(outcome.note) + "}]");
    std::vector<record::Change> changes;
    changes.push_back(Patch(item, operations + "]"));
    if (outcome.outcome != ContactOutcome::kMoved && outcome.outcome != ContactOutcome::kDied)
        return changes;

    const auto document = TRY(json::Document::Parse(patient.body));
    const json::Value body = document->root();
    if (outcome.outcome == ContactOutcome::kMoved) {
        if (const auto homes = EndHomes(body, outcome.on); !homes.empty())
            changes.push_back(Patch(patient, "[" + homes + "]"));
        return changes;
    }
    if (body["deceasedDateTime"] || body["deceasedBoolean"].IsTrue()) {
        return Error{.code = ErrorCode::kConflict,
                     .message = "this person is recorded as dead already",
                     .message_vi = "Người này đã được ghi là đã mất. Mở hồ sơ để xem ngày mất.",
                     .path = "Patient.deceased"};
    }
    changes.push_back(
        Patch(patient, "[" + Add("/deceasedDateTime", json::Quote(outcome.on)) + "]"));
    return changes;
}

}  // namespace tram::plan
