// Pools, and what becomes of connections when disk, line or server fail.
#include <thread>

#include "platform/database/database_test.h"

namespace tram::database {
namespace {

class ConnectionTest : public DatabaseTestBase {};
TRAM_ON_EACH_DATABASE(ConnectionTest);

// Faults that only one of them can have.
class SqliteDatabaseTest : public DatabaseTestBase {};
class PostgresDatabaseTest : public DatabaseTestBase {};
INSTANTIATE_TEST_SUITE_P(On, SqliteDatabaseTest, ::testing::Values("sqlite"));
INSTANTIATE_TEST_SUITE_P(On, PostgresDatabaseTest, ::testing::Values("postgres"));

TEST_P(ConnectionTest, PoolLendsOnlySoManyAndTakesThemBackClean) {
    AddTokens(0, 10);
    ConnectionPool pool(*database_, Connection::Mode::kRead, 2);
    {
        auto one = Must(pool.Take());
        auto two = Must(pool.Take());
        const auto three = pool.Take(10);
        ASSERT_FALSE(three);
        EXPECT_EQ(three.error().code, ErrorCode::kBusy);
        Must(one->Begin(Connection::Mode::kRead));
        EXPECT_EQ(Number(*one, "SELECT count(*) FROM tok"), 10);
        one->SetTimeLimit(1);
    }
    AddTokens(10, 20);
    for (int i = 0; i < 3; ++i) {
        auto lease = Must(pool.Take());
        EXPECT_EQ(Number(*lease, "SELECT count(*) FROM tok"), 20);
    }
}

TEST_P(ConnectionTest, PoolLendsNoConnectionFromBeforeItsRenewal) {
    ConnectionPool pool(*database_, Connection::Mode::kRead, 2);
    std::uint64_t lent = 0, idle = 0;
    {
        const auto first = Must(pool.Take());
        {
            const auto second = Must(pool.Take());
            idle = second->serial();
        }
        lent = first->serial();
        pool.Renew();
    }
    const auto one = Must(pool.Take());
    const auto two = Must(pool.Take());
    for (const auto* lease : {&one, &two}) {
        EXPECT_NE((*lease)->serial(), lent);
        EXPECT_NE((*lease)->serial(), idle);
        EXPECT_EQ(Number(**lease, "SELECT 1"), 1);
    }
}

TEST_P(ConnectionTest, PoolWakesThoseWhoWait) {
    ConnectionPool pool(*database_, Connection::Mode::kRead, 2);
    std::atomic<int> served = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 20; ++round) {
                auto lease = pool.Take(60'000);
                if (lease && Number(**lease, "SELECT count(*) FROM tok") == 0) ++served;
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(served, 160);
}

TEST_P(SqliteDatabaseTest, AFullDiskIsToldAndHeals) {
    AddTokens(0, 10);
    testing::FillDisk(*writer_);
    Must(writer_->Begin(Connection::Mode::kWrite));
    auto batch = writer_->Insert("tok", kTok);
    for (std::int64_t rid = 10; rid < 20'000; ++rid) batch->Int(1).Int(1).Int(rid);
    const auto full = batch->Flush();
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(full.error().message_vi, ::testing::HasSubstr("đã đầy"));
    EXPECT_FALSE(writer_->Commit());
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 10);
    EXPECT_FALSE(writer_->Broken());

    testing::FreeDisk(*writer_);
    AddTokens(10, 20'000);
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 20'000);
}

TEST_P(PostgresDatabaseTest, ALostConnectionIsToldAndTheNextOneWorks) {
    AddTokens(0, 10);
    Must(writer_->Begin(Connection::Mode::kWrite));
    AddTokens(10, 20);
    CutConnections();
    const auto lost = writer_->Insert("tok", kTok)->Int(1).Int(1).Int(1).Flush();
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(lost.error().message_vi, ::testing::HasSubstr("thử lại"));
    EXPECT_TRUE(writer_->Broken());
    EXPECT_EQ(writer_->Commit().error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(writer_->Begin(Connection::Mode::kWrite).error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(writer_->Prepare("SELECT 1").error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(writer_->Execute("SELECT 1").error().code, ErrorCode::kUnavailable);
    writer_->Rollback();

    writer_ = Connect(Connection::Mode::kWrite);
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 10);
}

TEST_P(PostgresDatabaseTest, ACommitWhoseLineBreaksIsNeverToldAsDone) {
    Must(writer_->Begin(Connection::Mode::kWrite));
    AddTokens(0, 10);
    CutConnections();
    EXPECT_EQ(writer_->Commit().error().code, ErrorCode::kUnavailable);
    EXPECT_TRUE(writer_->Broken());
}

TEST_P(PostgresDatabaseTest, PoolDropsConnectionsThatWereLost) {
    ConnectionPool pool(*database_, Connection::Mode::kRead, 3);
    {
        auto one = Must(pool.Take());
        auto two = Must(pool.Take());
        EXPECT_EQ(Number(*one, "SELECT count(*) FROM tok"), 0);
        EXPECT_EQ(Number(*two, "SELECT count(*) FROM tok"), 0);
    }
    CutConnections();
    {
        auto lost = Must(pool.Take());
        EXPECT_EQ(lost->Prepare("SELECT count(*) FROM kinds").error().code,
                  ErrorCode::kUnavailable);
    }
    for (int i = 0; i < 3; ++i) {
        auto healed = Must(pool.Take());
        EXPECT_EQ(Number(*healed, "SELECT count(*) FROM tok"), 0);
    }
}

TEST(SqliteTest, TellsWhyAStoreCannotBeOpened) {
    const auto missing = Database::Open({.path = "/nonexistent/folder/tram.db"});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(missing.error().message, ::testing::HasSubstr("folder"));
}

}  // namespace
}  // namespace tram::database
