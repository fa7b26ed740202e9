#include "insight/indicators/small_cells.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/clock.h"

namespace tram::indicators {
namespace {

// Three levels: 1, below it 10, 20 …, below those 11, 12 … Whoever stands in 10 itself is of no
// part of it.
std::vector<Rid> PathUp(Rid unit) {
    if (unit == 1) return {1};
    if (unit % 10 == 0) return {unit, 1};
    return {unit, unit / 10 * 10, 1};
}

const std::vector<std::string> kGroups = {"a", "b", "c", "d"};

struct District {
    std::map<Rid, std::map<std::string, Count>> lowest;

    std::vector<Rid> Units() const {
        std::set<Rid> units;
        for (const auto& [unit, row] : lowest) {
            for (const Rid above : PathUp(unit)) units.insert(above);
        }
        return {units.begin(), units.end()};
    }
    Count At(Rid unit, const std::string& group) const {
        Count sum;
        for (const auto& [low, row] : lowest) {
            const auto path = PathUp(low);
            const auto count = row.find(group);
            if (count == row.end() || std::find(path.begin(), path.end(), unit) == path.end())
                continue;
            sum.denominator += count->second.denominator;
            sum.numerator += count->second.numerator;
        }
        return sum;
    }
    Count TotalAt(Rid unit) const {
        Count sum;
        for (const auto& group : kGroups) {
            const auto count = At(unit, group);
            sum.denominator += count.denominator;
            sum.numerator += count.numerator;
        }
        return sum;
    }
    // Those who stand in the unit and in no part of it.
    Count RestOf(Rid unit) const {
        Count sum;
        const auto row = lowest.find(unit);
        if (row == lowest.end() || !HasParts(unit)) return sum;
        for (const auto& [group, count] : row->second) {
            sum.denominator += count.denominator;
            sum.numerator += count.numerator;
        }
        return sum;
    }
    bool HasParts(Rid unit) const {
        return std::any_of(lowest.begin(), lowest.end(), [&](const auto& one) {
            return one.first != unit && PathUp(one.first)[1 % PathUp(one.first).size()] == unit;
        });
    }
    SmallTotals Totals() const {
        SmallTotals totals;
        for (const auto& [unit, row] : lowest) {
            for (const auto& [group, count] : row) totals.Add(unit, count);
        }
        totals.Decide(1, PathUp);
        return totals;
    }
    SmallCells Decide(Results results, const SmallTotals& totals) const {
        SmallCells cells;
        for (const auto& [unit, row] : lowest) {
            for (const auto& [group, count] : row) cells.Add(unit, group, count);
        }
        cells.Decide(1, PathUp, results, totals);
        return cells;
    }
};

District RandomDistrict(SeededRandom& random) {
    District district;
    const auto up_to = [&](std::uint64_t most) { return random.Next() % (most + 1); };
    const auto communes = 1 + up_to(3);
    for (std::uint64_t commune = 1; commune <= communes; ++commune) {
        const auto hamlets = up_to(3);
        for (std::uint64_t hamlet = 0; hamlet <= hamlets; ++hamlet) {
            // Few people: many small cells. Some groups live in few places.
            auto& row = district.lowest[static_cast<Rid>(commune * 10 + hamlet)];
            for (const auto& group : kGroups) {
                const auto most = up_to(3) == 0 ? 0 : up_to(3) == 0 ? 60 : 9;
                const auto people = static_cast<std::int64_t>(up_to(most));
                const auto met =
                    static_cast<std::int64_t>(up_to(static_cast<std::uint64_t>(people)));
                row[group] = {.numerator = met, .denominator = people};
            }
        }
    }
    return district;
}

// What somebody can work out who knows every total and every count by group that is shown: bounds
// of each sum of people, drawn closer by every equation until nothing moves any more, and whatever
// follows from the equations themselves.
class Attacker {
  public:
    enum class Groups { kAll, kAboveTheLowest, kNone };
    Attacker(const District& district, const SmallTotals& totals, const SmallCells& cells,
             Groups told)
        : district_(district) {
        for (const auto& [unit, row] : district.lowest) {
            for (const auto& group : kGroups) places_[{unit, group}] = places_.size();
        }
        for (const Rid unit : district.Units()) {
            if (!totals.Hidden(unit)) Know(unit, kGroups, district.TotalAt(unit).denominator);
            const bool lowest = unit != 1 && !district.HasParts(unit);
            if (told == Groups::kNone || (lowest && told == Groups::kAboveTheLowest)) continue;
            for (const auto& group : kGroups) {
                if (!cells.Hidden(unit, group))
                    Know(unit, {group}, district.At(unit, group).denominator);
            }
        }
        TightenBounds();
        Eliminate();
    }

