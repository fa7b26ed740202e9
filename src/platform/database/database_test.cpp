#include "platform/database/database.h"

#include <gmock/gmock.h>

#include <thread>

#include "platform/database/testing.h"

namespace tram::database {
namespace {

using Column = Connection::BatchColumn;
using Type = Statement::Type;
using testing::Must;

class DatabaseTest : public testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        database_ = EachDatabase::Open();
        writer_ = Connect(Connection::Mode::kWrite);
        Must(writer_->Execute(ForDialect(
            "CREATE TABLE tok (p INTEGER NOT NULL, v INTEGER NOT NULL, rid INTEGER NOT NULL, "
            "PRIMARY KEY (p, v, rid)) WITHOUT ROWID;"
            "CREATE TABLE kinds (k INTEGER NOT NULL PRIMARY KEY, i INTEGER, r REAL, t TEXT, b "
            "BLOB)",
            writer_->dialect())));
    }
    void TearDown() override {
        writer_.reset();
        database_.reset();
        EachDatabase::TearDown();
    }

    std::unique_ptr<Connection> Connect(Connection::Mode mode) {
        return Must(database_->Connect(mode));
    }

    static std::int64_t Number(Connection& connection, std::string_view sql) {
        auto* query = Must(connection.Prepare(sql));
        EXPECT_TRUE(Must(query->Step()));
        const auto number = query->Int(0);
        query->Reset();
        return number;
    }
    void AddTokens(std::int64_t from, std::int64_t to) {
        auto batch = writer_->Insert("tok", kTok);
        for (auto rid = from; rid < to; ++rid) batch->Int(1).Int(rid % 10).Int(rid);
        Must(batch->Flush());
    }

    static constexpr Column kTok[] = {
        {"p", Type::kInteger}, {"v", Type::kInteger}, {"rid", Type::kInteger}};
    static constexpr Column kKinds[] = {{"k", Type::kInteger},
                                        {"i", Type::kInteger},
                                        {"r", Type::kReal},
                                        {"t", Type::kText},
                                        {"b", Type::kBlob}};
    std::unique_ptr<Database> database_;
    std::unique_ptr<Connection> writer_;
};
TRAM_ON_EACH_DATABASE(DatabaseTest);

// Faults that only one of them can have.
class SqliteDatabaseTest : public DatabaseTest {};
class PostgresDatabaseTest : public DatabaseTest {};
INSTANTIATE_TEST_SUITE_P(On, SqliteDatabaseTest, ::testing::Values("sqlite"));
INSTANTIATE_TEST_SUITE_P(On, PostgresDatabaseTest, ::testing::Values("postgres"));

TEST_P(DatabaseTest, GivesBackEveryKindOfValueAsBound) {
    auto* insert =
        Must(writer_->Prepare("INSERT INTO kinds (b, t, r, i, k) VALUES ($5, $4, $3, $2, $1)"));
    const std::string bytes("\0\xff\x01'", 4), text = "Nguyễn Thị 'Hoà' $1 \"x\"";
    insert->Bind(1, 7);
    insert->Bind(2, INT64_MIN);
    insert->BindReal(3, -0.1);
    insert->BindText(4, text);
    insert->BindBlob(5, bytes);
    EXPECT_EQ(Must(insert->Run()), 1);

    auto* query = Must(writer_->Prepare("SELECT k, i, r, t, b FROM kinds WHERE i = $1 AND t = $2"));
    query->Bind(1, INT64_MIN);
    query->BindText(2, text);
    ASSERT_TRUE(Must(query->Step()));
    EXPECT_EQ(query->columns(), 5);
    EXPECT_EQ(query->ColumnName(4), "b");
    EXPECT_EQ(query->Int(0), 7);
    EXPECT_EQ(query->Int(1), INT64_MIN);
    EXPECT_EQ(query->Real(2), -0.1);
    EXPECT_EQ(query->Text(3), text);
    EXPECT_EQ(query->Blob(4), bytes);
    EXPECT_EQ(query->ColumnType(0), Type::kInteger);
    EXPECT_EQ(query->ColumnType(2), Type::kReal);
    EXPECT_EQ(query->ColumnType(3), Type::kText);
    EXPECT_EQ(query->ColumnType(4), Type::kBlob);
    EXPECT_FALSE(Must(query->Step()));
}

