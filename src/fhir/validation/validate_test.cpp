#include "fhir/validation/validate.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tram::validation {
namespace {

Result<void> Validate(const std::string& text, std::string_view type = {}) {
    const auto document = json::Document::Parse(text);
    EXPECT_TRUE(document) << text;
    if (!document) return document.error();
    return ValidateResource((*document)->root(), type);
}
// A patient with these members.
std::string Patient(const std::string& members) {
    return R"({"resourceType":"Patient",)" + members + "}";
}
// An observation with what is required and these members.
std::string Observation(const std::string& members) {
    return R"({"resourceType":"Observation","status":"final","code":{"text":"x"},)" + members + "}";
}

void ExpectGood(const std::string& text) {
    const auto outcome = Validate(text);
    EXPECT_TRUE(outcome.ok()) << text << "\n"
                              << outcome.error().path << ": " << outcome.error().message;
}
void ExpectFault(const std::string& text, ErrorCode code, std::string_view path) {
    const auto outcome = Validate(text);
    ASSERT_FALSE(outcome.ok()) << text;
    EXPECT_EQ(outcome.error().code, code) << text << "\n" << outcome.error().message;
    EXPECT_EQ(outcome.error().path, path) << text << "\n" << outcome.error().message;
    EXPECT_FALSE(outcome.error().message.empty());
    EXPECT_FALSE(outcome.error().message_vi.empty());
}

TEST(ValidateTest, AcceptsAnOrdinaryPatient) {
    ExpectGood(
        Patient(R"("id":"p1","active":true,"name":[{"family":"Nguyễn","given":["Thị","Hoa"]}],
        "gender":"female","birthDate":"1957-03","deceasedBoolean":false,
        "contact":[{"gender":"male","name":{"text":"Nguyễn Văn A"}}],
        "generalPractitioner":[{"reference":"Practitioner/b1"}])"));
    ExpectGood(R"({"resourceType":"Patient"})");
    ExpectGood(R"({"id":"x","resourceType":"Patient"})");
}

TEST(ValidateTest, NamesTheUnknownElement) {
    ExpectFault(Patient(R"("birthdate":"1957")"), ErrorCode::kUnknownElement, "Patient.birthdate");
    ExpectFault(Patient(R"("contact":[{"gender":"male"},{"sex":"male"}])"),
                ErrorCode::kUnknownElement, "Patient.contact[1].sex");
    ExpectFault(Observation(R"("value":1)"), ErrorCode::kUnknownElement, "Observation.value");
    ExpectFault(Observation(R"("valueAddress":{"city":"x"})"), ErrorCode::kUnknownElement,
                "Observation.valueAddress");
    ExpectFault(Patient(R"("_name":[{"id":"x"}])"), ErrorCode::kUnknownElement, "Patient._name");
    ExpectFault(Patient(R"("_id":{"extension":[{"url":"u","valueCode":"c"}]})"),
                ErrorCode::kUnknownElement, "Patient._id");
    ExpectFault(Patient(R"("fhir_comments":["x"])"), ErrorCode::kUnknownElement,
                "Patient.fhir_comments");
    ExpectFault(Patient(R"("name":[{"resourceType":"HumanName"}])"), ErrorCode::kUnknownElement,
                "Patient.name[0].resourceType");
    ExpectFault(Patient(R"("":1)"), ErrorCode::kUnknownElement, "Patient");
    ExpectFault(Patient(R"("_":1)"), ErrorCode::kUnknownElement, "Patient._");
}

TEST(ValidateTest, TellsNoKeyThatDoesNotLookLikeAName) {
    const auto outcome = Validate(Patient(R"("Nguyễn Thị Hoa, 0912345678":1)"));
    ASSERT_FALSE(outcome.ok());
    for (const auto& text :
         {outcome.error().message, outcome.error().message_vi, outcome.error().path}) {
        EXPECT_EQ(text.find("Hoa"), std::string::npos);
        EXPECT_EQ(text.find("0912"), std::string::npos);
    }
}

TEST(ValidateTest, TellsNoValueOfAPerson) {
    const auto outcome = Validate(Patient(
        R"("birthDate":"Hoa","gender":"Hoa","name":[{"family":7,"use":"Hoa"}],"id":"Hoa Hoa",
            "managingOrganization":{"reference":"Hoa"},"active":"Hoa","text":{"status":"Hoa","div":"Hoa"})"));
    ASSERT_FALSE(outcome.ok());
    EXPECT_GE(outcome.error().others.size(), 7u);
    auto all = outcome.error().others;
    all.push_back(outcome.error());
    for (const auto& fault : all) {
        EXPECT_EQ((fault.message + fault.message_vi + fault.path + fault.detail).find("Hoa"),
                  std::string::npos);
    }
}

TEST(ValidateTest, ChecksTheShapeOfJson) {
    ExpectFault(Patient(R"("name":{"family":"A"})"), ErrorCode::kBadValue, "Patient.name");
    ExpectFault(Patient(R"("gender":["male"])"), ErrorCode::kBadValue, "Patient.gender");
    ExpectFault(Patient(R"("name":["A"])"), ErrorCode::kBadValue, "Patient.name[0]");
    ExpectFault(Patient(R"("name":[[{"family":"A"}]])"), ErrorCode::kBadValue, "Patient.name[0]");
    ExpectFault(Patient(R"("maritalStatus":"M")"), ErrorCode::kBadValue, "Patient.maritalStatus");
    ExpectFault(Patient(R"("active":"true")"), ErrorCode::kBadValue, "Patient.active");
    ExpectFault(Patient(R"("birthDate":{"value":"1957"})"), ErrorCode::kBadValue,
                "Patient.birthDate");
    ExpectFault("[]", ErrorCode::kBadValue, "");
    ExpectFault("7", ErrorCode::kBadValue, "");
}

TEST(ValidateTest, RefusesEmptyThingsAndNull) {
    ExpectFault(Patient(R"("name":[])"), ErrorCode::kInvalid, "Patient.name");
    ExpectFault(Patient(R"("name":[{}])"), ErrorCode::kInvalid, "Patient.name[0]");
    ExpectFault(Patient(R"("maritalStatus":{})"), ErrorCode::kInvalid, "Patient.maritalStatus");
    ExpectFault(Patient(R"("name":[{"family":""}])"), ErrorCode::kInvalid,
                "Patient.name[0].family");
    ExpectFault(Patient(R"("gender":null)"), ErrorCode::kInvalid, "Patient.gender");
    ExpectFault(Patient(R"("name":null)"), ErrorCode::kBadValue, "Patient.name");
    ExpectFault(Patient(R"("name":[null])"), ErrorCode::kInvalid, "Patient.name[0]");
    ExpectFault(Patient(R"("name":[{"given":["A",null]}])"), ErrorCode::kInvalid,
                "Patient.name[0].given[1]");
}

TEST(ValidateTest, ReadsSiblingsOfPrimitives) {
    const std::string extension = R"({"extension":[{"url":"http://a","valueString":"b"}]})";
    ExpectGood(Patient(R"("_birthDate":)" + extension));
    ExpectGood(Patient(R"("birthDate":"1957","_birthDate":{"id":"x"})"));
    ExpectGood(Patient(R"("name":[{"given":["A",null],"_given":[null,)" + extension + "]}]"));
    ExpectGood(Patient(R"("name":[{"_given":[)" + extension + "]}]"));
    ExpectGood(Observation(R"("valueString":"a","_valueString":)" + extension));
    ExpectGood(Observation(R"("_valueString":)" + extension));
    // `_status` alone is enough for a required primitive.
    ExpectGood(R"({"resourceType":"Observation","_status":)" + extension +
               R"(,"code":{"text":"x"}})");

    ExpectFault(Patient(R"("name":[{"given":["A"],"_given":[null,{"id":"x"}]}])"),
                ErrorCode::kInvalid, "Patient.name[0].given");
    ExpectFault(Patient(R"("name":[{"given":[null],"_given":[null]}])"), ErrorCode::kInvalid,
                "Patient.name[0].given[0]");
    ExpectFault(Patient(R"("name":[{"_given":[null]}])"), ErrorCode::kInvalid,
                "Patient.name[0].given[0]");
    ExpectFault(Patient(R"("_birthDate":{"id":"x"})"), ErrorCode::kInvalid, "Patient.birthDate");
    ExpectFault(Patient(R"("_birthDate":{"value":"1957"})"), ErrorCode::kUnknownElement,
                "Patient.birthDate.value");
    ExpectFault(Patient(R"("_birthDate":"1957")"), ErrorCode::kBadValue, "Patient.birthDate");
    ExpectFault(Patient(R"("birthDate":"1957","_birthDate":{})"), ErrorCode::kInvalid,
                "Patient.birthDate");
    ExpectFault(Patient(R"("_birthDate":[)" + extension + "]"), ErrorCode::kBadValue,
                "Patient.birthDate");
    ExpectFault(Patient(R"("name":[{"_given":)" + extension + "}]"), ErrorCode::kBadValue,
                "Patient.name[0].given");
}

TEST(ValidateTest, AsksForRequiredElements) {
    ExpectFault(R"({"resourceType":"Observation","status":"final"})", ErrorCode::kRequired,
                "Observation.code");
    ExpectFault(Observation(R"("component":[{"valueString":"a"}])"), ErrorCode::kRequired,
                "Observation.component[0].code");
    // A required choice is named by its stem.
    ExpectFault(R"({"resourceType":"MedicationStatement","status":"active",
        "subject":{"reference":"Patient/1"}})",
                ErrorCode::kRequired, "MedicationStatement.medication");
}

TEST(ValidateTest, AllowsOneTypeOfAChoice) {
    ExpectGood(Observation(R"("valueQuantity":{"value":1.50})"));
    ExpectFault(Observation(R"("valueString":"a","valueInteger":1)"), ErrorCode::kInvalid,
                "Observation.value");
    ExpectFault(Observation(R"("valueString":"a","_valueInteger":{"extension":[{"url":"u",
        "valueCode":"c"}]})"),
                ErrorCode::kInvalid, "Observation.value");
}