    // The count of a group at a unit follows from what is known.
    bool Knows(Rid unit, const std::string& group) const { return Known(Places(unit, {group})); }
    bool KnowsTotal(Rid unit) const { return Known(Places(unit, kGroups)); }
    bool KnowsRest(Rid unit) const {
        std::vector<std::size_t> places;
        for (const auto& group : kGroups) places.push_back(places_.at({unit, group}));
        return Known(places);
    }

  private:
    bool Known(const std::vector<std::size_t>& places) const {
        std::int64_t low = 0, high = 0;
        for (const auto place : places) {
            low += low_[place];
            high += high_[place];
        }
        return low == high || Follows(places);
    }

    struct Equation {
        std::vector<std::size_t> places;
        std::int64_t sum;
    };

    std::vector<std::size_t> Places(Rid unit, const std::vector<std::string>& groups) const {
        std::vector<std::size_t> places;
        for (const auto& [key, place] : places_) {
            const auto path = PathUp(key.first);
            if (std::find(path.begin(), path.end(), unit) != path.end() &&
                std::find(groups.begin(), groups.end(), key.second) != groups.end())
                places.push_back(place);
        }
        return places;
    }
    void Know(Rid unit, const std::vector<std::string>& groups, std::int64_t sum) {
        equations_.push_back({Places(unit, groups), sum});
    }
    void TightenBounds() {
        low_.assign(places_.size(), 0);
        high_.assign(places_.size(), 1'000'000);
        for (bool moved = true; moved;) {
            moved = false;
            for (const auto& [places, sum] : equations_) {
                for (const auto place : places) {
                    std::int64_t others_low = 0, others_high = 0;
                    for (const auto other : places) {
                        if (other == place) continue;
                        others_low += low_[other];
                        others_high += high_[other];
                    }
                    const auto low = std::max(low_[place], sum - others_high);
                    const auto high = std::min(high_[place], sum - others_low);
                    moved = moved || low != low_[place] || high != high_[place];
                    low_[place] = low;
                    high_[place] = high;
                }
            }
        }
    }
    // Gauss: the equations as independent rows, each with a place of its own.
    void Eliminate() {
        for (const auto& equation : equations_) {
            auto row = RowOf(equation.places);
            Reduce(row);
            const auto lead = std::find_if(row.begin(), row.end(),
                                           [](double value) { return std::abs(value) > 1e-9; });
            if (lead == row.end()) continue;
            const double by = *lead;
            const auto place = static_cast<std::size_t>(lead - row.begin());
            for (double& value : row) value /= by;
            rows_.emplace_back(place, std::move(row));
        }
    }
    std::vector<double> RowOf(const std::vector<std::size_t>& places) const {
        std::vector<double> row(places_.size());
        for (const auto place : places) row[place] = 1;
        return row;
    }
    void Reduce(std::vector<double>& row) const {
        for (const auto& [place, known] : rows_) {
            const double times = row[place];
            if (std::abs(times) < 1e-9) continue;
            for (std::size_t i = 0; i < row.size(); ++i) row[i] -= times * known[i];
        }
    }
    bool Follows(const std::vector<std::size_t>& places) const {
        auto row = RowOf(places);
        Reduce(row);
        return std::all_of(row.begin(), row.end(),
                           [](double value) { return std::abs(value) < 1e-6; });
    }

