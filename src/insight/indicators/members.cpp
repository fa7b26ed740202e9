#include "insight/indicators/members.h"

#include <algorithm>
#include <cstdio>

#include "base/date.h"
#include "insight/indicators/risk_rules.h"

namespace tram::indicators {
namespace {

std::vector<Rid> RidsOf(const std::vector<Member>& members) {
    std::vector<Rid> rids;
    rids.reserve(members.size());
    for (const Member& member : members) rids.push_back(member.member);
    return rids;
}

// yyyymmdd as a register holds it → text as precise as known.
std::string DateText(std::int64_t on) {
    if (on == 0) return {};
    const Date date{static_cast<int>(on / 10000), static_cast<int>(on / 100 % 100),
                    static_cast<int>(on % 100)};
    return date.ToString();
}

Result<void> AddPatients(database::Connection& connection, const Dates& dates,
                         const RiskRules* rules, const std::vector<Rid>& rids,
                         std::map<Rid, MemberFacts>& facts) {
    const Date as_of = Date::FromDays(dates.as_of);
    const int as_of_on = as_of.year * 10000 + as_of.month * 100 + as_of.day;
    auto& rows =
        *TRY(connection.Prepare("SELECT rid, id, name, sort_name, gender, birth_on, phone, "
                                "ethnicity, occupation FROM reg_patients WHERE " +
                                connection.InSet("rid", 1)));
    rows.BindSet(1, rids);
    while (TRY(rows.Step())) {
        MemberFacts& one = facts[rows.Int(0)];
        one.id = rows.Text(1);
        one.name = rows.Text(2);
        one.sort_key = rows.Text(3);
        one.gender = rows.Text(4);
        one.birth = DateText(rows.Int(5));
        if (rows.Int(5) != 0) one.age = (as_of_on - static_cast<int>(rows.Int(5))) / 10000;
        one.phone = rows.Text(6);
        one.ethnicity = rows.Text(7);
        one.occupation = rows.Text(8);
    }
    auto& poverty = *TRY(connection.Prepare(
        "SELECT m.person, p.poverty FROM reg_household_members m JOIN reg_household_poverty p ON "
        "p.household = m.household "
        "WHERE COALESCE(m.from_day, 0) <= $1 AND COALESCE(m.to_day, 9999999) >= $1 "
        "AND COALESCE(p.from_day, 0) <= $1 AND COALESCE(p.to_day, 9999999) >= $1 AND " +
        connection.InSet("m.person", 2)));
    poverty.Bind(1, dates.as_of);
    poverty.BindSet(2, rids);
    while (TRY(poverty.Step())) {
        if (const auto known = facts.find(poverty.Int(0)); known != facts.end())
            known->second.poverty = poverty.Text(1);
    }
    auto& cards = *TRY(connection.Prepare(
        "SELECT person, kind FROM reg_coverages WHERE status = 'active' AND kind <> 'private' AND "
        "from_day <= $1 AND COALESCE(to_day, 9999999) >= $1 AND " +
        connection.InSet("person", 2) + " ORDER BY COALESCE(to_day, 9999999), rid"));
    cards.Bind(1, dates.as_of);
    cards.BindSet(2, rids);
    while (TRY(cards.Step())) {
        if (const auto known = facts.find(cards.Int(0)); known != facts.end())
            known->second.insured_by = cards.Text(1);
    }
    if (!rules) return {};
    for (const auto& risk : TRY(RisksOf(connection, *rules, dates, rids))) {
        if (const auto known = facts.find(risk.person); known != facts.end())
            known->second.risk += risk.rule->weight;
    }
    return {};
}

Result<void> AddUnits(database::Connection& connection, const std::vector<Rid>& rids,
                      std::map<Rid, MemberFacts>& facts) {
    auto& rows = *TRY(connection.Prepare(
        "SELECT rid, id, name, folded_name, remoteness FROM reg_organizations WHERE " +
        connection.InSet("rid", 1)));
    rows.BindSet(1, rids);
    while (TRY(rows.Step())) {
        MemberFacts& one = facts[rows.Int(0)];
        one.id = rows.Text(1);
        one.name = rows.Text(2);
        one.sort_key = rows.Text(3);
        one.remoteness = rows.Text(4);
    }
    return {};
}

}  // namespace

Result<std::map<Rid, MemberFacts>> FactsOf(database::Connection& connection, const Answer& answer,
                                           const std::vector<Member>& members) {
    std::map<Rid, MemberFacts> facts;
    const auto rids = RidsOf(members);
    if (answer.indicator->member_type == MemberType::kPatient) {
        TRY(AddPatients(connection, answer.dates, answer.indicator->risks.get(), rids, facts));
    } else {
        TRY(AddUnits(connection, rids, facts));
    }
    return facts;
}

void RankForWork(std::vector<Member>& members, const std::map<Rid, MemberFacts>& facts,
                 std::int32_t as_of) {
    static const MemberFacts kUnknown;
    const auto of = [&](const Member& member) -> const MemberFacts& {
        const auto known = facts.find(member.member);
        return known == facts.end() ? kUnknown : known->second;
    };
    // A day to come is not overdue, and neither is a member without a due day.
    const auto overdue = [&](const Member& member) {
        return member.due_on == 0 || member.due_on > as_of ? 0 : as_of - member.due_on;
    };
    std::sort(members.begin(), members.end(), [&](const Member& a, const Member& b) {
        if (overdue(a) != overdue(b)) return overdue(a) > overdue(b);
        if (of(a).risk != of(b).risk) return of(a).risk > of(b).risk;
        if (of(a).sort_key != of(b).sort_key) return of(a).sort_key < of(b).sort_key;
        return a.member < b.member;
    });
}

std::string_view EffectCode(Effect effect) {
    switch (effect) {
        case Effect::kGained:
            return "gained";
        case Effect::kLost:
            return "lost";
        case Effect::kEntered:
            return "entered";
        case Effect::kLeft:
            return "left";
    }
    return "";
}

std::vector<Change> CompareAnswers(const std::vector<Member>& before,
                                   const std::vector<Member>& after) {
    std::vector<Change> changes;
    auto old = before.begin();
    auto now = after.begin();
    while (old != before.end() || now != after.end()) {
        if (now == after.end() || (old != before.end() && old->member < now->member)) {
            changes.push_back({old->member, Effect::kLeft, old->why, old->met});
            ++old;
        } else if (old == before.end() || now->member < old->member) {
            changes.push_back({now->member, Effect::kEntered, now->why, now->met});
            ++now;
        } else {
            if (old->met != now->met) {
                changes.push_back({now->member, now->met ? Effect::kGained : Effect::kLost,
                                   now->met ? old->why : now->why, now->met});
            }
            ++old;
            ++now;
        }
    }
    return changes;
}

}  // namespace tram::indicators
