#include "fhir/views/view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fhir/views/types.h"

namespace tram::views {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

json::DocumentPtr Json(std::string_view text) {
    return json::Document::Parse(text).value();
}

Result<View> Compile(const std::string& body) {
    const auto definition = Json(R"~({"resource":"Patient",)~" + body + "}");
    return View::Compile(definition->root());
}

// A view over Patient from the text of its `select` list.
Result<View> Selecting(const std::string& selects) {
    return Compile(R"~("select":[)~" + selects + "]");
}

Result<std::vector<std::string>> Rows(const Result<View>& view, std::string_view patient,
                                      Several several = Several::kRefuse) {
    if (!view) return view.error();
    const auto document = Json(patient);
    std::vector<std::string> out;
    for (const auto& row : TRY(view->Run({.resource = document->root()}, several))) {
        out.push_back(RowToJson(view.value(), row));
    }
    return out;
}

constexpr std::string_view kTwoNames =
    R"~({"resourceType":"Patient","id":"p","name":[{"family":"Nguyễn","given":["Văn","An"]},)~"
    R"~({"family":"Trần","_family":{"extension":[{"url":"u","valueString":"x"}]}}]})~";

struct Bad {
    std::string body;
    std::string path;
};
class RefusedDefinition : public ::testing::TestWithParam<Bad> {};

TEST_P(RefusedDefinition, NamesThePlaceOfTheFault) {
    const auto view = Compile(GetParam().body);
    ASSERT_FALSE(view);
    EXPECT_THAT(view.error().path, HasSubstr(GetParam().path)) << view.error().message;
    EXPECT_FALSE(view.error().message.empty());
}

const std::string kColumn = R"~({"name":"a","path":"id"})~";

INSTANTIATE_TEST_SUITE_P(
    Views, RefusedDefinition,
    ::testing::Values(
        Bad{R"~("name":"x")~", "ViewDefinition.select"},
        Bad{R"~("select":[])~", "ViewDefinition.select"},
        Bad{R"~("select":[{}])~", "ViewDefinition.select"},
        Bad{R"~("select":{"column":[{"name":"a","path":"id"}]})~", "ViewDefinition.select"},
        Bad{R"~("name":"1x","select":[{"column":[)~" + kColumn + "]}]", "ViewDefinition.name"},
        Bad{R"~("selects":[],"select":[{"column":[)~" + kColumn + "]}]", "ViewDefinition"},
        Bad{R"~("select":[{"forEachorNull":"name","column":[)~" + kColumn + "]}]",
            "ViewDefinition.select[0]"},
        Bad{R"~("select":[{"column":[{"name":"a-b","path":"id"}]}])~", "select[0].column[0].name"},
        Bad{R"~("select":[{"column":[{"name":"_a","path":"id"}]}])~", "select[0].column[0].name"},
        Bad{R"~("select":[{"column":[{"name":"a"}]}])~", "select[0].column[0].path"},
        Bad{R"~("select":[{"column":[{"path":"id"}]}])~", "select[0].column[0].name"},
        Bad{R"~("select":[{"column":[{"name":"a","path":"id","collection":"yes"}]}])~",
            "select[0].column[0].collection"},
        Bad{R"~("select":[{"column":[)~" + kColumn + "," + kColumn + "]}]",
            "select[0].column[1].name"},
        Bad{R"~("select":[{"column":[)~" + kColumn + R"~(]},{"select":[{"column":[)~" + kColumn +
                "]}]}]",
            "select[1].select[0].column[0].name"},
        Bad{R"~("select":[{"column":[)~" + kColumn + R"~(],"unionAll":[{"column":[)~" + kColumn +
                "]}]}]",
            "select[0].unionAll[0].column[0].name"},
        Bad{R"~("select":[{"forEach":"name","repeat":["contact"],"column":[)~" + kColumn + "]}]",
            "select[0]"},
        Bad{R"~("select":[{"forEach":1,"column":[)~" + kColumn + "]}]", "select[0].forEach"},
        Bad{R"~("select":[{"forEach":"name.","column":[)~" + kColumn + "]}]", "select[0].forEach"},
        Bad{R"~("select":[{"repeat":"item","column":[)~" + kColumn + "]}]", "select[0].repeat"},
        Bad{R"~("select":[{"unionAll":[{"column":[)~" + kColumn +
                R"~(]},{"column":[{"name":"b","path":"id"}]}]}])~",
            "select[0].unionAll[1]"},
        Bad{R"~("select":[{"unionAll":[{"column":[{"name":"a","path":"active","type":"boolean"}]},)~"
            R"~({"column":[{"name":"a","path":"id","type":"string"}]}]}])~",
            "select[0].unionAll[1]"},
        Bad{R"~("select":[{"column":[)~" + kColumn + R"~(]}],"where":[{"path":"name.family"}])~",
            "where[0].path"},
        Bad{R"~("select":[{"column":[)~" + kColumn + R"~(]}],"where":[{"description":"x"}])~",
            "where[0].path"},
        Bad{R"~("select":[{"column":[)~" + kColumn + R"~(]}],"where":[{"path":"active ="}])~",
            "where[0].path"},
        Bad{R"~("constant":[{"name":"c"}],"select":[{"column":[)~" + kColumn + "]}]",
            "constant[0]"},
        Bad{R"~("constant":[{"name":"c","valueInteger":"5"}],"select":[{"column":[)~" + kColumn +
                "]}]",
            "constant[0].valueInteger"},
        Bad{R"~("constant":[{"name":"c","valueDate":"1990-13-01"}],"select":[{"column":[)~" +
                kColumn + "]}]",
            "constant[0].valueDate"},
        Bad{R"~("constant":[{"name":"c","valueCode":"a","valueString":"b"}],"select":[{"column":[)~" +
                kColumn + "]}]",
            "constant[0]"},
        Bad{R"~("constant":[{"name":"c","valueCode":"a"},{"name":"c","valueCode":"b"}],)~"
            R"~("select":[{"column":[)~" +
                kColumn + "]}]",
            "constant[1].name"},
        Bad{R"~("select":[{"column":[{"name":"a","path":"id = %nobody"}]}])~",
            "select[0].column[0].path"}));

TEST(View, NeedsAResourceTypeOfFhir) {
    const auto without = Json(R"~({"select":[{"column":[{"name":"a","path":"id"}]}]})~");
    EXPECT_EQ(View::Compile(without->root()).error().path, "ViewDefinition.resource");
    EXPECT_TRUE(View::Compile(without->root(), "Patient"));
    const auto wrong =
        Json(R"~({"resource":"Pat","select":[{"column":[{"name":"a","path":"id"}]}]})~");
    EXPECT_EQ(View::Compile(wrong->root()).error().code, ErrorCode::kBadValue);
}

TEST(View, KnowsItsTypeBareAndAsAnyUrlOfTheGuide) {
    for (const std::string type :
         {"ViewDefinition", "https://sql-on-fhir.org/ig/StructureDefinition/ViewDefinition",
          "http://hl7.org/fhir/uv/sql-on-fhir/StructureDefinition/ViewDefinition"}) {
        EXPECT_TRUE(Compile(R"~("resourceType":")~" + type + R"~(","select":[{"column":[)~" +
                            kColumn + "]}]"));
    }
    EXPECT_FALSE(Compile(R"~("resourceType":"Patient","select":[{"column":[)~" + kColumn + "]}]"));
}

TEST(View, GivesNoRowsOfOtherTypes) {
    const auto rows = Rows(Selecting(R"~({"column":[{"name":"a","path":"id"}]})~"),
                           R"~({"resourceType":"Observation","id":"o"})~");
    ASSERT_TRUE(rows);
    EXPECT_TRUE(rows->empty());
}

TEST(View, OrdersColumnsOwnThenNestedThenUnion) {
    const auto view = Selecting(
        R"~({"unionAll":[{"column":[{"name":"e","path":"'E'"}]}],)~"
        R"~("select":[{"column":[{"name":"c","path":"'C'"}]}],"column":[{"name":"a","path":"'A'"}]},)~"
        R"~({"column":[{"name":"g","path":"'G'"}]})~");
    const auto rows = Rows(view, R"~({"resourceType":"Patient"})~");
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_THAT(*rows, ElementsAre(R"~({"a":"A","c":"C","e":"E","g":"G"})~"));
}

TEST(View, RefusesSeveralValuesUnlessToldToTakeTheFirst) {
    const auto view = Selecting(R"~({"column":[{"name":"family","path":"name.family"}]})~");
    const auto refused = Rows(view, kTwoNames);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().path, "family");
    EXPECT_THAT(refused.error().message, ::testing::Not(HasSubstr("Nguyễn")));
    const auto first = Rows(view, kTwoNames, Several::kFirst);
    ASSERT_TRUE(first);
    EXPECT_THAT(*first, ElementsAre(R"~({"family":"Nguyễn"})~"));
}