    const District& district_;
    std::map<std::pair<Rid, std::string>, std::size_t> places_;
    std::vector<Equation> equations_;
    std::vector<std::int64_t> low_, high_;
    std::vector<std::pair<std::size_t, std::vector<double>>> rows_;
};

TEST(SmallCellsTest, WhatIsSmallAtOneUnitIsHiddenBesideIt) {
    District district;
    district.lowest[11]["a"] = {.numerator = 20, .denominator = 40};
    district.lowest[11]["b"] = {.numerator = 1, .denominator = 3};
    district.lowest[11]["c"] = {.numerator = 9, .denominator = 12};
    for (const auto& group : {"a", "b", "c"})
        district.lowest[21][group] = {.numerator = 10, .denominator = 30};
    const auto totals = district.Totals();
    const auto cells = district.Decide(Results::kMet, totals);
    EXPECT_TRUE(cells.Hidden(10, "b"));
    EXPECT_TRUE(cells.Hidden(10, "c")) << "else it follows from the total";
    EXPECT_FALSE(cells.Hidden(10, "a"));
    EXPECT_TRUE(cells.Hidden(20, "b")) << "else it follows from the unit above";
    EXPECT_FALSE(cells.Hidden(1, "b")) << "33 people above are many";
    EXPECT_FALSE(cells.Hidden(11, "a")) << "the lowest unit tells its large groups";
    EXPECT_TRUE(cells.Hidden(11, "b"));
}

TEST(SmallCellsTest, AUnitOfOnePartHidesAsItsPart) {
    District district;
    for (const auto& group : {"a", "b"})
        district.lowest[11][group] = {.numerator = 10, .denominator = 30};
    district.lowest[12]["c"] = {.numerator = 2, .denominator = 7};
    district.lowest[13]["c"] = {.numerator = 2, .denominator = 4};
    const auto totals = district.Totals();
    const auto cells = district.Decide(Results::kMet, totals);
    for (const auto& group : {"a", "b", "c"})
        EXPECT_EQ(cells.Hidden(1, group), cells.Hidden(10, group)) << group;
    EXPECT_FALSE(cells.Hidden(11, "a"));
}

TEST(SmallCellsTest, NothingIsHiddenWhereNothingIsSmall) {
    District district;
    for (const Rid hamlet : {11, 12, 21, 22}) {
        for (const auto& group : kGroups)
            district.lowest[hamlet][group] = {.numerator = 3, .denominator = 30};
    }
    const auto totals = district.Totals();
    const auto cells = district.Decide(Results::kMet, totals);
    for (const Rid unit : {1, 10, 20, 11, 12, 21, 22}) {
        EXPECT_FALSE(totals.Hidden(unit));
        for (const auto& group : kGroups) EXPECT_FALSE(cells.Hidden(unit, group));
    }
}

TEST(SmallTotalsTest, ATinyHamletAndTheNextSmallestAreKeptBack) {
    District district;
    district.lowest[11]["a"] = {.numerator = 1, .denominator = 3};
    district.lowest[12]["a"] = {.numerator = 4, .denominator = 9};
    district.lowest[13]["a"] = {.numerator = 40, .denominator = 60};
    district.lowest[21]["a"] = {.numerator = 30, .denominator = 50};
    const auto totals = district.Totals();
    EXPECT_TRUE(totals.Hidden(11));
    EXPECT_TRUE(totals.Hidden(12)) << "else it follows from the commune";
    for (const Rid unit : {13, 10, 20, 21, 1}) EXPECT_FALSE(totals.Hidden(unit)) << unit;
    EXPECT_FALSE(totals.Hidden(99)) << "nobody stands there";
}

TEST(SmallTotalsTest, WhatIsHiddenTogetherDoesNotSayOfAllThatTheyAreMet) {
    District district;
    district.lowest[11]["a"] = {.numerator = 2, .denominator = 2};
    district.lowest[12]["a"] = {.numerator = 9, .denominator = 9};
    district.lowest[13]["a"] = {.numerator = 40, .denominator = 60};
    district.lowest[14]["a"] = {.numerator = 40, .denominator = 70};
    const auto totals = district.Totals();
    EXPECT_TRUE(totals.Hidden(13)) << "11 of 11 would say it of both who stand in 11";
    EXPECT_FALSE(totals.Hidden(14));
}

TEST(SmallTotalsTest, ThoseOfNoHamletAreAPartLikeTheOthers) {
    District district;
    district.lowest[10]["a"] = {.numerator = 1, .denominator = 2};
    district.lowest[11]["a"] = {.numerator = 7, .denominator = 20};
    district.lowest[12]["a"] = {.numerator = 9, .denominator = 30};
    const auto totals = district.Totals();
    EXPECT_TRUE(totals.HidesRest(10));
    EXPECT_TRUE(totals.HidesAnyRestBelow(1));
    EXPECT_TRUE(totals.Hidden(11)) << "else they follow from the commune";
    EXPECT_FALSE(totals.Hidden(12));
}

TEST(SmallCellsTest, WhateverTheDistrictNoSmallCountFollowsFromWhatIsShown) {
    SeededRandom random(11);
    int small = 0, shown = 0, shown_lowest = 0, tiny = 0;
    for (int round = 0; round < 400; ++round) {
        const auto district = RandomDistrict(random);
        const auto totals = district.Totals();
        const auto cells = district.Decide(Results::kMet, totals);
        using Groups = Attacker::Groups;
        const Attacker attacker(district, totals, cells, Groups::kAll);
        // Of the lowest units a count may follow from totals, which are figures, and from what is
        // told above: what they tell themselves must add nothing.
        const Attacker without(district, totals, cells, Groups::kAboveTheLowest);
        for (const Rid unit : district.Units()) {
            const auto total = district.TotalAt(unit).denominator;
            if (total > 0 && total < kSmallCell) {
                ++tiny;
                EXPECT_TRUE(totals.Hidden(unit)) << round << " " << unit;
                EXPECT_FALSE(attacker.KnowsTotal(unit)) << round << " " << unit;
            }
            const auto rest = district.RestOf(unit).denominator;
            if (rest > 0 && rest < kSmallCell) {
                EXPECT_TRUE(totals.HidesRest(unit)) << round << " " << unit;
                EXPECT_FALSE(attacker.KnowsRest(unit)) << round << " " << unit;
            }
            const bool lowest = unit != 1 && !district.HasParts(unit);
            std::int64_t groups = 0;
            for (const auto& group : kGroups) groups += district.At(unit, group).denominator > 0;
            for (const auto& group : kGroups) {
                const auto count = district.At(unit, group).denominator;
                (lowest ? shown_lowest : shown) += count > 0 && !cells.Hidden(unit, group);
                if (count == 0 || count >= kSmallCell) continue;
                ++small;
                EXPECT_TRUE(cells.Hidden(unit, group) || groups < 2) << round << " " << unit;
                // Where one group is all there is, the total is its count.
                if (groups < 2 || (lowest && without.Knows(unit, group))) continue;
                EXPECT_FALSE(attacker.Knows(unit, group)) << round << " " << unit << " " << group;
            }
        }
    }
    EXPECT_GT(small, 300) << "the districts try it";
    EXPECT_GT(tiny, 20) << "with units of few people too";
    EXPECT_GT(shown, 500) << "and much is still told";
    EXPECT_GT(shown_lowest, 100) << "of the lowest units too";
}

}  // namespace
}  // namespace tram::indicators
