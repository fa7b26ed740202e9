#include "care/plan/outcome.h"

#include <algorithm>

#include "base/date.h"
#include "fhir/json/patch.h"
#include "fhir/json/writer.h"
#include "record/store/change.h"

namespace tram::plan {
namespace {

using json::Value;
using json::Writer;

constexpr ContactOutcome kAll[] = {ContactOutcome::kDone,     ContactOutcome::kWillCome,
                                   ContactOutcome::kNotFound, ContactOutcome::kMoved,
                                   ContactOutcome::kRefused,  ContactOutcome::kDied};

// Operations of a JSON Patch: it keeps every other byte of the person's record as it was.
class Operations {
  public:
    void Put(std::string_view path, std::string_view json) {
        Begin("add", path);
        text_ += ",\"value\":" + std::string(json) + "}";
    }
    void Remove(std::string_view path) {
        Begin("remove", path);
        text_ += "}";
    }
    void Append(const Operations& more) {
        if (more.empty()) return;
        text_ += (empty() ? "" : ",") + more.text_;
    }
    bool empty() const { return text_.empty(); }
    json::DocumentPtr Document() const {
        auto document = json::Document::Parse("[" + text_ + "]");
        TRAM_CHECK(document.ok());
        return std::move(*document);
    }

  private:
    void Begin(std::string_view op, std::string_view path) {
        text_ += (empty() ? "" : ",") + std::string("{\"op\":\"") + std::string(op) +
                 "\",\"path\":\"" + std::string(path) + "\"";
    }
    std::string text_;
};

record::Change Patch(const record::Version& version, const Operations& operations) {
    record::Change change;
    change.method = record::Method::kPatch;
    change.type = version.type;
    change.id = version.id;
    change.if_match = version.version;
    change.resource = operations.Document();
    return change;
}

void Concept(Writer& out, std::string_view set, std::string_view code) {
    out.BeginObject().Key("coding").BeginArray().BeginObject();
    out.Key("system").String("urn:tram:codes:" + std::string(set)).Key("code").String(code);
    out.EndObject().EndArray().EndObject();
}

void PutCode(Writer& out, std::string_view what, std::string_view code) {
    out.BeginObject().Key("type");
    Concept(out, "task-output", what);
    out.Key("valueCodeableConcept");
    Concept(out, what, code);
    out.EndObject();
}

void PutDay(Writer& out, std::string_view on) {
    out.BeginObject().Key("type");
    Concept(out, "task-output", "on");
    out.Key("valueDateTime").String(on).EndObject();
}

std::string OutputJson(const ItemOutcome& outcome) {
    Writer out;
    out.BeginArray();
    PutCode(out, "contact-outcome", OutcomeCode(outcome.outcome));
    PutDay(out, outcome.on);
    if (!outcome.circumstance.empty()) PutCode(out, "contact-circumstance", outcome.circumstance);
    out.EndArray();
    return out.Take();
}

struct Known {
    ContactOutcome outcome;
    std::string on;
};
// The outcome that an item holds.
std::optional<Known> OutcomeOf(Value item) {
    Known known{};
    bool found = false;
    for (const Value output : item["output"]) {
        const Value coding = output["valueCodeableConcept"]["coding"].At(0);
        if (coding["system"].text() == "urn:tram:codes:contact-outcome") {
            const auto code = ParseOutcome(coding["code"].text());
            if (!code) continue;
            known.outcome = *code;
            found = true;
        }
        if (const auto on = output["valueDateTime"]) known.on = on.text();
    }
    if (!found) return std::nullopt;
    return known;
}

std::string DayBefore(std::string_view on) {
    const auto day = ParseDate(on);
    TRAM_CHECK(day.has_value());
    return Date::FromDays(day->FirstDay() - 1).ToString();
}

// Ends each home that is still open on the day before the person was found to be gone.
void EndHomes(Value patient, std::string_view on, Operations& operations) {
    const std::string last = json::Quote(DayBefore(on));
    std::size_t place = 0;
    for (const Value address : patient["address"]) {
        const std::string path = "/address/" + std::to_string(place++) + "/period";
        if (address["period"]["end"]) continue;
        address["period"] ? operations.Put(path + "/end", last)
                          : operations.Put(path, "{\"end\":" + last + "}");
    }
}

void OpenHome(Value patient, const ItemOutcome& outcome, Operations& operations) {
    Writer out;
    out.BeginObject().Key("extension").BeginArray();
    out.BeginObject().Key("url").String("urn:tram:ext:residence-unit").Key("valueReference");
    out.BeginObject().Key("reference").String("Organization/" + outcome.to_unit).EndObject();
    out.EndObject().BeginObject().Key("url").String("urn:tram:ext:presence");
    out.Key("valueCode").String("resident").EndObject();
    out.BeginObject().Key("url").String("urn:tram:ext:confirmed-on");
    out.Key("valueDate").String(outcome.on).EndObject().EndArray();
    if (!outcome.to_name.empty()) out.Key("text").String(outcome.to_name);
    out.Key("period").BeginObject().Key("start").String(outcome.on).EndObject().EndObject();
    patient["address"] ? operations.Put("/address/-", out.text())
                       : operations.Put("/address", "[" + std::string(out.text()) + "]");
}

// Takes the effect of moved back from the newest record: the version that ended the homes on that
// day tells which they were. False: the record no longer is as that version left it.
Result<bool> ReopenHomes(const std::vector<record::Version>& patient, std::string_view on,
                         Operations& operations) {
    const std::string last = DayBefore(on);
    const auto ended = [&](Value address) { return address["period"]["end"].text() == last; };
    const auto newest = TRY(json::Document::Parse(patient.front().body));
    const Value now = newest->root()["address"];
    for (std::size_t i = 0; i + 1 < patient.size(); ++i) {
        if (patient[i].deleted || patient[i + 1].deleted) continue;
        const auto after_document = TRY(json::Document::Parse(patient[i].body));
        const auto before_document = TRY(json::Document::Parse(patient[i + 1].body));
        const Value after = after_document->root()["address"];
        const Value before = before_document->root()["address"];
        Operations back;
        bool same = true;
        for (std::size_t place = 0; place < before.size(); ++place) {
            if (!ended(after.At(place)) || before.At(place)["period"]["end"]) continue;
            same = same && ended(now.At(place));
            const auto path = "/address/" + std::to_string(place) + "/period";
            back.Remove(before.At(place)["period"] ? path + "/end" : path);
        }
        if (back.empty()) continue;
        for (std::size_t place = after.size(); place > before.size(); --place) {
            const Value opened = now.At(place - 1);
            same = same && opened && opened.raw() == after.At(place - 1).raw();
            back.Remove("/address/" + std::to_string(place - 1));
        }
        if (same) operations.Append(back);
        return same;
    }
    return false;
}

// False: the effect cannot be taken back.
Result<bool> TakeBack(const std::vector<record::Version>& patient, const Known& known,
                      Operations& operations) {
    if (known.outcome != ContactOutcome::kMoved && known.outcome != ContactOutcome::kDied)
        return true;
    if (patient.empty() || patient.front().deleted) return false;
    if (known.outcome == ContactOutcome::kMoved) return ReopenHomes(patient, known.on, operations);
    const auto document = TRY(json::Document::Parse(patient.front().body));
    if (document->root()["deceasedDateTime"].text() != known.on) return false;
    operations.Remove("/deceasedDateTime");
    return true;
}

Result<void> Apply(Value patient, const ItemOutcome& outcome, Operations& operations) {
    if (outcome.outcome == ContactOutcome::kMoved) {
        EndHomes(patient, outcome.on, operations);
        if (!outcome.to_unit.empty()) OpenHome(patient, outcome, operations);
    }
    if (outcome.outcome == ContactOutcome::kDied) {
        if (patient["deceasedDateTime"] || patient["deceasedBoolean"].IsTrue()) {
            return Error{.code = ErrorCode::kConflict,
                         .message = "this person is recorded as dead already",
                         .message_vi = "Người này đã được ghi là đã mất. Mở hồ sơ để xem ngày mất.",
                         .path = "Patient.deceased"};
        }
        operations.Put("/deceasedDateTime", json::Quote(outcome.on));
    }
    return {};
}

}  // namespace

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
    for (const auto outcome : kAll) {
        if (code == OutcomeCode(outcome)) return outcome;
    }
    return std::nullopt;
}

