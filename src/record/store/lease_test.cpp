// A store on PostgreSQL whose line breaks, or whose database another process takes over.
#include <atomic>
#include <thread>

#include "record/store/store_test.h"

namespace tram::record {
namespace {

using testing::HasSubstr;

class LeaseTest : public StoreTestBase {
  protected:
    static std::string Body(int id, int n) {
        return R"({"resourceType":"Patient","id":"p)" + std::to_string(id) +
               R"(","multipleBirthInteger":)" + std::to_string(n) + "}";
    }
    // A line of its own into the store's schema.
    void Aside(const std::string& sql) {
        const auto database = Open();
        const auto connection = *database->Connect(database::Connection::Mode::kWrite);
        const auto done = connection->Execute(sql);
        ASSERT_TRUE(done) << done.error().detail;
    }
    // Process id of the writer's line; 0 while there is none.
    std::int64_t WriterPid() {
        std::int64_t pid = 0;
        const auto asked = store_->Write([&](database::Connection& connection) -> Result<void> {
            auto* query = TRY(connection.Prepare("SELECT pg_backend_pid()"));
            TRY(query->Step());
            pid = query->Int(0);
            query->Reset();
            return {};
        });
        return asked ? pid : 0;
    }
    // Returns when it is broken.
    void BreakLine(std::int64_t pid) {
        if (pid != 0) Aside("SELECT pg_terminate_backend(" + std::to_string(pid) + ", 60000)");
    }
};
INSTANTIATE_TEST_SUITE_P(On, LeaseTest, testing::Values("postgres"),
                         [](const auto& each) { return std::string(each.param); });

TEST_P(LeaseTest, ALostLineIsToldAndHeals) {
    ASSERT_TRUE(CommitOne(Update(Body(1, 1))));
    const auto pid = WriterPid();
    // While something is written: an idle writer might mend its line before anybody asks.
    const auto lost = store_->Write([&](database::Connection&) -> Result<void> {
        BreakLine(pid);
        return {};
    });
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, ErrorCode::kUnavailable);
    while (!CommitOne(Update(Body(1, 3)))) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    EXPECT_EQ(ReadBack("Patient", "p1"), R"({"resourceType":"Patient","multipleBirthInteger":3})");
    EXPECT_EQ(store_->position(), 2);
    ExpectNoProblems();
}

TEST_P(LeaseTest, ALineThatBreaksAgainAndAgainLosesNoAcknowledgedCommit) {
    std::atomic<bool> stop = false;
    std::atomic<int> acknowledged[4] = {};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int n = 1; !stop; ++n) {
                if (Commit({Update(Body(t, n)), Update(Body(t + 10, n))})) acknowledged[t] = n;
            }
        });
    }
    // Until each of them was acknowledged something more.
    const auto all_go_on = [&] {
        for (const auto& each : acknowledged) {
            for (const int before = each; each == before;) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        }
    };
    for (int i = 0; i < 8; ++i) {
        all_go_on();
        BreakLine(WriterPid());
    }
    all_go_on();
    stop = true;
    for (auto& thread : threads) thread.join();
    for (int t = 0; t < 4; ++t) {
        const auto n = std::to_string(acknowledged[t]);
        const auto present = Json(ReadBack("Patient", "p" + std::to_string(t)));
        EXPECT_GE(std::stoi(std::string(present->root()["multipleBirthInteger"].text())),
                  acknowledged[t]);
        // Both of a transaction, or none.
        EXPECT_EQ(ReadBack("Patient", "p" + std::to_string(t)),
                  ReadBack("Patient", "p" + std::to_string(t + 10)));
    }
    ExpectNoProblems();
}

TEST_P(LeaseTest, AProcessThatWasTakenOverWritesNoMore) {
    ASSERT_TRUE(CommitOne(Update(Body(1, 1))));
    // What another process does when this one seems dead.
    Aside("UPDATE store SET value = '1000 9999999999999999 1 elsewhere' WHERE key = 'lease'");
    const auto refused = CommitOne(Update(Body(1, 2)));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(refused.error().message, HasSubstr("another process has taken over"));
    EXPECT_EQ(store_->position(), 1);
    // Nor does closing give back what is not its own.
    store_.reset();
    const auto again = Store::Open(Options(), clock_, random_, {}, {});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::kConflict);
    EXPECT_THAT(again.error().message, HasSubstr("on elsewhere"));
}

TEST_P(LeaseTest, AnEndedLeaseIsFreeForTheNext) {
    store_.reset();
    Aside("UPDATE store SET value = '7 1 1 elsewhere' WHERE key = 'lease'");
    Reopen();
    ASSERT_TRUE(CommitOne(Update(Body(1, 1))));
}

}  // namespace
}  // namespace tram::record