TEST(View, RefusesAValueWithPartsInASimpleColumn) {
    const auto rows =
        Rows(Selecting(R"~({"column":[{"name":"n","path":"name.first()","type":"string"}]})~"),
             kTwoNames);
    ASSERT_FALSE(rows);
    const auto typed =
        Rows(Selecting(R"~({"column":[{"name":"n","path":"name.first()","type":"HumanName"}]})~"),
             kTwoNames);
    ASSERT_TRUE(typed) << typed.error().message;
    EXPECT_THAT(*typed, ElementsAre(R"~({"n":{"family":"Nguyễn","given":["Văn","An"]}})~"));
}

TEST(View, RefusesAConditionThatIsNotBooleanOnTheData) {
    const auto view = Compile(R"~("select":[{"column":[{"name":"a","path":"id"}]}],)~"
                              R"~("where":[{"path":"name.select(family)"}])~");
    const auto rows = Rows(view, kTwoNames);
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().path, "ViewDefinition.where[0].path");
}

TEST(View, KeepsTheExtensionsOfPrimitivesItUnrolls) {
    const auto rows =
        Rows(Selecting(R"~({"forEach":"name.family","column":[)~"
                       R"~({"name":"v","path":"$this"},)~"
                       R"~({"name":"x","path":"extension('u').value.ofType(string)"}]})~"),
             kTwoNames);
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_THAT(*rows, ElementsAre(R"~({"v":"Nguyễn","x":null})~", R"~({"v":"Trần","x":"x"})~"));
}

