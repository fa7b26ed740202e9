#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/vietnamese_text.h"
#include "fhir/search/rows.h"

namespace tram::search {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr int kHanoi = 7 * 60;

// The values of one parameter under one facet, written out.
std::vector<std::string> ValuesOf(const SearchRows& rows, std::string_view code,
                                  Facet facet = Facet::kValue) {
    std::vector<std::string> texts;
    for (const auto& row : rows.rows) {
        if (row.parameter->code != code || row.facet != facet) continue;
        if (const auto* token = std::get_if<TokenValue>(&row.value)) {
            texts.push_back(token->system + "|" + token->code);
        } else if (const auto* reference = std::get_if<ReferenceValue>(&row.value)) {
            texts.push_back(reference->type + "/" + reference->id);
        } else if (const auto* date = std::get_if<DateValue>(&row.value)) {
            texts.push_back(std::to_string(date->low) + ".." + std::to_string(date->high));
        } else if (const auto* text = std::get_if<StringValue>(&row.value)) {
            texts.push_back(text->text);
        } else if (const auto* quantity = std::get_if<QuantityValue>(&row.value)) {
            texts.push_back(std::to_string(quantity->low) + ".." + std::to_string(quantity->high) +
                            " " + quantity->unit.system + "|" + quantity->unit.code);
        } else if (const auto* uri = std::get_if<UriValue>(&row.value)) {
            texts.push_back(uri->uri);
        } else {
            const auto& pair = std::get<CompositeValue>(row.value);
            const auto& first = std::get<TokenValue>(pair.first);
            std::string second = "?";
            if (const auto* amount = std::get_if<QuantityValue>(&pair.second)) {
                second = std::to_string(amount->low);
            }
            if (const auto* token = std::get_if<TokenValue>(&pair.second)) second = token->code;
            texts.push_back(first.code + "$" + second);
        }
    }
    return texts;
}

SearchRows Extract(std::string_view text) {
    const auto document = json::Document::Parse(text);
    EXPECT_TRUE(document);
    auto rows = ExtractRows((*document)->root(), kHanoi);
    EXPECT_TRUE(rows) << (rows ? "" : rows.error().message);
    return rows ? *rows : SearchRows{};
}

constexpr std::string_view kPatient = R"({
  "resourceType": "Patient",
  "meta": {"tag": [{"system": "urn:tag", "code": "thu"}], "profile": ["http://p/1"], "source": "urn:may-1",
           "security": [{"code": "R"}]},
  "identifier": [{"system": "urn:cccd", "value": "001057012345",
                  "type": {"coding": [{"system": "urn:kind", "code": "CCCD"}], "text": "Căn cước"}}],
  "active": true,
  "name": [{"use": "official", "text": "Nguyễn Thị Hoà", "family": "Nguyễn", "given": ["Thị", "Hoà"]}],
  "telecom": [{"system": "phone", "value": "0912 345 678"}, {"system": "email", "value": "hoa@x.vn"}],
  "gender": "female", "birthDate": "1957-03",
  "deceasedDateTime": "2024-05-01",
  "address": [{"text": "Thôn Đông, xã Bình Minh", "city": "Xã Bình Minh", "state": "Hải Phòng"}],
  "generalPractitioner": [{"reference": "Practitioner/bs1", "display": "Bác sĩ Đạt"},
                          {"identifier": {"system": "urn:cchn", "value": "77"}}],
  "managingOrganization": {"reference": "https://khac.vn/fhir/Organization/9/_history/2"},
  "extension": [{"url": "x", "valueReference": {"reference": "Location/thon-dong"}}]
})";