bool IsCircumstance(std::string_view code) {
    return code == "cannot-walk" || code == "away";
}

record::Change OutcomeChange(const record::Version& item, const ItemOutcome& outcome) {
    const bool open = outcome.outcome == ContactOutcome::kWillCome ||
                      outcome.outcome == ContactOutcome::kNotFound;
    Operations operations;
    operations.Put("/status", open ? "\"in-progress\"" : "\"completed\"");
    operations.Put("/output", OutputJson(outcome));
    if (!outcome.note.empty())
        operations.Put("/note", "[{\"text\":" + json::Quote(outcome.note) + "}]");
    return Patch(item, operations);
}

Result<std::vector<record::Change>> MakeOutcome(const ItemHistory& past,
                                                const ItemOutcome& outcome) {
    std::vector<record::Change> changes{OutcomeChange(past.item.front(), outcome)};
    if (past.patient.empty()) return changes;
    Operations operations;
    const auto item = TRY(json::Document::Parse(past.item.front().body));
    if (const auto known = OutcomeOf(item->root())) TRY(TakeBack(past.patient, *known, operations));
    auto patient = TRY(json::Document::Parse(past.patient.front().body));
    if (!operations.empty())
        patient = TRY(json::ApplyPatch(patient, operations.Document()->root()));
    TRY(Apply(patient->root(), outcome, operations));
    if (!operations.empty()) changes.push_back(Patch(past.patient.front(), operations));
    return changes;
}