TEST_P(DatabaseTest, KeepsNullApartFromEmpty) {
    auto batch = writer_->Insert("kinds", kKinds);
    batch->Int(1).Null().Null().Null().Null();
    batch->Int(2).Int(0).Real(0).Text("").Blob("");
    EXPECT_EQ(batch->rows(), 2u);
    Must(batch->Flush());
    EXPECT_EQ(batch->rows(), 0u);
    auto* query = Must(writer_->Prepare("SELECT i, r, t, b FROM kinds ORDER BY k"));
    ASSERT_TRUE(Must(query->Step()));
    for (int column = 0; column < 4; ++column) {
        EXPECT_TRUE(query->IsNull(column));
        EXPECT_EQ(query->ColumnType(column), Type::kNull);
        EXPECT_EQ(query->Int(column), 0);
        EXPECT_EQ(query->Text(column), "");
    }
    ASSERT_TRUE(Must(query->Step()));
    for (int column = 0; column < 4; ++column) EXPECT_FALSE(query->IsNull(column));
    EXPECT_FALSE(Must(query->Step()));
}

TEST_P(DatabaseTest, ComparesTextByteByByte) {
    auto batch = writer_->Insert("kinds", kKinds);
    std::int64_t k = 0;
    for (const auto* text : {"b", "a", "Z", "đ", "a b", "ab"})
        batch->Int(++k).Null().Null().Text(text).Null();
    Must(batch->Flush());
    auto* query = Must(writer_->Prepare("SELECT t FROM kinds WHERE t >= $1 ORDER BY t"));
    query->BindText(1, "Z");
    std::vector<std::string> seen;
    while (Must(query->Step())) seen.emplace_back(query->Text(0));
    EXPECT_THAT(seen, ::testing::ElementsAre("Z", "a", "a b", "ab", "b", "đ"));
}

TEST_P(DatabaseTest, FindsMembersOfASetOfAnySize) {
    AddTokens(0, 5000);
    const std::string sql = "SELECT count(*), sum(rid) FROM tok WHERE p = 1 AND " +
                            writer_->InSet("v", 2) + " AND rid < $1";
    for (const auto& set :
         std::vector<std::vector<std::int64_t>>{{}, {3}, {3, 3, 7, -1, INT64_MAX}}) {
        auto* query = Must(writer_->Prepare(sql));
        query->Bind(1, 1000);
        query->BindSet(2, set);
        ASSERT_TRUE(Must(query->Step()));
        EXPECT_EQ(query->Int(0), set.empty() ? 0 : set.size() == 1 ? 100 : 200);
    }
    std::vector<std::int64_t> many(100'000);
    for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<std::int64_t>(i) * 2;
    auto* query =
        Must(writer_->Prepare("SELECT count(*) FROM tok WHERE " + writer_->InSet("rid", 1)));
    query->BindSet(1, many);
    ASSERT_TRUE(Must(query->Step()));
    EXPECT_EQ(query->Int(0), 2500);
}

TEST_P(DatabaseTest, FindsMembersOfASetOfTexts) {
    auto batch = writer_->Insert("kinds", kKinds);
    std::int64_t k = 0;
    for (const auto* text : {"a", "b", "", "{x,\"y\"}", "NULL"})
        batch->Int(++k).Null().Null().Text(text).Null();
    batch->Int(++k).Null().Null().Null().Null();
    Must(batch->Flush());
    auto* query =
        Must(writer_->Prepare("SELECT sum(k) FROM kinds WHERE " + writer_->InSet("t", 1)));
    const std::vector<std::string_view> set = {"{x,\"y\"}", "", "z", "NULL", "a"};
    query->BindTextSet(1, set);
    ASSERT_TRUE(Must(query->Step()));
    EXPECT_EQ(query->Int(0), 1 + 3 + 4 + 5);
}

TEST_P(DatabaseTest, StepsThroughTwoStatementsAtOnce) {
    AddTokens(0, 300);
    auto* outer = Must(writer_->Prepare("SELECT rid FROM tok WHERE v = $1 ORDER BY rid"));
    outer->Bind(1, 4);
    std::int64_t rows = 0, sum = 0;
    while (Must(outer->Step())) {
        auto* inner = Must(writer_->Prepare("SELECT count(*) FROM tok WHERE rid < $1"));
        inner->Bind(1, outer->Int(0));
        ASSERT_TRUE(Must(inner->Step()));
        EXPECT_EQ(inner->Int(0), outer->Int(0));
        sum += outer->Int(0);
        ++rows;
    }
    EXPECT_EQ(rows, 30);
    EXPECT_EQ(sum, 30 * 4 + 10 * 29 * 30 / 2);
}

TEST_P(DatabaseTest, GivesUpTheRestOfTheRows) {
    AddTokens(0, 1000);
    for (int round = 0; round < 3; ++round) {
        auto* query = Must(writer_->Prepare("SELECT rid FROM tok ORDER BY rid"));
        ASSERT_TRUE(Must(query->Step()));
        EXPECT_EQ(query->Int(0), 0) << round;
        if (round == 1) query->Reset();
    }
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 1000);
}

