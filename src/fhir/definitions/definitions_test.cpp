#include "fhir/definitions/definitions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

namespace tram::definitions {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::string_view ExpressionOf(std::string_view type, std::string_view code) {
    const auto* parameter = FindSearchParameter(type, code);
    return parameter ? parameter->expression : "no such parameter";
}

TEST(StructuresTest, ListsTheConcreteResourceTypesOfR4) {
    EXPECT_EQ(ResourceTypes().size(), 146u);
    std::set<std::string_view> names;
    for (const auto* type : ResourceTypes()) {
        EXPECT_EQ(type->kind, StructureKind::kResource) << type->name;
        EXPECT_FALSE(type->is_abstract) << type->name;
        EXPECT_TRUE(type->IsA("Resource")) << type->name;
        names.insert(type->name);
    }
    EXPECT_THAT(names, Contains("Bundle"));
    EXPECT_THAT(names, Contains("Parameters"));
    EXPECT_THAT(names, Not(Contains("DomainResource")));
    EXPECT_THAT(names, Not(Contains("SubscriptionStatus")));  // R4B
}

// Stores keep these numbers: a line may be added to the file at its end, none may move.
TEST(StructuresTest, KeepsTheNumbersOfResourceTypes) {
    std::ifstream file(TRAM_SOURCE_DIR "/src/fhir/definitions/resource_types.txt");
    std::string name;
    std::uint16_t number = 0;
    while (std::getline(file, name)) {
        EXPECT_EQ(ResourceTypeNumber(name), ++number);
        EXPECT_EQ(ResourceTypeName(number), name);
    }
    EXPECT_EQ(number, ResourceTypes().size());
    EXPECT_EQ(ResourceTypeNumber("Account"), 1);
    EXPECT_EQ(ResourceTypeNumber("Observation"), 96);
    EXPECT_EQ(ResourceTypeNumber("Patient"), 103);
    EXPECT_EQ(ResourceTypeNumber("VisionPrescription"), 146);
    EXPECT_EQ(ResourceTypeNumber("DomainResource"), 0);
    EXPECT_EQ(ResourceTypeNumber(""), 0);
    EXPECT_EQ(ResourceTypeName(0), "");
    EXPECT_EQ(ResourceTypeName(147), "");
}

TEST(StructuresTest, PutsInheritedElementsFirst) {
    const auto* patient = FindStructure("Patient");
    ASSERT_TRUE(patient);
    EXPECT_EQ(patient->elements[0].name, "id");
    EXPECT_EQ(patient->elements[0].types[0].code, "id");
    EXPECT_EQ(patient->elements[1].name, "meta");
    EXPECT_EQ(patient->elements[8].name, "identifier");
    EXPECT_TRUE(patient->elements[8].IsArray());
    EXPECT_TRUE(patient->IsA("DomainResource"));
    EXPECT_FALSE(patient->IsA("Bundle"));
}

TEST(StructuresTest, GivesBackboneElementsTheirOwnStructure) {
    const auto* contact = FindStructure("Patient")->FindByKey("contact");
    ASSERT_TRUE(contact);
    const auto* inside = contact->types[0].structure;
    EXPECT_EQ(inside->name, "Patient.contact");
    EXPECT_TRUE(inside->is_backbone);
    EXPECT_TRUE(inside->IsA("BackboneElement"));
    EXPECT_EQ(inside->FindByKey("gender")->required_value_set,
              "http://hl7.org/fhir/ValueSet/administrative-gender");
    EXPECT_EQ(FindStructure("Timing.repeat")->base->name, "Element");
}

TEST(StructuresTest, ResolvesContentReferences) {
    const auto* item = FindStructure("Questionnaire.item");
    ASSERT_TRUE(item);
    EXPECT_EQ(item->FindByKey("item")->types[0].structure, item);
    EXPECT_EQ(
        FindStructure("Observation.component")->FindByKey("referenceRange")->types[0].structure,
        FindStructure("Observation.referenceRange"));
}

TEST(StructuresTest, FindsChoicesByTheirTypedKeyOnly) {
    const auto* observation = FindStructure("Observation");
    const TypeRef* type = nullptr;
    const auto* value = observation->FindByKey("valueQuantity", &type);
    ASSERT_TRUE(value);
    EXPECT_TRUE(value->choice);
    EXPECT_EQ(value->name, "value");
    EXPECT_EQ(value->path, "Observation.value");
    EXPECT_EQ(type->code, "Quantity");
    EXPECT_EQ(observation->FindByKey("value"), nullptr);
    EXPECT_EQ(observation->FindByKey("valueAddress"), nullptr);
    EXPECT_EQ(observation->FindByKey("valuequantity"), nullptr);
    EXPECT_EQ(observation->FindByKey(""), nullptr);
    EXPECT_EQ(observation->FindByName("value"), value);
    EXPECT_EQ(FindStructure("Extension")->FindByName("value")->types.size(), 50u);
}

TEST(StructuresTest, FindsEveryElementOfEveryStructure) {
    for (const auto* resource : ResourceTypes()) {
        for (const auto& element : resource->elements) {
            for (const auto& type : element.types) {
                ASSERT_TRUE(type.structure) << element.path;
                std::string key(element.name);
                if (element.choice) {
                    key += type.code;
                    key[element.name.size()] = static_cast<char>(
                        std::toupper(static_cast<unsigned char>(key[element.name.size()])));
                }
                const TypeRef* found = nullptr;
                EXPECT_EQ(resource->FindByKey(key, &found), &element) << element.path;
                EXPECT_EQ(found, &type) << element.path;
            }
        }
    }
}

TEST(StructuresTest, KnowsReferenceTargets) {
    const auto* subject = FindStructure("Observation")->FindByKey("subject");
    EXPECT_THAT(subject->types[0].targets, ElementsAre("Patient", "Group", "Device", "Location"));
    EXPECT_THAT(FindStructure("Observation")->FindByKey("focus")->types[0].targets, IsEmpty());
}

TEST(StructuresTest, KeepsPatternsOfPrimitivesAndNoValueMember) {
    const auto* id = FindStructure("id");
    ASSERT_TRUE(id);
    EXPECT_EQ(id->kind, StructureKind::kPrimitive);
    EXPECT_EQ(id->primitive, Primitive::kId);
    EXPECT_EQ(FindStructure("xhtml")->primitive, Primitive::kXhtml);
    EXPECT_EQ(FindStructure("HumanName")->primitive, Primitive::kNone);
    EXPECT_EQ(id->pattern, "[A-Za-z0-9\\-\\.]{1,64}");
    EXPECT_EQ(id->FindByKey("value"), nullptr);
    EXPECT_TRUE(id->FindByKey("extension"));
    EXPECT_TRUE(id->IsA("string"));
}

TEST(StructuresTest, KnowsModifiersAndSummary) {
    const auto* patient = FindStructure("Patient");
    EXPECT_TRUE(patient->FindByKey("active")->is_modifier);
    EXPECT_TRUE(patient->FindByKey("name")->in_summary);
    EXPECT_FALSE(patient->FindByKey("photo")->in_summary);
}

// What the package took from R5 or made for its own server.
TEST(StructuresTest, HoldsNothingButR4) {
    EXPECT_EQ(FindStructure("Meta")->FindByKey("project"), nullptr);
    EXPECT_EQ(FindStructure("ResearchStudy")->FindByKey("label"), nullptr);
    EXPECT_EQ(FindStructure("ResearchStudy.label"), nullptr);
    EXPECT_TRUE(FindStructure("EvidenceVariable.characteristic")->FindByKey("groupMeasure"));
    EXPECT_EQ(FindStructure("DetectedIssue")->FindByKey("status")->required_value_set,
              "http://hl7.org/fhir/ValueSet/observation-status");
}

TEST(StructuresTest, AnswersNothingForUnknownTypes) {
    EXPECT_EQ(FindStructure("Patients"), nullptr);
    EXPECT_EQ(FindStructure(""), nullptr);
    EXPECT_EQ(FindStructure("MetadataResource"), nullptr);
}

TEST(SearchParametersTest, CutsExpressionsDownToTheType) {
    EXPECT_EQ(ExpressionOf("AllergyIntolerance", "code"),
              "AllergyIntolerance.code | AllergyIntolerance.reaction.substance");
    EXPECT_EQ(ExpressionOf("Condition", "code"), "Condition.code");
    EXPECT_EQ(ExpressionOf("MedicationRequest", "code"),
              "(MedicationRequest.medication as CodeableConcept)");
    EXPECT_EQ(ExpressionOf("Condition", "patient"),
              "Condition.subject.where(resolve() is Patient)");
    EXPECT_EQ(ExpressionOf("Observation", "value-quantity"),
              "(Observation.value as Quantity) | (Observation.value as SampledData)");
    EXPECT_EQ(ExpressionOf("Patient", "deceased"),
              "Patient.deceased.exists() and Patient.deceased != false");
    EXPECT_EQ(ExpressionOf("InsurancePlan", "name"), "InsurancePlan.name | InsurancePlan.alias");
}

TEST(SearchParametersTest, GivesInheritedParametersToEveryType) {
    for (const auto* type : ResourceTypes()) {
        for (const auto code :
             {"_id", "_lastUpdated", "_tag", "_profile", "_security", "_source"}) {
            const auto* parameter = FindSearchParameter(type->name, code);
            ASSERT_TRUE(parameter) << type->name << code;
            EXPECT_EQ(parameter->type, type->name);
        }
    }
    EXPECT_EQ(ExpressionOf("Patient", "_id"), "Patient.id");
    EXPECT_EQ(ExpressionOf("Resource", "_id"), "Resource.id");
    EXPECT_EQ(ExpressionOf("Patient", "_text"), "");
    EXPECT_EQ(FindSearchParameter("Bundle", "_text"), nullptr);
    EXPECT_EQ(FindSearchParameter("Patient", "nobody"), nullptr);
    EXPECT_THAT(SearchParametersOf("Nothing"), IsEmpty());
}

TEST(SearchParametersTest, StartsEveryExpressionWithItsType) {
    for (const auto* type : ResourceTypes()) {
        for (const auto* parameter : SearchParametersOf(type->name)) {
            if (parameter->expression.empty()) continue;
            const auto start = parameter->expression.find_first_not_of('(');
            EXPECT_TRUE(parameter->expression.substr(start).starts_with(type->name))
                << parameter->url << " " << parameter->expression;
        }
    }
}

TEST(SearchParametersTest, KnowsTargetsAndComponents) {
    EXPECT_THAT(FindSearchParameter("Observation", "subject")->targets,
                testing::UnorderedElementsAre("Patient", "Group", "Device", "Location"));
    const auto* composite = FindSearchParameter("Observation", "code-value-quantity");
    ASSERT_TRUE(composite);
    EXPECT_EQ(composite->kind, SearchKind::kComposite);
    EXPECT_EQ(composite->expression, "Observation");
    ASSERT_EQ(composite->components.size(), 2u);
    EXPECT_EQ(composite->components[0].definition, "code");
    EXPECT_EQ(composite->components[0].expression, "code");
    EXPECT_EQ(composite->components[1].definition, "value-quantity");
    EXPECT_EQ(composite->components[1].expression, "value.as(Quantity)");
    EXPECT_THAT(FindSearchParameter("Condition", "patient")->targets, ElementsAre("Patient"));
    EXPECT_THAT(FindSearchParameter("Encounter", "patient")->targets, ElementsAre("Patient"));
}

TEST(CompartmentsTest, NamesTheParametersOfEachCompartment) {
    EXPECT_THAT(CompartmentParameters("Patient", "Observation"),
                ElementsAre("subject", "performer"));
    EXPECT_THAT(CompartmentParameters("Encounter", "Observation"), ElementsAre("encounter"));
    EXPECT_THAT(CompartmentParameters("Practitioner", "Appointment"), ElementsAre("actor"));
    EXPECT_THAT(CompartmentParameters("Device", "Observation"), ElementsAre("subject", "device"));
    EXPECT_THAT(CompartmentParameters("RelatedPerson", "Patient"), ElementsAre("link"));
    EXPECT_THAT(CompartmentParameters("Patient", "Practitioner"), IsEmpty());
    EXPECT_THAT(CompartmentParameters("Encounter", "Encounter"), IsEmpty());
    EXPECT_THAT(CompartmentParameters("Location", "Observation"), IsEmpty());
}

TEST(TerminologyTest, JudgesMembershipOfLoadedSets) {
    constexpr auto kGender = "http://hl7.org/fhir/ValueSet/administrative-gender";
    constexpr auto kGenderSystem = "http://hl7.org/fhir/administrative-gender";
    EXPECT_EQ(MemberOf(kGender, kGenderSystem, "female"), Membership::kIn);
    EXPECT_EQ(MemberOf(kGender, "", "female"), Membership::kIn);
    EXPECT_EQ(MemberOf(std::string(kGender) + "|4.0.1", "", "female"), Membership::kIn);
    EXPECT_EQ(MemberOf(kGender, "", "Female"), Membership::kNotIn);
    EXPECT_EQ(MemberOf(kGender, "http://other", "female"), Membership::kNotIn);
    EXPECT_EQ(MemberOf("http://nowhere", "", "x"), Membership::kUnknown);
}

TEST(TerminologyTest, CallsSetsOverUnloadedSystemsUnknown) {
    EXPECT_EQ(MemberOf("http://hl7.org/fhir/ValueSet/observation-codes", "http://loinc.org", "1-8"),
              Membership::kUnknown);
    EXPECT_EQ(MemberOf("http://hl7.org/fhir/ValueSet/mimetypes", "urn:ietf:bcp:13", "text/plain"),
              Membership::kUnknown);
}

TEST(TerminologyTest, FollowsTheHierarchyOfLoadedSystems) {
    constexpr auto kActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    EXPECT_EQ(Subsumes(kActCode, "_ActEncounterCode", "AMB"), Membership::kIn);
    EXPECT_EQ(Subsumes(kActCode, "AMB", "AMB"), Membership::kIn);
    EXPECT_EQ(Subsumes(kActCode, "AMB", "_ActEncounterCode"), Membership::kNotIn);
    EXPECT_EQ(Subsumes(kActCode, "AMB", "nonsense"), Membership::kNotIn);
    EXPECT_EQ(Subsumes("http://loinc.org", "a", "b"), Membership::kUnknown);
    EXPECT_EQ(MemberOf("http://terminology.hl7.org/ValueSet/v3-ActEncounterCode", kActCode, "AMB"),
              Membership::kIn);
}

}  // namespace
}  // namespace tram::definitions
