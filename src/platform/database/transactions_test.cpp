// What holds together, and what a snapshot shows.
#include "platform/database/database_test.h"

namespace tram::database {
namespace {

class TransactionTest : public DatabaseTestBase {};
TRAM_ON_EACH_DATABASE(TransactionTest);

TEST_P(TransactionTest, SavepointsNestAndUndoOnlyTheirOwn) {
    Must(writer_->Begin(Connection::Mode::kWrite));
    AddTokens(0, 10);
    Must(writer_->Savepoint());
    AddTokens(10, 20);
    Must(writer_->Savepoint());
    AddTokens(20, 30);
    Must(writer_->RollbackToSavepoint());
    Must(writer_->ReleaseSavepoint());
    Must(writer_->Savepoint());
    AddTokens(30, 40);
    EXPECT_FALSE(writer_->Insert("tok", kTok)->Int(1).Int(0).Int(0).Flush());
    Must(writer_->RollbackToSavepoint());
    Must(writer_->Commit());
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 20);
    EXPECT_EQ(Number(*writer_, "SELECT max(rid) FROM tok"), 19);
}

TEST_P(TransactionTest, RollbackLeavesNothingAndIsSafeAnyTime) {
    writer_->Rollback();
    Must(writer_->Begin(Connection::Mode::kWrite));
    AddTokens(0, 10);
    writer_->Rollback();
    writer_->Rollback();
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 0);
}

TEST_P(TransactionTest, AReadTransactionIsOneSnapshot) {
    AddTokens(0, 10);
    auto reader = Connect(Connection::Mode::kRead);
    Must(reader->Begin(Connection::Mode::kRead));
    EXPECT_EQ(Number(*reader, "SELECT count(*) FROM tok"), 10);
    AddTokens(10, 20);
    EXPECT_EQ(Number(*reader, "SELECT count(*) FROM tok"), 10);
    Must(reader->Commit());
    EXPECT_EQ(Number(*reader, "SELECT count(*) FROM tok"), 20);
}

TEST_P(TransactionTest, AReadConnectionCannotWrite) {
    auto reader = Connect(Connection::Mode::kRead);
    EXPECT_FALSE(reader->Execute("DELETE FROM tok"));
    Must(reader->Begin(Connection::Mode::kRead));
    EXPECT_FALSE(reader->Insert("tok", kTok)->Int(1).Int(2).Int(3).Flush());
    reader->Rollback();
}

constexpr std::string_view kEndless =
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000000000) "
    "SELECT count(*) FROM n";

TEST_P(TransactionTest, EndsAStatementThatTakesTooLong) {
    auto reader = Connect(Connection::Mode::kRead);
    reader->SetTimeLimit(30);
    auto* query = Must(reader->Prepare(kEndless));
    const auto step = query->Step();
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().code, ErrorCode::kBusy);
    reader->SetTimeLimit(60'000);
    EXPECT_EQ(Number(*reader, "SELECT count(*) FROM tok"), 0);
    reader->SetTimeLimit(0);
    EXPECT_EQ(Number(*reader, "SELECT count(*) FROM tok"), 0);
}

TEST_P(TransactionTest, ATimeLimitSetInsideARolledBackTransactionHolds) {
    auto reader = Connect(Connection::Mode::kRead);
    Must(reader->Begin(Connection::Mode::kRead));
    reader->SetTimeLimit(1'000);
    EXPECT_EQ(Number(*reader, "SELECT count(*) FROM tok"), 0);
    reader->Rollback();
    const auto step = Must(reader->Prepare(kEndless))->Step();
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().code, ErrorCode::kBusy);
}

TEST_P(TransactionTest, KeepsWhatWasCommittedAcrossAReopening) {
    AddTokens(0, 100);
    writer_.reset();
    database_.reset();
    database_ = Open();
    writer_ = Connect(Connection::Mode::kWrite);
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 100);
}

TEST_P(TransactionTest, AnErrorInsideATransactionEndsWithIt) {
    Must(writer_->Begin(Connection::Mode::kWrite));
    AddTokens(0, 10);
    EXPECT_FALSE(writer_->Insert("tok", kTok)->Int(1).Int(0).Int(0).Flush());
    writer_->Rollback();
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 0);
    AddTokens(0, 10);
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 10);
}

}  // namespace
}  // namespace tram::database
