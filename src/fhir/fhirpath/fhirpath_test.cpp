#include "fhir/fhirpath/fhirpath.h"

#include <gtest/gtest.h>

namespace tram::fhirpath {
namespace {

constexpr std::string_view kPatient = R"({
  "resourceType": "Patient", "id": "p1", "active": true, "gender": "female",
  "birthDate": "1957-03", "_birthDate": {"extension": [{"url": "http://x/y", "valueString": "z"}]},
  "name": [{"use": "official", "family": "Nguyễn", "given": ["Thị", null, "Hoa"],
            "_given": [null, {"id": "g2"}, {"extension": [{"url": "http://x/t", "valueCode": "c"}]}]},
           {"use": "usual", "given": ["Hoa"]}],
  "contained": [{"resourceType": "Organization", "id": "o1", "name": "Trạm Y tế"}],
  "managingOrganization": {"reference": "#o1"},
  "generalPractitioner": [{"reference": "Practitioner/7"}, {"reference": "http://h/Organization/8/_history/1"}],
  "deceasedDateTime": "2024-02-29T10:00:00Z",
  "multipleBirthInteger": 2
})";

constexpr std::string_view kObservation = R"({
  "resourceType": "Observation", "id": "bp", "status": "final",
  "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}]},
  "component": [
    {"valueQuantity": {"value": 120.0, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}},
    {"valueQuantity": {"value": 80, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}},
    {"valueString": "cao"}],
  "valueQuantity": {"value": 5, "comparator": "<", "code": "mg", "system": "http://unitsofmeasure.org"}
})";

