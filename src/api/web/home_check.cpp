#include "api/web/home_check.h"

#include <cmath>
#include <cstdlib>

#include "api/web/figure_answer.h"
#include "api/web/json_body.h"
#include "base/date.h"
#include "care/plan/outcome.h"

namespace tram::api::web {
namespace {

// What can be measured at home: the field, its LOINC code and unit, and what no living body shows.
struct Measure {
    std::string_view field, code, unit;
    double least, most;
};
constexpr Measure kMeasures[] = {{"glucose", "15074-8", "mmol/L", 1, 60},
                                 {"weight", "29463-7", "kg", 0.5, 350},
                                 {"height", "8302-2", "cm", 30, 250},
                                 {"waist", "8280-0", "cm", 20, 250}};

Error BadField(std::string_view field, std::string en, std::string vi) {
    return {.code = ErrorCode::kInvalid,
            .message = std::move(en),
            .message_vi = std::move(vi),
            .path = std::string(field)};
}

struct Form {
    std::string on, advice, smoking, item;
    std::optional<double> systolic, diastolic;
    std::vector<std::pair<const Measure*, double>> measured;
};

Result<std::optional<double>> ReadNumber(const JsonBody& body, std::string_view field, double least,
                                         double most) {
    const auto number = TRY(body.OptionalNumber(field));
    if (number && (*number < least || *number > most)) {
        char range[64];
        std::snprintf(range, sizeof(range), "%g – %g", least, most);
        return BadField(field, "this value is outside " + std::string(range) + "; check the number",
                        "Số đo nằm ngoài khoảng " + std::string(range) + ". Kiểm tra lại.");
    }
    return number;
}

Result<Form> ReadForm(const JsonBody& body, std::int32_t today) {
    Form form;
    form.on = TRY(body.Text("on"));
    const auto day = ParseDate(form.on);
    if (!day || !day->IsWholeDay() || day->FirstDay() > today) {
        return BadField("on", "the day must exist and not lie ahead",
                        "Ngày đo phải có thật và không ở tương lai.");
    }
    form.systolic = TRY(ReadNumber(body, "systolic", 50, 300));
    form.diastolic = TRY(ReadNumber(body, "diastolic", 20, 200));
    if (form.systolic.has_value() != form.diastolic.has_value()) {
        return BadField("diastolic", "a blood pressure has two numbers",
                        "Huyết áp cần đủ hai số: tâm thu và tâm trương.");
    }
    if (form.systolic && *form.systolic <= *form.diastolic) {
        return BadField("systolic", "systolic must be above diastolic; check both numbers",
                        "Huyết áp tâm thu phải lớn hơn tâm trương. Kiểm tra lại hai số.");
    }
    for (const auto& measure : kMeasures) {
        if (const auto value = TRY(ReadNumber(body, measure.field, measure.least, measure.most))) {
            form.measured.emplace_back(&measure, *value);
        }
    }
    form.smoking = TRY(body.OptionalText("smoking"));
    if (!form.smoking.empty() && form.smoking != "current" && form.smoking != "former" &&
        form.smoking != "never") {
        return BadField("smoking", "smoking is current, former or never",
                        "Hút thuốc: chọn đang hút, đã bỏ hoặc không hút.");
    }
    form.advice = TRY(body.OptionalText("advice"));
    form.item = TRY(body.OptionalText("item"));
    if (!form.systolic && form.measured.empty() && form.smoking.empty() && form.advice.empty()) {
        return BadField("systolic", "nothing was measured or advised",
                        "Chưa có số đo hoặc tư vấn nào. Nhập ít nhất một mục.");
    }
    return form;
}

std::string Number(double value) {
    char text[32];
    std::snprintf(text, sizeof(text), "%g", value);
    return text;
}

// Builds the records of one check; all say who, when, and at which contact.
class CheckRecords {
  public:
    CheckRecords(const Form& form, std::string_view patient, std::string_view place,
                 bool pre_screening, record::Store& store)
        : form_(form),
          patient_(patient),
          place_(place),
          pre_screening_(pre_screening),
          store_(store),
          encounter_(NewUuid(store.clock(), store.random())) {}

    const std::string& encounter() const { return encounter_; }
    const std::vector<std::string>& observations() const { return observations_; }

    std::vector<record::Change> Make() {
        MakeEncounter();
        if (form_.systolic) MakePressure();
        for (const auto& [measure, value] : form_.measured) {
            MakeObservation(measure->code, [&, measure = measure, value = value](Writer& out) {
                out.Key("valueQuantity");
                Quantity(out, value, measure->unit);
            });
        }
        if (!form_.smoking.empty()) {
            MakeObservation("72166-2", [&](Writer& out) {
                out.Key("valueCodeableConcept");
                Concept(out, "urn:tram:codes:smoking", form_.smoking);
            });
        }
        return std::move(changes_);
    }