TEST(ValidateTest, HoldsCodesAgainstRequiredValueSets) {
    ExpectFault(Patient(R"("gender":"woman")"), ErrorCode::kBadCode, "Patient.gender");
    ExpectFault(Patient(R"("link":[{"other":{"reference":"Patient/1"},"type":"x"}])"),
                ErrorCode::kBadCode, "Patient.link[0].type");
    // A set over a system that is not loaded decides nothing.
    ExpectGood(Patient(R"("photo":[{"contentType":"image/whatever"}])"));

    const auto condition = [](const std::string& status) {
        return R"({"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":)" +
               status + "}";
    };
    const std::string system =
        R"("system":"http://terminology.hl7.org/CodeSystem/condition-clinical")";
    ExpectGood(condition(R"({"coding":[{)" + system + R"(,"code":"active"}]})"));
    ExpectGood(condition(R"({"coding":[{"system":"http://local","code":"1"},{)" + system +
                         R"(,"code":"active"}]})"));
    for (const auto& bad :
         {R"({"coding":[{)" + system + R"(,"code":"running"}]})",
          std::string(R"({"coding":[{"system":"http://local","code":"active"}]})"),
          std::string(R"({"text":"active"})")}) {
        ExpectFault(condition(bad), ErrorCode::kBadCode, "Condition.clinicalStatus");
    }
}

TEST(ValidateTest, ChecksTheTargetsOfReferences) {
    const auto subject = [](const std::string& reference) {
        return Observation(R"("subject":{"reference":")" + reference + R"("})");
    };
    for (const auto good : {"Patient/1", "Patient/1/_history/2", "https://a.vn/fhir/Patient/1",
                            "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
                            "Patient?identifier=http://a|1", "https://a.vn/elsewhere"}) {
        ExpectGood(subject(good));
    }
    for (const auto wrong :
         {"Practitioner/1", "https://a.vn/fhir/Practitioner/1/_history/2", "Practitioner?name=x"}) {
        ExpectFault(subject(wrong), ErrorCode::kInvalid, "Observation.subject.reference");
    }
    for (const auto broken : {"Patient", "patient/1", "Nobody/1", "1"}) {
        ExpectFault(subject(broken), ErrorCode::kBadValue, "Observation.subject.reference");
    }
    ExpectGood(Observation(R"("focus":[{"reference":"Practitioner/1"}])"));
    ExpectGood(Observation(R"("subject":{"type":"Patient","display":"x"})"));
    ExpectFault(Observation(R"("subject":{"type":"Practitioner","display":"x"})"),
                ErrorCode::kInvalid, "Observation.subject.type");
    ExpectFault(Observation(R"("subject":{"type":"Group","reference":"Patient/1"})"),
                ErrorCode::kInvalid, "Observation.subject.type");
    ExpectFault(Observation(R"("subject":{"type":"Person of interest","display":"x"})"),
                ErrorCode::kBadValue, "Observation.subject.type");
}

TEST(ValidateTest, ResolvesContainedResources) {
    const std::string contained = R"("contained":[{"resourceType":"Patient","id":"p"},
        {"resourceType":"Practitioner","id":"d"}],)";
    ExpectGood(Observation(contained + R"("subject":{"reference":"#p"})"));
    ExpectFault(Observation(contained + R"("subject":{"reference":"#d"})"), ErrorCode::kInvalid,
                "Observation.subject.reference");
    ExpectFault(Observation(contained + R"("subject":{"reference":"#q"})"), ErrorCode::kInvalid,
                "Observation.subject.reference");
    // Inside a contained resource # means the one that contains, and ids are its ids.
    ExpectGood(Observation(R"("contained":[{"resourceType":"Patient","id":"p",
        "generalPractitioner":[{"reference":"#d"}]},{"resourceType":"Practitioner","id":"d"},
        {"resourceType":"Provenance","id":"v","target":[{"reference":"#"}],
        "recorded":"2024-05-06T07:08:09Z","agent":[{"who":{"reference":"#d"}}]}])"));
    ExpectFault(Observation(R"("contained":[{"resourceType":"Patient","contained":[
        {"resourceType":"Patient","id":"x"}]}])"),
                ErrorCode::kInvalid, "Observation.contained[0].contained[0]");
    ExpectFault(Observation(R"("contained":[{"resourceType":"Patient","gender":"x"}])"),
                ErrorCode::kBadCode, "Observation.contained[0].gender");
    ExpectFault(Observation(R"("contained":[{"id":"x"}])"), ErrorCode::kRequired,
                "Observation.contained[0]");
}

