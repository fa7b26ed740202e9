// Groups: who lives together, who heads them, whether they are on the list of poor households.

#include "exchange/population/changes.h"
#include "exchange/population/fhir_text.h"
#include "fhir/json/writer.h"
#include "record/store/change.h"

namespace tram::population {
namespace {

using json::Value;

std::string MemberJson(const Member& member, std::string from) {
    json::Writer out;
    out.BeginObject();
    if (!member.relation.empty()) {
        out.Key("extension").BeginArray();
        out.Raw(ExtensionJson("relation", "valueCode", json::Quote(member.relation))).EndArray();
    }
    out.Key("entity").Raw(ReferenceJson("Patient", member.patient));
    out.Key("period").Raw(PeriodJson(std::move(from), std::nullopt));
    out.EndObject();
    return out.Take();
}

std::string PovertyJson(std::string_view poverty, std::string from) {
    return "{\"code\":" + ConceptJson("group", "poverty") +
           ",\"valueCodeableConcept\":" + ConceptJson("poverty", poverty) +
           ",\"exclude\":false,\"period\":" + PeriodJson(std::move(from), std::nullopt) + "}";
}

const Member* HeadOf(const std::vector<Member>& members) {
    for (const auto& member : members) {
        if (member.head) return &member;
    }
    return nullptr;
}

std::string NameOf(const Household& household, const std::vector<Member>& members) {
    if (const auto* head = HeadOf(members)) return "Hộ " + head->name;
    return "Hộ " + (household.code.empty() ? members.front().name : household.code);
}

std::string NewHousehold(const std::string& id, const Household& household,
                         const std::vector<Member>& members, const ChangeContext& context) {
    json::Writer out;
    out.BeginObject().Key("resourceType").String("Group").Key("id").String(id);
    if (!household.code.empty()) {
        out.Key("identifier").BeginArray();
        out.Raw(IdentifierJson(kHouseholdSystem, household.code)).EndArray();
    }
    out.Key("active").Boolean(true).Key("type").String("person").Key("actual").Boolean(true);
    out.Key("code").Raw(ConceptJson("group", "household"));
    out.Key("name").String(NameOf(household, members));
    out.Key("managingEntity")
        .Raw(ReferenceJson("Organization", context.places.IdOf(household.home)));
    if (household.poverty == "poor" || household.poverty == "near-poor") {
        out.Key("characteristic").BeginArray();
        out.Raw(PovertyJson(household.poverty, context.on.ToString())).EndArray();
    }
    out.Key("member").BeginArray();
    for (const auto& member : members) out.Raw(MemberJson(member, context.on.ToString()));
    out.EndArray().EndObject();
    return out.Take();
}

bool IsOpen(Value member) {
    return !member["inactive"].IsTrue() && !member["period"]["end"];
}

void EndMembership(Value member, const std::string& path, const std::string& last,
                   PatchText& patch) {
    if (!member["period"]) {
        patch.Add(path + "/period", PeriodJson(std::nullopt, last));
    } else {
        const auto start = member["period"]["start"].text();
        patch.Add(path + "/period/end", json::Quote(start > last ? start : std::string_view(last)));
    }
    patch.Add(path + "/inactive", "true");
}

void CompareMembers(Value body, const std::vector<Member>& members,
                    const std::set<std::string>& leaves, const ChangeContext& context,
                    PatchText& patch) {
    const auto last = Date::FromDays(context.on.FirstDay() - 1).ToString();
    std::set<std::string_view> present;
    std::size_t place = 0;
    for (const auto known : body["member"]) {
        const auto path = "/member/" + std::to_string(place++);
        if (!IsOpen(known)) continue;
        auto patient = known["entity"]["reference"].text();
        if (patient.starts_with("Patient/")) patient.remove_prefix(8);
        if (leaves.contains(std::string(patient))) EndMembership(known, path, last, patch);
        for (const auto& member : members) {
            if (member.patient != patient) continue;
            present.insert(member.patient);
            if (member.relation.empty()) continue;
            const auto relation = FindExtension(known, "relation");
            if (!relation.value)
                patch.Append(known, path, "extension",
                             ExtensionJson("relation", "valueCode", json::Quote(member.relation)));
            else if (relation.value["valueCode"].text() != member.relation)
                patch.Replace(path + "/extension/" + std::to_string(relation.place) + "/valueCode",
                              json::Quote(member.relation));
        }
    }
    for (const auto& member : members) {
        if (!present.contains(member.patient))
            patch.Append(body, "", "member", MemberJson(member, context.on.ToString()));
    }
}

void ComparePoverty(Value body, const std::string& poverty, const ChangeContext& context,
                    PatchText& patch) {
    if (poverty.empty()) return;
    const auto today = context.on.ToString();
    const auto last = Date::FromDays(context.on.FirstDay() - 1).ToString();
    bool told = false;
    std::size_t place = 0;
    for (const auto one : body["characteristic"]) {
        const auto path = "/characteristic/" + std::to_string(place++) + "/period";
        if (one["code"]["coding"].At(0)["code"].text() != "poverty") continue;
        const auto end = one["period"]["end"].text();
        if (!end.empty() && end < today) continue;
        if (one["valueCodeableConcept"]["coding"].At(0)["code"].text() == poverty) {
            told = true;
            continue;
        }
        const auto start = one["period"]["start"].text();
        if (one["period"])
            patch.Add(path + "/end", json::Quote(start > last ? start : std::string_view(last)));
        else
            patch.Add(path, PeriodJson(std::nullopt, last));
    }
    if (told || poverty == "none") return;
    patch.Append(body, "", "characteristic", PovertyJson(poverty, today));
}

void CompareHead(Value body, const Household& household, const std::vector<Member>& members,
                 const ChangeContext& context, PatchText& patch) {
    bool numbered = household.code.empty();
    for (const auto one : body["identifier"]) {
        numbered = numbered || one["system"].text() == kHouseholdSystem;
    }
    if (!numbered)
        patch.Append(body, "", "identifier", IdentifierJson(kHouseholdSystem, household.code));
    if (!body["managingEntity"])
        patch.Add("/managingEntity",
                  ReferenceJson("Organization", context.places.IdOf(household.home)));
    if (const auto* head = HeadOf(members); head && body["name"].text() != "Hộ " + head->name)
        patch.Add("/name", json::Quote("Hộ " + head->name));
}

}  // namespace

std::optional<record::Change> ChangeHousehold(const Household& household,
                                              const std::vector<Member>& members,
                                              const std::set<std::string>& leaves,
                                              const KnownHousehold* known,
                                              const ChangeContext& context) {
    if (!known) {
        const auto id = NewUuid(context.clock, context.random);
        return record::MakeChange(record::Method::kUpdate, "Group", id,
                                  NewHousehold(id, household, members, context));
    }
    const auto body = known->body->root();
    PatchText patch;
    CompareMembers(body, members, leaves, context, patch);
    if (!members.empty()) {
        ComparePoverty(body, household.poverty, context, patch);
        CompareHead(body, household, members, context, patch);
    }
    if (patch.empty()) return std::nullopt;
    auto change =
        record::MakeChange(record::Method::kPatch, "Group", known->version.id, patch.Take());
    change.if_match = known->version.version;
    return change;
}

}  // namespace tram::population