TEST(ExtractRowsTest, FindsAPatientByNameWithoutTones) {
    const auto rows = Extract(kPatient);
    EXPECT_THAT(ValuesOf(rows, "name"),
                UnorderedElementsAre("nguyen thi hoa", "nguyen", "thi", "hoa"));
    EXPECT_THAT(ValuesOf(rows, "name", Facet::kWord),
                UnorderedElementsAre("nguyen", "thi", "hoa", "nguyen", "thi", "hoa"));
    EXPECT_THAT(ValuesOf(rows, "name", Facet::kExact), Contains("Nguyễn Thị Hoà"));
    EXPECT_THAT(ValuesOf(rows, "name", Facet::kSort),
                ElementsAre(PersonNameKey("Nguyễn", {"Thị", "Hoà"})));
    EXPECT_THAT(ValuesOf(rows, "family"), ElementsAre("nguyen"));
    EXPECT_THAT(ValuesOf(rows, "address", Facet::kWord), Contains("dong"));
    EXPECT_THAT(ValuesOf(rows, "address-city"), ElementsAre("xa binh minh"));
}

TEST(ExtractRowsTest, GivesParametersThatReadTheSameOneSetOfRows) {
    const auto* phonetic = definitions::FindSearchParameter("Patient", "phonetic");
    EXPECT_EQ(RowsOf(*phonetic).code, "name");
    EXPECT_EQ(&RowsOf(RowsOf(*phonetic)), &RowsOf(*phonetic));
    const auto rows = Extract(kPatient);
    EXPECT_THAT(ValuesOf(rows, "phonetic"), IsEmpty());
    EXPECT_FALSE(ValuesOf(rows, "name").empty());
    // Narrower, so with rows of its own.
    const auto* family = definitions::FindSearchParameter("Patient", "family");
    EXPECT_EQ(&RowsOf(*family), family);
}

TEST(ExtractRowsTest, SortsANameWrittenWholeAsItsPartsWould) {
    const auto rows = Extract(R"({"resourceType":"Patient","name":[{"text":"Nguyễn Thị Hoà"}]})");
    EXPECT_THAT(ValuesOf(rows, "name", Facet::kSort),
                ElementsAre(PersonNameKey("Nguyễn", {"Thị", "Hoà"})));
}

TEST(ExtractRowsTest, FindsTokensOfEveryDatatype) {
    const auto rows = Extract(kPatient);
    EXPECT_THAT(ValuesOf(rows, "identifier"), ElementsAre("urn:cccd|001057012345"));
    EXPECT_THAT(ValuesOf(rows, "identifier", Facet::kOfType),
                ElementsAre("urn:kind|CCCD|001057012345"));
    EXPECT_THAT(ValuesOf(rows, "identifier", Facet::kText), ElementsAre("can cuoc"));
    EXPECT_THAT(ValuesOf(rows, "gender"),
                ElementsAre("http://hl7.org/fhir/administrative-gender|female"));
    EXPECT_THAT(ValuesOf(rows, "active"), ElementsAre("|true"));
    EXPECT_THAT(ValuesOf(rows, "deceased"), ElementsAre("|true"));
    EXPECT_THAT(ValuesOf(rows, "phone"), UnorderedElementsAre("|0912 345 678", "|0912345678"));
    EXPECT_THAT(ValuesOf(rows, "email"), ElementsAre("|hoa@x.vn"));
    EXPECT_THAT(ValuesOf(rows, "_tag"), ElementsAre("urn:tag|thu"));
    EXPECT_THAT(ValuesOf(rows, "_security"), ElementsAre("|R"));
    EXPECT_THAT(ValuesOf(rows, "_profile"), ElementsAre("http://p/1"));
    EXPECT_THAT(ValuesOf(rows, "_source"), ElementsAre("urn:may-1"));
}

TEST(ExtractRowsTest, KeepsADeadPatientApartFromALivingOne) {
    EXPECT_THAT(ValuesOf(Extract(R"({"resourceType":"Patient"})"), "deceased"),
                ElementsAre("|false"));
    EXPECT_THAT(
        ValuesOf(Extract(R"({"resourceType":"Patient","deceasedBoolean":false})"), "deceased"),
        ElementsAre("|false"));
    EXPECT_THAT(
        ValuesOf(Extract(R"({"resourceType":"Patient","deceasedBoolean":true})"), "deceased"),
        ElementsAre("|true"));
}

