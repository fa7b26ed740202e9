#include "insight/reports/numbers.h"

#include <gtest/gtest.h>

#include "base/date.h"

namespace tram::reports {
namespace {

TEST(NumbersTest, WritesFiguresTheVietnameseWay) {
    EXPECT_EQ(WholeNumber(18684), "18.684");
    EXPECT_EQ(WholeNumber(1234567), "1.234.567");
    EXPECT_EQ(WholeNumber(999), "999");
    EXPECT_EQ(Fraction({.numerator = 18684, .denominator = 20004}), "18.684/20.004");
    EXPECT_EQ(Decimal(93.44, 1), "93,4");
    EXPECT_EQ(Decimal(80, 1), "80");
    EXPECT_EQ(Percent({.numerator = 1, .denominator = 16}), "6,3%");  // 6.25: up, as on paper
}

TEST(NumbersTest, ANumberNeverContradictsItsVerdict) {
    EXPECT_EQ(Percent({.numerator = 18684, .denominator = 20004}, {95}), "93,4%");
    // 95,04%: above 95, so not "95,0%".
    EXPECT_EQ(Percent({.numerator = 9504, .denominator = 10000}, {95}), "95,04%");
    EXPECT_EQ(Percent({.numerator = 94999, .denominator = 100000}, {95}), "94,999%");
    EXPECT_EQ(Percent({.numerator = 95, .denominator = 100}, {95}), "95%");
    EXPECT_EQ(Percent({.numerator = 9999, .denominator = 10000}), "99,99%");  // not all
    EXPECT_EQ(Percent({.numerator = 1, .denominator = 10000}), "0,01%");      // not none
    EXPECT_EQ(Percent({}), "–");
}

TEST(NumbersTest, ADifferenceIsThatOfTheFiguresAsPrinted) {
    // 99.35% and 94.31% print as 99,4% and 94,3%: 5,04 would be 5.
    const auto best = ShownShare({.numerator = 9935, .denominator = 10000});
    const auto worst = ShownShare({.numerator = 9431, .denominator = 10000});
    EXPECT_EQ(Points(best, worst), "5,1");
    EXPECT_EQ(Points(worst, best), "5,1");
    EXPECT_EQ(Points(ShownShare({.numerator = 907, .denominator = 965}, {94}), {93, 93}), "0,99");
    EXPECT_EQ(Points({82, 82}, {80, 80}), "2");
    // Both print as 50,0%.
    EXPECT_EQ(Points(ShownShare({.numerator = 5001, .denominator = 10000}),
                     ShownShare({.numerator = 4998, .denominator = 10000})),
              "0,03");
}

TEST(NumbersTest, DaysKeepTheirZerosWhereTheyCouldBeForged) {
    EXPECT_EQ(LongDay(Date{2026, 1, 5}.FirstDay()), "ngày 05 tháng 01 năm 2026");
    EXPECT_EQ(LongDay(Date{2026, 12, 14}.FirstDay()), "ngày 14 tháng 12 năm 2026");
    EXPECT_EQ(LongDay(std::nullopt), "ngày … tháng … năm …");
    EXPECT_EQ(Day(Date{2026, 3, 9}.FirstDay()), "09/03/2026");
}

}  // namespace
}  // namespace tram::reports