TEST(View, UnrollsValuesMadeOnTheWay) {
    const auto rows = Rows(Selecting(R"~({"forEach":"1 | 2","column":[)~"
                                     R"~({"name":"v","path":"$this + 1"},)~"
                                     R"~({"name":"i","path":"%rowIndex"}]})~"),
                           kTwoNames);
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_THAT(*rows, ElementsAre(R"~({"v":2,"i":0})~", R"~({"v":3,"i":1})~"));
}

TEST(View, KeepsOneRowOfNullsForAnEmptyForEachOrNull) {
    const auto rows = Rows(Selecting(R"~({"forEachOrNull":"contact","column":[)~"
                                     R"~({"name":"e","path":"name.exists()"},)~"
                                     R"~({"name":"i","path":"%rowIndex + 10"}],)~"
                                     R"~("select":[{"forEach":"telecom","column":[)~"
                                     R"~({"name":"v","path":"value"}]}]})~"),
                           kTwoNames);
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_THAT(*rows, ElementsAre(R"~({"e":null,"i":10,"v":null})~"));
}

TEST(View, EndsARepeatThatTurnsInACircle) {
    const auto rows =
        Rows(Selecting(R"~({"repeat":["$this"],"column":[{"name":"a","path":"id"}]})~"), kTwoNames);
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().code, ErrorCode::kTooCostly);
}

TEST(View, EndsACrossJoinOfTooManyRows) {
    std::string patient = R"~({"resourceType":"Patient","name":[)~";
    for (int at = 0; at < 400; ++at) patient += at ? R"~(,{"family":"x"})~" : R"~({"family":"x"})~";
    patient += "]}";
    const auto rows =
        Rows(Selecting(R"~({"forEach":"name","column":[{"name":"a","path":"family"}]},)~"
                       R"~({"forEach":"name","column":[{"name":"b","path":"family"}]})~"),
             patient);
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().code, ErrorCode::kTooCostly);
}