TEST(ValidateTest, ChecksTheResourceType) {
    ExpectFault(R"({"id":"x"})", ErrorCode::kRequired, "");
    ExpectFault(R"({"resourceType":"Patients"})", ErrorCode::kInvalid, "");
    ExpectFault(R"({"resourceType":"DomainResource"})", ErrorCode::kInvalid, "");
    ExpectFault(R"({"resourceType":"HumanName","family":"x"})", ErrorCode::kInvalid, "");
    ExpectFault(R"({"resourceType":7})", ErrorCode::kInvalid, "");
    EXPECT_TRUE(Validate(R"({"resourceType":"Patient"})", "Patient").ok());
    const auto other = Validate(R"({"resourceType":"Patient"})", "Observation");
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.error().code, ErrorCode::kInvalid);
}

TEST(ValidateTest, ValidatesResourcesInsideOthers) {
    ExpectGood(R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":
        {"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"#p"},
        "contained":[{"resourceType":"Patient","id":"p"}]}}]})");
    ExpectFault(R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":
        {"resourceType":"Patient"}},{"resource":{"resourceType":"Patient","gender":"x"}}]})",
                ErrorCode::kBadCode, "Bundle.entry[1].resource.gender");
    // Ids of one entry are not those of another.
    ExpectFault(R"({"resourceType":"Bundle","type":"collection","entry":[{"resource":
        {"resourceType":"Patient","contained":[{"resourceType":"Practitioner","id":"d"}]}},
        {"resource":{"resourceType":"Patient","generalPractitioner":[{"reference":"#d"}]}}]})",
                ErrorCode::kInvalid, "Bundle.entry[1].resource.generalPractitioner[0].reference");
    ExpectFault(R"({"resourceType":"Parameters","parameter":[{"name":"a","part":[{"name":"b",
        "resource":{"resourceType":"Patient","active":1}}]}]})",
                ErrorCode::kBadValue, "Parameters.parameter[0].part[0].resource.active");
}