TEST(ExtractRowsTest, TellsReferencesApart) {
    const auto rows = Extract(kPatient);
    EXPECT_THAT(ValuesOf(rows, "general-practitioner"), ElementsAre("Practitioner/bs1"));
    EXPECT_THAT(ValuesOf(rows, "general-practitioner", Facet::kText), ElementsAre("bac si dat"));
    EXPECT_THAT(ValuesOf(rows, "general-practitioner", Facet::kIdentifier),
                ElementsAre("urn:cchn|77"));
    EXPECT_THAT(ValuesOf(rows, "organization"),
                ElementsAre("/https://khac.vn/fhir/Organization/9"));
    std::vector<std::string> all;
    for (const auto& reference : rows.references)
        all.push_back(reference.type + "/" + reference.id);
    EXPECT_THAT(all,
                UnorderedElementsAre("Practitioner/bs1", "/https://khac.vn/fhir/Organization/9",
                                     "Location/thon-dong"));
}

TEST(ExtractRowsTest, ReadsDatesAsWideAsTheyWereWritten) {
    const auto rows = Extract(kPatient);
    EXPECT_THAT(ValuesOf(rows, "birthdate"), ElementsAre("-405154800000..-402476400001"));
    EXPECT_THAT(ValuesOf(rows, "death-date"), ElementsAre("1714496400000..1714582799999"));
    const auto year = Extract(R"({"resourceType":"Patient","birthDate":"1957"})");
    EXPECT_THAT(ValuesOf(year, "birthdate"), IsEmpty());
    EXPECT_THAT(ValuesOf(year, "birthdate", Facet::kWide),
                ElementsAre("-410252400000..-378716400001"));
}

constexpr std::string_view kPressure = R"({
  "resourceType": "Observation", "status": "final",
  "category": [{"coding": [{"system": "urn:cat", "code": "vital-signs", "display": "Dấu hiệu sinh tồn"}]}],
  "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}], "text": "Huyết áp"},
  "subject": {"reference": "Patient/p1"}, "encounter": {"reference": "Encounter/e1"},
  "contained": [{"resourceType": "Device", "id": "d", "owner": {"reference": "Organization/o"}}],
  "device": {"reference": "#d"},
  "effectiveDateTime": "2024-05-01T08:00:00+07:00",
  "component": [
    {"code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
     "valueQuantity": {"value": 150, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}},
    {"code": {"coding": [{"system": "http://loinc.org", "code": "8462-4"}]},
     "valueQuantity": {"value": 95, "unit": "mm[Hg]", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}}]
})";

TEST(ExtractRowsTest, ReadsABloodPressure) {
    const auto rows = Extract(kPressure);
    EXPECT_THAT(ValuesOf(rows, "patient"), ElementsAre("Patient/p1"));
    EXPECT_THAT(ValuesOf(rows, "subject"), ElementsAre("Patient/p1"));
    EXPECT_THAT(ValuesOf(rows, "device"), IsEmpty());
    EXPECT_THAT(ValuesOf(rows, "combo-code"),
                UnorderedElementsAre("http://loinc.org|85354-9", "http://loinc.org|8480-6",
                                     "http://loinc.org|8462-4"));
    EXPECT_THAT(ValuesOf(rows, "code", Facet::kText), ElementsAre("huyet ap"));
    EXPECT_THAT(ValuesOf(rows, "category", Facet::kText), ElementsAre("dau hieu sinh ton"));
    EXPECT_THAT(ValuesOf(rows, "component-value-quantity"),
                UnorderedElementsAre("150.000000..150.000000 http://unitsofmeasure.org|mm[Hg]",
                                     "150.000000..150.000000 |mmHg",
                                     "95.000000..95.000000 http://unitsofmeasure.org|mm[Hg]"));
    // A component's value goes with its own code and no other.
    EXPECT_THAT(ValuesOf(rows, "component-code-value-quantity"),
                UnorderedElementsAre("8480-6$150.000000", "8480-6$150.000000", "8462-4$95.000000"));
    EXPECT_THAT(ValuesOf(rows, "date"), ElementsAre("1714525200000..1714525200999"));
    ASSERT_EQ(rows.codes.size(), 1u);
    EXPECT_EQ(rows.codes[0].code, "85354-9");
    EXPECT_EQ(rows.date, 1'714'525'200'000);
    EXPECT_EQ(rows.references.size(), 2u);
}

