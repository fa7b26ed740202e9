#include "record/access/actor.h"

#include <gtest/gtest.h>

namespace tram::access {
namespace {

Actor With(Role role) {
    return {.user = "u", .role = std::make_shared<const Role>(std::move(role))};
}

TEST(ActorTest, NobodySignedInMayDoNothing) {
    const auto refused = CheckRight(Actor{}, Right::kRead, "Organization");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kUnauthenticated);
}

TEST(ActorTest, EveryoneSignedInReadsCommonTypes) {
    const auto actor = With({.id = "r"});
    EXPECT_TRUE(CheckRight(actor, Right::kRead, "Organization"));
    EXPECT_TRUE(CheckRight(actor, Right::kHistory, "HealthcareService"));
    EXPECT_FALSE(CheckRight(actor, Right::kUpdate, "Organization"));
}

TEST(ActorTest, ARoleReadsAndWritesTheTypesItLists) {
    const auto actor =
        With({.id = "r", .names = true, .reads = {"Patient"}, .writes = {"Observation"}});
    EXPECT_TRUE(CheckRight(actor, Right::kRead, "Patient"));
    EXPECT_TRUE(CheckRight(actor, Right::kHistory, "Patient"));
    EXPECT_FALSE(CheckRight(actor, Right::kRead, "Condition"));
    EXPECT_TRUE(CheckRight(actor, Right::kCreate, "Observation"));
    EXPECT_TRUE(CheckRight(actor, Right::kUpdate, "Observation"));
    EXPECT_FALSE(CheckRight(actor, Right::kDelete, "Observation"));
}

TEST(ActorTest, WithoutNamesNoPersonalRecordIsReadWhateverIsListed) {
    const auto actor = With({.id = "figures", .names = false, .reads = {"*", "Patient"}});
    const auto refused = CheckRight(actor, Right::kRead, "Patient");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kForbidden);
    EXPECT_FALSE(refused.error().message_vi.empty());
}

TEST(ActorTest, StaffIsNamedToThoseWithARightToNames) {
    for (const auto* type : {"Practitioner", "PractitionerRole"}) {
        EXPECT_TRUE(IsCommonType(type));
        EXPECT_TRUE(CheckRight(With({.id = "r", .names = true}), Right::kRead, type));
        EXPECT_FALSE(CheckRight(With({.id = "r", .reads = {"*"}}), Right::kRead, type));
        EXPECT_FALSE(CheckRight(With({.id = "r", .reads = {type}}), Right::kHistory, type));
    }
}

TEST(ActorTest, TheSystemMayDoEverything) {
    const auto system = SystemActor();
    EXPECT_TRUE(system.unlimited());
    for (const auto right :
         {Right::kRead, Right::kCreate, Right::kUpdate, Right::kDelete, Right::kHistory}) {
        EXPECT_TRUE(CheckRight(system, right, "Patient"));
    }
}

}  // namespace
}  // namespace tram::access