TEST_P(DatabaseTest, KeepsOnlySoManyPreparedStatements) {
    for (int i = 0; i < 3000; ++i)
        EXPECT_EQ(Number(*writer_, "SELECT " + std::to_string(i) + " + 0"), i);
    EXPECT_EQ(Number(*writer_, "SELECT 0 + 0"), 0);
}

TEST_P(DatabaseTest, RefusesWhatIsNotOneStatement) {
    for (const auto* sql : {"SELEKT 1", "", "  ", "SELECT nothing FROM nowhere"}) {
        const auto statement = writer_->Prepare(sql);
        ASSERT_FALSE(statement) << sql;
        EXPECT_EQ(statement.error().code, ErrorCode::kInternal);
        EXPECT_FALSE(statement.error().message_vi.empty());
    }
    EXPECT_FALSE(writer_->Prepare("SELECT 1; DROP TABLE tok"));
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 0);
}

TEST_P(DatabaseTest, TellsOfARowThatIsThereAlready) {
    AddTokens(5, 6);
    auto batch = writer_->Insert("tok", kTok);
    batch->Int(1).Int(5).Int(5);
    const auto again = batch->Flush();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::kConflict);
    EXPECT_EQ(batch->rows(), 0u);
}

TEST_P(DatabaseTest, IgnoresOrReplacesRowsThatAreThereAlready) {
    constexpr std::string_view kKey[] = {"k"};
    auto first = writer_->Insert("kinds", kKinds);
    first->Int(1).Int(10).Null().Text("old").Null();
    Must(first->Flush());

    auto ignore = writer_->Insert("kinds", kKinds, OnConflict::kIgnore);
    ignore->Int(1).Int(11).Null().Text("ignored").Null();
    ignore->Int(2).Int(20).Null().Text("first").Null();
    ignore->Int(2).Int(21).Null().Text("ignored").Null();
    Must(ignore->Flush());
    EXPECT_EQ(Number(*writer_, "SELECT sum(i) FROM kinds"), 30);

    constexpr Column kSome[] = {{"k", Type::kInteger}, {"i", Type::kInteger}};
    auto replace = writer_->Insert("kinds", kSome, OnConflict::kReplace, kKey);
    replace->Int(1).Int(1).Int(1).Int(2).Int(3).Int(4);
    Must(replace->Flush());
    EXPECT_EQ(Number(*writer_, "SELECT i FROM kinds WHERE k = 1"), 2);
    EXPECT_EQ(Number(*writer_, "SELECT i FROM kinds WHERE k = 3"), 4);
    // What the batch does not name stays.
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM kinds WHERE k = 1 AND t = 'old'"), 1);
}

