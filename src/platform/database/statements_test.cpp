// Values, sets, batches: what statements take and give.
#include <algorithm>
#include <numeric>

#include "platform/database/by_set.h"
#include "platform/database/database_test.h"

namespace tram::database {
namespace {

class StatementTest : public DatabaseTestBase {};
TRAM_ON_EACH_DATABASE(StatementTest);

TEST_P(StatementTest, GivesBackEveryKindOfValueAsBound) {
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

TEST_P(StatementTest, KeepsNullApartFromEmpty) {
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

TEST_P(StatementTest, ComparesTextByteByByte) {
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

TEST_P(StatementTest, FindsMembersOfASetOfAnySize) {
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

TEST_P(StatementTest, LooksUpTheRowsOfEachValueOfASet) {
    AddTokens(0, 1000);
    const auto found = [&](std::vector<std::int64_t> set, std::int64_t v) {
        auto* query = Must(
            writer_->Prepare(SelectBySet(*writer_, "rid, v", "tok", "rid", 2, "p = 1 AND v = $1")));
        query->Bind(1, v);
        query->BindSet(2, set);
        std::vector<std::int64_t> rids;
        while (Must(query->Step())) {
            EXPECT_EQ(query->Int(1), v);
            rids.push_back(query->Int(0));
        }
        std::sort(rids.begin(), rids.end());
        return rids;
    };
    auto* all = Must(writer_->Prepare("SELECT rid FROM tok WHERE p = 1 AND v = 3 ORDER BY rid"));
    std::vector<std::int64_t> of_three;
    while (Must(all->Step())) of_three.push_back(all->Int(0));
    ASSERT_GT(of_three.size(), 3u);
    std::vector<std::int64_t> every(5000);
    std::iota(every.begin(), every.end(), 0);
    EXPECT_EQ(found(every, 3), of_three);
    EXPECT_EQ(found({of_three[2], of_three[0], -1, INT64_MAX}, 3),
              (std::vector<std::int64_t>{of_three[0], of_three[2]}));
    EXPECT_THAT(found({of_three[0]}, 4), ::testing::IsEmpty());
    EXPECT_THAT(found({}, 3), ::testing::IsEmpty());
    auto* plain = Must(writer_->Prepare(SelectBySet(*writer_, "v", "tok", "rid", 1)));
    const std::vector<std::int64_t> one = {of_three[0]};
    plain->BindSet(1, one);
    ASSERT_TRUE(Must(plain->Step()));
    EXPECT_EQ(plain->Int(0), 3);
    EXPECT_FALSE(Must(plain->Step()));
}

TEST_P(StatementTest, FindsMembersOfASetOfTexts) {
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

TEST_P(StatementTest, StepsThroughTwoStatementsAtOnce) {
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

TEST_P(StatementTest, GivesUpTheRestOfTheRows) {
    AddTokens(0, 1000);
    for (int round = 0; round < 3; ++round) {
        auto* query = Must(writer_->Prepare("SELECT rid FROM tok ORDER BY rid"));
        ASSERT_TRUE(Must(query->Step()));
        EXPECT_EQ(query->Int(0), 0) << round;
        if (round == 1) query->Reset();
    }
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 1000);
}

TEST_P(StatementTest, KeepsOnlySoManyPreparedStatements) {
    for (int i = 0; i < 3000; ++i)
        EXPECT_EQ(Number(*writer_, "SELECT " + std::to_string(i) + " + 0"), i);
    EXPECT_EQ(Number(*writer_, "SELECT 0 + 0"), 0);
}

TEST_P(StatementTest, RefusesWhatIsNotOneStatement) {
    for (const auto* sql : {"SELEKT 1", "", "  ", "SELECT nothing FROM nowhere"}) {
        const auto statement = writer_->Prepare(sql);
        ASSERT_FALSE(statement) << sql;
        EXPECT_EQ(statement.error().code, ErrorCode::kInternal);
        EXPECT_FALSE(statement.error().message_vi.empty());
    }
    EXPECT_FALSE(writer_->Prepare("SELECT 1; DROP TABLE tok"));
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 0);
}

TEST_P(StatementTest, TellsOfARowThatIsThereAlready) {
    AddTokens(5, 6);
    auto batch = writer_->Insert("tok", kTok);
    batch->Int(1).Int(5).Int(5);
    const auto again = batch->Flush();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::kConflict);
    EXPECT_EQ(batch->rows(), 0u);
}

TEST_P(StatementTest, IgnoresOrReplacesRowsThatAreThereAlready) {
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

TEST_P(StatementTest, AddsToRowsThatAreThereAlready) {
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

TEST_P(StatementTest, DeletesManyRowsByTheirValues) {
    AddTokens(0, 1000);
    auto batch = writer_->Delete("tok", kTok);
    for (std::int64_t rid = 0; rid < 1000; rid += 2) batch->Int(1).Int(rid % 10).Int(rid);
    batch->Int(1).Int(3).Int(999'999);
    Must(batch->Flush());
    EXPECT_EQ(Number(*writer_, "SELECT count(*) FROM tok"), 500);
    EXPECT_EQ(Number(*writer_, "SELECT min(rid) FROM tok"), 1);
}

TEST_P(StatementTest, RowsUnderWayGiveWayToOtherStatements) {
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

TEST_P(StatementTest, CountsAndReadsWhatTheDatabaseComputes) {
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

}  // namespace
}  // namespace tram::database
