#include "record/store/store_test.h"

namespace tram::record {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class CheckTest : public StoreTestBase {
  protected:
    void SetUp() override {
        StoreTestBase::SetUp();
        ASSERT_TRUE(Commit(
            {Update(R"({"resourceType":"Patient","id":"p","name":[{"family":"Nguyễn"}],)"
                    R"("birthDate":"1960-01-02","identifier":[{"system":"urn:x","value":"1"}]})"),
             Update(R"({"resourceType":"Observation","id":"o","status":"final",)"
                    R"("code":{"coding":[{"system":"urn:c","code":"hat"}]},)"
                    R"("subject":{"reference":"Patient/p"},"effectiveDateTime":"2026-01-02",)"
                    R"("valueQuantity":{"value":140,"unit":"mmHg"}})")}));
        ASSERT_TRUE(
            CommitOne(Update(R"({"resourceType":"Patient","id":"p","name":[{"family":"Nguyễn"}],)"
                             R"("birthDate":"1961-01-02"})")));
        ExpectNoProblems();
    }
    // What Check says once the store was spoilt behind its back.
    std::vector<std::string> After(const std::string& sql) {
        EXPECT_TRUE(store_->Write(
            [&](database::Connection& connection) { return connection.Execute(sql); }));
        auto problems = store_->Check({});
        EXPECT_TRUE(problems);
        return problems ? std::move(problems).value() : std::vector<std::string>();
    }
};
TRAM_ON_EACH_DATABASE(CheckTest);

TEST_P(CheckTest, FindsARowTooManyAndARowMissingInEachTable) {
    for (const std::string table : {"tok", "ref", "dat", "str", "uri", "qty", "pcd"}) {
        EXPECT_THAT(After("UPDATE " + table +
                          " SET rid = rid + 1000 WHERE rid = (SELECT min(rid) FROM " + table + ")"),
                    AllOf(Contains(StartsWith(table + ": row too many:")),
                          Contains(StartsWith(table + ": row missing:"))))
            << table;
        After("UPDATE " + table + " SET rid = rid - 1000 WHERE rid > 1000");
    }
    ExpectNoProblems();
}

TEST_P(CheckTest, TellsNoValuesOfARecord) {
    for (const auto& line : After("DELETE FROM str; DELETE FROM dat; DELETE FROM qty")) {
        EXPECT_THAT(line,
                    AllOf(Not(HasSubstr("nguyen")), Not(HasSubstr("140")), Not(HasSubstr("lo="))));
    }
}

TEST_P(CheckTest, FindsWrongCounts) {
    EXPECT_THAT(After("UPDATE stat SET n = n + 1 WHERE p = 0"), SizeIs(2));
    EXPECT_THAT(After("UPDATE stat SET n = n - 1 WHERE p = 0; INSERT INTO stat VALUES (1, 2, 3)"),
                testing::ElementsAre("stat: counts what is not there: p=1 v=2"));
}

TEST_P(CheckTest, FindsAChangedBodyAndABrokenChain) {
    EXPECT_THAT(After("UPDATE hist SET codec = 0, body = '{\"resourceType\":\"Patient\"}'"),
                Contains(HasSubstr("its body is not the one that was written")));
    EXPECT_THAT(After("UPDATE log SET author = 'someone else' WHERE pos = 2"),
                Contains(HasSubstr("the chain is broken: pos=2")));
    EXPECT_THAT(After("DELETE FROM hist"), Contains(HasSubstr("its version is missing")));
    EXPECT_THAT(After("DELETE FROM log WHERE pos = 2"),
                Contains(HasSubstr("positions are missing before this one: pos=3")));
}

TEST_P(CheckTest, FindsARecordInTheWrongCompartment) {
    EXPECT_THAT(After("UPDATE res SET home = rid WHERE id = 'o'"),
                AllOf(Contains(StartsWith("res: wrong compartment:")),
                      Contains(StartsWith("res: differs from the log:"))));
    EXPECT_THAT(After("UPDATE res SET person = 77 WHERE id = 'o'"),
                Contains(StartsWith("res: wrong person:")));
}

}  // namespace
}  // namespace tram::record
