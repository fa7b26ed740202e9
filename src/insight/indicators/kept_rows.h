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

// What a row adds to numerator and denominator, or takes away.
inline void AddTo(Counts& lowest, const Member& row, std::uint8_t no_data, int sign) {
    Count& count = lowest[row.unit];
    count.denominator += sign * row.whole;
    count.numerator += sign * row.part;
    if (no_data != 0 && row.why == no_data) count.no_data += sign;
}

// `rows` after the members `again` were asked and gave `fresh`; `count` hears of each row that went
// (-1) or came (1). REQUIRES: all ascending by member; `fresh` are of `again`.
template <typename Row, typename CountRow>
void PutInPlace(std::vector<Row>& rows, std::span<const Rid> again, std::span<const Row> fresh,
                CountRow count) {
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
        if (was) count(*place, -1);
        if (is) count(*answer, 1);
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
        PutInPlace<Row>(rows_, again, rows, [this](const Row& row, int sign) {
            Member member{.unit = units_[row.unit], .part = row.met != 0, .whole = 1};
            member.why = static_cast<std::uint8_t>(row.why);
            AddTo(lowest_, member, no_data_, sign);
        });
    }

    const Counts& lowest() const { return lowest_; }
    std::size_t bytes() const { return rows_.capacity() * sizeof(Row); }

  private:
    struct Row {
        std::uint32_t member = 0;
        std::uint32_t unit : 23 = 0;  // of units_
        std::uint32_t met : 1 = 0;
        std::uint32_t why : 8 = 0;
    };
    static_assert(sizeof(Row) == 8);
    Row RowOf(const Member& member) {
        // Rids count records from 1: one machine does not hold four thousand million of them.
        TRAM_CHECK(member.member <= std::numeric_limits<std::uint32_t>::max());
        // People of one unit mostly stand together.
        if (units_.empty() || units_[last_unit_] != member.unit) {
            const auto [place, fresh] =
                places_.try_emplace(member.unit, static_cast<std::uint32_t>(units_.size()));
            if (fresh) units_.push_back(member.unit);
            last_unit_ = place->second;
        }
        TRAM_CHECK(last_unit_ < 1U << 23);
        Row row{.member = static_cast<std::uint32_t>(member.member)};
        row.unit = last_unit_ & ((1U << 23) - 1);
        row.met = member.met;
        row.why = member.why;
        return row;
    }

    std::uint8_t no_data_;
    Counts lowest_;
    std::vector<Row> rows_;   // ascending by member
    std::vector<Rid> units_;  // those members stand in
    std::unordered_map<Rid, std::uint32_t> places_;
    std::uint32_t last_unit_ = 0;
};

}  // namespace tram::indicators
