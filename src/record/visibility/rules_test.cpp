#include "record/visibility/rules.h"

#include <gtest/gtest.h>

#include "base/date.h"
#include "platform/content/library.h"

namespace tram::visibility {
namespace {

Rules Shipped() {
    const auto library = content::Library::Open({});
    auto rules =
        Rules::Parse(library->Find("roles/visibility.yaml")->bytes, "roles/visibility.yaml");
    if (!rules) throw std::runtime_error(rules.error().message);
    return std::move(*rules);
}
std::vector<Opening> OpeningsOf(std::string_view type, const std::string& json) {
    const auto document = json::Document::Parse(json);
    return Shipped().OpeningsOf(type, (*document)->root());
}
std::vector<Link> LinksOf(std::string_view type, const std::string& json) {
    const auto document = json::Document::Parse(json);
    return Shipped().LinksOf(type, (*document)->root());
}
std::int64_t DayOf(std::string_view text) {
    return ParseDate(text)->FirstDay();
}

TEST(RulesTest, APatientIsOpenToWhoManagesAndWhoCares) {
    const auto openings = OpeningsOf("Patient", R"({"resourceType":"Patient",
        "managingOrganization":{"reference":"Organization/a"},
        "generalPractitioner":[{"reference":"Practitioner/x"},{"reference":"Organization/b/_history/2"}]})");
    ASSERT_EQ(openings.size(), 2u);
    EXPECT_EQ(openings[0].unit, "a");
    EXPECT_EQ(openings[1].unit, "b");
    EXPECT_NE(openings[0].why, openings[1].why);
    EXPECT_EQ(openings[0].days, Days());
}

TEST(RulesTest, AHamletSeesWhoLivesThereWhileTheyDo) {
    const auto openings = OpeningsOf("Patient", R"({"resourceType":"Patient","address":[
        {"period":{"start":"2020-05","end":"2024-03-31"},
         "extension":[{"url":"urn:tram:ext:residence-unit","valueReference":{"reference":"Organization/old"}}]},
        {"period":{"start":"2024-04-01"},
         "extension":[{"url":"urn:tram:ext:residence-unit","valueReference":{"reference":"Organization/new"}}]}]})");
    ASSERT_EQ(openings.size(), 2u);
    EXPECT_EQ(openings[0].unit, "new");
    EXPECT_EQ(openings[0].days, (Days{DayOf("2024-04-01"), Days::kOpenEnd}));
    EXPECT_EQ(openings[1].unit, "old");
    EXPECT_EQ(openings[1].days, (Days{DayOf("2020-05-01"), DayOf("2024-03-31")}));
}

TEST(RulesTest, AReferralOpensToTheOneAsked) {
    const auto openings = OpeningsOf("ServiceRequest", R"({"resourceType":"ServiceRequest",
        "requester":{"reference":"Organization/station"},"performer":[{"reference":"Organization/hospital"}]})");
    ASSERT_EQ(openings.size(), 2u);
    EXPECT_EQ(openings[0].unit, "hospital");
    EXPECT_EQ(openings[1].unit, "station");
}

std::string TaskOf(std::string_view more) {
    return R"({"resourceType":"Task","owner":{"reference":"Organization/hamlet"},
        "for":{"reference":"Patient/p"})" +
           std::string(more) + "}";
}
// The last day on which the task opens the person to its owner.
std::int64_t LastDayOf(std::string_view more) {
    const auto openings = OpeningsOf("Task", TaskOf(more));
    EXPECT_EQ(openings.size(), 1u);
    return openings.empty() ? 0 : openings.front().days.to_on;
}

TEST(RulesTest, WorkGivenOutOpensThePersonUntilSomeDaysAfterItsDueDayOrItsEnd) {
    const std::string due = R"(,"restriction":{"period":{"end":"2026-03-10"}})";
    const std::string done =
        R"(,"output":[{"type":{"coding":[{"system":"urn:tram:codes:task-output",
        "code":"on"}]},"valueDateTime":"2026-03-04"}])";
    EXPECT_EQ(LastDayOf(R"(,"status":"requested")" + due), DayOf("2026-03-24"));
    EXPECT_EQ(LastDayOf(R"(,"status":"completed")" + due + done), DayOf("2026-03-18"));
    // A contact that ends nothing: "will come".
    EXPECT_EQ(LastDayOf(R"(,"status":"in-progress")" + due + done), DayOf("2026-03-24"));
    // Closed long after it was due: that opens nobody again.
    EXPECT_EQ(
        LastDayOf(R"(,"status":"cancelled","executionPeriod":{"end":"2026-06-01T08:00:00+07:00"})" +
                  due),
        DayOf("2026-03-24"));
    EXPECT_EQ(
        LastDayOf(
            R"(,"status":"failed","executionPeriod":{"end":"2026-03-01"},"authoredOn":"2026-02-01")"),
        DayOf("2026-03-15"));
    EXPECT_EQ(LastDayOf(R"(,"status":"requested")"), Days::kOpenEnd);
    EXPECT_LT(LastDayOf(R"(,"status":"completed")"), DayOf("1971-01-01"));  // nobody said when
}

