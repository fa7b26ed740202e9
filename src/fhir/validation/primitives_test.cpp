#include "fhir/validation/primitives.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <string>
#include <vector>

#include "base/clock.h"

namespace tram::validation {
namespace {

using definitions::Primitive;

PrimitiveFault Check(Primitive type, const std::string& json) {
    const auto document = json::Document::Parse("[" + json + "]");
    EXPECT_TRUE(document) << json;
    return CheckPrimitive(type, (*document)->root().At(0));
}
PrimitiveFault CheckString(Primitive type, std::string_view text) {
    return Check(type, json::Quote(text));
}

void ExpectGood(Primitive type, const std::vector<std::string>& texts) {
    for (const auto& text : texts) {
        EXPECT_EQ(CheckString(type, text), PrimitiveFault::kNone) << text;
    }
}
void ExpectBad(Primitive type, const std::vector<std::string>& texts) {
    for (const auto& text : texts) {
        EXPECT_EQ(CheckString(type, text), PrimitiveFault::kFormat) << text;
    }
}

TEST(PrimitivesTest, ReadsDatesOfAnyPrecision) {
    ExpectGood(Primitive::kDate, {"1957", "1957-03", "1957-03-09", "2024-02-29", "9999-12-31"});
    ExpectBad(Primitive::kDate,
              {"57", "1957-3", "09/03/1957", "1957-03-09T00:00:00Z", "1957 ", "19570309"});
}

TEST(PrimitivesTest, TellsImpossibleDatesFromBadForms) {
    for (const auto text :
         {"2023-02-29", "2023-02-30", "2023-13", "2023-00-01", "0000", "2023-04-31"}) {
        EXPECT_EQ(CheckString(Primitive::kDate, text), PrimitiveFault::kImpossible) << text;
    }
    EXPECT_EQ(CheckString(Primitive::kDateTime, "2023-02-30T10:00:00Z"),
              PrimitiveFault::kImpossible);
    EXPECT_EQ(CheckString(Primitive::kInstant, "2023-02-30T10:00:00Z"),
              PrimitiveFault::kImpossible);
}

TEST(PrimitivesTest, AsksForSecondsAndZoneWhereverATimeIsWritten) {
    ExpectGood(Primitive::kDateTime, {"2024", "2024-05", "2024-05-06", "2024-05-06T07:08:09Z",
                                      "2024-05-06T07:08:09.123456789Z", "2024-05-06T07:08:09+07:00",
                                      "2024-05-06T07:08:09-14:00", "2016-12-31T23:59:60Z"});
    ExpectBad(
        Primitive::kDateTime,
        {"2024-05-06T07:08:09", "2024-05-06T07:08Z", "2024-05-06T24:00:00Z", "2024-05-06T07:08:61Z",
         "2024-05-06T07:08:09+14:30", "2024-05-06T07:08:09.Z", "2024-05T07:08:09Z",
         "2024-05-06 07:08:09Z", "2024-05-06T07:08:09+0700", "2024-05-06T07:08:09z"});
    ExpectGood(Primitive::kInstant, {"2024-05-06T07:08:09Z", "2024-05-06T07:08:09.1+07:00"});
    ExpectBad(Primitive::kInstant, {"2024-05-06", "2024", "2024-05-06T07:08:09"});
    ExpectGood(Primitive::kTime, {"00:00:00", "23:59:59.999"});
    ExpectBad(Primitive::kTime, {"24:00:00", "07:08", "07:08:09Z", "7:08:09"});
}

TEST(PrimitivesTest, KeepsWholeNumbersInTheirBounds) {
    const auto good = PrimitiveFault::kNone, bad = PrimitiveFault::kFormat;
    EXPECT_EQ(Check(Primitive::kInteger, "-2147483648"), good);
    EXPECT_EQ(Check(Primitive::kInteger, "2147483647"), good);
    EXPECT_EQ(Check(Primitive::kInteger, "2147483648"), bad);
    EXPECT_EQ(Check(Primitive::kInteger, "1.0"), bad);
    EXPECT_EQ(Check(Primitive::kInteger, "1e3"), bad);
    EXPECT_EQ(Check(Primitive::kInteger, "9999999999999999999"), bad);
    EXPECT_EQ(Check(Primitive::kUnsignedInt, "0"), good);
    EXPECT_EQ(Check(Primitive::kUnsignedInt, "-0"), bad);
    EXPECT_EQ(Check(Primitive::kUnsignedInt, "-1"), bad);
    EXPECT_EQ(Check(Primitive::kPositiveInt, "1"), good);
    EXPECT_EQ(Check(Primitive::kPositiveInt, "0"), bad);
    EXPECT_EQ(Check(Primitive::kDecimal, "-12.50e-3"), good);
}

TEST(PrimitivesTest, AsksForTheRightKindOfJson) {
    const auto wrong = PrimitiveFault::kWrongJson;
    EXPECT_EQ(Check(Primitive::kBoolean, "\"true\""), wrong);
    EXPECT_EQ(Check(Primitive::kDecimal, "\"1\""), wrong);
    EXPECT_EQ(Check(Primitive::kInteger, "\"1\""), wrong);
    EXPECT_EQ(Check(Primitive::kString, "1"), wrong);
    EXPECT_EQ(Check(Primitive::kString, "{}"), wrong);
    EXPECT_EQ(Check(Primitive::kString, "[]"), wrong);
    EXPECT_EQ(Check(Primitive::kCode, "true"), wrong);
    EXPECT_EQ(Check(Primitive::kBoolean, "false"), PrimitiveFault::kNone);
}

TEST(PrimitivesTest, RefusesEmptyLongAndControlText) {
    EXPECT_EQ(CheckString(Primitive::kString, ""), PrimitiveFault::kEmpty);
    EXPECT_EQ(CheckString(Primitive::kCode, ""), PrimitiveFault::kEmpty);
    EXPECT_EQ(Check(Primitive::kString, R"("a\u0000b")"), PrimitiveFault::kControl);
    EXPECT_EQ(Check(Primitive::kMarkdown, R"("a\u001bb")"), PrimitiveFault::kControl);
    EXPECT_EQ(Check(Primitive::kString, R"("a\tb\r\nc")"), PrimitiveFault::kNone);
    EXPECT_EQ(CheckString(Primitive::kString, std::string(1024 * 1024, 'a')),
              PrimitiveFault::kNone);
    EXPECT_EQ(CheckString(Primitive::kString, std::string(1024 * 1024 + 1, 'a')),
              PrimitiveFault::kTooLong);
    // The bound counts characters: these are two bytes each.
    std::string accented;
    for (int i = 0; i < 600'000; ++i) accented += "ô";
    EXPECT_EQ(CheckString(Primitive::kString, accented), PrimitiveFault::kNone);
}

TEST(PrimitivesTest, ReadsCodesIdsAndAddresses) {
    ExpectGood(Primitive::kCode, {"final", "a b", "a-b c", "ô"});
    ExpectBad(Primitive::kCode, {" a", "a ", "a  b", "\ta", " "});
    ExpectGood(Primitive::kId, {"a", "A-1.b", std::string(64, 'x')});
    ExpectBad(Primitive::kId, {"a_b", "a/b", std::string(65, 'x'), "ô", "a b"});
    ExpectGood(Primitive::kUri, {"urn:x", "http://a/b?c#d", "ô"});
    ExpectBad(Primitive::kUri, {"a b", " http://a", "a\n"});
    ExpectGood(Primitive::kOid, {"urn:oid:1.2.3", "urn:oid:2.16.840.1.113883.0"});
    ExpectBad(Primitive::kOid, {"1.2.3", "urn:oid:3.1", "urn:oid:1", "urn:oid:1.", "urn:oid:1.02",
                                "urn:oid:1..2", "urn:oid:1.2."});
    ExpectGood(Primitive::kUuid, {"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"});
    ExpectBad(Primitive::kUuid, {"c757873d-ec9a-4326-a141-556f43239520",
                                 "urn:uuid:C757873D-EC9A-4326-A141-556F43239520",
                                 "urn:uuid:c757873d-ec9a-4326-a141-556f4323952"});
    ExpectGood(Primitive::kBase64Binary, {"AAAA", "AAA=", "AA==", "AAAA\nBBBB\n", " AAAA "});
    ExpectBad(Primitive::kBase64Binary, {"AAA", "A===", "AA=A", "AAAA=", "A AAA", "AA*A", " "});
}

// The definitions state each format as a regular expression: the hand-written checks must agree
// with it on texts made by chance from the characters that matter.
TEST(PrimitivesTest, AgreesWithTheExpressionsOfTheDefinitions) {
    struct Case {
        const char* name;
        std::string_view alphabet;
    };
    const Case cases[] = {
        {"code", "a b\t"},        {"id", "aZ9-._ "},         {"uri", "a: \n"},
        {"oid", "urn:oid:012.."}, {"time", "0123456:.9"},    {"date", "0129-"},
        {"instant", "012-T:.Z+"}, {"dateTime", "012-T:.Z+"}, {"uuid", "urn:uuid:af09-"}};
    const std::vector<std::string> seeds = {"a b",
                                            "urn:oid:1.2",
                                            "12:34:56.1",
                                            "2012-12-12",
                                            "2012-12-12T12:12:12.1+12:00",
                                            "2012-12-12T12:12:12Z",
                                            "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
                                            "2012"};
    SeededRandom random(20260722);
    for (const auto& [name, alphabet] : cases) {
        const auto* structure = definitions::FindStructure(name);
        const RE2 expression{std::string(structure->pattern)};
        ASSERT_TRUE(expression.ok()) << structure->pattern;
        int matched = 0;
        for (int i = 0; i < 40'000; ++i) {
            std::string text = i % 4 == 0 ? "" : seeds[random.Next() % seeds.size()];
            for (auto changes = random.Next() % 4; changes > 0; --changes) {
                const char c = alphabet[random.Next() % alphabet.size()];
                if (text.empty() || random.Next() % 3 == 0) {
                    text.insert(text.begin() + static_cast<long>(random.Next() % (text.size() + 1)),
                                c);
                } else {
                    text[random.Next() % text.size()] = c;
                }
            }
            if (text.empty()) continue;
            const auto fault = CheckText(structure->primitive, text);
            const bool good = RE2::FullMatch(text, expression);
            matched += good;
            // The expressions know no calendar: an impossible date may match.
            if (fault == PrimitiveFault::kImpossible) continue;
            EXPECT_EQ(fault == PrimitiveFault::kNone, good) << name << " " << text;
        }
        EXPECT_GT(matched, 100) << name;
    }
}

}  // namespace
}  // namespace tram::validation