TEST_P(DatabaseTest, AddsToRowsThatAreThereAlready) {
    constexpr std::string_view kKey[] = {"k"};
    constexpr Column kSum[] = {{"k", Type::kInteger}, {"i", Type::kInteger}};
    auto add = writer_->Insert("kinds", kSum, OnConflict::kAdd, kKey);
    add->Int(1).Int(5).Int(2).Int(7);
    Must(add->Flush());
    add->Int(1).Int(-3).Int(3).Int(1);
    Must(add->Flush());
    EXPECT_EQ(Number(*writer_, "SELECT i FROM kinds WHERE k = 1"), 2);
    EXPECT_EQ(Number(*writer_, "SELECT i FROM kinds WHERE k = 2"), 7);
    EXPECT_EQ(Number(*writer_, "SELECT i FROM kinds WHERE k = 3"), 1);
}

TEST_P(DatabaseTest, DeletesManyRowsByTheirValues) {
    AddTokens(0, 1000);
    auto batch = writer_->Delete("tok", kTok);
    for (std::int64_t rid = 0; rid < 1000; rid += 2) batch->Int(1).Int(rid % 10).Int(rid);
    batch->Int(1).Int(3).Int(999'999);
    Must(batch->Flush());
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 500);
    EXPECT_EQ(Number(*writer_, "SELECT min(rid) FROM tok"), 1);
}

TEST_P(DatabaseTest, SavepointsNestAndUndoOnlyTheirOwn) {
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

TEST_P(DatabaseTest, RollbackLeavesNothingAndIsSafeAnyTime) {
    writer_->Rollback();
    Must(writer_->Begin(Connection::Mode::kWrite));
    AddTokens(0, 10);
    writer_->Rollback();
    writer_->Rollback();
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 0);
}

TEST_P(DatabaseTest, AReadTransactionIsOneSnapshot) {
    AddTokens(0, 10);
    auto reader = Connect(Connection::Mode::kRead);
    Must(reader->Begin(Connection::Mode::kRead));
    EXPECT_EQ(Number(*reader, "SELECT count(*) FROM tok"), 10);
    AddTokens(10, 20);
    EXPECT_EQ(Number(*reader, "SELECT count(*) FROM tok"), 10);
    Must(reader->Commit());
    EXPECT_EQ(Number(*reader, "SELECT count(*) FROM tok"), 20);
}

TEST_P(DatabaseTest, AReadConnectionCannotWrite) {
    auto reader = Connect(Connection::Mode::kRead);
    EXPECT_FALSE(reader->Execute("DELETE FROM tok"));
    Must(reader->Begin(Connection::Mode::kRead));
    EXPECT_FALSE(reader->Insert("tok", kTok)->Int(1).Int(2).Int(3).Flush());
    reader->Rollback();
}

constexpr std::string_view kEndless =
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000000000) "
    "SELECT count(*) FROM n";

TEST_P(DatabaseTest, EndsAStatementThatTakesTooLong) {
    auto reader = Connect(Connection::Mode::kRead);
    reader->SetTimeLimit(30);
    auto* query = Must(reader->Prepare(kEndless));
    const auto step = query->Step();
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().code, ErrorCode::kBusy);
    EXPECT_EQ(Number(*reader, "SELECT count(*) FROM tok"), 0);
    reader->SetTimeLimit(0);
    EXPECT_EQ(Number(*reader, "SELECT count(*) FROM tok"), 0);
}

TEST_P(DatabaseTest, ATimeLimitSetInsideARolledBackTransactionHolds) {
    auto reader = Connect(Connection::Mode::kRead);
    Must(reader->Begin(Connection::Mode::kRead));
    reader->SetTimeLimit(30);
    EXPECT_EQ(Number(*reader, "SELECT count(*) FROM tok"), 0);
    reader->Rollback();
    const auto step = Must(reader->Prepare(kEndless))->Step();
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().code, ErrorCode::kBusy);
}

