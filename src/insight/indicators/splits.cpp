#include "insight/indicators/splits.h"

#include <algorithm>

namespace tram::indicators {
namespace {

// Of one unit alone, on a paper.
void HideSmall(Split& split) {
    constexpr Rid kHere = 1;
    SmallCells cells;
    for (const auto& group : split.groups) cells.Add(kHere, group.code, group.count);
    const SmallTotals whole;  // of the unit itself is told
    cells.Decide(
        kHere, [](Rid unit) { return std::vector<Rid>{unit}; }, Results::kMet, whole);
    for (auto& group : split.groups) group.hidden = cells.Hidden(kHere, group.code);
}

// Splits that only some records tell of: where none does there is nothing to compare.
bool IsOptional(std::string_view split) {
    return split == "distance" || split == "industrial";
}

bool SaysAnything(const std::map<std::string, Count>& groups) {
    return std::any_of(groups.begin(), groups.end(), [](const auto& group) {
        return group.first != "unknown" && group.first != "no";
    });
}

}  // namespace

std::string_view RemotenessOf(const registry::Units& units, Rid unit, std::int32_t day) {
    for (const Rid above : units.PathUp(unit, day)) {
        const auto* one = units.Find(above);
        if (one && !one->remoteness.empty()) return one->remoteness;
    }
    return {};
}

std::string_view AgeGroup(int age) {
    if (age < 0) return "";
    return age < 6    ? "0-5"
           : age < 18 ? "6-17"
           : age < 40 ? "18-39"
           : age < 60 ? "40-59"
           : age < 80 ? "60-79"
                      : "80+";
}

std::string_view DistanceOf(const registry::Units& units, Rid unit, std::int32_t day) {
    for (const Rid above : units.PathUp(unit, day)) {
        const auto* one = units.Find(above);
        if (!one || one->distance_km < 0) continue;
        return one->distance_km < 1   ? "0-1"
               : one->distance_km < 3 ? "1-3"
               : one->distance_km < 5 ? "3-5"
                                      : "5+";
    }
    return {};
}

std::string Grouping::Of(std::string_view split, const Member& member) {
    static const MemberFacts kUnknown;
    const auto known = facts_.find(member.member);
    const MemberFacts& one = known == facts_.end() ? kUnknown : known->second;
    const auto told = [](std::string_view code) {
        return std::string(code.empty() ? "unknown" : code);
    };
    const auto by_unit = [&](std::map<Rid, std::string>& codes, auto of) {
        const auto [place, fresh] = codes.try_emplace(member.unit);
        if (fresh) place->second = of(units_, member.unit, day_);
        return told(place->second);
    };
    if (split == "sex") return told(one.gender);
    if (split == "age") return told(AgeGroup(one.age));
    if (split == "ethnicity") return told(one.ethnicity);
    if (split == "poverty") return one.poverty.empty() ? "other" : one.poverty;
    if (split == "remoteness") return by_unit(remoteness_, RemotenessOf);
    if (split == "distance") return by_unit(distance_, DistanceOf);
    if (split == "industrial") return one.occupation == "industrial-zone" ? "yes" : "no";
    if (split == "insurance") return one.insured_by.empty() ? "none" : one.insured_by;
    const auto* unit = units_.Find(member.unit);
    return told(unit ? std::string_view(unit->id) : "");
}

std::vector<Split> MakeSplits(const Answer& answer, const std::vector<Member>& members,
                              const std::map<Rid, MemberFacts>& facts,
                              const registry::Units& units) {
    if (answer.indicator->member_type != MemberType::kPatient) return {};
    Grouping grouping(facts, units, answer.dates.as_of);
    std::vector<Split> splits;
    for (const auto id : kSplitIds) {
        std::map<std::string, Count> sums;
        for (const Member& member : members) {
            if (!facts.contains(member.member)) continue;
            Count& count = sums[grouping.Of(id, member)];
            count.denominator += member.whole;
            count.numerator += member.part;
        }
        if (sums.empty() || (IsOptional(id) && !SaysAnything(sums))) continue;
        Split split{.id = std::string(id)};
        for (auto& [code, count] : sums) split.groups.push_back({code, count, false});
        FindGap(split);
        splits.push_back(std::move(split));
    }
    return splits;
}

void HideSmallGroups(std::vector<Split>& splits) {
    for (auto& split : splits) {
        HideSmall(split);
        FindGap(split);
    }
}

void FindGap(Split& split) {
    split.best.clear();
    split.worst.clear();
    split.gap_points = 0;
    const SplitGroup* best = nullptr;
    const SplitGroup* worst = nullptr;
    const auto share = [](const SplitGroup& group) {
        return static_cast<double>(group.count.numerator) * 100 /
               static_cast<double>(group.count.denominator);
    };
    for (const auto& group : split.groups) {
        if (group.hidden || group.count.denominator < kSmallestCompared) continue;
        if (!best || share(group) > share(*best)) best = &group;
        if (!worst || share(group) < share(*worst)) worst = &group;
    }
    if (!best || best == worst) return;
    split.best = best->code;
    split.worst = worst->code;
    split.gap_points = share(*best) - share(*worst);
}

}  // namespace tram::indicators
