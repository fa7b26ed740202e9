#include <fmt/format.h>

#include "platform/database/faults.h"
#include "platform/database/sqlite.h"
#include "platform/database/sqlite_checkpointer.h"

namespace tram::database::sqlite {
namespace {

// Of a new file. OPTIMIZATION: rows of search tables are short and land all over their trees, and a
// commit writes each page it touched whole.
constexpr int kPageBytes = 4096;
constexpr int kBusyMillis = 5000;
constexpr int kMostLogKept = 256 << 20;  // bytes; a log that grew beyond is cut when it begins anew

class SqliteDatabase final : public Database {
  public:
    explicit SqliteDatabase(Options options)
        : options_(std::move(options)), checkpointer_(options_.path) {}

    Dialect dialect() const override { return Dialect::kSqlite; }

    Result<std::unique_ptr<Connection>> Connect(Connection::Mode mode) override {
        sqlite3* handle = nullptr;
        // Readers open for writing too: the first of them may have to replay the log after a crash.
        // query_only below is what keeps them from changing anything.
        const int code = sqlite3_open_v2(options_.path.c_str(), &handle,
                                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                                             SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                         nullptr);
        auto connection = std::make_unique<SqliteConnection>(handle, checkpointer_);
        if (code != SQLITE_OK) return FaultOf(handle, code);
        sqlite3_busy_timeout(handle, kBusyMillis);
        if (RegisterBoundSet(handle) != SQLITE_OK) return BrokenQuery(sqlite3_errmsg(handle));
        TRY(connection->Execute(Settings(mode)));
        if (mode == Connection::Mode::kWrite) checkpointer_.Watch(handle);
        return std::unique_ptr<Connection>(std::move(connection));
    }

  private:
    std::string Settings(Connection::Mode mode) const {
        // Deleted records keep versions anyway, so overwriting freed pages protects nothing.
        constexpr std::string_view kBoth =
            "PRAGMA temp_store = memory; PRAGMA secure_delete = off; PRAGMA trusted_schema = off;";
        if (mode == Connection::Mode::kRead)
            return fmt::format(
                "{} PRAGMA cache_size = -{}; PRAGMA mmap_size = {}; PRAGMA query_only = on;", kBoth,
                options_.cache_megabytes * 1024 / 8, std::int64_t{1} << 40);
        return fmt::format(
            "PRAGMA page_size = {}; PRAGMA journal_mode = wal; PRAGMA synchronous = full; {} "
            "PRAGMA cache_size = -{}; PRAGMA journal_size_limit = {};",
            kPageBytes, kBoth, options_.cache_megabytes * 1024, kMostLogKept);
    }

    Options options_;
    Checkpointer checkpointer_;
};

}  // namespace

Result<std::unique_ptr<Database>> Open(const Options& options) {
    // OPTIMIZATION: nobody asks how much memory SQLite holds, and counting it takes a lock of the
    // whole process for each piece. Refused, without harm, once SQLite is in use.
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    auto database = std::make_unique<SqliteDatabase>(options);
    // The first connection makes the file and turns the log on, so that readers find both.
    auto first = database->Connect(Connection::Mode::kWrite);
    if (!first) return std::move(first).error();
    return std::unique_ptr<Database>(std::move(database));
}

}  // namespace tram::database::sqlite
