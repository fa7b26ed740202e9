#include "exchange/population/changes.h"

#include "exchange/population/fhir_text.h"
#include "exchange/population/homes.h"
#include "fhir/json/writer.h"
#include "record/store/change.h"

namespace tram::population {
namespace {

using json::Value;

record::Change Put(std::string_view type, std::string id, std::string_view body) {
    return record::MakeChange(record::Method::kUpdate, type, std::move(id), body);
}

record::Change Patch(std::string_view type, std::string id, std::string_view operations) {
    return record::MakeChange(record::Method::kPatch, type, std::move(id), operations);
}

// ---- the card ----

// Number and days as the list tells them; nullopt: nothing to go by.
struct CardTold {
    std::string number;
    std::optional<std::int32_t> from, to;
};
std::optional<CardTold> ToldCard(const Entry& entry) {
    CardTold told{.number = entry.card.empty() && entry.card_to ? entry.bhxh : entry.card};
    if (told.number.empty()) return std::nullopt;
    if (entry.card_from) told.from = entry.card_from->FirstDay();
    if (entry.card_to) told.to = entry.card_to->LastDay();
    return told;
}

record::Change NewCard(const Entry& entry, const CardTold& told, const std::string& patient,
                       const ChangeContext& context) {
    // A card whose first day is not told is known from the day of the list on.
    auto from = told.from.value_or(context.on.FirstDay());
    if (told.to && from > *told.to) from = *told.to;
    auto id = NewUuid(context.clock, context.random);
    json::Writer out;
    out.BeginObject().Key("resourceType").String("Coverage").Key("id").String(id);
    out.Key("extension").BeginArray();
    out.Raw(ExtensionJson("checked-on", "valueDate", json::Quote(context.on.ToString())));
    out.EndArray().Key("status").String("active");
    out.Key("type").Raw(ConceptJson(
        "bhyt-group", entry.card_group.empty() ? std::string_view("unknown") : entry.card_group));
    out.Key("subscriberId").String(told.number);
    out.Key("beneficiary").Raw(ReferenceJson("Patient", patient));
    out.Key("period").Raw(
        PeriodJson(Date::FromDays(from).ToString(),
                   told.to ? std::optional(Date::FromDays(*told.to).ToString()) : std::nullopt));
    out.Key("payor").Raw("[{\"display\":\"Bảo hiểm xã hội\"}]").EndObject();
    return Put("Coverage", std::move(id), out.Take());
}

bool SameCard(std::string_view a, std::string_view b) {
    if (a == b) return true;
    // The ten digits alone stand for the card.
    const auto tail = [](std::string_view text) { return text.substr(text.size() - 10); };
    return a.size() >= 10 && b.size() >= 10 && (a.size() == 10 || b.size() == 10) &&
           tail(a) == tail(b);
}

// A later end of a card that is known is a longer card; days beyond its end are a new one.
std::optional<record::Change> ChangeCard(const Entry& entry, const KnownPerson& person,
                                         const ChangeContext& context) {
    const auto told = ToldCard(entry);
    if (!told) return std::nullopt;
    const KnownCard* same = nullptr;
    for (const auto& card : person.cards) {
        if (SameCard(card.card, told->number) && (!same || card.to_day >= same->to_day))
            same = &card;
    }
    if (!same) return NewCard(entry, *told, person.id, context);
    const bool open = same->to_day == registry::Unit::kOpen;
    if (!told->to || (!open && *told->to <= same->to_day)) return std::nullopt;
    if (!open && told->from && *told->from > same->to_day)
        return NewCard(entry, *told, person.id, context);
    PatchText patch;
    patch.Add("/period/end", json::Quote(Date::FromDays(*told->to).ToString()));
    return Patch("Coverage", same->id, patch.Take());
}

// ---- the person ----

void CompareIdentifier(Value body, std::string_view system, const std::string& number,
                       PatchText& patch) {
    if (number.empty()) return;
    std::size_t place = 0;
    for (const auto identifier : body["identifier"]) {
        if (identifier["system"].text() == system) {
            if (identifier["value"].text() != number)
                patch.Replace("/identifier/" + std::to_string(place) + "/value",
                              json::Quote(number));
            return;
        }
        ++place;
    }
    patch.Append(body, "", "identifier", IdentifierJson(system, number));
}

void CompareName(Value body, const std::string& name, PatchText& patch) {
    std::size_t place = 0, chosen = 0;
    bool found = false;
    for (const auto one : body["name"]) {
        const auto use = one["use"].text();
        if (use == "official" || (!found && use != "old")) {
            chosen = place;
            found = true;
            if (use == "official") break;
        }
        ++place;
    }
    if (!found) {
        patch.Append(body, "", "name", NameJson(name));
        return;
    }
    const auto known = body["name"].At(chosen);
    std::string text(known["text"].text());
    if (text.empty()) {
        text = known["family"].text();
        for (const auto word : known["given"]) text += " " + std::string(word.text());
    }
    if (text == name) return;
    auto fresh = NameJson(name);
    if (const auto use = known["use"].text(); !use.empty())
        fresh.insert(1, "\"use\":" + json::Quote(use) + ",");
    patch.Replace("/name/" + std::to_string(chosen), fresh);
}

void ComparePhone(Value body, const std::string& phone, PatchText& patch) {
    if (phone.empty()) return;
    for (const auto one : body["telecom"]) {
        if (one["value"].text() == phone) return;
    }
    const auto fresh = "{\"system\":\"phone\",\"value\":" + json::Quote(phone) + "}";
    if (body["telecom"].IsArray())
        patch.Add("/telecom/0", fresh);
    else
        patch.Add("/telecom", "[" + fresh + "]");
}

void CompareEthnicity(Value body, const std::string& code, PatchText& patch) {
    if (code.empty()) return;
    const auto coding =
        "{\"system\":\"urn:tram:codes:ethnicity\",\"code\":" + json::Quote(code) + "}";
    const auto known = FindExtension(body, "ethnicity");
    if (!known.value)
        patch.Append(body, "", "extension", ExtensionJson("ethnicity", "valueCoding", coding));
    else if (known.value["valueCoding"]["code"].text() != code)
        patch.Replace("/extension/" + std::to_string(known.place) + "/valueCoding", coding);
}

}  // namespace

PersonChange NewPerson(const Entry& entry, const ChangeContext& context) {
    PersonChange made{.id = NewUuid(context.clock, context.random)};
    json::Writer out;
    out.BeginObject().Key("resourceType").String("Patient").Key("id").String(made.id);
    if (!entry.ethnicity.empty()) {
        out.Key("extension").BeginArray();
        out.Raw(ExtensionJson("ethnicity", "valueCoding",
                              "{\"system\":\"urn:tram:codes:ethnicity\",\"code\":" +
                                  json::Quote(entry.ethnicity) + "}"));
        out.EndArray();
    }
    if (!entry.cccd.empty() || !entry.bhxh.empty()) {
        out.Key("identifier").BeginArray();
        if (!entry.cccd.empty()) out.Raw(IdentifierJson(kCitizenSystem, entry.cccd));
        if (!entry.bhxh.empty()) out.Raw(IdentifierJson(kInsuranceSystem, entry.bhxh));
        out.EndArray();
    }
    out.Key("active").Boolean(true);
    out.Key("name").BeginArray().Raw(NameJson(entry.name)).EndArray();
    if (!entry.phone.empty()) {
        out.Key("telecom").BeginArray().BeginObject().Key("system").String("phone");
        out.Key("value").String(entry.phone).EndObject().EndArray();
    }
    out.Key("gender").String(entry.sex).Key("birthDate").String(entry.birth.ToString());
    out.Key("address").BeginArray().Raw(NewHome(entry, context)).EndArray();
    if (const auto station = context.places.StationOf(entry.home); !station.empty())
        out.Key("managingOrganization").Raw(ReferenceJson("Organization", station));
    out.EndObject();
    made.changes.push_back(Put("Patient", made.id, out.Take()));
    if (const auto told = ToldCard(entry))
        made.changes.push_back(NewCard(entry, *told, made.id, context));
    return made;
}

PersonChange ChangedPerson(const Entry& entry, const KnownPerson& person,
                           const ChangeContext& context) {
    PersonChange made{.id = person.id};
    const auto body = person.body->root();
    PatchText patch;
    CompareIdentifier(body, kCitizenSystem, entry.cccd, patch);
    CompareIdentifier(body, kInsuranceSystem, entry.bhxh, patch);
    CompareName(body, entry.name, patch);
    ComparePhone(body, entry.phone, patch);
    if (body["gender"].text() != entry.sex) patch.Add("/gender", json::Quote(entry.sex));
    // A list that knows the year alone does not take away the day.
    if (const auto birth = entry.birth.ToString(); !body["birthDate"].text().starts_with(birth))
        patch.Add("/birthDate", json::Quote(birth));
    CompareEthnicity(body, entry.ethnicity, patch);
    CompareHome(entry, body, context, patch);
    if (!patch.empty()) {
        auto change = Patch("Patient", person.id, patch.Take());
        change.if_match = person.version.version;
        made.changes.push_back(std::move(change));
    }
    if (auto card = ChangeCard(entry, person, context)) made.changes.push_back(std::move(*card));
    return made;
}

}  // namespace tram::population
