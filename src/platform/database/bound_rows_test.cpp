#include <gtest/gtest.h>

#include "platform/database/testing.h"

namespace tram::database {
namespace {

class BoundRowsTest : public testing::EachDatabase {};
TRAM_ON_EACH_DATABASE(BoundRowsTest);

TEST_P(BoundRowsTest, AreReadLikeATableAndFoundByTheFirstColumn) {
    const auto database = Open();
    const auto connection = testing::Must(database->Connect(Connection::Mode::kRead));
    const std::vector<std::string> names = {"member", "born", "sex"};
    const std::string rows = connection->RowSet(names, 1);
    if (rows.empty()) GTEST_SKIP() << "this database computes them itself";
    const std::vector<std::int64_t> values = {3, 1980, 1, 7, kNullCell, 2, 9, 1990, kNullCell};
    const RowTable table{3, values};

    auto& all = *testing::Must(connection->Prepare("SELECT * FROM (" + rows + ")"));
    all.BindRows(1, table);
    ASSERT_TRUE(testing::Must(all.Step()));
    EXPECT_EQ(all.ColumnName(2), "sex");
    EXPECT_EQ(all.Int(0), 3);
    EXPECT_EQ(all.Int(2), 1);
    ASSERT_TRUE(testing::Must(all.Step()));
    EXPECT_TRUE(all.IsNull(1));
    EXPECT_EQ(all.Int(2), 2);
    ASSERT_TRUE(testing::Must(all.Step()));
    EXPECT_EQ(all.Int(1), 1990);
    EXPECT_TRUE(all.IsNull(2));
    EXPECT_FALSE(testing::Must(all.Step()));

    // A key that is there, between two, below all, above all, and no number at all.
    auto& some = *testing::Must(
        connection->Prepare("WITH k(v) AS (VALUES (7), (8), (1), (99), ('9')) SELECT k.v, r.sex "
                            "FROM k JOIN (" +
                            rows + ") r ON r.member = k.v"));
    some.BindRows(1, table);
    ASSERT_TRUE(testing::Must(some.Step()));
    EXPECT_EQ(some.Int(0), 7);
    EXPECT_EQ(some.Int(1), 2);
    EXPECT_FALSE(testing::Must(some.Step()));

    auto& none = *testing::Must(connection->Prepare("SELECT COUNT(*) FROM (" + rows + ")"));
    none.BindRows(1, RowTable{});
    ASSERT_TRUE(testing::Must(none.Step()));
    EXPECT_EQ(none.Int(0), 0);
}

}  // namespace
}  // namespace tram::database