TEST(View, ReplacesConstantsButNotTextThatLooksLikeOne) {
    const auto view = Compile(
        R"~("constant":[{"name":"c","valueString":"it's \\ 100%"},{"name":"n","valueInteger":-3},)~"
        R"~({"name":"d","valueDecimal":1.50},{"name":"m","valueDate":"1957-03"}],)~"
        R"~("select":[{"column":[{"name":"a","path":"%c"},{"name":"b","path":"'%c' /* %x */"},)~"
        R"~({"name":"n","path":"2 - %n"},{"name":"d","path":"%d + 1"},{"name":"m","path":"%`m`"}]}])~");
    const auto rows = Rows(view, R"~({"resourceType":"Patient"})~");
    ASSERT_TRUE(rows) << rows.error().message << rows.error().path;
    EXPECT_THAT(*rows,
                ElementsAre(R"~({"a":"it's \\ 100%","b":"%c","n":5,"d":2.50,"m":"1957-03"})~"));
}

TEST(View, GivesEqualKeysToAResourceAndWhatRefersToIt) {
    const auto view = Selecting(
        R"~({"column":[{"name":"k","path":"getResourceKey()"},)~"
        R"~({"name":"same","path":"link.other.first().getReferenceKey() = getResourceKey()"},)~"
        R"~({"name":"typed","path":"link.other.first().getReferenceKey(Patient)"},)~"
        R"~({"name":"quoted","path":"link.other.first().getReferenceKey('Patient')"},)~"
        R"~({"name":"other","path":"link.other.first().getReferenceKey(Group)"},)~"
        R"~({"name":"outside","path":"managingOrganization.getReferenceKey()"}]})~");
    const auto rows =
        Rows(view, R"~({"resourceType":"Patient","id":"p","link":[{"other":)~"
                   R"~({"reference":"Patient/p/_history/3"}}],"managingOrganization":)~"
                   R"~({"reference":"https://elsewhere.example/fhir/Organization/9"}})~");
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_THAT(*rows, ElementsAre(R"~({"k":"Patient/p","same":true,"typed":"Patient/p",)~"
                                   R"~("quoted":"Patient/p","other":null,"outside":null})~"));
}

TEST(View, GivesTheBoundariesOfPeriods) {
    const auto rows =
        Rows(Selecting(R"~({"forEach":"name","column":[)~"
                       R"~({"name":"l","path":"period.lowBoundary()","type":"dateTime"},)~"
                       R"~({"name":"h","path":"period.highBoundary()","type":"dateTime"}]})~"),
             R"~({"resourceType":"Patient","name":[{"period":{"start":"2020-02"}}]})~");
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_THAT(*rows, ElementsAre(R"~({"l":"2020-02-01T00:00:00.000+14:00","h":null})~"));
}

TEST(View, TellsItsColumnsWithTypesAndTags) {
    const auto view = Selecting(
        R"~({"column":[{"name":"a","path":"birthDate","description":"Born.","tag":)~"
        R"~([{"name":"ansi/type","value":"DATE"}]},{"name":"b","path":"name.exists()"},)~"
        R"~({"name":"c","path":"id","type":"http://hl7.org/fhir/StructureDefinition/id"}]})~");
    ASSERT_TRUE(view) << view.error().message;
    const auto& columns = view->columns();
    ASSERT_EQ(columns.size(), 3u);
    EXPECT_EQ(columns[0].type, "date");
    EXPECT_EQ(columns[0].description, "Born.");
    EXPECT_EQ(columns[0].tag("ansi/type"), "DATE");
    EXPECT_EQ(columns[0].tag("other"), "");
    EXPECT_EQ(columns[1].type, "boolean");
    EXPECT_EQ(columns[2].type, "id");
}

TEST(InferType, FollowsPlainPathsAndKnownFunctions) {
    EXPECT_EQ(InferType("name.family", "Patient"), "string");
    EXPECT_EQ(InferType("Patient.contact.name[0].given.first()", "Patient"), "string");
    EXPECT_EQ(InferType("contact", "Patient"), "Patient.contact");
    EXPECT_EQ(InferType("value.ofType(Quantity).value", "Observation"), "decimal");
    EXPECT_EQ(InferType("birthDate.lowBoundary()", "Patient"), "date");
    EXPECT_EQ(InferType("name.where(use = 'a)b').exists()", "Patient"), "boolean");
    EXPECT_EQ(InferType("value", "Observation"), "");
    EXPECT_EQ(InferType("value.unit", "Observation"), "");
    EXPECT_EQ(InferType("active and true", "Patient"), "");
    EXPECT_EQ(InferType("name.nothing", "Patient"), "");
}

}  // namespace
}  // namespace tram::views
