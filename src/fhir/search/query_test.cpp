#include "fhir/search/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tram::search {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kHanoi = 7 * 60;

Result<Query> Parse(std::string_view type, std::string_view text,
                    Handling handling = Handling::kStrict) {
    const auto parameters = TRY(DecodeParameters(text));
    return ParseQuery(type, parameters, handling, kHanoi);
}

Clause One(std::string_view type, std::string_view text) {
    auto query = Parse(type, text);
    EXPECT_TRUE(query) << text << ": " << (query ? "" : query.error().message);
    if (!query || query->clauses.size() != 1) return {};
    return query->clauses[0];
}

template <typename T>
T Value(const Clause& clause, std::size_t place = 0) {
    EXPECT_LT(place, clause.operands.size());
    if (place >= clause.operands.size()) return {};
    const auto* value = std::get_if<T>(&clause.operands[place].value);
    EXPECT_TRUE(value);
    return value ? *value : T{};
}

ErrorCode CodeOf(std::string_view type, std::string_view text) {
    const auto query = Parse(type, text);
    EXPECT_FALSE(query) << text;
    if (query) return ErrorCode::kInternal;
    EXPECT_FALSE(query.error().message.empty());
    EXPECT_FALSE(query.error().message_vi.empty());
    return query.error().code;
}

TEST(DecodeParametersTest, DecodesPercentAndPlus) {
    const auto parameters = DecodeParameters("name=Nguy%E1%BB%85n+Th%C3%AD&&a%5Bb=c%3Dd=e&flag");
    ASSERT_TRUE(parameters);
    EXPECT_THAT(*parameters, ElementsAre(std::pair("name", "Nguyễn Thí"), std::pair("a[b", "c=d=e"),
                                         std::pair("flag", "")));
}

TEST(DecodeParametersTest, RefusesWhatIsNoText) {
    for (const auto* text : {"a=%", "a=%4", "a=%zz", "a=%00", "a=%C0%AF", "a=%ED%A0%80", "%FF=1",
                             "a=%F5%80%80%80", "a=%E2%82"}) {
        const auto parameters = DecodeParameters(text);
        ASSERT_FALSE(parameters) << text;
        EXPECT_EQ(parameters.error().code, ErrorCode::kMalformed) << text;
    }
}