record::Change CircumstanceRecord(const Circumstance& circumstance) {
    Writer out;
    out.BeginObject().Key("resourceType").String("Task");
    out.Key("status").String("completed").Key("intent").String("order").Key("code");
    Concept(out, "task", "contact");
    out.Key("for").BeginObject().Key("reference").String("Patient/" + circumstance.patient);
    out.EndObject();
    if (!circumstance.unit.empty()) {
        out.Key("owner").BeginObject().Key("reference");
        out.String("Organization/" + circumstance.unit).EndObject();
    }
    if (!circumstance.note.empty()) {
        out.Key("note").BeginArray().BeginObject().Key("text").String(circumstance.note);
        out.EndObject().EndArray();
    }
    out.Key("output").BeginArray();
    PutCode(out, "contact-circumstance", circumstance.code);
    PutDay(out, circumstance.on);
    out.EndArray().EndObject();
    return record::MakeChange(record::Method::kCreate, "Task", "", out.text());
}

Result<UndoneOutcome> UndoOutcome(const ItemHistory& past) {
    const auto newest = TRY(json::Document::Parse(past.item.front().body));
    const Value now = newest->root();
    const auto known = OutcomeOf(now);
    if (!known) {
        return Error{.code = ErrorCode::kConflict,
                     .message = "this item has no outcome to take back; load the list again",
                     .message_vi = "Dòng này không có kết quả để hoàn tác. Tải lại danh sách.",
                     .path = "item"};
    }
    // The version before the first that held this outcome: steps taken back in between do not
    // bring back what they had taken away.
    std::size_t first = 0;
    for (std::size_t i = 1; i < past.item.size(); ++i) {
        const auto document = TRY(json::Document::Parse(past.item[i].body));
        const Value output = document->root()["output"];
        if (output && output.raw() == now["output"].raw()) first = i;
    }
    json::DocumentPtr before;
    if (first + 1 < past.item.size())
        before = TRY(json::Document::Parse(past.item[first + 1].body));
    const Value then = before ? before->root() : Value();
    Operations item;
    item.Put("/status", then["status"] ? then["status"].raw() : "\"requested\"");
    for (const auto* name : {"output", "note"}) {
        const auto path = "/" + std::string(name);
        if (then[name]) {
            item.Put(path, then[name].raw());
        } else if (now[name]) {
            item.Remove(path);
        }
    }
    UndoneOutcome undone;
    undone.changes.push_back(Patch(past.item.front(), item));
    Operations patient;
    undone.register_kept = !TRY(TakeBack(past.patient, *known, patient));
    if (!patient.empty()) undone.changes.push_back(Patch(past.patient.front(), patient));
    return undone;
}

}  // namespace tram::plan