  private:
    static void Concept(Writer& out, std::string_view system, std::string_view code) {
        out.BeginObject()
            .Key("coding")
            .BeginArray()
            .BeginObject()
            .Key("system")
            .String(system)
            .Key("code")
            .String(code);
        out.EndObject().EndArray().EndObject();
    }
    static void Quantity(Writer& out, double value, std::string_view unit) {
        out.BeginObject().Key("value").Raw(Number(value)).Key("unit").String(unit);
        out.Key("system").String("http://unitsofmeasure.org").Key("code").String(unit).EndObject();
    }
    static void Reference(Writer& out, std::string_view key, std::string_view type,
                          std::string_view id) {
        out.Key(key)
            .BeginObject()
            .Key("reference")
            .String(std::string(type) + "/" + std::string(id))
            .EndObject();
    }
    void Put(std::string_view type, const std::string& id, const std::string& body) {
        record::Change change;
        change.method = record::Method::kUpdate;
        change.type = type;
        change.id = id;
        auto document = json::Document::Parse(body);
        TRAM_CHECK(document.ok());
        change.resource = std::move(*document);
        changes_.push_back(std::move(change));
    }
    void MakeEncounter() {
        Writer out;
        out.BeginObject().Key("resourceType").String("Encounter").Key("id").String(encounter_);
        out.Key("extension")
            .BeginArray()
            .BeginObject()
            .Key("url")
            .String("urn:tram:ext:payer")
            .Key("valueCode")
            .String("free");
        out.EndObject().EndArray();
        out.Key("status").String("finished").Key("class").BeginObject();
        out.Key("system")
            .String("http://terminology.hl7.org/CodeSystem/v3-ActCode")
            .Key("code")
            .String("HH")
            .EndObject();
        out.Key("type").BeginArray();
        Concept(out, "urn:tram:codes:encounter-kind", "home-visit");
        out.EndArray();
        Reference(out, "subject", "Patient", patient_);
        out.Key("period")
            .BeginObject()
            .Key("start")
            .String(form_.on)
            .Key("end")
            .String(form_.on)
            .EndObject();
        if (!form_.advice.empty()) {
            out.Key("reasonCode")
                .BeginArray()
                .BeginObject()
                .Key("text")
                .String(form_.advice)
                .EndObject()
                .EndArray();
        }
        if (!place_.empty()) Reference(out, "serviceProvider", "Organization", place_);
        out.EndObject();
        Put("Encounter", encounter_, out.Take());
    }
    void MakeObservation(std::string_view code, const std::function<void(Writer&)>& value) {
        observations_.push_back(NewUuid(store_.clock(), store_.random()));
        Writer out;
        out.BeginObject()
            .Key("resourceType")
            .String("Observation")
            .Key("id")
            .String(observations_.back());
        if (pre_screening_) {
            out.Key("extension")
                .BeginArray()
                .BeginObject()
                .Key("url")
                .String("urn:tram:ext:pre-screening");
            out.Key("valueBoolean").Boolean(true).EndObject().EndArray();
        }
        out.Key("status").String("final").Key("code");
        Concept(out, "http://loinc.org", code);
        Reference(out, "subject", "Patient", patient_);
        Reference(out, "encounter", "Encounter", encounter_);
        out.Key("effectiveDateTime").String(form_.on);
        value(out);
        out.EndObject();
        Put("Observation", observations_.back(), out.Take());
    }
    void MakePressure() {
        MakeObservation("85354-9", [&](Writer& out) {
            out.Key("component").BeginArray();
            for (const auto& [code, value] :
                 {std::pair{"8480-6", *form_.systolic}, std::pair{"8462-4", *form_.diastolic}}) {
                out.BeginObject().Key("code");
                Concept(out, "http://loinc.org", code);
                out.Key("valueQuantity");
                Quantity(out, value, "mm[Hg]");
                out.EndObject();
            }
            out.EndArray();
        });
    }