class FhirpathTest : public ::testing::Test {
  protected:
    // The items as JSON, joined by spaces; or "error".
    std::string Run(std::string_view source, std::string_view resource = kPatient) {
        const auto document = json::Document::Parse(resource);
        EXPECT_TRUE(document);
        environment_.resource = (*document)->root();
        environment_.now = {1'700'000'000'000'000};
        const auto expression = Compile(source);
        if (!expression) return "error";
        const auto items = expression->Evaluate(environment_);
        if (!items) return "error";
        std::string out;
        for (const Item& item : *items) out += (out.empty() ? "" : " ") + item.ToJson();
        return out;
    }

    Environment environment_;
};

TEST_F(FhirpathTest, WalksPathsWithAndWithoutTheTypeInFront) {
    EXPECT_EQ(Run("Patient.name.given"), R"("Thị" {"id":"g2"} "Hoa" "Hoa")");
    EXPECT_EQ(Run("name.family"), R"("Nguyễn")");
    EXPECT_EQ(Run("DomainResource.name[1].use"), R"("usual")");
    EXPECT_EQ(Run("Observation.status"), "");
    EXPECT_EQ(Run("nothing.here"), "");
}

TEST_F(FhirpathTest, FindsChoicesByTheirStem) {
    EXPECT_EQ(Run("Patient.deceased"), R"("2024-02-29T10:00:00Z")");
    EXPECT_EQ(Run("Patient.deceasedDateTime"), "");
    EXPECT_EQ(Run("multipleBirth.ofType(integer)"), "2");
    EXPECT_EQ(Run("component.value.ofType(string)", kObservation), R"("cao")");
    EXPECT_EQ(Run("(deceased as dateTime) > @2024-02-29T16:59:59+07:00"), "true");
}

TEST_F(FhirpathTest, KeepsWhatStandsBesideAPrimitive) {
    EXPECT_EQ(Run("birthDate.extension('http://x/y').value"), R"("z")");
    EXPECT_EQ(Run("name.given.extension.value"), R"("c")");
    EXPECT_EQ(Run("name[0].given.select(hasValue())"), "true false true");
    EXPECT_EQ(Run("name[0].given[1].id"), R"("g2")");
    EXPECT_EQ(Run("name[0].given[1].empty()"), "false");
}

TEST_F(FhirpathTest, ComparesPartialDatesOnlyAsFarAsTheyGo) {
    EXPECT_EQ(Run("birthDate = @1957-03"), "true");
    EXPECT_EQ(Run("birthDate < @1957-03-02"), "");
    EXPECT_EQ(Run("birthDate < @1958"), "true");
    EXPECT_EQ(Run("birthDate ~ @1957-03-02"), "false");
    EXPECT_EQ(Run("now() = @2023-11-15T05:13:20.000+07:00"), "true");
    EXPECT_EQ(Run("today()"), R"("2023-11-15")");
}

TEST_F(FhirpathTest, ReadsQuantitiesOfTheRecord) {
    EXPECT_EQ(Run("component.value.where($this > 15 'kPa')", kObservation), "error");
    EXPECT_EQ(Run("component.value.ofType(Quantity).where($this > 15 'kPa').value", kObservation),
              "120.0");
    EXPECT_EQ(Run("component[0].value + component[1].value", kObservation),
              R"({"value":200.0,"unit":"mm[Hg]"})");
    // "< 5 mg" is not 5 mg.
    EXPECT_EQ(Run("value = 5 'mg'", kObservation), "");
    EXPECT_EQ(Run("value.value", kObservation), "5");
}

TEST_F(FhirpathTest, KnowsTypesAndTheirParents) {
    EXPECT_EQ(Run("gender is string"), "true");
    EXPECT_EQ(Run("gender.ofType(string)"), "");
    EXPECT_EQ(Run("gender is System.String"), "false");
    EXPECT_EQ(Run("$this is DomainResource"), "true");
    EXPECT_EQ(Run("contained.ofType(Organization).name"), R"("Trạm Y tế")");
    EXPECT_EQ(Run("name.ofType(Nonsense)"), "error");
}

TEST_F(FhirpathTest, FiltersWithAsUnlessToldOtherwise) {
    EXPECT_EQ(Run("(component.value as Quantity).value", kObservation), "120.0 80");
    environment_.single_as = true;
    EXPECT_EQ(Run("(component.value as Quantity).value", kObservation), "error");
}

TEST_F(FhirpathTest, ResolvesWhatIsAtHandAndAsksForTheRest) {
    EXPECT_EQ(Run("managingOrganization.resolve().name"), R"("Trạm Y tế")");
    EXPECT_EQ(Run("generalPractitioner.resolve().id"), "");
    EXPECT_EQ(Run("generalPractitioner.where(resolve() is Practitioner).reference"),
              R"("Practitioner/7")");
    // An absolute reference may name a record of another server.
    EXPECT_EQ(Run("generalPractitioner.getReferenceKey()"), R"("Practitioner/7")");
    EXPECT_EQ(Run("generalPractitioner.getReferenceKey(Organization)"), "");
    EXPECT_EQ(Run("getResourceKey()"), R"("Patient/p1")");
    const auto other = json::Document::Parse(R"({"resourceType":"Practitioner","id":"7"})");
    ASSERT_TRUE(other);
    environment_.resolve = [&](std::string_view reference) {
        return reference == "Practitioner/7" ? (*other)->root() : json::Value();
    };
    EXPECT_EQ(Run("generalPractitioner.resolve().id"), R"("7")");
}

TEST_F(FhirpathTest, FindsEntriesOfTheSameBundle) {
    constexpr std::string_view kBundle = R"({"resourceType":"Bundle","entry":[
      {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"a"}},
      {"resource":{"resourceType":"Encounter","id":"e","subject":{"reference":"urn:uuid:1"}}},
      {"resource":{"resourceType":"Encounter","id":"f","subject":{"reference":"Patient/a"}}}]})";
    EXPECT_EQ(Run("entry.resource.ofType(Encounter).subject.resolve().id", kBundle), R"("a" "a")");
}

TEST_F(FhirpathTest, CountsWhatLogicLeavesOpen) {
    EXPECT_EQ(Run("{} and true"), "");
    EXPECT_EQ(Run("{} or true"), "true");
    EXPECT_EQ(Run("{} implies false"), "");
    EXPECT_EQ(Run("true xor {}"), "");
    EXPECT_EQ(Run("name and true"), "error");
}

TEST_F(FhirpathTest, StartsFromAnItemFoundBefore) {
    const auto document = json::Document::Parse(kPatient);
    ASSERT_TRUE(document);
    environment_.resource = (*document)->root();
    const auto rows = Compile("name[0].given")->Evaluate(environment_);
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 3U);
    environment_.focus = &(*rows)[1];
    const auto id = Compile("id & '|' & %resource.id")->Evaluate(environment_);
    ASSERT_TRUE(id);
    ASSERT_EQ(id->size(), 1U);
    EXPECT_EQ((*id)[0].ToJson(), R"("g2|p1")");
}

