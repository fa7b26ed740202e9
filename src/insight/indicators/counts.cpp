#include <algorithm>

#include "insight/indicators/kept_rows.h"

namespace tram::indicators {

Counts CountLowest(const Indicator& indicator, std::span<const Member> members) {
    const std::uint8_t no_data = NoDataWhy(indicator);
    Counts lowest;
    for (const Member& member : members) AddTo(lowest, member, no_data, 1);
    return lowest;
}

Counts CountByUnit(const Counts& lowest, const Geography& geography) {
    Counts counts;
    for (const auto& [unit, count] : lowest) {
        if (count.denominator == 0) continue;
        auto path = geography.units->PathUp(unit, geography.map_day);
        if (path.empty()) path.push_back(0);
        for (const Rid above : path) {
            Count& sum = counts[above];
            sum.numerator += count.numerator;
            sum.denominator += count.denominator;
            sum.no_data += count.no_data;
        }
    }
    return counts;
}

Counts CountByUnit(const Answer& answer, const Geography& geography) {
    return CountByUnit(answer.lowest, geography);
}

std::vector<Member> MembersBelow(const Answer& answer, const Geography& geography, Rid unit) {
    std::unordered_map<Rid, bool> below;
    std::vector<Member> members;
    for (const Member& member : answer.members) {
        auto known = below.find(member.unit);
        if (known == below.end()) {
            const auto path = geography.units->PathUp(member.unit, geography.map_day);
            const bool in = std::find(path.begin(), path.end(), unit) != path.end() ||
                            (path.empty() && unit == 0);
            known = below.emplace(member.unit, in).first;
        }
        if (known->second) members.push_back(member);
    }
    return members;
}

Status Judge(const Count& count, const std::optional<Target>& target, double near_points) {
    if (count.denominator == 0 || !target || target->op == Operator::kToward) return Status::kNone;
    if (count.no_data * 5 > count.denominator) return Status::kNoData;
    // Thousandths of a point suffice for any milestone a unit writes, and stay exact in 64 bits.
    const auto wanted = static_cast<std::int64_t>(target->percent * 1000 + 0.5) * count.denominator;
    const std::int64_t have = count.numerator * 100'000;
    const bool reached = target->op == Operator::kGreater ? have > wanted : have >= wanted;
    if (reached) return Status::kReached;
    const auto slack = static_cast<std::int64_t>(near_points * 1000 + 0.5) * count.denominator;
    return have + slack >= wanted ? Status::kNear : Status::kBehind;
}

std::string_view StatusCode(Status status) {
    switch (status) {
        case Status::kReached:
            return "reached";
        case Status::kNear:
            return "near";
        case Status::kBehind:
            return "behind";
        case Status::kNoData:
            return "no-data";
        case Status::kNone:
            return "none";
    }
    return "none";
}

}  // namespace tram::indicators
