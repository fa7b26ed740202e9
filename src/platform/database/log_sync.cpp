#include "platform/database/log_sync.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>

#include "platform/database/faults.h"
#include "platform/database/sqlite.h"

namespace tram::database {
namespace {

Error LastFault(std::string_view what) {
    return CannotReachDisk(std::string(what) + ": " + std::strerror(errno));
}

class SqliteLogSync final : public LogSync {
  public:
    SqliteLogSync(int file, sqlite::Checkpointer& checkpointer)
        : file_(file), checkpointer_(checkpointer) {}
    ~SqliteLogSync() override { ::close(file_); }

    Result<void> Run() override {
        int done = 0;
        do {
            done = ::fdatasync(file_);
        } while (done != 0 && errno == EINTR);  // as some file systems of a network do
        if (done != 0) {
            checkpointer_.GiveUp();
            return LastFault("fdatasync of the log");
        }
        if (checkpointer_.gave_up()) return CannotReachDisk("a sync failed before");
        return {};
    }

  private:
    const int file_;
    sqlite::Checkpointer& checkpointer_;
};

}  // namespace

Result<void> SyncFolder(const std::filesystem::path& folder) {
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return LastFault("open the data folder");
    const bool done = ::fsync(handle) == 0;
    ::close(handle);
    if (!done) return LastFault("fsync of the data folder");
    return {};
}

Result<std::unique_ptr<LogSync>> LogSync::Of(Connection& writer) {
    auto* connection = dynamic_cast<sqlite::SqliteConnection*>(&writer);
    if (!connection) return std::unique_ptr<LogSync>();
    const char* name = sqlite3_db_filename(connection->handle(), "main");
    const std::string path = sqlite3_filename_wal(name);
    // SQLite holds its locks on other files, so that closing this one gives none of them away.
    const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return LastFault("open the log");
    std::unique_ptr<LogSync> sync =
        std::make_unique<SqliteLogSync>(file, connection->checkpointer());
    // SQLite does this with its first sync of a new log, which may now be long in coming.
    TRY(SyncFolder(std::filesystem::path(path).parent_path()));
    // https://sqlite.org/pragma.html#pragma_synchronous: the log is no longer synced by each
    // commit, but still before any of it is copied into the file.
    TRY(connection->Execute("PRAGMA synchronous = normal"));
    return sync;
}

}  // namespace tram::database
