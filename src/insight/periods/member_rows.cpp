#include "insight/periods/member_rows.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_map>

#include "base/date.h"
#include "fhir/definitions/definitions.h"
#include "fhir/json/document.h"
#include "fhir/json/writer.h"
#include "insight/indicators/splits.h"

namespace tram::periods {
namespace {

using indicators::Rid;

struct Name {
    std::string type, id;
};

// What the deciding records and the members are called.
Result<std::unordered_map<Rid, Name>> NamesOf(database::Connection& connection,
                                              const std::vector<indicators::Member>& members) {
    std::vector<Rid> rids;
    for (const auto& member : members) {
        rids.push_back(member.member);
        if (member.evidence != 0) rids.push_back(member.evidence);
    }
    std::sort(rids.begin(), rids.end());
    rids.erase(std::unique(rids.begin(), rids.end()), rids.end());
    std::unordered_map<Rid, Name> names;
    auto& rows = *TRY(
        connection.Prepare("SELECT rid, type, id FROM res WHERE " + connection.InSet("rid", 1)));
    rows.BindSet(1, rids);
    while (TRY(rows.Step())) {
        names[rows.Int(0)] = {
            std::string(definitions::ResourceTypeName(static_cast<std::uint16_t>(rows.Int(1)))),
            std::string(rows.Text(2))};
    }
    return names;
}

// From the lowest unit up to `top`.
std::vector<std::string> UnitsUpTo(const indicators::Geography& geography, Rid lowest, Rid top) {
    std::vector<std::string> ids;
    for (const Rid rid : geography.units->PathUp(lowest, geography.map_day)) {
        if (const auto* unit = geography.units->Find(rid)) ids.push_back(unit->id);
        if (rid == top) break;
    }
    return ids;
}

}  // namespace

bool FrozenMember::StandsIn(std::string_view unit) const {
    return std::find(units.begin(), units.end(), unit) != units.end();
}

Result<std::vector<FrozenMember>> MakeRows(database::Connection& connection,
                                           const indicators::Answer& answer,
                                           const indicators::Geography& geography, Rid unit) {
    const auto members = indicators::MembersBelow(answer, geography, unit);
    const auto names = TRY(NamesOf(connection, members));
    const bool people = answer.indicator->member_type == indicators::MemberType::kPatient;
    std::map<Rid, indicators::MemberFacts> facts;
    if (people) facts = TRY(indicators::FactsOf(connection, answer, members));
    std::unordered_map<Rid, std::vector<std::string>> paths;
    std::vector<FrozenMember> rows;
    rows.reserve(members.size());
    for (const auto& member : members) {
        FrozenMember& row = rows.emplace_back();
        if (const auto name = names.find(member.member); name != names.end())
            row.member = name->second.id;
        auto path = paths.find(member.unit);
        if (path == paths.end())
            path = paths.emplace(member.unit, UnitsUpTo(geography, member.unit, unit)).first;
        row.units = path->second;
        row.met = member.met;
        if (member.why != 0) row.why = answer.indicator->whys[member.why - 1].code;
        if (const auto name = names.find(member.evidence);
            member.evidence != 0 && name != names.end())
            row.evidence = name->second.type + "/" + name->second.id;
        row.due_on = member.due_on;
        const auto known = facts.find(member.member);
        if (known == facts.end()) continue;
        const auto& one = known->second;
        row.sex = one.gender;
        row.age = indicators::AgeGroup(one.age);
        row.ethnicity = one.ethnicity;
        row.poverty = one.poverty.empty() ? "other" : one.poverty;
        row.remoteness = one.remoteness;
    }
    return rows;
}

Result<std::map<std::string, Rid>> RidsOf(database::Connection& connection,
                                          indicators::MemberType type,
                                          const std::vector<std::string_view>& ids) {
    constexpr std::string_view kTypes[] = {"Patient", "Organization", "Organization",
                                           "HealthcareService"};
    auto& rows = *TRY(connection.Prepare("SELECT id, rid FROM res WHERE type = $1 AND " +
                                         connection.InSet("id", 2)));
    rows.Bind(1, definitions::ResourceTypeNumber(kTypes[static_cast<std::size_t>(type)]));
    rows.BindTextSet(2, ids);
    std::map<std::string, Rid> rids;
    while (TRY(rows.Step())) rids[std::string(rows.Text(0))] = rows.Int(1);
    return rids;
}

Result<Thawed> Thaw(database::Connection& connection, const indicators::Indicator& indicator,
                    const indicators::Dates& dates, const registry::Units& units,
                    const std::vector<FrozenMember>& rows) {
    std::vector<std::string_view> ids;
    for (const auto& row : rows) ids.push_back(row.member);
    const auto rids = TRY(RidsOf(connection, indicator.member_type, ids));
    std::map<std::string, Rid, std::less<>> places;
    const auto place_of = [&](const FrozenMember& row) -> Rid {
        if (row.units.empty()) return 0;
        const auto [place, fresh] = places.try_emplace(row.units.front());
        if (fresh) {
            const auto* unit = units.FindByName(row.units.front(), dates.as_of);
            place->second = unit ? unit->rid : 0;
        }
        return place->second;
    };
    Thawed thawed{.answer = {.indicator = &indicator, .dates = dates}, .facts = {}};
    for (const auto& row : rows) {
        const auto rid = rids.find(row.member);
        if (rid == rids.end()) continue;
        indicators::Member member{.member = rid->second,
                                  .unit = place_of(row),
                                  .due_on = row.due_on,
                                  .part = row.met,
                                  .met = row.met};
        for (std::size_t i = 0; i < indicator.whys.size(); ++i) {
            if (indicator.whys[i].code == row.why) member.why = static_cast<std::uint8_t>(i + 1);
        }
        thawed.answer.members.push_back(member);
        if (indicator.member_type != indicators::MemberType::kPatient) continue;
        auto& facts = thawed.facts[member.member];
        facts.gender = row.sex;
        facts.ethnicity = row.ethnicity;
        facts.poverty = row.poverty;
        // Of the age its group alone was frozen: the first age in it stands for all.
        if (!row.age.empty()) facts.age = std::atoi(row.age.c_str());
    }
    std::sort(thawed.answer.members.begin(), thawed.answer.members.end(),
              [](const auto& a, const auto& b) { return a.member < b.member; });
    thawed.answer.lowest = indicators::CountLowest(indicator, thawed.answer.members);
    return thawed;
}

std::string WriteRows(const std::vector<FrozenMember>& rows) {
    std::string text;
    for (const auto& row : rows) {
        json::Writer out;
        out.BeginObject().Key("member").String(row.member).Key("units").BeginArray();
        for (const auto& unit : row.units) out.String(unit);
        out.EndArray().Key("met").Boolean(row.met);
        const auto put = [&](std::string_view key, std::string_view value) {
            if (!value.empty()) out.Key(key).String(value);
        };
        put("why", row.why);
        put("evidence", row.evidence);
        if (row.due_on != 0) put("due_on", Date::FromDays(row.due_on).ToString());
        if (!row.sex.empty() || !row.age.empty()) {
            out.Key("splits").BeginObject();
            put("sex", row.sex);
            put("age", row.age);
            put("ethnicity", row.ethnicity);
            put("poverty", row.poverty);
            put("remoteness", row.remoteness);
            out.EndObject();
        }
        out.EndObject();
        text += out.Take() + '\n';
    }
    return text;
}

Result<std::vector<FrozenMember>> ReadRows(std::string_view text) {
    std::vector<FrozenMember> rows;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto document = TRY(json::Document::Parse(text.substr(0, end)));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const auto line = document->root();
        FrozenMember& row = rows.emplace_back();
        row.member = line["member"].text();
        for (const auto unit : line["units"]) row.units.emplace_back(unit.text());
        row.met = line["met"].IsTrue();
        row.why = line["why"].text();
        row.evidence = line["evidence"].text();
        if (const auto due = ParseDate(line["due_on"].text())) row.due_on = due->FirstDay();
        const auto splits = line["splits"];
        row.sex = splits["sex"].text();
        row.age = splits["age"].text();
        row.ethnicity = splits["ethnicity"].text();
        row.poverty = splits["poverty"].text();
        row.remoteness = splits["remoteness"].text();
    }
    return rows;
}

}  // namespace tram::periods
