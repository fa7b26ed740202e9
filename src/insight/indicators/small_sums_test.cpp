#include "insight/indicators/small_sums.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/clock.h"

namespace tram::indicators {
namespace {

using Mask = SmallSums::Mask;
using Quantity = SmallSums::Quantity;

// Three levels: 1, below it 10, 20 …, below those 11, 12 …
std::vector<Rid> PathUp(Rid unit) {
    if (unit == 1) return {1};
    if (unit % 10 == 0) return {unit, 1};
    return {unit, unit / 10 * 10, 1};
}

// All of them, met; of those not met three reasons and three steps, of all two groups.
enum : Quantity {
    kAll,
    kMet,
    kNever,
    kOld,
    kRefused,
    kNoRecord,
    kEmpty,
    kOver,
    kIll,
    kAtRisk,
    kQuantities
};
constexpr std::size_t kFigures = 2;

Mask Of(std::initializer_list<Quantity> quantities) {
    Mask mask = 0;
    for (const auto one : quantities) mask |= Mask{1} << one;
    return mask;
}
bool Has(Mask mask, Quantity quantity) {
    return (mask >> quantity & 1) != 0;
}

// Kinds of people: each of those not met has a reason and a step, and "no record" is never refused.
const std::vector<Mask> kKinds = [] {
    std::vector<Mask> kinds;
    for (const auto group : {kIll, kAtRisk}) {
        kinds.push_back(Of({kAll, kMet, group}));
        kinds.push_back(Of({kAll, kNever, kNoRecord, group}));
        kinds.push_back(Of({kAll, kNever, kEmpty, group}));
        kinds.push_back(Of({kAll, kOld, kOver, group}));
        kinds.push_back(Of({kAll, kRefused, kOver, group}));
        kinds.push_back(Of({kAll, kRefused, kEmpty, group}));
    }
    return kinds;
}();

struct District {
    std::map<Rid, std::map<Mask, std::int64_t>> people;

    std::vector<Rid> Units() const {
        std::set<Rid> units;
        for (const auto& [unit, kinds] : people) {
            for (const Rid above : PathUp(unit)) units.insert(above);
        }
        return {units.begin(), units.end()};
    }
    Count CountAt(Rid unit, Quantity quantity) const {
        Count sum;
        for (const auto& [low, kinds] : people) {
            const auto path = PathUp(low);
            if (std::find(path.begin(), path.end(), unit) == path.end()) continue;
            for (const auto& [mask, count] : kinds)
                sum.numerator += Has(mask, quantity) ? count : 0;
        }
        return sum;
    }
    SmallTotals Totals() const {
        SmallTotals totals;
        for (const auto& [unit, kinds] : people) {
            for (const auto& [mask, count] : kinds)
                totals.Add(unit, {.numerator = Has(mask, kMet) ? count : 0, .denominator = count});
        }
        totals.Decide(1, PathUp);
        return totals;
    }
    SmallSums Decide(
        const SmallTotals& totals,
        const SmallSums::Kept& kept = [](Rid, Quantity) { return false; }) const {
        SmallSums sums(kFigures, kQuantities);
        for (const auto& [unit, kinds] : people) {
            for (const auto& [mask, count] : kinds) {
                for (std::int64_t one = 0; one < count; ++one) sums.Add(unit, mask);
            }
        }
        sums.Decide(1, PathUp, totals, kept);
        return sums;
    }
};

// What follows from all that is told of all units: the equations as rows over (unit, kind).
class Attacker {
  public:
    enum class Told { kAll, kFigures };
    Attacker(const District& district, const SmallTotals& totals, const SmallSums& sums, Told told)
        : district_(district) {
        // Of kinds that nobody is of it is known that nobody is.
        std::set<Mask> present;
        for (const auto& [unit, kinds] : district.people) {
            for (const auto& [mask, count] : kinds) {
                if (count > 0) present.insert(mask);
            }
        }
        for (const auto& [unit, kinds] : district.people) {
            for (const Mask kind : present) places_[{unit, kind}] = places_.size();
        }
        for (const Rid unit : district.Units()) {
            if (totals.Hidden(unit)) continue;
            for (Quantity one = 0; one < kQuantities; ++one) {
                if (one < kFigures || (told == Told::kAll && !sums.Hidden(unit, one)))
                    Know(RowOf(unit, one));
            }
        }
    }
    bool Knows(Rid unit, Quantity quantity) const {
        auto row = RowOf(unit, quantity);
        Reduce(row);
        return std::all_of(row.begin(), row.end(), [](double one) { return std::abs(one) < 1e-6; });
    }

