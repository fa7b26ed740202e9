#include "platform/database/log_sync.h"

#include <filesystem>

#include <sys/stat.h>

#include "platform/database/database_test.h"

namespace tram::database {
namespace {

class LogSyncTest : public DatabaseTestBase {
  protected:
    bool IsSqlite() const { return writer_->dialect() == Dialect::kSqlite; }
};
TRAM_ON_EACH_DATABASE(LogSyncTest);

TEST_P(LogSyncTest, IsThereWhereACommitNeedNotWaitForTheDisk) {
    const auto sync = Must(LogSync::Of(*writer_));
    ASSERT_EQ(sync != nullptr, IsSqlite());
    if (!sync) return;
    EXPECT_EQ(Number(*writer_, "PRAGMA synchronous"), 1);
    AddTokens(0, 10);
    Must(sync->Run());
    // Another connection still waits for each of its commits.
    EXPECT_EQ(Number(*Connect(Connection::Mode::kWrite), "PRAGMA synchronous"), 2);
}

// It holds the log open: one that took its place would not be synced.
TEST_P(LogSyncTest, TheLogStaysTheSameFileWhenItBeginsAnew) {
    const auto sync = Must(LogSync::Of(*writer_));
    if (!IsSqlite()) {
        EXPECT_EQ(sync, nullptr);
        return;
    }
    std::filesystem::path log;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder())) {
        if (file.path().string().ends_with("-wal")) log = file.path();
    }
    ASSERT_FALSE(log.empty());
    struct stat before {
    }, after{};
    ASSERT_EQ(::stat(log.c_str(), &before), 0);
    AddTokens(0, 1000);
    EXPECT_EQ(Number(*writer_, "PRAGMA wal_checkpoint(RESTART)"), 0);
    AddTokens(1000, 1100);
    Must(sync->Run());
    ASSERT_EQ(::stat(log.c_str(), &after), 0);
    EXPECT_EQ(after.st_ino, before.st_ino);
}

}  // namespace
}  // namespace tram::database
