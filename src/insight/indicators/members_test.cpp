#include "insight/indicators/members.h"

#include <gtest/gtest.h>

namespace tram::indicators {
namespace {

TEST(RankForWorkTest, LongestOverdueFirstThenRiskThenName) {
    std::map<Rid, MemberFacts> facts;
    const auto add = [&](Rid rid, std::int32_t due, std::int64_t risk, const char* name) {
        facts[rid].risk = risk;
        facts[rid].sort_key = name;
        return Member{.member = rid, .due_on = due};
    };
    std::vector<Member> members = {add(1, 90, 1, "b"), add(2, 90, 3, "c"),  add(3, 50, 0, "d"),
                                   add(4, 0, 9, "e"),  add(5, 200, 9, "a"), add(6, 90, 1, "a")};
    RankForWork(members, facts, 100);
    std::vector<Rid> order;
    for (const auto& member : members) order.push_back(member.member);
    EXPECT_EQ(order, (std::vector<Rid>{3, 2, 6, 1, 5, 4}));
}

}  // namespace
}  // namespace tram::indicators