TEST(ValidateTest, ChecksExtensions) {
    ExpectGood(Patient(R"("extension":[{"url":"http://a","valueString":"b"}])"));
    ExpectGood(
        Patient(R"("extension":[{"url":"http://a","extension":[{"url":"b","valueCode":"c"}]}])"));
    ExpectGood(Patient(R"("extension":[{"url":"http://a","_valueString":{"extension":[{"url":"b",
        "valueCode":"c"}]}}])"));
    ExpectFault(Patient(R"("extension":[{"valueString":"b"}])"), ErrorCode::kRequired,
                "Patient.extension[0].url");
    ExpectFault(Patient(R"("extension":[{"url":"http://a"}])"), ErrorCode::kInvalid,
                "Patient.extension[0]");
    ExpectFault(Patient(R"("extension":[{"url":"http://a","valueString":"b","extension":[{"url":"b",
        "valueCode":"c"}]}])"),
                ErrorCode::kInvalid, "Patient.extension[0]");
    ExpectFault(Patient(R"("extension":[{"url":"http://a","valueDate":"2023-02-30"}])"),
                ErrorCode::kBadValue, "Patient.extension[0].value");
    ExpectFault(Patient(R"("name":[{"modifierExtension":[{"url":"u","valueCode":"c"}]}])"),
                ErrorCode::kUnknownElement, "Patient.name[0].modifierExtension");
}