TEST_P(DatabaseTest, KeepsWhatWasCommittedAcrossAReopening) {
    AddTokens(0, 100);
    writer_.reset();
    database_.reset();
    database_ = Open();
    writer_ = Connect(Connection::Mode::kWrite);
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 100);
}

TEST_P(DatabaseTest, PoolLendsOnlySoManyAndTakesThemBackClean) {
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

TEST_P(DatabaseTest, PoolWakesThoseWhoWait) {
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

TEST_P(DatabaseTest, RowsUnderWayGiveWayToOtherStatements) {
    AddTokens(0, 50'000);
    auto* rows = Must(writer_->Prepare("SELECT rid, 'x' || rid FROM tok ORDER BY rid"));
    for (std::int64_t rid = 0; rid < 50'000; ++rid) {
        ASSERT_TRUE(Must(rows->Step()));
        if (rid == 1000) {
            EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 50'000);
        }
        ASSERT_EQ(rows->Int(0), rid);
        ASSERT_EQ(rows->Text(1), "x" + std::to_string(rid));
    }
    EXPECT_FALSE(Must(rows->Step()));
    EXPECT_EQ(Must(rows->Run()), 0);
}

TEST_P(DatabaseTest, CountsAndReadsWhatTheDatabaseComputes) {
    AddTokens(0, 100);
    auto* query = Must(writer_->Prepare(
        "SELECT sum(rid), avg(rid), max(rid) * 1.5, count(*) > 5, 7 || '' FROM tok"));
    ASSERT_TRUE(Must(query->Step()));
    EXPECT_EQ(query->Int(0), 4950);
    EXPECT_EQ(query->Text(0), "4950");
    EXPECT_EQ(query->ColumnType(0), Type::kInteger);
    EXPECT_DOUBLE_EQ(query->Real(1), 49.5);
    EXPECT_EQ(query->ColumnType(1), Type::kReal);
    EXPECT_DOUBLE_EQ(query->Real(2), 148.5);
    EXPECT_EQ(query->Int(3), 1);
    EXPECT_EQ(query->Int(4), 7);
    query->Reset();

    auto* update = Must(writer_->Prepare("UPDATE tok SET v = v + $1 WHERE rid < $2"));
    update->Bind(1, 1);
    update->Bind(2, 30);
    EXPECT_EQ(Must(update->Run()), 30);
    auto* returning = Must(writer_->Prepare("DELETE FROM tok WHERE rid < $1 RETURNING rid"));
    returning->Bind(1, 5);
    std::int64_t deleted = 0;
    while (Must(returning->Step())) ++deleted;
    EXPECT_EQ(deleted, 5);
}

TEST_P(DatabaseTest, AnErrorInsideATransactionEndsWithIt) {
    Must(writer_->Begin(Connection::Mode::kWrite));
    AddTokens(0, 10);
    EXPECT_FALSE(writer_->Insert("tok", kTok)->Int(1).Int(0).Int(0).Flush());
    writer_->Rollback();
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 0);
    AddTokens(0, 10);
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 10);
}

TEST(DialectTest, MapsTypeWordsAndNothingElse) {
    const std::string_view schema =
        "-- TEXT here stays\nCREATE TABLE cmp (text TEXT NOT NULL, a INTEGER, b REAL, c BLOB "
        "DEFAULT "
        "'BLOB', PRIMARY KEY (a)) WITHOUT ROWID;";
    EXPECT_EQ(ForDialect(schema, Dialect::kSqlite), schema);
    EXPECT_EQ(ForDialect(schema, Dialect::kPostgres),
              "-- TEXT here stays\nCREATE TABLE cmp (text text COLLATE \"C\" NOT NULL, a bigint, b "
              "double precision, c bytea DEFAULT 'BLOB', PRIMARY KEY (a)) ;");
}

TEST(SqliteTest, TellsWhyAStoreCannotBeOpened) {
    const auto missing = Database::Open({.path = "/nonexistent/folder/tram.db"});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(missing.error().message, ::testing::HasSubstr("folder"));
}

}  // namespace
}  // namespace tram::database
