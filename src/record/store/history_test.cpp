#include "record/store/store_test.h"

namespace tram::record {
namespace {

using testing::ElementsAre;

class HistoryTest : public StoreTestBase {
  protected:
    static std::string Body(std::string_view id, int n) {
        return R"({"resourceType":"Patient","id":")" + std::string(id) +
               R"(","multipleBirthInteger":)" + std::to_string(n) + "}";
    }
    void Must(Change change) {
        const auto applied = CommitOne(std::move(change));
        ASSERT_TRUE(applied) << applied.error().message;
        at_.push_back(applied->version.at);
    }
    HistoryPage Ask(HistoryQuery query) {
        auto page = (*store_->Read())->History(actor_, query);
        EXPECT_TRUE(page) << page.error().message << page.error().detail;
        return page ? std::move(page).value() : HistoryPage();
    }
    static std::vector<std::string> Names(const HistoryPage& page) {
        std::vector<std::string> names;
        for (const auto& version : page.versions) {
            names.push_back(version.id + "/" + std::to_string(version.version) +
                            (version.deleted ? " deleted" : ""));
        }
        return names;
    }
    std::vector<Instant> at_;  // of the version at each position, from 1
};
TRAM_ON_EACH_DATABASE(HistoryTest);

TEST_P(HistoryTest, TellsVersionsNewestFirstAtThreeLevels) {
    Must(Update(Body("p", 1)));
    Must(Update(Body("q", 1)));
    Must(Update(R"({"resourceType":"Basic","id":"b","code":{"text":"x"}})"));
    Must(Update(Body("p", 2)));
    Must(Delete("Patient", "p"));

    auto page = Ask({.scope = HistoryScope::kInstance, .type = "Patient", .id = "p"});
    EXPECT_THAT(Names(page), ElementsAre("p/3 deleted", "p/2", "p/1"));
    EXPECT_THAT(page.operations, ElementsAre(3, 2, 2));
    EXPECT_EQ(page.total, 3);
    EXPECT_EQ(page.next, "");
    EXPECT_EQ(page.versions[2].body, R"({"resourceType":"Patient","multipleBirthInteger":1})");

    page = Ask({.scope = HistoryScope::kType, .type = "Patient"});
    EXPECT_THAT(Names(page), ElementsAre("p/3 deleted", "p/2", "q/1", "p/1"));
    EXPECT_EQ(page.total, 4);
    page = Ask({});
    EXPECT_THAT(Names(page), ElementsAre("p/3 deleted", "p/2", "b/1", "q/1", "p/1"));
    EXPECT_EQ(page.total, 5);

    const auto nobody =
        (*store_->Read())
            ->History(actor_,
                      {.scope = HistoryScope::kInstance, .type = "Patient", .id = "nobody"});
    EXPECT_EQ(nobody.error().code, ErrorCode::kNotFound);
}

TEST_P(HistoryTest, PagesStayValidWhileOthersWrite) {
    for (int i = 1; i <= 7; ++i) Must(Update(Body("p" + std::to_string(i), i)));
    HistoryQuery query{.count = 3};
    auto page = Ask(query);
    EXPECT_THAT(Names(page), ElementsAre("p7/1", "p6/1", "p5/1"));
    Must(Update(Body("p6", 60)));
    Must(Delete("Patient", "p4"));
    query.cursor = page.next;
    page = Ask(query);
    EXPECT_THAT(Names(page), ElementsAre("p4/1", "p3/1", "p2/1"));
    EXPECT_EQ(page.total, 7);
    query.cursor = page.next;
    page = Ask(query);
    EXPECT_THAT(Names(page), ElementsAre("p1/1"));
    EXPECT_EQ(page.next, "");
}

TEST_P(HistoryTest, AnExactPageHasNoEmptyOneBehindIt) {
    for (int i = 1; i <= 4; ++i) Must(Update(Body("p" + std::to_string(i), i)));
    HistoryQuery query{.count = 2};
    query.cursor = Ask(query).next;
    const auto last = Ask(query);
    EXPECT_THAT(Names(last), ElementsAre("p2/1", "p1/1"));
    EXPECT_EQ(last.next, "");
}

TEST_P(HistoryTest, RefusesACursorThatIsNotItsOwn) {
    for (int i = 1; i <= 4; ++i) Must(Update(Body("p" + std::to_string(i), i)));
    HistoryQuery query{.count = 2};
    query.cursor = Ask(query).next;
    auto changed = query;
    changed.cursor[5] = changed.cursor[5] == 'A' ? 'B' : 'A';
    HistoryQuery other{.scope = HistoryScope::kType, .type = "Patient", .cursor = query.cursor};
    HistoryQuery nonsense{.cursor = "§"};
    for (const auto& wrong : {changed, other, nonsense}) {
        const auto page = (*store_->Read())->History(actor_, wrong);
        ASSERT_FALSE(page);
        EXPECT_EQ(page.error().code, ErrorCode::kMalformed);
    }
}

TEST_P(HistoryTest, SinceAnInstantTellsWhatIsNotOlder) {
    for (int i = 1; i <= 5; ++i) Must(Update(Body("p", i)));
    const auto since = [&](Instant at) {
        return Names(
            Ask({.scope = HistoryScope::kInstance, .type = "Patient", .id = "p", .since = at}));
    };
    EXPECT_THAT(since(at_[3]), ElementsAre("p/5", "p/4"));
    EXPECT_THAT(since({at_[3].micros + 1}), ElementsAre("p/5"));
    EXPECT_THAT(since({0}), ElementsAre("p/5", "p/4", "p/3", "p/2", "p/1"));
    EXPECT_THAT(since({at_[4].micros + 1}), ElementsAre());
}

TEST_P(HistoryTest, AtAnInstantTellsWhatWasPresentThen) {
    Must(Update(Body("p", 1)));
    Must(Update(Body("q", 1)));
    Must(Update(Body("p", 2)));
    Must(Delete("Patient", "q"));
    const auto at = [&](Instant instant) {
        return Names(Ask({.scope = HistoryScope::kType, .type = "Patient", .at = instant}));
    };
    EXPECT_THAT(at(at_[1]), ElementsAre("q/1", "p/1"));
    EXPECT_THAT(at(at_[2]), ElementsAre("p/2", "q/1"));
    EXPECT_THAT(at(at_[3]), ElementsAre("p/2"));
    EXPECT_THAT(at({at_[0].micros - 1}), ElementsAre());
}

}  // namespace
}  // namespace tram::record
