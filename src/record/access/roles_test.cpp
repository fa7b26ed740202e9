#include "record/access/roles.h"

#include <gtest/gtest.h>

namespace tram::access {
namespace {

constexpr std::string_view kHead =
    "id: r\ntitle: {vi: Vai, en: Role}\nsource: test\nchecked: false\n";

TEST(RolesTest, ShippedRolesLoad) {
    const auto roles = Roles::Load(*content::Library::Open({}));
    ASSERT_TRUE(roles) << roles.error().message;
    for (const auto* id :
         {"administrator", "health_office", "figures_only", "station_head", "station_doctor",
          "station_nurse", "village_worker", "area_centre", "auditor", "program"}) {
        ASSERT_NE(roles->Find(id), nullptr) << id;
        EXPECT_FALSE(roles->Find(id)->title_vi.empty());
    }
    EXPECT_EQ(roles->Find("nobody"), nullptr);
}

TEST(RolesTest, OnlyAdministratorsChangeTheTreeOfUnits) {
    // Whoever may write it could put every unit below their own, and so see everyone.
    const auto roles = Roles::Load(*content::Library::Open({}));
    ASSERT_TRUE(roles);
    for (const auto& role : roles->All()) {
        const Actor actor{.user = "u", .role = role};
        for (const auto* type : {"Organization", "OrganizationAffiliation"}) {
            EXPECT_EQ(CheckRight(actor, Right::kCreate, type).ok(), role->administrator)
                << role->id;
            EXPECT_EQ(CheckRight(actor, Right::kUpdate, type).ok(), role->administrator)
                << role->id;
        }
    }
}

TEST(RolesTest, ShippedRolesHoldTheirPromises) {
    const auto roles = Roles::Load(*content::Library::Open({}));
    ASSERT_TRUE(roles);
    const auto may = [&](const char* role, Right right, const char* type) {
        return CheckRight({.user = "u", .role = roles->Find(role)}, right, type).ok();
    };
    EXPECT_TRUE(may("station_doctor", Right::kCreate, "MedicationRequest"));
    EXPECT_FALSE(may("station_nurse", Right::kCreate, "MedicationRequest"));
    EXPECT_FALSE(may("village_worker", Right::kRead, "MedicationRequest"));
    EXPECT_TRUE(may("village_worker", Right::kCreate, "Observation"));
    EXPECT_FALSE(may("figures_only", Right::kRead, "Patient"));
    EXPECT_TRUE(may("figures_only", Right::kRead, "Organization"));
    EXPECT_FALSE(may("auditor", Right::kRead, "Patient"));
    EXPECT_FALSE(may("health_office", Right::kCreate, "Observation"));
}

TEST(RolesTest, RefusesUnknownKeysAndTypes) {
    const auto key = ParseRole(std::string(kHead) + "names: true\nread: []\n", "r.yaml");
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().path, "r.yaml:6");
    const auto type =
        ParseRole(std::string(kHead) + "names: true\nreads:\n  - Patients\n", "r.yaml");
    ASSERT_FALSE(type);
    EXPECT_EQ(type.error().path, "r.yaml:7");
}

TEST(RolesTest, RefusesARoleWithoutNamesThatListsPersonalTypes) {
    EXPECT_FALSE(ParseRole(std::string(kHead) + "names: false\nreads: [Patient]\n", "r.yaml"));
    EXPECT_FALSE(ParseRole(std::string(kHead) + "names: false\nwrites: ['*']\n", "r.yaml"));
    EXPECT_TRUE(ParseRole(std::string(kHead) + "names: false\nwrites: [Organization]\n", "r.yaml"));
}

}  // namespace
}  // namespace tram::access
