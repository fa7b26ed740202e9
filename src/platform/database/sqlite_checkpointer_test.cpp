#include "platform/database/sqlite_checkpointer.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace tram::database::sqlite {
namespace {

TEST(CheckpointerTest, LetsTheLogBeginAnewUnderSteadyWriting) {
    std::string folder = std::filesystem::temp_directory_path() / "tram-test-XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    const std::string path = folder + "/log.db";
    sqlite3* writer = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &writer), SQLITE_OK);
    const auto run = [&](const char* sql) {
        return sqlite3_exec(writer, sql, nullptr, nullptr, nullptr);
    };
    ASSERT_EQ(run("PRAGMA journal_mode = wal; PRAGMA synchronous = off; CREATE TABLE t (b)"),
              SQLITE_OK);
    constexpr int kCommits = 3000;
    {
        Checkpointer checkpointer(path,
                                  {.worth_copying = 10, .worth_beginning_anew = 40, .most = 200});
        checkpointer.Watch(writer);
        for (int i = 0; i < kCommits; ++i)
            ASSERT_EQ(run("INSERT INTO t VALUES (zeroblob(3000))"), SQLITE_OK);
    }
    EXPECT_LT(std::filesystem::file_size(path + "-wal"), kCommits / 4 * 4096);
    EXPECT_GT(std::filesystem::file_size(path), kCommits / 2 * 3000);
    EXPECT_EQ(sqlite3_close(writer), SQLITE_OK);
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace tram::database::sqlite
