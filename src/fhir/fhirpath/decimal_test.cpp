#include "fhir/fhirpath/decimal.h"

#include <gtest/gtest.h>

namespace tram::fhirpath {
namespace {

Decimal D(std::string_view text) {
    const auto value = Decimal::Parse(text);
    EXPECT_TRUE(value) << text;
    return value.value_or(Decimal());
}

std::string Text(const std::optional<Decimal>& value) {
    return value ? value->ToString() : "none";
}

TEST(DecimalTest, KeepsThePlacesItWasWrittenWith) {
    EXPECT_EQ(D("1.50").ToString(), "1.50");
    EXPECT_EQ(D("-0.05").ToString(), "-0.05");
    EXPECT_EQ(D("0.0").ToString(), "0.0");
    EXPECT_EQ(D("1E3").ToString(), "1000");
    EXPECT_EQ(D("1.5e-3").ToString(), "0.0015");
}

TEST(DecimalTest, RefusesWhatIsNoNumberOrTooLong) {
    for (const auto text : {"", "-", ".5", "1.", "1..2", "1e", "0x1", "1 ", "1e99999999999",
                            "12345678901234567890123456789", "0.1234567890123456789"}) {
        EXPECT_FALSE(Decimal::Parse(text)) << text;
    }
    EXPECT_TRUE(Decimal::Parse("1234567890123456789012345678"));
    EXPECT_TRUE(Decimal::Parse("0.0000000000000000000000000000"));
}

TEST(DecimalTest, AddsWithoutBinaryError) {
    EXPECT_EQ(Text(D("0.1").Add(D("0.2"))), "0.3");
    EXPECT_EQ(Text(D("1.8").Subtract(D("1.2"))), "0.6");
    EXPECT_EQ(Text(D("9999999999999999999999999999").Add(D("1"))), "none");
    EXPECT_EQ(Text(D("9999999999999999999999999999").Add(D("0.5"))), "none");
    EXPECT_EQ(Text(D("1234567890123456789012345678").Add(D("0.000000000000000001"))),
              "1234567890123456789012345678");
}

TEST(DecimalTest, MultipliesAndDividesToItsPlaces) {
    EXPECT_EQ(Text(D("1.2").Multiply(D("1.8"))), "2.16");
    EXPECT_EQ(Text(D("1").Divide(D("2"))), "0.5");
    EXPECT_EQ(Text(D("1.2").Divide(D("1.8"))), "0.666666666666666667");
    EXPECT_EQ(Text(D("-1").Divide(D("3"))), "-0.333333333333333333");
    EXPECT_EQ(Text(D("1").Divide(D("0.00"))), "none");
    EXPECT_EQ(Text(D("99999999999999").Multiply(D("99999999999999"))),
              "9999999999999800000000000001");
    EXPECT_EQ(Text(D("999999999999999").Multiply(D("99999999999999"))), "none");
}

TEST(DecimalTest, DividesWholeTowardsZero) {
    EXPECT_EQ(D("2.2").DivideWhole(D("1.8")), 1);
    EXPECT_EQ(D("-5").DivideWhole(D("2")), -2);
    EXPECT_EQ(D("5").DivideWhole(D("0")), std::nullopt);
    EXPECT_EQ(Text(D("2.2").Modulo(D("1.8"))), "0.4");
    EXPECT_EQ(Text(D("-5").Modulo(D("3"))), "-2");
}

TEST(DecimalTest, RoundsHalfAwayFromZero) {
    EXPECT_EQ(D("0.5").Round(0).ToString(), "1");
    EXPECT_EQ(D("-0.5").Round(0).ToString(), "-1");
    EXPECT_EQ(D("2.345").Round(2).ToString(), "2.35");
    EXPECT_EQ(D("2.344").Round(2).ToString(), "2.34");
    EXPECT_EQ(D("150").Round(-2).ToString(), "200");
    EXPECT_EQ(D("-1.9").Truncate().ToString(), "-1");
}

TEST(DecimalTest, ComparesByValue) {
    EXPECT_EQ(D("1.0").Compare(D("1.00")), 0);
    EXPECT_LT(D("-1.5").Compare(D("-1.4")), 0);
    EXPECT_GT(D("1234567890123456789012345678").Compare(D("0.000000000000000001")), 0);
    EXPECT_LT(D("-0.1").Compare(D("0.1")), 0);
}

TEST(DecimalTest, MeetsDoublesAndIntegers) {
    EXPECT_EQ(Decimal::FromDouble(0.1).ToString(), "0.1");
    EXPECT_EQ(Decimal::FromDouble(1e-30).Compare(Decimal(0)), 0);
    EXPECT_DOUBLE_EQ(D("84.5").ToDouble(), 84.5);
    EXPECT_EQ(D("5.00").ToInteger(), 5);
    EXPECT_EQ(D("5.01").ToInteger(), std::nullopt);
    EXPECT_EQ(D("9223372036854775808").ToInteger(), std::nullopt);
    EXPECT_EQ(D("1.5").WithPlaces(3).ToString(), "1.500");
}

}  // namespace
}  // namespace tram::fhirpath
