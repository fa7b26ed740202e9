// Techniques of the level's list by facility: done, ready, approved but not able, not approved. The
// members and the verdict are the indicator's; the four parts are read as its own query reads them
// (content/indicators/common/techniques.yaml).

#include <algorithm>
#include <set>

#include "insight/reports/facts.h"

namespace tram::reports {
namespace {

using Key = std::pair<Rid, std::string>;  // station or centre, technique

struct Service {
    bool ready = false;
    std::string reason;
};

struct Lists {
    std::map<std::string, std::set<std::string>, std::less<>> of_level;
    std::map<Key, Service> approved;
    std::set<Key> done;
};

// The station a place counts for: itself, or the one it is a point of.
Rid StationOf(const registry::Units& units, Rid place, std::int32_t day) {
    const auto* unit = units.Find(place);
    if (!unit || !unit->ValidOn(day)) return 0;
    if (unit->kind != "service-point") return place;
    const auto* station = units.Parent(place, day);
    return station ? station->rid : 0;
}

Result<Lists> ReadLists(database::Connection& connection, const registry::Units& units,
                        std::int32_t day) {
    Lists lists;
    auto& services = *TRY(connection.Prepare(
        "SELECT facility, category, code, ready_day, reason FROM reg_healthcare_services WHERE "
        "COALESCE(approved_from_day, -9999999) <= $1 AND COALESCE(approved_to_day, 9999999) >= "
        "$1"));
    services.Bind(1, day);
    const std::int32_t year_ago = indicators::YearBefore(day);
    while (TRY(services.Step())) {
        const std::string code(services.Text(2));
        if (services.Text(1) != "own") {
            lists.of_level[std::string(services.Text(1))].insert(code);
            continue;
        }
        Service& one = lists.approved[{StationOf(units, services.Int(0), day), code}];
        one.ready = one.ready || (services.Int(3) > year_ago && services.Int(3) <= day);
        if (one.reason.empty()) one.reason = services.Text(4);
    }
    auto& done =
        *TRY(connection.Prepare("SELECT facility, code FROM reg_procedures WHERE status = "
                                "'completed' AND performed_day > $1 AND "
                                "performed_day <= $2 GROUP BY facility, code"));
    done.Bind(1, year_ago);
    done.Bind(2, day);
    while (TRY(done.Step()))
        lists.done.emplace(StationOf(units, done.Int(0), day), std::string(done.Text(1)));
    return lists;
}

ServiceFacts FactsOfOne(const Lists& lists, std::string_view level, const Unit* facility) {
    ServiceFacts one{.facility = facility};
    const auto list = lists.of_level.find(level);
    if (list == lists.of_level.end()) return one;
    std::map<std::string, std::int64_t> reasons;
    for (const auto& code : list->second) {
        ++one.listed;
        const Key key{facility->rid, code};
        const auto known = lists.approved.find(key);
        if (known == lists.approved.end()) {
            ++one.unapproved;
            ++reasons["not-approved"];
        } else if (lists.done.contains(key)) {
            ++one.done;
        } else if (known->second.ready) {
            ++one.ready;
        } else {
            ++one.unable;
            if (!known->second.reason.empty()) ++reasons[known->second.reason];
        }
    }
    for (const auto& [code, count] : reasons) one.reasons.push_back({code, count});
    std::stable_sort(one.reasons.begin(), one.reasons.end(),
                     [](const Reason& a, const Reason& b) { return a.count > b.count; });
    return one;
}

}  // namespace

Result<std::vector<ServiceFacts>> GatherServices(database::Connection& connection,
                                                 const Facts& facts, indicators::Engine& engine) {
    std::vector<ServiceFacts> services;
    const auto lists = TRY(ReadLists(connection, *facts.units, facts.to));
    for (const auto& [indicator, level] : {std::pair{"station-services", "level-list-commune"},
                                           std::pair{"centre-services", "level-list-district"}}) {
        const auto* target = facts.Find(indicator);
        if (!target) continue;
        const auto answer = TRY(engine.Ask(*target->indicator, indicators::DatesOf(facts.to)));
        const std::size_t first = services.size();
        for (const auto& member :
             indicators::MembersBelow(*answer, {facts.units, facts.to}, facts.unit->rid)) {
            const auto* facility = facts.units->Find(member.member);
            if (!facility) continue;
            services.push_back(FactsOfOne(lists, level, facility));
            services.back().met = member.met;
            services.back().centre = std::string_view(indicator) == "centre-services";
        }
        std::sort(services.begin() + static_cast<std::ptrdiff_t>(first), services.end(),
                  [](const ServiceFacts& a, const ServiceFacts& b) {
                      return a.facility->code < b.facility->code;
                  });
    }
    return services;
}

}  // namespace tram::reports