TEST_F(FhirpathTest, TakesVariablesAndKeepsOwnOnesInTheirPlace) {
    environment_.variables["limit"] = {Item(std::int64_t{2})};
    EXPECT_EQ(Run("multipleBirth = %limit"), "true");
    EXPECT_EQ(Run("%nobody"), "error");
    EXPECT_EQ(Run("name.defineVariable('n').select(%n.count())"), "2 2");
    EXPECT_EQ(Run("select(defineVariable('n', 1)).count() + %n"), "error");
    EXPECT_EQ(Run("%`vs-administrative-gender`"),
              R"("http://hl7.org/fhir/ValueSet/administrative-gender")");
}

TEST_F(FhirpathTest, RefusesInStrictModeWhatCannotBe) {
    environment_.strict = true;
    EXPECT_EQ(Run("name.given1"), "error");
    EXPECT_EQ(Run("Encounter.status"), "error");
    EXPECT_EQ(Run("name.where(given1 = 'x')"), "error");
    EXPECT_EQ(Run("(value as Period).unit", kObservation), "error");
    EXPECT_EQ(Run("children().first()"), "error");
    EXPECT_EQ(Run("name.select(given | family).count()"), "5");
    EXPECT_EQ(Run("contained.name"), R"("Trạm Y tế")");
    const auto expression = Compile("Observation.value.unit");
    ASSERT_TRUE(expression);
    EXPECT_TRUE(expression->Check("Observation"));
    EXPECT_FALSE(expression->Check("Patient"));
}

TEST_F(FhirpathTest, EndsWhatWouldNotEnd) {
    EXPECT_EQ(Run("1.repeat($this + 1)"), "error");
    EXPECT_EQ(Run("'ab'.repeatAll($this & $this)"), "error");
    EXPECT_EQ(Run("'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.toChars().aggregate($total & 'x' & $total)"),
              "error");
    std::string deep = "1";
    for (int i = 0; i < 10000; ++i) deep = "(" + deep + ")";
    EXPECT_EQ(Run(deep), "error");
    std::string wide = "1";
    for (int i = 0; i < 10000; ++i) wide += "+1";
    EXPECT_EQ(Run(wide), "error");
    EXPECT_EQ(Run("'aaaa'.matches('(a*)*b')"), "false");
}

TEST_F(FhirpathTest, SaysWhereTheSyntaxIsWrong) {
    const auto expression = Compile("name.where(use = )");
    ASSERT_FALSE(expression);
    EXPECT_EQ(expression.error().code, ErrorCode::kMalformed);
    EXPECT_NE(expression.error().message.find("column 18"), std::string::npos);
    EXPECT_EQ(Compile("name.unknown()").error().code, ErrorCode::kNotSupported);
    EXPECT_FALSE(Compile(""));
    EXPECT_FALSE(Compile("@2023-02-29"));
    EXPECT_FALSE(Compile("'open"));
}

TEST_F(FhirpathTest, TestsConditions) {
    const auto document = json::Document::Parse(kPatient);
    ASSERT_TRUE(document);
    environment_.resource = (*document)->root();
    const auto test = [&](std::string_view source) {
        const auto result = Compile(source)->Test(environment_);
        return result ? *result : false;
    };
    EXPECT_TRUE(test("active"));
    EXPECT_TRUE(test("gender"));
    EXPECT_FALSE(test("active.not()"));
    EXPECT_FALSE(test("{}"));
    EXPECT_FALSE(Compile("name")->Test(environment_));
}

TEST_F(FhirpathTest, UnderstandsEverySearchParameterOfR4) {
    std::size_t count = 0;
    for (const auto* type : definitions::ResourceTypes()) {
        for (const auto* parameter : definitions::SearchParametersOf(type->name)) {
            if (parameter->expression.empty()) continue;
            const auto expression = Compile(parameter->expression, type->name);
            ASSERT_TRUE(expression) << parameter->url << ": " << expression.error().message;
            const auto strict = expression->Check(type->name);
            EXPECT_TRUE(strict) << type->name << " " << parameter->expression << ": "
                                << strict.error().message;
            ++count;
        }
    }
    EXPECT_GT(count, 1000U);
}

TEST_F(FhirpathTest, ChecksNarratives) {
    const auto run = [&](std::string_view div) {
        return Run("text.`div`.htmlChecks()",
                   R"({"resourceType":"Patient","text":{"div":")" + std::string(div) + "\"}}");
    };
    EXPECT_EQ(run("<div xmlns='http://www.w3.org/1999/xhtml'><p>Khỏe</p></div>"), "true");
    EXPECT_EQ(run("<div><script>x</script></div>"), "false");
    EXPECT_EQ(run("<div onclick='x'>a</div>"), "false");
    EXPECT_EQ(run("<div><a href='javascript:x'>a</a></div>"), "false");
    EXPECT_EQ(run("<div><b>a</div>"), "false");
    EXPECT_EQ(run("<div></div>"), "false");
}

}  // namespace
}  // namespace tram::fhirpath
