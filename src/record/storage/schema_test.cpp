#include "record/storage/schema.h"

#include <gtest/gtest.h>

#include "platform/database/testing.h"

namespace tram::storage {
namespace {

using database::testing::Must;

class SchemaTest : public database::testing::EachDatabase {};
TRAM_ON_EACH_DATABASE(SchemaTest);

TEST_P(SchemaTest, MakesItsTablesInOneTransaction) {
    const auto database = Open();
    const auto writer = Must(database->Connect(database::Connection::Mode::kWrite));
    Must(writer->Begin(database::Connection::Mode::kWrite));
    Must(CreateTables(*writer));
    writer->Rollback();
    EXPECT_FALSE(writer->Prepare("SELECT count(*) FROM res"));

    Must(writer->Begin(database::Connection::Mode::kWrite));
    Must(CreateTables(*writer));
    Must(writer->Commit());
    Must(RefreshStatistics(*writer));
    for (const auto* table : {"store", "codec", "param", "term", "res", "hist", "log", "tok", "ref",
                              "dat", "str", "qty", "uri", "cmp", "pcd", "stat", "visible"})
        EXPECT_TRUE(writer->Prepare(std::string("SELECT * FROM ") + table)) << table;
}

}  // namespace
}  // namespace tram::storage