TEST(DecodeParametersTest, LimitsLengthAndNumber) {
    EXPECT_EQ(DecodeParameters(std::string(300'000, 'a')).error().code, ErrorCode::kTooLarge);
    std::string many;
    for (int i = 0; i < 301; ++i) many += "a=1&";
    EXPECT_EQ(DecodeParameters(many).error().code, ErrorCode::kTooLarge);
}

TEST(ParseQueryTest, TellsTokensWithAndWithoutSystem) {
    auto clause = One("Observation", "code=http://loinc.org|8480-6,8462-4,|x,http://loinc.org|");
    ASSERT_EQ(clause.operands.size(), 4u);
    EXPECT_EQ(Value<TokenValue>(clause, 0).system, "http://loinc.org");
    EXPECT_EQ(Value<TokenValue>(clause, 0).code, "8480-6");
    EXPECT_FALSE(clause.operands[1].has_system);
    EXPECT_TRUE(clause.operands[2].has_system);
    EXPECT_EQ(Value<TokenValue>(clause, 2).system, "");
    EXPECT_FALSE(clause.operands[3].has_code);
}

TEST(ParseQueryTest, ReadsEscapes) {
    const auto clause = One("Patient", R"(identifier=a\|b\,c|x\$y\\z)");
    EXPECT_EQ(Value<TokenValue>(clause).system, "a|b,c");
    EXPECT_EQ(Value<TokenValue>(clause).code, R"(x$y\z)");
}

TEST(ParseQueryTest, GivesADateTheWidthItWasWrittenWith) {
    const auto day = Value<DateValue>(One("Patient", "birthdate=1957-03-09"));
    EXPECT_EQ(day.high - day.low, 86'399'999);
    const auto zoned = One("Observation", "date=ge2020-01-01T00:00:00%2B07:00");
    EXPECT_EQ(zoned.operands[0].prefix, Prefix::kGe);
    EXPECT_EQ(Value<DateValue>(zoned).low, 1'577'811'600'000);
    // The + arrives as a space when the client did not encode it.
    EXPECT_EQ(Value<DateValue>(One("Observation", "date=2020-01-01T00:00:00+07:00")).low,
              1'577'811'600'000);
    EXPECT_EQ(Value<DateValue>(One("Observation", "date=2020-01-01")).low, 1'577'811'600'000);
    const auto year = Value<DateValue>(One("Patient", "birthdate=lt1960"));
    EXPECT_EQ(year.high - year.low, 366LL * 86'400'000 - 1);
}

TEST(ParseQueryTest, GivesANumberTheWidthOfItsDigitsOnlyWhereEqualityIsAsked) {
    const auto equal = Value<QuantityValue>(One("RiskAssessment", "probability=0.40"));
    EXPECT_DOUBLE_EQ(equal.low, 0.395);
    EXPECT_LT(equal.high, 0.405);
    const auto hundreds = Value<QuantityValue>(One("RiskAssessment", "probability=1e2"));
    EXPECT_DOUBLE_EQ(hundreds.low, 50);
    const auto greater = Value<QuantityValue>(One("RiskAssessment", "probability=gt0.40"));
    EXPECT_DOUBLE_EQ(greater.low, 0.40);
    EXPECT_DOUBLE_EQ(greater.high, 0.40);
    const auto about = Value<QuantityValue>(One("RiskAssessment", "probability=ap100"));
    EXPECT_DOUBLE_EQ(about.low, 90);
    EXPECT_DOUBLE_EQ(about.high, 110);
}

TEST(ParseQueryTest, ReadsQuantities) {
    const auto coded =
        One("Observation", "value-quantity=gt140|http://unitsofmeasure.org|mm[Hg],5.4,5.4||mg");
    EXPECT_EQ(Value<QuantityValue>(coded, 0).unit.code, "mm[Hg]");
    EXPECT_TRUE(coded.operands[0].has_system);
    EXPECT_FALSE(coded.operands[1].has_code);
    EXPECT_FALSE(coded.operands[2].has_system);
    EXPECT_TRUE(coded.operands[2].has_code);
    EXPECT_EQ(CodeOf("Observation", "value-quantity=5.4|mg"), ErrorCode::kBadValue);
    EXPECT_EQ(CodeOf("Observation", "value-quantity=five"), ErrorCode::kBadValue);
}

TEST(ParseQueryTest, ReadsReferences) {
    EXPECT_EQ(Value<ReferenceValue>(One("Observation", "patient=p1")).type, "Patient");
    EXPECT_EQ(Value<ReferenceValue>(One("Observation", "subject:Group=g1")).type, "Group");
    EXPECT_EQ(Value<ReferenceValue>(One("Observation", "subject=Patient/p1/_history/3")).id, "p1");
    const auto absolute =
        Value<ReferenceValue>(One("Observation", "subject=http://x.vn/fhir/Patient/1"));
    EXPECT_EQ(absolute.type, "");
    EXPECT_EQ(absolute.id, "http://x.vn/fhir/Patient/1");
    EXPECT_EQ(One("Observation", "subject=x").operands.size(),
              4u);  // Group, Device, Patient, Location
    EXPECT_EQ(CodeOf("Observation", "subject=Nothing/1"), ErrorCode::kBadValue);
    EXPECT_EQ(CodeOf("Observation", "subject=Patient/a%20b"), ErrorCode::kBadValue);
    const auto identified = One("Observation", "subject:identifier=urn:cccd|001");
    EXPECT_EQ(identified.modifier, Modifier::kIdentifier);
    EXPECT_EQ(Value<TokenValue>(identified).system, "urn:cccd");
}

TEST(ParseQueryTest, ReadsComposites) {
    const auto clause =
        One("Observation", "code-value-quantity=http://loinc.org|8480-6$gt140||mm[Hg]");
    const auto pair = Value<CompositeValue>(clause);
    EXPECT_EQ(clause.operands[0].prefix, Prefix::kGt);
    EXPECT_TRUE(clause.operands[0].first_has_system);
    EXPECT_FALSE(clause.operands[0].has_system);
    EXPECT_EQ(std::get<TokenValue>(pair.first).code, "8480-6");
    EXPECT_EQ(std::get<QuantityValue>(pair.second).low, 140);
    EXPECT_EQ(CodeOf("Observation", "code-value-quantity=8480-6"), ErrorCode::kBadValue);
    EXPECT_EQ(CodeOf("Observation", "code-value-quantity:missing=true"), ErrorCode::kNotSupported);
}

TEST(ParseQueryTest, ReadsModifiers) {
    EXPECT_EQ(One("Patient", "name:exact=Nguyễn").modifier, Modifier::kExact);
    EXPECT_EQ(One("Patient", "name:contains=uye").modifier, Modifier::kContains);
    EXPECT_TRUE(One("Patient", "birthdate:missing=true").missing);
    EXPECT_EQ(One("Patient", "gender:not=male").modifier, Modifier::kNot);
    EXPECT_EQ(One("Observation", "code:text=huyet ap").modifier, Modifier::kText);
    const auto of_type = One("Patient", "identifier:of-type=urn:kind|CCCD|001");
    EXPECT_EQ(Value<TokenValue>(of_type).system, "urn:kind|CCCD");
    EXPECT_EQ(Value<TokenValue>(of_type).code, "001");
    EXPECT_EQ(One("Observation", "_profile:below=http://x").modifier, Modifier::kBelow);
    for (const auto* query : {"gender:exact=male", "name:not=x", "birthdate:contains=1",
                              "gender:in=x", "gender:not-in=x", "gender:above=x", "name:strange=x",
                              "_id:missing=true", "identifier:below=urn:unknown|1"}) {
        EXPECT_EQ(CodeOf("Patient", query), ErrorCode::kNotSupported) << query;
    }
    EXPECT_EQ(CodeOf("Patient", "gender:missing=maybe"), ErrorCode::kBadValue);
    EXPECT_EQ(CodeOf("Patient", "identifier:of-type=a|b"), ErrorCode::kBadValue);
}

TEST(ParseQueryTest, FollowsChainsIntoEveryTypeThatKnowsTheParameter) {
    const auto named = One("Observation", "subject:Patient.name=an");
    ASSERT_TRUE(named.chain);
    EXPECT_THAT(named.chain->types, ElementsAre("Patient"));
    EXPECT_EQ(named.chain->inner[0].parameter->code, "name");

    const auto open = One("Observation", "subject.name=an");
    ASSERT_TRUE(open.chain);
    EXPECT_THAT(open.chain->types, testing::UnorderedElementsAre("Patient", "Location"));

    const auto deep = One("Observation", "patient.general-practitioner:Organization.partof.name=x");
    ASSERT_TRUE(deep.chain && deep.chain->inner[0].chain);
    EXPECT_EQ(deep.chain->inner[0].chain->inner[0].chain->inner[0].parameter->code, "name");

    EXPECT_EQ(CodeOf("Observation", "subject.nothing=1"), ErrorCode::kUnknownElement);
    EXPECT_EQ(CodeOf("Observation", "code.name=1"), ErrorCode::kBadValue);
    EXPECT_EQ(CodeOf("Observation", "patient.birthdate=never"), ErrorCode::kBadValue);
}

TEST(ParseQueryTest, BoundsChains) {
    std::string chain;
    for (int i = 0; i < 12; ++i) chain += "part-of.";
    EXPECT_EQ(CodeOf("Encounter", chain + "status=x"), ErrorCode::kTooCostly);
    EXPECT_EQ(CodeOf("Provenance", "target.target.target.target._id=1"), ErrorCode::kTooCostly);
}

TEST(ParseQueryTest, ReadsReverseChains) {
    const auto clause = One("Patient", "_has:Observation:patient:code=8480-6");
    ASSERT_TRUE(clause.reverse);
    EXPECT_EQ(clause.reverse->type, "Observation");
    EXPECT_EQ(clause.reverse->reference->code, "patient");
    EXPECT_EQ(clause.reverse->inner[0].parameter->code, "code");

    const auto nested = One("Patient", "_has:Encounter:patient:_has:Observation:encounter:code=x");
    ASSERT_TRUE(nested.reverse && nested.reverse->inner[0].reverse);
    const auto mixed = One("Observation", "patient._has:Group:member:_id=g1");
    ASSERT_TRUE(mixed.chain && mixed.chain->inner[0].reverse);

    EXPECT_EQ(CodeOf("Patient", "_has:Observation:code:status=x"), ErrorCode::kBadValue);
    EXPECT_EQ(CodeOf("Location", "_has:Observation:patient:code=x"), ErrorCode::kBadValue);
    EXPECT_EQ(CodeOf("Patient", "_has:Observation:patient=x"), ErrorCode::kBadValue);
    EXPECT_EQ(CodeOf("Patient", "_has:Observation:strange:code=x"), ErrorCode::kUnknownElement);
}

TEST(ParseQueryTest, ReadsResultParameters) {
    const auto query =
        Parse("Observation",
              "_sort=-date,code&_count=20&_total=accurate&_summary=count&_elements=id,"
              "code&_cursor=abc&_format=json&_pretty=true&_include=Observation:subject:"
              "Patient&_include:iterate=Patient:organization&_revinclude=Provenance:"
              "target&_include=*");
    ASSERT_TRUE(query) << query.error().message;
    ASSERT_EQ(query->sorts.size(), 2u);
    EXPECT_TRUE(query->sorts[0].descending);
    EXPECT_EQ(query->sorts[0].parameter->code, "date");
    EXPECT_EQ(query->count, 20);
    EXPECT_EQ(query->total, Total::kAccurate);
    EXPECT_EQ(query->summary, Summary::kCount);
    EXPECT_THAT(query->elements, ElementsAre("id", "code"));
    EXPECT_EQ(query->cursor, "abc");
    ASSERT_EQ(query->includes.size(), 4u);
    EXPECT_EQ(query->includes[0].target_type, "Patient");
    EXPECT_TRUE(query->includes[1].iterate);
    EXPECT_TRUE(query->includes[2].reverse);
    EXPECT_EQ(query->includes[3].source_type, "*");
    EXPECT_THAT(query->canonical, testing::StartsWith("_sort=-date,code&_count=20"));
    EXPECT_THAT(query->canonical, testing::Not(HasSubstr("_cursor")));
    EXPECT_THAT(query->canonical, testing::Not(HasSubstr("_format")));
}

TEST(ParseQueryTest, RefusesResultParametersItCannotRead) {
    for (const auto* text :
         {"_count=-1", "_count=many", "_total=yes", "_summary=all", "_include=Patient",
          "_include=Nothing:subject", "_include=Patient:gender",
          "_revinclude=Observation:subject:Nothing"}) {
        EXPECT_EQ(CodeOf("Patient", text), ErrorCode::kBadValue) << text;
    }
    for (const auto* text : {"_filter=x", "_query=x", "_text=x", "_content=x", "_list=1",
                             "_contained=true", "_revinclude=*", "_include:recurse=Patient:link"}) {
        EXPECT_EQ(CodeOf("Patient", text), ErrorCode::kNotSupported) << text;
    }
    EXPECT_EQ(CodeOf("Patient", "_sort=strange"), ErrorCode::kUnknownElement);
    EXPECT_EQ(CodeOf("", "_id=1"), ErrorCode::kNotSupported);
    EXPECT_EQ(CodeOf("Nothing", "_id=1"), ErrorCode::kNotFound);
}

TEST(ParseQueryTest, PassesOverUnknownParametersOnlyWhenAskedTo) {
    EXPECT_EQ(CodeOf("Patient", "strange=1"), ErrorCode::kUnknownElement);
    const auto lenient = Parse("Patient", "strange=1&gender=male", Handling::kLenient);
    ASSERT_TRUE(lenient);
    EXPECT_THAT(lenient->ignored, ElementsAre("strange"));
    EXPECT_EQ(lenient->canonical, "gender=male");
    EXPECT_FALSE(Parse("Patient", "gender:strange=1", Handling::kLenient));
    EXPECT_FALSE(Parse("Patient", "birthdate=never", Handling::kLenient));
}

TEST(ParseQueryTest, RefusesEmptyValues) {
    EXPECT_EQ(CodeOf("Patient", "identifier="), ErrorCode::kBadValue);
    EXPECT_EQ(CodeOf("Patient", "name=an,"), ErrorCode::kBadValue);
    EXPECT_EQ(CodeOf("Patient", "identifier=%7C"), ErrorCode::kBadValue);
}

TEST(ParseQueryTest, RefusesImpossibleDates) {
    for (const auto* date : {"2020-13", "2020-02-30", "20200101", "2020-01-01T25:00:00Z", "ge",
                             "0000", "2020-01-01T10", "-2020"}) {
        EXPECT_EQ(CodeOf("Patient", std::string("birthdate=") + date), ErrorCode::kBadValue)
            << date;
    }
}

TEST(ParseQueryTest, LimitsOperands) {
    std::string ids = "_id=a";
    for (int i = 0; i < 1000; ++i) ids += ",a";
    EXPECT_EQ(CodeOf("Patient", ids), ErrorCode::kTooCostly);
}

}  // namespace
}  // namespace tram::search
