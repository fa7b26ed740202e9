#include "fhir/fhirpath/units.h"

#include <gtest/gtest.h>

#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

Quantity Q(std::string_view text) {
    const auto quantity = ParseQuantity(text);
    EXPECT_TRUE(quantity) << text;
    return quantity.value_or(Quantity());
}

std::string Text(const std::optional<Quantity>& quantity) {
    return quantity ? quantity->value.ToString() + " " + quantity->unit : "none";
}

std::optional<int> Compare(std::string_view a, std::string_view b) {
    return Compare(Q(a), Q(b));
}

TEST(UnitsTest, ComparesAcrossUnitsExactly) {
    EXPECT_EQ(Compare("4 'g'", "4000 'mg'"), 0);
    EXPECT_EQ(Compare("1 '[in_i]'", "2.54 'cm'"), 0);
    EXPECT_EQ(Compare("1 '[lb_av]'", "453.59237 'g'"), 0);
    EXPECT_EQ(Compare("90 'mg/dL'", "0.9 'g/L'"), 0);
    EXPECT_EQ(Compare("10 '10*9/L'", "10 '10*3/uL'"), 0);
    EXPECT_EQ(Compare("1 'kg.m/s2'", "1 'N'"), 0);
    EXPECT_EQ(Compare("60 '/min'", "1 'Hz'"), 0);
    EXPECT_EQ(Compare("50 '%'", "0.5 '1'"), 0);
    EXPECT_GT(Compare("120 'mm[Hg]'", "15 'kPa'").value_or(0), 0);
    EXPECT_LT(Compare("6 'd'", "1 'wk'").value_or(0), 0);
}

TEST(UnitsTest, ReadsPrefixesAnnotationsAndBrackets) {
    EXPECT_EQ(Compare("1 'mL/min/{1.73_m2}'", "1 'mL/min'"), 0);
    EXPECT_EQ(Compare("1 'mg/(kg.d)'", "1 'mg/kg/d'"), 0);
    EXPECT_EQ(Compare("5 '{beats}/min'", "5 '/min'"), 0);
    EXPECT_EQ(Compare("1 'k[iU]'", "1000 '[iU]'"), 0);
    EXPECT_EQ(Compare("1 'dam'", "10 'm'"), 0);
}

TEST(UnitsTest, DoesNotCompareDifferentThings) {
    EXPECT_EQ(Compare("1 'cm'", "1 's'"), std::nullopt);
    EXPECT_EQ(Compare("1 'cm'", "1 'cm2'"), std::nullopt);
    EXPECT_EQ(Compare("1 'mol'", "1 '1'"), std::nullopt);
    EXPECT_EQ(Compare("1 '[iU]'", "1 '[CFU]'"), std::nullopt);
    EXPECT_EQ(Compare("98 '[degF]'", "37 'Cel'"), std::nullopt);
    EXPECT_EQ(Compare("37 'Cel'", "36.5 'Cel'"), 1);
    EXPECT_EQ(Compare("1 'nonsense'", "1 'm'"), std::nullopt);
}

TEST(UnitsTest, KeepsCalendarAndDefiniteYearsApart) {
    EXPECT_EQ(Compare("1 year", "1 'a'"), std::nullopt);
    EXPECT_EQ(Compare("1 month", "1 'mo'"), std::nullopt);
    EXPECT_EQ(Compare("1 year", "12 months"), 0);
    EXPECT_EQ(Compare("1 week", "7 days"), 0);
    EXPECT_EQ(Compare("1 day", "24 'h'"), 0);
    const auto same = InLargerUnit(Q("1 year"), Q("1 'a'"));
    ASSERT_TRUE(same);
    EXPECT_EQ(same->a.Compare(same->b), 0);
}

TEST(UnitsTest, ConvertsAndCalculates) {
    EXPECT_EQ(Text(ConvertTo(Q("52 'cm'"), "m", false)), "0.52 m");
    EXPECT_EQ(Text(ConvertTo(Q("1 'a'"), "d", false)), "365.25 d");
    EXPECT_EQ(Text(ConvertTo(Q("182.5 days"), "a", false)), "0.5 a");
    EXPECT_EQ(Text(ConvertTo(Q("24 'm'"), "kg", false)), "none");
    EXPECT_EQ(Text(Add(Q("3 'm'"), Q("3 'cm'"))), "3.03 m");
    EXPECT_EQ(Text(Add(Q("1 year"), Q("12 months"))), "none");
    EXPECT_EQ(Text(Multiply(Q("12 'cm'"), Q("3 'cm'"))), "36 cm2");
    EXPECT_EQ(Text(Multiply(Q("10 'm/s'"), Q("10 's'"))), "100 m");
    EXPECT_EQ(Text(Divide(Q("60"), Q("1 's'"))), "60 /s");
    EXPECT_EQ(Text(Divide(Q("12 'cm2'"), Q("3 'cm'"))), "4 cm");
    EXPECT_EQ(Text(Multiply(Q("12 days"), Q("45 'm'"))), "none");
}

TEST(UnitsTest, BringsUnitsOfAKindToOneSpelling) {
    const auto a = Canonical("mg/dL");
    const auto b = Canonical("kg/m3");
    ASSERT_TRUE(a && b);
    EXPECT_EQ(a->unit, b->unit);
    EXPECT_DOUBLE_EQ(a->factor * 100, b->factor);
    EXPECT_FALSE(Canonical("Cel"));
    EXPECT_FALSE(Canonical("lbs"));
}

TEST(UnitsTest, SurvivesHostileUnits) {
    for (const auto unit : {"", "/", "//", "((((", "m/", ".m", "m99999", "10*999", "{", "}", "m{",
                            "()", "m0", "kk", "[", "0", "m-", "(((((((((((((((m)))))))))))))))"}) {
        EXPECT_FALSE(Canonical(unit)) << unit;
    }
    EXPECT_FALSE(Canonical(std::string(1000, 'm')));
    EXPECT_TRUE(Canonical("Ym99"));
}

}  // namespace
}  // namespace tram::fhirpath