TEST(ExtractRowsTest, LeavesOutPatientsThatAreNotMeant) {
    const auto rows =
        Extract(R"({"resourceType":"Observation","subject":{"reference":"Group/g1"}})");
    EXPECT_THAT(ValuesOf(rows, "patient"), IsEmpty());
    EXPECT_THAT(ValuesOf(rows, "subject"), ElementsAre("Group/g1"));
    const auto elsewhere = Extract(
        R"({"resourceType":"Observation","subject":{"reference":"http://khac.vn/Patient/7"}})");
    EXPECT_THAT(ValuesOf(elsewhere, "patient"), ElementsAre("/http://khac.vn/Patient/7"));
}

TEST(ExtractRowsTest, ReadsPeriodsTimingsAndRanges) {
    const auto open =
        Extract(R"({"resourceType":"Encounter","period":{"start":"2024-05-01T08:00:00Z"}})");
    EXPECT_THAT(ValuesOf(open, "date", Facet::kWide),
                ElementsAre("1714550400000..253402300799999"));
    const auto timing = Extract(
        R"({"resourceType":"Observation","effectiveTiming":{"event":["2024-05-02","2024-05-01"]}})");
    EXPECT_THAT(ValuesOf(timing, "date"), ElementsAre("1714496400000..1714669199999"));
    const auto range = Extract(
        R"({"resourceType":"Condition","onsetRange":{"low":{"value":40},"high":{"value":50}}})");
    EXPECT_THAT(ValuesOf(range, "onset-age", Facet::kWide), ElementsAre("40.000000..50.000000 |"));
    const auto below =
        Extract(R"({"resourceType":"Observation","valueQuantity":{"value":5,"comparator":"<"}})");
    ASSERT_EQ(ValuesOf(below, "value-quantity", Facet::kWide).size(), 1u);
}

TEST(ExtractRowsTest, FindsCanonicalsWithAndWithoutVersion) {
    const auto rows = Extract(
        R"({"resourceType":"Task","instantiatesCanonical":"http://x/Plan|2",)"
        R"("basedOn":[{"reference":"Patient/1?x=y"},{"reference":"Patient?identifier=1"}]})");
    EXPECT_THAT(ValuesOf(rows, "based-on"), IsEmpty());
    const auto measure = Extract(R"({"resourceType":"MeasureReport","measure":"http://x/M|2"})");
    EXPECT_THAT(ValuesOf(measure, "measure"), UnorderedElementsAre("/http://x/M|2", "/http://x/M"));
}

TEST(ExtractRowsTest, TakesValuesOfTheWrongShapeForNothing) {
    const auto rows = Extract(
        R"({"resourceType":"Patient","name":"An","birthDate":12,"gender":{"a":1},"telecom":[[1]],)"
        R"("identifier":[null,{"value":5}],"address":{"line":[{"x":1}]},"active":"yes"})");
    EXPECT_THAT(ValuesOf(rows, "name"), IsEmpty());
    EXPECT_THAT(ValuesOf(rows, "birthdate"), IsEmpty());
    EXPECT_THAT(ValuesOf(rows, "active"), IsEmpty());
    EXPECT_THAT(Extract(R"({"resourceType":"Nothing"})").rows, IsEmpty());
    EXPECT_THAT(Extract("[]").rows, IsEmpty());
}

// Every parameter of the definitions is either walked to, evaluated, or known to be out of reach.
TEST(ExtractRowsTest, ReadsTheExpressionsOfEveryType) {
    for (const auto* type : definitions::ResourceTypes()) {
        const auto text = R"({"resourceType":")" + std::string(type->name) + R"("})";
        const auto document = *json::Document::Parse(text);
        const auto rows = ExtractRows(document->root(), kHanoi);
        EXPECT_TRUE(rows) << type->name << ": " << rows.error().message;
    }
}

}  // namespace
}  // namespace tram::search
