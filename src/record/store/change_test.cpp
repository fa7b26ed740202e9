#include "record/store/change.h"

#include <gtest/gtest.h>

namespace tram::record {
namespace {

TEST(ChangeTest, AResourceSaysItsTypeAndId) {
    const auto change =
        MakeChange(Method::kUpdate, R"({"resourceType":"Patient","id":"p1","active":true})");
    EXPECT_EQ(change.method, Method::kUpdate);
    EXPECT_EQ(change.type, "Patient");
    EXPECT_EQ(change.id, "p1");
    EXPECT_TRUE(change.resource->root()["active"].IsTrue());
    EXPECT_TRUE(MakeChange(Method::kCreate, R"({"resourceType":"Patient"})").id.empty());
}

TEST(ChangeTest, APatchIsToldWhatItIsOf) {
    const auto change =
        MakeChange(Method::kPatch, "Patient", "p1", R"([{"op":"remove","path":"/active"}])");
    EXPECT_EQ(change.type, "Patient");
    EXPECT_EQ(change.id, "p1");
    EXPECT_EQ(change.resource->root().size(), 1U);
    EXPECT_FALSE(change.if_match);
}

}  // namespace
}  // namespace tram::record