TEST(ValidateTest, ChecksNarratives) {
    ExpectGood(Patient(
        R"("text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>"})"));
    ExpectFault(Patient(R"("text":{"status":"generated","div":"<div><script>x</script></div>"})"),
                ErrorCode::kInvalid, "Patient.text.`div`");
    ExpectFault(Patient(R"("text":{"status":"generated"})"), ErrorCode::kRequired,
                "Patient.text.`div`");
}

TEST(ValidateTest, FollowsElementsDefinedByReferenceToOthers) {
    ExpectFault(
        R"({"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"group",
        "item":[{"linkId":"1.1","type":"group","item":[{"linkId":"1.1.1","type":"nothing"}]}]}]})",
        ErrorCode::kBadCode, "Questionnaire.item[0].item[0].item[0].type");
}

TEST(ValidateTest, GivesUpTo21FaultsEachWithItsPath) {
    std::string names;
    for (int i = 0; i < 50; ++i) names += (i ? "," : "") + std::string(R"({"family":7})");
    const auto outcome = Validate(Patient("\"name\":[" + names + "]"));
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().path, "Patient.name[0].family");
    ASSERT_EQ(outcome.error().others.size(), 20u);
    EXPECT_EQ(outcome.error().others[19].path, "Patient.name[20].family");
    EXPECT_TRUE(outcome.error().others[19].others.empty());
}

TEST(ValidateTest, SurvivesTheDeepestJsonTheParserAllows) {
    std::string open = R"({"resourceType":"Patient")", close = "}";
    for (int i = 0; i < 49; ++i) {
        open += R"(,"extension":[{"url":"u")";
        close = "}]" + close;
    }
    const auto outcome = Validate(open + close);
    EXPECT_FALSE(outcome.ok());
}

}  // namespace
}  // namespace tram::validation
