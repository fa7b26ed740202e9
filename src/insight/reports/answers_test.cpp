#include "insight/reports/answers.h"

#include <gtest/gtest.h>

namespace tram::reports {
namespace {

std::string Before(Date from, Date to) {
    return Date::FromDays(BeginBefore(from.FirstDay(), to.FirstDay())).ToString();
}

TEST(BeginBeforeTest, GoesBackAsManyMonthsAsThePeriodHas) {
    EXPECT_EQ(Before({2025, 12, 15}, {2026, 12, 14}), "2024-12-15");
    EXPECT_EQ(Before({2025, 12, 15}, {2026, 6, 14}), "2025-06-15");
    EXPECT_EQ(Before({2026, 1, 1}, {2026, 3, 31}), "2025-10-01");
    EXPECT_EQ(Before({2026, 3, 1}, {2026, 3, 31}), "2026-02-01");
}

TEST(BeginBeforeTest, WithoutWholeMonthsItGoesBackAsManyDays) {
    EXPECT_EQ(Before({2026, 1, 1}, {2026, 1, 10}), "2025-12-22");
    EXPECT_EQ(Before({2025, 12, 15}, {2026, 11, 27}), "2025-01-01");
}

}  // namespace
}  // namespace tram::reports
