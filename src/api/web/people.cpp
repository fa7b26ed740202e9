#include "api/web/people.h"

#include <algorithm>

#include "api/web/figure_answer.h"
#include "api/web/home_check.h"
#include "api/web/json_body.h"
#include "api/web/words.h"
#include "fhir/json/document.h"
#include "fhir/search/query.h"
#include "insight/indicators/risk_rules.h"
#include "insight/persons/person.h"
#include "insight/persons/typed_name.h"
#include "insight/worklists/worklists.h"
#include "record/search/scope.h"

namespace tram::api::web {
namespace {

constexpr std::size_t kMostFound = 20;

// Those who are called as typed, of a page of `found` that has not room for all who match: they may
// stand on a later one, since the page is ordered by given names.
Result<std::vector<std::int64_t>> WithNamesakes(const Context& context,
                                                database::Connection& connection,
                                                const persons::TypedName& typed, std::int64_t today,
                                                const std::vector<std::int64_t>& found) {
    // So many of one name are looked through for those that a station sees.
    constexpr std::size_t kMostOfOneName = 5'000;
    const bool limited = !context.actor.unlimited();
    auto namesakes = TRY(typed.Find(connection, limited ? kMostOfOneName : kMostFound));
    if (limited) {
        const auto open = TRY(record::OpenHomes(connection, context.actor.units, today, namesakes));
        std::erase_if(namesakes, [&](std::int64_t rid) {
            return !std::binary_search(open.begin(), open.end(), rid);
        });
    }
    for (const auto rid : found) {
        if (std::find(namesakes.begin(), namesakes.end(), rid) == namesakes.end())
            namesakes.push_back(rid);
    }
    if (namesakes.size() > kMostFound) namesakes.resize(kMostFound);
    return namesakes;
}

// As typed, without tones, syllables in any order; numbers find an identifier or a telephone. Whose
// whole name it is comes first, the others in the order of Vietnamese lists.
Result<http::Response> SearchPeople(const FigureParts& parts, const Context& context) {
    if (!MaySeeNames(context.actor)) return NamesNotAllowed();
    const auto body = TRY(JsonBody::Read(context.request));
    const auto text = TRY(body.Text("text"));
    const bool number = !text.empty() && std::all_of(text.begin(), text.end(),
                                                     [](char c) { return c >= '0' && c <= '9'; });
    const search::Parameters parameters = {
        {number ? (text.size() == 10 && text[0] == '0' ? "phone" : "identifier") : "name", text},
        {"_sort", "name"},
        {"_count", std::to_string(kMostFound)}};
    const auto query = TRY(search::ParseQuery("Patient", parameters, search::Handling::kStrict,
                                              parts.store.zone_minutes()));
    const auto reader = TRY(parts.store.Read());
    const auto found = TRY(reader->Search(context.actor, query));
    std::vector<std::int64_t> rids;
    for (const auto& hit : found.hits) rids.push_back(hit.rid);
    const auto today = Today(parts.store);
    const persons::TypedName typed(number ? "" : text);
    if (!found.next.empty() && typed.MayBeWhole())
        rids = TRY(WithNamesakes(context, reader->connection(), typed, today, rids));
    auto people = TRY(persons::ReadFound(reader->connection(), rids, today));
    typed.PutFirst(people);
    // Whose name and telephone were shown is noted like any other reading of a record.
    TRY(parts.store.Audit(context.actor, {.interaction = record::Interaction::kSearch,
                                          .type = "Patient",
                                          .homes = std::move(rids)}));
    const auto units = TRY(parts.engine.Units());
    Writer out;
    out.BeginObject().Key("people").BeginArray();
    for (const auto& person : people) {
        const auto* unit = units->Find(person.unit);
        const auto* commune = unit ? units->Parent(unit->rid, today) : nullptr;
        out.BeginObject().Key("id").String(person.id).Key("name").String(person.name);
        out.Key("sex");
        PutText(out, person.gender);
        out.Key("birth_date");
        PutText(out, person.birth);
        out.Key("hamlet");
        PutText(out, unit ? unit->name : "");
        out.Key("commune");
        PutText(out, commune ? commune->name : "");
        out.Key("phone");
        PutText(out, person.phone);
        out.Key("household_head").Null().Key("deceased").Boolean(person.deceased).EndObject();
    }
    out.EndArray().EndObject();
    return Json(out);
}

// The person's own row of each indicator, asked for this one person alone.
Result<void> PutIndicators(Writer& out, const FigureParts& parts, database::Connection& connection,
                           const persons::Person& person, std::int32_t today) {
    out.Key("indicators").BeginArray();
    const std::int64_t only[] = {person.survivor};
    for (const auto& indicator : parts.engine.indicators()) {
        if (indicator.member_type != indicators::MemberType::kPatient) continue;
        const auto rows =
            TRY(indicators::Ask(connection, indicator, indicators::DatesOf(today), only));
        if (rows.empty()) continue;
        const auto& row = rows.front();
        const auto* target = parts.plan.FindTarget(indicator.id);
        out.BeginObject().Key("id").String(indicator.id);
        out.Key("title")
            .String(target ? target->short_title.vi : indicator.title.vi)
            .Key("met")
            .Boolean(row.met);
        const indicators::Words none;
        const auto& why = row.why ? indicator.whys[row.why - 1].title : none;
        out.Key("title_en").String(target ? target->short_title.en : indicator.title.en);
        out.Key("why").String(row.why ? indicator.whys[row.why - 1].code : "");
        out.Key("why_title");
        PutText(out, why.vi);
        out.Key("why_title_en");
        PutText(out, why.en);
        out.Key("evidence");
        PutEvidence(out, TRY(ReadEvidence(connection, std::span(&row.evidence, 1))), row.evidence);
        out.Key("due_on");
        PutDay(out, row.due_on);
        out.EndObject();
    }
    out.EndArray();
    return {};
}

Result<void> PutOpenItems(Writer& out, database::Connection& connection, std::int64_t survivor) {
    auto& rows =
        *TRY(connection.Prepare("SELECT w.id, i.id, w.title, i.due_day FROM reg_tasks i JOIN "
                                "reg_tasks w ON w.rid = i.part_of "
                                "WHERE i.person = $1 AND i.code = 'worklist-item' AND i.status IN "
                                "('requested', 'in-progress') ORDER BY i.due_day"));
    rows.Bind(1, survivor);
    out.Key("open_items").BeginArray();
    while (TRY(rows.Step())) {
        out.BeginObject().Key("worklist").String(rows.Text(0)).Key("item").String(rows.Text(1));
        out.Key("title").String(rows.Text(2)).Key("due_on");
        PutDay(out, static_cast<std::int32_t>(rows.Int(3)));
        out.EndObject();
    }
    out.EndArray();
    return {};
}

// A concept in the words of whoever recorded it.
std::string_view TextOf(json::Value concept_) {
    if (const auto text = concept_["text"].text(); !text.empty()) return text;
    for (const auto coding : concept_["coding"]) {
        if (const auto display = coding["display"].text(); !display.empty()) return display;
    }
    return {};
}

struct Told {
    std::string title, value;
};

// What the words of the screens do not name is told as its record does.
Result<std::map<std::int64_t, Told>> ReadTexts(record::Reader& reader, const access::Actor& actor,
                                               const persons::Person& person) {
    std::vector<record::Hit> unknown;
    for (const auto& event : person.timeline) {
        const bool coded = !event.value.empty() && event.value.find(' ') == std::string::npos &&
                           WordFor("value", event.value) == event.value;
        if (coded || WordFor(event.type, event.kind) == event.kind) unknown.push_back({event.rid});
    }
    std::map<std::int64_t, Told> told;
    if (unknown.empty()) return told;
    for (const auto& version : TRY(reader.Load(actor, unknown))) {
        const auto document = TRY(json::Document::Parse(version.body));
        const auto root = document->root();
        auto code = root[version.type == "Immunization" ? "vaccineCode"
                         : version.type == "Encounter"  ? "type"
                                                        : "code"];
        if (code.IsArray()) code = code.At(0);
        told[version.rid] = {std::string(TextOf(code)),
                             std::string(TextOf(root["valueCodeableConcept"]))};
    }
    return told;
}

void PutTimeline(Writer& out, const persons::Person& person,
                 const std::map<std::int64_t, Told>& texts, const registry::Units& units) {
    out.Key("timeline").BeginArray();
    for (const auto& event : person.timeline) {
        const auto* place = units.Find(event.place);
        const auto told = texts.find(event.rid);
        const auto either = [&](std::string_view word, std::string_view code,
                                std::string Told::*text) {
            const bool better =
                word == code && told != texts.end() && !(told->second.*text).empty();
            return better ? std::string_view(told->second.*text) : word;
        };
        out.BeginObject().Key("type").String(event.type).Key("id").String(event.id).Key("on");
        PutDay(out, event.day);
        out.Key("kind")
            .String(WordFor("type", event.type))
            .Key("title")
            .String(either(WordFor(event.type, event.kind), event.kind, &Told::title))
            .Key("kind_en");
        PutText(out, EnglishFor("type", event.type));
        out.Key("title_en");
        PutText(out, EnglishFor(event.type, event.kind));
        out.Key("value_en");
        PutText(out, EnglishFor("value", event.value));
        out.Key("value");
        PutText(out, either(WordFor("value", event.value), event.value, &Told::value));
        out.Key("place");
        PutText(out, place ? place->name : "");
        out.Key("by").Null().EndObject();
    }
    out.EndArray();
}

// The risk rules that hold for the person today.
Result<void> PutRisks(Writer& out, const FigureParts& parts, database::Connection& connection,
                      const persons::Person& person, std::int32_t today) {
    out.Key("risks").BeginArray();
    const auto& all = parts.engine.indicators();
    if (!all.empty() && all.front().risks) {
        const indicators::Rid survivor[] = {person.survivor};
        for (const auto& risk : TRY(indicators::RisksOf(connection, *all.front().risks,
                                                        indicators::DatesOf(today), survivor))) {
            out.BeginObject().Key("id").String(risk.rule->id);
            out.Key("title").String(risk.rule->title.vi);
            out.Key("title_en").String(risk.rule->title.en);
            out.Key("group").String(risk.rule->group).Key("since");
            PutDay(out, risk.since);
            out.EndObject();
        }
    }
    out.EndArray();
    return {};
}

Result<http::Response> ReadOne(const FigureParts& parts, const Context& context) {
    if (!MaySeeNames(context.actor)) return NamesNotAllowed();
    const auto reader = TRY(parts.store.Read());
    const std::string id(context.capture("id"));
    TRY(reader->Read(context.actor, "Patient", id));  // decides who may see, and notes it
    auto& connection = reader->connection();
    const auto today = Today(parts.store);
    const auto person = TRY(persons::ReadPerson(connection, id, today));
    const auto units = TRY(parts.engine.Units());
    Writer out;
    out.BeginObject().Key("id").String(person.id).Key("name").String(person.name).Key("sex");
    PutText(out, person.gender);
    out.Key("birth_date");
    PutText(out, person.birth);
    out.Key("age");
    person.age < 0 ? out.Null() : out.Number(person.age);
    PutBoth(out, "ethnicity", WordFor("ethnicity", person.ethnicity),
            EnglishFor("ethnicity", person.ethnicity));
    out.Key("identifiers").BeginArray();
    for (const auto& one : person.identifiers)
        out.BeginObject()
            .Key("kind")
            .String(WordFor("identifier", one.kind))
            .Key("kind_en")
            .String(EnglishFor("identifier", one.kind))
            .Key("value")
            .String(one.value)
            .EndObject();
    out.EndArray().Key("phones").BeginArray();
    for (const auto& phone : person.phones) out.String(phone);
    out.EndArray().Key("deceased_on");
    PutDay(out, person.died);
    out.Key("home");
    if (!person.home) {
        out.Null();
    } else {
        const auto* unit = units->Find(person.home->unit);
        out.BeginObject()
            .Key("unit")
            .String(unit ? unit->id : "")
            .Key("unit_name")
            .String(unit ? unit->name : "");
        const auto* commune = units->Above(person.home->unit, "commune", today);
        out.Key("commune");
        PutText(out, commune ? commune->name : "");
        out.Key("text")
            .String(person.home->text)
            .Key("presence")
            .String(WordFor("presence", person.home->presence))
            .Key("presence_en")
            .String(EnglishFor("presence", person.home->presence))
            .Key("since");
        PutDay(out, person.home->since);
        out.EndObject();
    }
    out.Key("coverage");
    if (!person.card) {
        out.Null();
    } else {
        out.BeginObject()
            .Key("card")
            .String(person.card->number)
            .Key("kind")
            .String(WordFor("coverage", person.card->kind))
            .Key("kind_en")
            .String(EnglishFor("coverage", person.card->kind))
            .Key("from");
        PutDay(out, person.card->from);
        out.Key("to");
        PutDay(out, person.card->to);
        out.Key("state").String(person.card->valid ? "valid" : "expired").EndObject();
    }
    out.Key("circumstance");
    if (!person.circumstance) {
        out.Null();
    } else {
        const auto& code = person.circumstance->code;
        out.BeginObject().Key("code").String(code);
        PutBoth(out, "title", WordFor("circumstance", code), EnglishFor("circumstance", code));
        out.Key("on");
        PutDay(out, person.circumstance->day);
        out.EndObject();
    }
    TRY(PutRisks(out, parts, connection, person, today));
    TRY(PutIndicators(out, parts, connection, person, today));
    out.Key("duplicates").BeginArray();
    for (const auto& twin : person.duplicates)
        out.BeginObject().Key("id").String(twin).Key("name").String(person.name).EndObject();
    out.EndArray();
    TRY(PutOpenItems(out, connection, person.survivor));
    PutTimeline(out, person, TRY(ReadTexts(*reader, context.actor, person)), *units);
    out.EndObject();
    return Json(out);
}

}  // namespace

std::vector<Route> PeopleRoutes(const FigureParts& parts) {
    using Function = Result<http::Response> (*)(const FigureParts&, const Context&);
    const std::tuple<const char*, const char*, Function> table[] = {
        {"POST", "/api/v1/people/search", SearchPeople},
        {"GET", "/api/v1/people/{id}", ReadOne},
        {"POST", "/api/v1/people/{id}/home-checks", RecordHomeCheck}};
    std::vector<Route> routes;
    for (const auto& [method, pattern, function] : table) {
        routes.push_back(
            {.method = method,
             .pattern = pattern,
             .action = [parts, function = function](
                           const Context& context) { return function(parts, context); },
             .form = Form::kProblem});
    }
    return routes;
}

}  // namespace tram::api::web
