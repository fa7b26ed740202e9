#include "insight/indicators/splits.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "insight/indicators/small_cells.h"

namespace tram::indicators {
namespace {

// Members of one unit in groups of a split, `met` of each group met.
struct Group {
    const char* ethnicity;
    int people, met;
};

enum class Cells { kShow, kHide };

class SmallGroupsTest : public ::testing::Test {
  protected:
    Split EthnicitySplit(const std::vector<Group>& groups, Cells cells) {
        Indicator indicator;
        Answer answer{.indicator = &indicator};
        std::map<Rid, MemberFacts> facts;
        Rid next = 0;
        for (const auto& group : groups) {
            for (int i = 0; i < group.people; ++i) {
                Member member{.member = ++next, .met = i < group.met};
                member.part = member.met;
                answer.members.push_back(member);
                facts[next].ethnicity = group.ethnicity;
            }
        }
        auto splits = MakeSplits(answer, answer.members, facts, registry::Units());
        if (cells == Cells::kHide) HideSmallGroups(splits);
        for (auto& split : splits) {
            if (split.id == "ethnicity") return split;
        }
        return {};
    }
    static std::string Hidden(const Split& split) {
        std::string codes;
        for (const auto& group : split.groups) {
            if (group.hidden) codes += group.code + " ";
        }
        return codes;
    }
};

TEST_F(SmallGroupsTest, AGroupUnderFiveIsHiddenWithAnother) {
    const std::vector<Group> groups = {{"01", 60, 50}, {"02", 20, 12}, {"05", 4, 2}};
    EXPECT_EQ(Hidden(EthnicitySplit(groups, Cells::kHide)), "02 05 ");
    EXPECT_EQ(Hidden(EthnicitySplit(groups, Cells::kShow)), "");
}

TEST_F(SmallGroupsTest, NothingIsHiddenFromFive) {
    EXPECT_EQ(Hidden(EthnicitySplit({{"01", 60, 50}, {"05", 5, 2}}, Cells::kHide)), "");
}

TEST_F(SmallGroupsTest, TwoSmallGroupsThatAreFewTogetherHideAThird) {
    EXPECT_EQ(Hidden(EthnicitySplit({{"01", 60, 50}, {"02", 20, 9}, {"05", 2, 1}, {"06", 1, 0}},
                                    Cells::kHide)),
              "02 05 06 ");
}

TEST_F(SmallGroupsTest, HiddenGroupsThatAreAllMetHideAnother) {
    // 13 of 13 met would tell that each of the three is.
    EXPECT_EQ(Hidden(EthnicitySplit({{"01", 60, 50}, {"02", 10, 10}, {"05", 3, 3}}, Cells::kHide)),
              "01 02 05 ");
}

TEST_F(SmallGroupsTest, WhateverTheGroupsNoneFollowsFromTheOthers) {
    SeededRandom random(5);
    for (int round = 0; round < 300; ++round) {
        static const char* const kCodes[] = {"01", "02", "05", "06", "08"};
        std::vector<Group> groups;
        for (const char* code : kCodes) {
            const int people = static_cast<int>(random.Next() % 12);
            groups.push_back({code, people,
                              people == 0 ? 0
                                          : static_cast<int>(random.Next() %
                                                             static_cast<unsigned>(people + 1))});
        }
        const auto split = EthnicitySplit(groups, Cells::kHide);
        Count hidden;
        std::size_t count = 0;
        for (const auto& group : split.groups) {
            if (!group.hidden) {
                EXPECT_GE(group.count.denominator, kSmallCell);
                continue;
            }
            ++count;
            hidden.denominator += group.count.denominator;
            hidden.numerator += group.count.numerator;
        }
        if (count == 0 || count == split.groups.size()) continue;
        EXPECT_GE(count, 2u);
        EXPECT_GE(hidden.denominator, kSmallCell);
        EXPECT_GT(hidden.numerator, 0);
        EXPECT_LT(hidden.numerator, hidden.denominator);
    }
}

TEST_F(SmallGroupsTest, OnlyGroupsOfThirtyAreCompared) {
    const auto split =
        EthnicitySplit({{"01", 100, 90}, {"02", 30, 15}, {"05", 29, 0}}, Cells::kShow);
    EXPECT_EQ(split.best, "01");
    EXPECT_EQ(split.worst, "02");
    EXPECT_DOUBLE_EQ(split.gap_points, 40);
}

}  // namespace
}  // namespace tram::indicators
