// Techniques of the level's list by facility: done, ready, approved but not able, not approved;
// from the indicator's companions, so that the four parts cannot disagree with its verdict.

#include <algorithm>

#include "insight/reports/facts.h"

namespace tram::reports {
namespace {

constexpr std::pair<std::string_view, std::int64_t ServiceFacts::*> kParts[] = {
    {"done", &ServiceFacts::done},
    {"ready", &ServiceFacts::ready},
    {"not-able", &ServiceFacts::unable},
    {"not-approved", &ServiceFacts::unapproved}};

Result<void> CountParts(const Facts& facts, indicators::Engine& engine,
                        const indicators::Indicator& indicator,
                        std::map<Rid, ServiceFacts>& services) {
    for (const auto& [name, part] : kParts) {
        const auto* companion = indicator.Companion(name);
        if (!companion) continue;
        const auto answer = TRY(engine.Ask(*companion, indicators::DatesOf(facts.to)));
        for (const auto& member : answer->members) {
            const auto service = services.find(member.member);
            if (service == services.end()) continue;
            service->second.*part = member.part;
            service->second.listed = member.whole;
        }
    }
    return {};
}

Result<void> CountReasons(database::Connection& connection, const Facts& facts,
                          const indicators::Indicator& indicator,
                          std::map<Rid, ServiceFacts>& services) {
    std::vector<Rid> members;
    for (const auto& [rid, service] : services) members.push_back(rid);
    std::map<Rid, std::map<std::uint8_t, std::int64_t>> counts;
    for (const auto& lack :
         TRY(indicators::AskDetails(connection, indicator, indicators::DatesOf(facts.to), members)))
        ++counts[lack.member][lack.why];
    for (auto& [rid, service] : services) {
        for (const auto& [why, count] : counts[rid]) {
            if (why > 0) service.reasons.push_back({indicator.whys[why - 1].title.vi, count});
        }
        std::stable_sort(service.reasons.begin(), service.reasons.end(),
                         [](const Reason& a, const Reason& b) { return a.count > b.count; });
    }
    return {};
}

}  // namespace

Result<std::vector<ServiceFacts>> GatherServices(database::Connection& connection,
                                                 const Facts& facts, indicators::Engine& engine) {
    std::vector<ServiceFacts> all;
    for (const std::string_view id : {"station-services", "centre-services"}) {
        const auto* target = facts.Find(id);
        if (!target) continue;
        const auto answer = TRY(engine.Ask(*target->indicator, indicators::DatesOf(facts.to)));
        std::map<Rid, ServiceFacts> services;
        for (const auto& member :
             indicators::MembersBelow(*answer, {facts.units, facts.to}, facts.unit->rid)) {
            if (const auto* facility = facts.units->Find(member.member))
                services[member.member] = {
                    .indicator = target->indicator, .facility = facility, .met = member.met};
        }
        if (services.empty()) continue;
        TRY(CountParts(facts, engine, *target->indicator, services));
        TRY(CountReasons(connection, facts, *target->indicator, services));
        const auto first = std::ssize(all);
        for (auto& [rid, service] : services) all.push_back(std::move(service));
        std::sort(all.begin() + first, all.end(),
                  [](const auto& a, const auto& b) { return a.facility->code < b.facility->code; });
    }
    return all;
}

}  // namespace tram::reports