    const Form& form_;
    std::string patient_, place_;
    bool pre_screening_;
    record::Store& store_;
    std::string encounter_;
    std::vector<std::string> observations_;
    std::vector<record::Change> changes_;
};

// Words for the one who measured: what cannot wait, what to do.
void PutFlags(Writer& out, const Form& form) {
    out.Key("flags").BeginArray();
    const auto flag = [&](std::string_view code, std::string_view vi, std::string_view en) {
        out.BeginObject().Key("code").String(code);
        PutBoth(out, "text", vi, en);
        out.EndObject();
    };
    if (form.systolic && (*form.systolic >= 180 || *form.diastolic >= 120)) {
        flag("pressure-very-high",
             "Huyết áp rất cao. Cho nghỉ 5 phút, đo lại và liên hệ trạm ngay.",
             "Blood pressure very high. Let the person rest for 5 minutes, measure again and call "
             "the station at once.");
    } else if (form.systolic && (*form.systolic >= 140 || *form.diastolic >= 90)) {
        flag("pressure-high", "Huyết áp cao. Hẹn khám tại trạm.",
             "Blood pressure high. Make an appointment at the station.");
    }
    for (const auto& [measure, value] : form.measured) {
        if (measure->field == "glucose" && value >= 11.1)
            flag("glucose-high", "Đường huyết cao. Hẹn khám tại trạm.",
                 "Blood glucose high. Make an appointment at the station.");
    }
    out.EndArray();
}

// Of a home in a hamlet, its commune's station answers; here the commune's first station of the
// day.
std::string StationOf(const registry::Units& units, registry::Rid home, std::int32_t day) {
    for (const auto rid : units.PathUp(home, day)) {
        for (const auto* below : units.Below(rid, day)) {
            if (below->kind == "station" || below->kind == "army-civil-station") return below->id;
        }
    }
    return {};
}

Result<record::Change> ItemDone(record::Reader& reader, const access::Actor& actor,
                                const Form& form) {
    const auto item = TRY(reader.Read(actor, "Task", form.item));
    return plan::OutcomeChange(item, {.outcome = plan::ContactOutcome::kDone, .on = form.on});
}

// What the check did to the figure for whose list it was asked: the person's own row of it now, or
// null where the check was asked for by no list.
Result<void> PutFigure(Writer& out, const FigureParts& parts, const Form& form,
                       std::int64_t patient) {
    out.Key("figure");
    const auto reader = TRY(parts.store.Read());
    auto& connection = reader->connection();
    auto& row = *TRY(connection.Prepare(
        "SELECT i.indicator, p.person FROM reg_tasks i, reg_patients p WHERE i.id = $1 AND "
        "p.rid = $2"));
    row.BindText(1, form.item);
    row.Bind(2, patient);
    const bool asked = !form.item.empty() && TRY(row.Step());
    const auto* indicator = asked ? parts.engine.Find(row.Text(0)) : nullptr;
    const std::int64_t only[] = {asked ? row.Int(1) : 0};
    row.Reset();
    std::vector<indicators::Member> rows;
    if (indicator) {
        rows = TRY(
            indicators::Ask(connection, *indicator, indicators::DatesOf(Today(parts.store)), only));
    }
    if (rows.empty()) {
        out.Null();
        return {};
    }
    const auto& own = rows.front();
    const indicators::Words none;
    const auto& why = own.why ? indicator->whys[own.why - 1].title : none;
    const auto* target = parts.plan.FindTarget(indicator->id);
    out.BeginObject().Key("indicator").String(indicator->id).Key("title");
    out.String(target ? target->short_title.vi : indicator->title.vi).Key("title_en");
    out.String(target ? target->short_title.en : indicator->title.en)
        .Key("met")
        .Boolean(own.met)
        .Key("why_title");
    PutText(out, why.vi);
    out.Key("why_title_en");
    PutText(out, why.en);
    out.Key("note");
    PutText(out, own.met ? std::string() : indicator->home_note.vi);
    out.Key("note_en");
    PutText(out, own.met ? std::string() : indicator->home_note.en);
    out.EndObject();
    return {};
}

}  // namespace

bool OnlyPreScreens(const access::Role& role) {
    return role.id == "village_worker";
}

Result<http::Response> RecordHomeCheck(const FigureParts& parts, const Context& context) {
    const auto body = TRY(JsonBody::Read(context.request));
    const auto today = Today(parts.store);
    const Form form = TRY(ReadForm(body, today));
    const std::string patient(context.capture("id"));
    const auto reader = TRY(parts.store.Read());
    const auto version = TRY(reader->Read(context.actor, "Patient", patient));
    auto& home = *TRY(reader->connection().Prepare(
        "SELECT unit FROM reg_residences WHERE patient = $1 ORDER BY COALESCE(to_day, 9999999) "
        "DESC, COALESCE(confirmed_day, 0) DESC LIMIT 1"));
    home.Bind(1, version.rid);
    const std::int64_t hamlet = TRY(home.Step()) ? home.Int(0) : 0;
    home.Reset();
    const auto units = TRY(parts.engine.Units());
    const bool pre_screening = context.actor.role && OnlyPreScreens(*context.actor.role);
    CheckRecords records(form, patient, StationOf(*units, hamlet, today), pre_screening,
                         parts.store);
    auto changes = records.Make();
    if (!form.item.empty()) changes.push_back(TRY(ItemDone(*reader, context.actor, form)));
    TRY(parts.store.Commit(context.actor, std::move(changes)));
    Writer out;
    out.BeginObject().Key("encounter").String(records.encounter()).Key("observations").BeginArray();
    for (const auto& id : records.observations()) out.String(id);
    out.EndArray();
    out.Key("pre_screening").Boolean(pre_screening);
    PutFlags(out, form);
    TRY(PutFigure(out, parts, form, version.rid));
    out.EndObject();
    return JsonAnswer(201, out.Take());
}

}  // namespace tram::api::web
