#include "care/plan/work.h"

#include "fhir/json/writer.h"
#include "record/store/change.h"

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

record::Change Put(std::string_view type, std::string id, std::string_view body) {
    return record::MakeChange(record::Method::kUpdate, type, std::move(id), body);
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

}  // namespace tram::plan