  private:
    using Row = std::vector<double>;
    Row RowOf(Rid unit, Quantity quantity) const {
        Row row(places_.size());
        for (const auto& [key, place] : places_) {
            const auto path = PathUp(key.first);
            if (std::find(path.begin(), path.end(), unit) != path.end() &&
                Has(key.second, quantity))
                row[place] = 1;
        }
        return row;
    }
    void Know(Row row) {
        Reduce(row);
        const auto lead =
            std::find_if(row.begin(), row.end(), [](double one) { return std::abs(one) > 1e-9; });
        if (lead == row.end()) return;
        const double by = *lead;
        const auto place = static_cast<std::size_t>(lead - row.begin());
        for (double& one : row) one /= by;
        rows_.emplace_back(place, std::move(row));
    }
    void Reduce(Row& row) const {
        for (const auto& [place, known] : rows_) {
            const double times = row[place];
            if (std::abs(times) < 1e-9) continue;
            for (std::size_t i = 0; i < row.size(); ++i) row[i] -= times * known[i];
        }
    }

    const District& district_;
    std::map<std::pair<Rid, Mask>, std::size_t> places_;
    std::vector<std::pair<std::size_t, Row>> rows_;
};

District Large() {
    District district;
    for (const Rid unit : {11, 12, 21}) {
        for (const Mask kind : kKinds) district.people[unit][kind] = 20;
    }
    return district;
}

TEST(SmallSumsTest, WhereNothingIsSmallAllIsTold) {
    const auto district = Large();
    const auto totals = district.Totals();
    const auto sums = district.Decide(totals);
    for (const Rid unit : district.Units()) {
        for (Quantity one = 0; one < kQuantities; ++one) EXPECT_FALSE(sums.Hidden(unit, one));
    }
}

TEST(SmallSumsTest, ASmallGroupHidesTheOneItFollowsFrom) {
    auto district = Large();
    for (const Mask kind : kKinds) {
        if (Has(kind, kIll)) district.people[11][kind] = 0;
    }
    district.people[11][Of({kAll, kMet, kIll})] = 3;
    const auto totals = district.Totals();
    const auto sums = district.Decide(totals);
    EXPECT_TRUE(sums.Hidden(11, kIll));
    EXPECT_TRUE(sums.Hidden(11, kAtRisk)) << "all less those at risk are the three";
    EXPECT_TRUE(sums.Hidden(12, kIll)) << "else they follow from the commune";
    EXPECT_FALSE(sums.Hidden(10, kIll)) << "many above";
    EXPECT_FALSE(sums.Hidden(11, kNever)) << "reasons say nothing of groups";
    EXPECT_FALSE(sums.Hidden(11, kAll));
}

TEST(SmallSumsTest, AStepThatIsAReasonIsKeptBackWithIt) {
    auto district = Large();
    // Nobody refused: whose step is "over" are those whose reason is "old".
    for (auto& [unit, kinds] : district.people) {
        for (auto& [mask, count] : kinds) count = Has(mask, kRefused) ? 0 : count;
    }
    const auto totals = district.Totals();
    const auto sums = district.Decide(
        totals, [](Rid unit, Quantity one) { return unit != 1 && (one == kOld || one == kNever); });
    for (const auto one : {kOld, kOver, kNever}) EXPECT_TRUE(sums.Hidden(10, one)) << one;
    EXPECT_FALSE(sums.Hidden(1, kOld));
}

TEST(SmallSumsTest, WhateverTheDistrictNoSmallCountFollowsFromWhatIsTold) {
    SeededRandom random(23);
    int small = 0, told = 0, told_low = 0;
    for (int round = 0; round < 300; ++round) {
        District district;
        const auto up_to = [&](std::uint64_t most) { return random.Next() % (most + 1); };
        const auto communes = 1 + up_to(3);
        for (std::uint64_t commune = 1; commune <= communes; ++commune) {
            const auto hamlets = up_to(3);
            for (std::uint64_t hamlet = 0; hamlet <= hamlets; ++hamlet) {
                auto& kinds = district.people[static_cast<Rid>(commune * 10 + hamlet)];
                const auto most = up_to(1) == 0 ? 40 : 4;
                for (const Mask kind : kKinds) {
                    if (up_to(5) > 0) kinds[kind] = static_cast<std::int64_t>(up_to(most));
                }
            }
        }
        const auto totals = district.Totals();
        const auto sums = district.Decide(totals);
        const Attacker attacker(district, totals, sums, Attacker::Told::kAll);
        const Attacker before(district, totals, sums, Attacker::Told::kFigures);
        for (const Rid unit : district.Units()) {
            if (totals.Hidden(unit)) continue;
            for (Quantity one = kFigures; one < kQuantities; ++one) {
                const auto count = district.CountAt(unit, one).numerator;
                if (count > 0 && count < kSmallCell) {
                    ++small;
                    EXPECT_TRUE(sums.Hidden(unit, one)) << round << " " << unit << " " << one;
                    if (before.Knows(unit, one)) continue;  // nothing can keep it
                    EXPECT_FALSE(attacker.Knows(unit, one)) << round << " " << unit << " " << one;
                } else if (!sums.Hidden(unit, one)) {
                    ++(unit % 10 == 0 || unit == 1 ? told : told_low);
                }
            }
        }
    }
    EXPECT_GT(small, 1000);
    EXPECT_GT(told, 1000) << "hiding everything proves nothing";
    EXPECT_GT(told_low, 300);
}

}  // namespace
}  // namespace tram::indicators
