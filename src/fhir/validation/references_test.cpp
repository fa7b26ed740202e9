#include "fhir/validation/references.h"

#include <gtest/gtest.h>

namespace tram::validation {
namespace {

TEST(ReferencesTest, ReadsRelativeReferences) {
    const auto plain = ReadReference("Patient/p-1");
    EXPECT_EQ(plain.form, ReferenceForm::kRelative);
    EXPECT_EQ(plain.type, "Patient");
    EXPECT_EQ(plain.id, "p-1");
    const auto versioned = ReadReference("Patient/p-1/_history/3");
    EXPECT_EQ(versioned.form, ReferenceForm::kRelative);
    EXPECT_EQ(versioned.type, "Patient");
    EXPECT_EQ(versioned.id, "p-1");
}

TEST(ReferencesTest, ReadsTheTypeAtTheTailOfAnAbsoluteUrl) {
    EXPECT_EQ(ReadReference("https://a.vn/fhir/Patient/1").type, "Patient");
    EXPECT_EQ(ReadReference("https://a.vn/fhir/Patient/1/_history/2").type, "Patient");
    EXPECT_EQ(ReadReference("https://a.vn/fhir/Patient/1").form, ReferenceForm::kAbsolute);
    const auto other = ReadReference("https://a.vn/somewhere/else");
    EXPECT_EQ(other.form, ReferenceForm::kAbsolute);
    EXPECT_EQ(other.type, "");
}

TEST(ReferencesTest, ReadsTheOtherForms) {
    EXPECT_EQ(ReadReference("urn:uuid:c757873d-ec9a-4326-a141-556f43239520").form,
              ReferenceForm::kUrn);
    EXPECT_EQ(ReadReference("#p1").form, ReferenceForm::kContained);
    EXPECT_EQ(ReadReference("#p1").id, "p1");
    EXPECT_EQ(ReadReference("#").form, ReferenceForm::kContained);
    const auto conditional = ReadReference("Patient?identifier=http://a|1");
    EXPECT_EQ(conditional.form, ReferenceForm::kConditional);
    EXPECT_EQ(conditional.type, "Patient");
}

TEST(ReferencesTest, RefusesEverythingElse) {
    for (const auto text : {"", "Patient", "Patient/", "/Patient/1", "Patients/1", "fhir/Patient/1",
                            "Patient/1/", "Patient/a b", "Patient/1/_history/", "Patients?x=1",
                            "DomainResource/1", "#a b", "1", "Patient/1/2", "://x"}) {
        EXPECT_EQ(ReadReference(text).form, ReferenceForm::kBroken) << text;
    }
}

}  // namespace
}  // namespace tram::validation
