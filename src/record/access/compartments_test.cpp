#include "record/access/compartments.h"

#include <gtest/gtest.h>

#include "platform/content/library.h"
#include "record/access/actor.h"

namespace tram::access {
namespace {

std::optional<std::string> PatientOf(std::string_view json) {
    const auto document = json::Document::Parse(json);
    if (!document) return "not JSON";
    const auto found = CurrentCompartments().PatientOf((*document)->root());
    if (!found) return std::nullopt;
    return std::string(*found);
}

std::string ShippedText() {
    const auto library = content::Library::Open({});
    return std::string(library->Find("roles/compartments.yaml")->bytes);
}

TEST(CompartmentsTest, ShippedFileCoversEveryType) {
    EXPECT_TRUE(Compartments::Parse(ShippedText(), "roles/compartments.yaml"));
    EXPECT_TRUE(IsCommonType("Organization"));
    EXPECT_FALSE(IsCommonType("Patient"));
    EXPECT_FALSE(IsCommonType("NoSuchType"));
}

TEST(CompartmentsTest, ARecordLivesWithTheFirstPatientItsElementNames) {
    EXPECT_EQ(PatientOf(R"({"resourceType":"Observation","subject":{"reference":"Patient/p1"}})"),
              "p1");
    EXPECT_EQ(
        PatientOf(
            R"({"resourceType":"Observation","subject":{"reference":"Patient/p1/_history/3"}})"),
        "p1");
    EXPECT_EQ(PatientOf(R"({"resourceType":"Appointment","participant":[
        {"actor":{"reference":"Practitioner/d"}},{"actor":{"reference":"Patient/p2"}}]})"),
              "p2");
    EXPECT_EQ(
        PatientOf(
            R"({"resourceType":"QuestionnaireResponse","source":{"reference":"Patient/p3"}})"),
        "p3");
}

TEST(CompartmentsTest, WithoutAPatientARecordIsItsOwnHome) {
    EXPECT_EQ(PatientOf(R"({"resourceType":"Patient","id":"p1"})"), std::nullopt);
    EXPECT_EQ(PatientOf(R"({"resourceType":"Observation","subject":{"reference":"Group/g"}})"),
              std::nullopt);
    EXPECT_EQ(PatientOf(R"({"resourceType":"Observation","subject":{"reference":"Patient/"}})"),
              std::nullopt);
    EXPECT_EQ(PatientOf(R"({"resourceType":"Observation","subject":"Patient/p1"})"), std::nullopt);
    EXPECT_EQ(PatientOf(R"({"resourceType":"Organization","partOf":{"reference":"Patient/p1"}})"),
              std::nullopt);
}

TEST(CompartmentsTest, RefusesATypeLeftOutTwiceOrUnknown) {
    auto text = ShippedText();
    const auto without = text.find("  - Organization\n");
    ASSERT_NE(without, std::string::npos);
    const auto left_out = Compartments::Parse(std::string(text).erase(without, 17), "c.yaml");
    ASSERT_FALSE(left_out);
    EXPECT_EQ(left_out.error().code, ErrorCode::kRequired);

    const auto twice =
        Compartments::Parse(std::string(text).insert(without, "  - Organization\n"), "c.yaml");
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, ErrorCode::kInvalid);

    const auto unknown =
        Compartments::Parse(std::string(text).insert(without, "  - Organisation\n"), "c.yaml");
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().message.find("Organisation"), std::string::npos);
}

}  // namespace
}  // namespace tram::access
