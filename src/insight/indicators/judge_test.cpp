#include <gtest/gtest.h>

#include "insight/indicators/engine.h"
#include "insight/indicators/members.h"

namespace tram::indicators {
namespace {

constexpr Target kAbove95{Operator::kGreater, 95};

TEST(JudgeTest, AboveIsNotAtLeast) {
    EXPECT_EQ(Judge({.numerator = 95, .denominator = 100}, kAbove95, 2), Status::kNear);
    EXPECT_EQ(Judge({.numerator = 9501, .denominator = 10000}, kAbove95, 2), Status::kReached);
    EXPECT_EQ(Judge({.numerator = 95, .denominator = 100}, Target{Operator::kAtLeast, 95}, 2),
              Status::kReached);
}

TEST(JudgeTest, AllMeansAll) {
    EXPECT_EQ(Judge({.numerator = 9999, .denominator = 10000}, Target{Operator::kEqual, 100}, 2),
              Status::kNear);
    EXPECT_EQ(Judge({.numerator = 3, .denominator = 3}, Target{Operator::kEqual, 100}, 2),
              Status::kReached);
}

TEST(JudgeTest, SaysNothingOfNobodyAndOfDirections) {
    EXPECT_EQ(Judge({}, kAbove95, 2), Status::kNone);
    EXPECT_EQ(Judge({.numerator = 1, .denominator = 2}, Target{Operator::kToward, 0}, 2),
              Status::kNone);
}

TEST(JudgeTest, MoreThanAFifthWithoutDataIsNoVerdict) {
    EXPECT_EQ(Judge({.numerator = 79, .denominator = 100, .no_data = 21}, kAbove95, 2),
              Status::kNoData);
    EXPECT_EQ(Judge({.numerator = 80, .denominator = 100, .no_data = 20}, kAbove95, 2),
              Status::kBehind);
}

TEST(CompareAnswersTest, TellsWhoGainedLostEnteredAndLeft) {
    const std::vector<Member> before = {{.member = 1, .met = false, .why = 2},
                                        {.member = 2, .met = true},
                                        {.member = 3, .met = true}};
    const std::vector<Member> after = {{.member = 1, .met = true},
                                       {.member = 2, .met = false, .why = 1},
                                       {.member = 4, .met = false, .why = 3}};
    const auto changes = CompareAnswers(before, after);
    ASSERT_EQ(changes.size(), 4u);
    EXPECT_EQ(changes[0].effect, Effect::kGained);
    EXPECT_EQ(changes[0].why, 2);  // why it was not met
    EXPECT_EQ(changes[1].effect, Effect::kLost);
    EXPECT_EQ(changes[1].why, 1);
    EXPECT_EQ(changes[2].effect, Effect::kLeft);
    EXPECT_EQ(changes[3].effect, Effect::kEntered);
}

}  // namespace
}  // namespace tram::indicators
