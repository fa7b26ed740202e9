// Rows of an answer as the engine keeps them: put in place and counted as they change.
//
// Thread safety: none; the cell's own.
#pragma once

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

#include "base/result.h"
#include "insight/indicators/engine.h"

namespace tram::indicators {

// The why that says "no data", as Member::why; 0: the indicator has none.
inline std::uint8_t NoDataWhy(const Indicator& indicator) {
    for (std::size_t i = 0; i < indicator.whys.size(); ++i) {
        if (indicator.whys[i].code == "no-data") return static_cast<std::uint8_t>(i + 1);
    }
    return 0;
}

// What a row adds to numerator and denominator.
inline std::int64_t PartOf(const Member& member) {
    return member.part;
}
inline std::int64_t WholeOf(const Member& member) {
    return member.whole;
}
template <typename Row>
std::int64_t PartOf(const Row& row) {
    return row.met ? 1 : 0;
}
template <typename Row>
std::int64_t WholeOf(const Row&) {
    return 1;
}

template <typename Row>
void AddTo(Counts& lowest, const Row& row, std::uint8_t no_data, int sign) {
    Count& count = lowest[static_cast<Rid>(row.unit)];
    count.denominator += sign * WholeOf(row);
    count.numerator += sign * PartOf(row);
    if (no_data != 0 && row.why == no_data) count.no_data += sign;
}

// `rows` and `lowest` after the members `again` were asked and gave `fresh`.
// REQUIRES: all ascending by member; `fresh` are of `again`.
template <typename Row>
void PutInPlace(std::vector<Row>& rows, Counts& lowest, std::uint8_t no_data,
                std::span<const Rid> again, std::span<const Row> fresh) {
    const auto before = [](const Row& row, Rid member) {
        return static_cast<Rid>(row.member) < member;
    };
    std::vector<Rid> gone;
    std::vector<Row> come;
    auto answer = fresh.begin();
    for (const Rid member : again) {
        const auto place = std::lower_bound(rows.begin(), rows.end(), member, before);
        const bool was = place != rows.end() && static_cast<Rid>(place->member) == member;
        const bool is = answer != fresh.end() && static_cast<Rid>(answer->member) == member;
        if (was) AddTo(lowest, *place, no_data, -1);
        if (is) AddTo(lowest, *answer, no_data, 1);
        if (was && is) *place = *answer;
        if (was && !is) gone.push_back(member);
        if (!was && is) come.push_back(*answer);
        if (is) ++answer;
    }
    if (!gone.empty()) {
        std::erase_if(rows, [&](const Row& row) {
            return std::binary_search(gone.begin(), gone.end(), static_cast<Rid>(row.member));
        });
    }
    if (!come.empty()) {
        const auto kept = static_cast<std::ptrdiff_t>(rows.size());
        rows.insert(rows.end(), come.begin(), come.end());
        std::inplace_merge(rows.begin(), rows.begin() + kept, rows.end(),
                           [](const Row& a, const Row& b) { return a.member < b.member; });
    }
}
inline void PutInPlace(std::vector<Member>& rows, Counts& lowest, std::uint8_t no_data,
                       const std::vector<Rid>& again, const std::vector<Member>& fresh) {
    PutInPlace<Member>(rows, lowest, no_data, std::span(again), std::span(fresh));
}

// What figures need of each member that counts as one, to be brought up to date without the rest.
class FigureRows {
  public:
    FigureRows(const Indicator& indicator, const std::vector<Member>& members)
        : no_data_(NoDataWhy(indicator)), lowest_(CountLowest(indicator, members)) {
        rows_.reserve(members.size());
        for (const Member& member : members) rows_.push_back(RowOf(member));
    }

    void Put(const std::vector<Rid>& again, const std::vector<Member>& fresh) {
        std::vector<Row> rows;
        for (const Member& member : fresh) rows.push_back(RowOf(member));
        PutInPlace<Row>(rows_, lowest_, no_data_, again, rows);
    }

    const Counts& lowest() const { return lowest_; }
    std::size_t bytes() const { return rows_.capacity() * sizeof(Row); }

  private:
    struct Row {
        std::uint32_t member = 0, unit = 0;
        bool met = false;
        std::uint8_t why = 0;
    };
    static Row RowOf(const Member& member) {
        // Rids count records from 1: one machine does not hold four thousand million of them.
        constexpr Rid kMost = std::numeric_limits<std::uint32_t>::max();
        TRAM_CHECK(member.member <= kMost && member.unit <= kMost);
        return {static_cast<std::uint32_t>(member.member), static_cast<std::uint32_t>(member.unit),
                member.met, member.why};
    }

    std::uint8_t no_data_;
    Counts lowest_;
    std::vector<Row> rows_;  // ascending by member
};

}  // namespace tram::indicators
