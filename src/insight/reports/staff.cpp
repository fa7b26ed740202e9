// Health workers by commune, from posts and qualifications.

#include <algorithm>
#include <set>

#include "insight/reports/facts.h"

namespace tram::reports {
namespace {

struct Post {
    Rid practitioner = 0, organization = 0;
    bool own = false;
    std::int32_t from = 0, to = 0;
};

Result<std::vector<Post>> ReadPosts(database::Connection& connection) {
    std::vector<Post> posts;
    auto& rows = *TRY(connection.Prepare(
        "SELECT practitioner, organization, kind, COALESCE(from_day, 0), COALESCE(to_day, 9999999) "
        "FROM reg_practitioner_roles WHERE COALESCE(code, '') <> 'head' ORDER BY from_day, rid"));
    while (TRY(rows.Step())) {
        posts.push_back({.practitioner = rows.Int(0),
                         .organization = rows.Int(1),
                         .own = rows.Text(2) == "own" || rows.Text(2) == "contract",
                         .from = static_cast<std::int32_t>(rows.Int(3)),
                         .to = static_cast<std::int32_t>(rows.Int(4))});
    }
    return posts;
}

Result<std::map<Rid, std::set<std::string, std::less<>>>> ReadQualifications(
    database::Connection& connection, std::int32_t day) {
    std::map<Rid, std::set<std::string, std::less<>>> held;
    auto& rows = *TRY(connection.Prepare(
        "SELECT practitioner, code FROM reg_qualifications WHERE COALESCE(from_day, 0) <= $1 AND "
        "COALESCE(to_day, 9999999) >= $1"));
    rows.Bind(1, day);
    while (TRY(rows.Step())) held[rows.Int(0)].emplace(rows.Text(1));
    return held;
}

bool IsStationPlace(std::string_view kind) {
    return kind == "station" || kind == "service-point" || kind == "army-civil-station";
}

}  // namespace

Result<std::vector<StaffFacts>> GatherStaff(database::Connection& connection, const Facts& facts) {
    const registry::Units& units = *facts.units;
    std::map<Rid, StaffFacts> communes;
    // The communes of the unit: itself, or all at any depth below it.
    for (const auto& unit : units.all()) {
        if (!unit.ValidOn(facts.to) || (unit.kind != "commune" && unit.kind != "hamlet")) continue;
        const auto path = units.PathUp(unit.rid, facts.to);
        if (std::find(path.begin(), path.end(), facts.unit->rid) == path.end()) continue;
        if (unit.kind == "commune") {
            communes[unit.rid].commune = &unit;
        } else if (const auto* commune = units.Parent(unit.rid, facts.to)) {
            ++communes[commune->rid].hamlets;
        }
    }
    const auto commune_of = [&](Rid organization) -> StaffFacts* {
        for (const Rid above : units.PathUp(organization, facts.to)) {
            if (const auto found = communes.find(above); found != communes.end())
                return &found->second;
        }
        return nullptr;
    };
    const auto posts = TRY(ReadPosts(connection));
    const auto qualifications = TRY(ReadQualifications(connection, facts.to));
    std::map<Rid, std::pair<std::int32_t, Post>>
        first_and_last;     // first day of any own post, the last own post
    std::set<Rid> covered;  // hamlets
    for (const auto& post : posts) {
        const auto* place = units.Find(post.organization);
        if (!place) continue;
        if (post.own && IsStationPlace(place->kind)) {
            auto& [first, last] =
                first_and_last.try_emplace(post.practitioner, post.from, post).first->second;
            first = std::min(first, post.from);
            if (post.to >= last.to) last = post;
        }
        if (post.from > facts.to || post.to < facts.to) continue;
        StaffFacts* commune = commune_of(post.organization);
        const auto held = qualifications.find(post.practitioner);
        if (!commune || held == qualifications.end()) continue;
        if (place->kind == "hamlet") {
            if (held->second.contains("hamlet-health-worker") && covered.insert(place->rid).second)
                ++commune->hamlets_with_worker;
            continue;
        }
        if (!IsStationPlace(place->kind)) continue;
        if (held->second.contains("doctor"))
            ++(post.own ? commune->doctors_own : commune->doctors_visiting);
        if (held->second.contains("midwife")) ++commune->midwives;
        if (held->second.contains("assistant-doctor") ||
            held->second.contains("assistant-doctor-obstetrics"))
            ++commune->assistants;
        if (held->second.contains("nurse")) ++commune->nurses;
        if (held->second.contains("pharmacist")) ++commune->pharmacists;
    }
    for (const auto& [practitioner, span] : first_and_last) {
        const auto& [first, last] = span;
        StaffFacts* commune = commune_of(last.organization);
        if (!commune) continue;
        if (first >= facts.from && first <= facts.to) ++commune->joined;
        if (last.to >= facts.from && last.to < facts.to) ++commune->left;
    }
    std::vector<StaffFacts> staff;
    for (auto& [rid, one] : communes) {
        if (one.commune) staff.push_back(one);
    }
    std::sort(staff.begin(), staff.end(), [](const StaffFacts& a, const StaffFacts& b) {
        return a.commune->code < b.commune->code;
    });
    return staff;
}

}  // namespace tram::reports