TEST(RulesTest, WorkAboutNobodyStaysOpenToItsUnit) {
    const auto openings = OpeningsOf(
        "Task",
        R"({"resourceType":"Task","status":"completed","owner":{"reference":"Organization/a"},
        "requester":{"reference":"Organization/b"},"restriction":{"period":{"end":"2020-01-01"}}})");
    ASSERT_EQ(openings.size(), 2u);
    for (const auto& opening : openings) EXPECT_EQ(opening.days, Days());
}

TEST(RulesTest, OtherReferencesAndTypesOpenNothing) {
    EXPECT_TRUE(
        OpeningsOf("Observation",
                   R"({"resourceType":"Observation","performer":[{"reference":"Organization/a"}]})")
            .empty());
    EXPECT_TRUE(
        OpeningsOf("Encounter",
                   R"({"resourceType":"Encounter","serviceProvider":{"display":"Organization/a"}})")
            .empty());
    EXPECT_TRUE(
        OpeningsOf(
            "Encounter",
            R"({"resourceType":"Encounter","serviceProvider":{"reference":"Organization/"}})")
            .empty());
}

TEST(RulesTest, UnitsStandBelowWhatTheyArePartOf) {
    const auto part_of =
        LinksOf("Organization",
                R"({"resourceType":"Organization","partOf":{"reference":"Organization/up"}})");
    ASSERT_EQ(part_of.size(), 1u);
    EXPECT_EQ(part_of[0].child, "");
    EXPECT_EQ(part_of[0].parent, "up");
    const std::string head =
        R"({"resourceType":"OrganizationAffiliation","organization":{"reference":"Organization/commune"},
        "participatingOrganization":{"reference":"Organization/hamlet"},"period":{"start":"2025-07-01"})";
    const auto link = LinksOf(
        "OrganizationAffiliation",
        head + R"(,"code":[{"coding":[{"system":"urn:tram:codes:unit-link","code":"part-of"}]}]})");
    ASSERT_EQ(link.size(), 1u);
    EXPECT_EQ(link[0], (Link{"hamlet", "commune", {DayOf("2025-07-01"), Days::kOpenEnd}}));
    const auto heir = LinksOf(
        "OrganizationAffiliation",
        head +
            R"(,"code":[{"coding":[{"system":"urn:tram:codes:unit-link","code":"successor"}]}]})");
    ASSERT_EQ(heir.size(), 1u);
    EXPECT_EQ(heir[0], link[0]) << "who takes the place of a unit stands above it";
    EXPECT_TRUE(
        LinksOf(
            "OrganizationAffiliation",
            head +
                R"(,"code":[{"coding":[{"system":"urn:tram:codes:unit-link","code":"serves"}]}]})")
            .empty());
    EXPECT_TRUE(
        LinksOf(
            "OrganizationAffiliation",
            head +
                R"(,"active":false,"code":[{"coding":[{"system":"urn:tram:codes:unit-link","code":"part-of"}]}]})")
            .empty());
    EXPECT_TRUE(LinksOf("OrganizationAffiliation", head + "}").empty());
}

TEST(RulesTest, RefusesMistakesWithTheirLine) {
    const auto parse = [](const std::string& rules, const std::string& tree = "[]") {
        const auto read = Rules::Parse("rules: " + rules + "\ntree: " + tree + "\n", "v.yaml");
        return read ? std::string("fine") : read.error().path;
    };
    EXPECT_EQ(parse("\n  - {number: 1, id: a, type: Patient, units: managingOrganization}"),
              "fine");
    EXPECT_EQ(parse("\n  - {number: 1, id: a, type: Patients, units: x}"), "v.yaml:2");
    EXPECT_EQ(parse("\n  - {number: 0, id: a, type: Patient, units: x}"), "v.yaml:2");
    EXPECT_EQ(parse("\n  - {number: 1, id: a, type: Patient, units: 'x ('}"), "v.yaml:2");
    EXPECT_EQ(parse("\n  - {number: 1, id: a, type: Task, units: owner, until: authoredOn}"),
              "v.yaml:2");
    EXPECT_EQ(parse("\n  - {number: 1, id: a, type: Task, units: owner, until: authoredOn, "
                    "days_after: soon}"),
              "v.yaml:2");
    EXPECT_EQ(parse("\n  - {number: 1, id: a, type: Patient, units: id}\n  - {number: 1, id: b, "
                    "type: Patient, units: id}"),
              "v.yaml:3");
    EXPECT_EQ(parse("[]", "\n  - {type: Organization}"), "v.yaml:3");
}

}  // namespace
}  // namespace tram::visibility
