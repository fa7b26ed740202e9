#include <fmt/format.h>

#include "platform/database/faults.h"
#include "platform/database/sqlite.h"
#include "platform/database/sqlite_batch.h"

namespace tram::database::sqlite {

namespace {

constexpr std::size_t kMostBatchRows = 16;

std::string Names(std::span<const Connection::BatchColumn> columns) {
    std::string names;
    for (const auto& column : columns)
        names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", column.name);
    return names;
}

bool IsKey(std::string_view column, std::span<const std::string_view> key) {
    for (const auto name : key)
        if (name == column) return true;
    return false;
}

// An upsert rather than INSERT OR REPLACE: that one would set columns outside the batch to NULL,
// and would remove a row that merely shares some other unique key.
std::string UpsertClause(std::string_view table, std::span<const Connection::BatchColumn> columns,
                         std::span<const std::string_view> key, OnConflict conflict) {
    TRAM_CHECK(!key.empty());
    std::string names, updates;
    for (const auto name : key) names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", name);
    for (const auto& column : columns) {
        if (IsKey(column.name, key)) continue;
        updates += fmt::format("{}\"{}\" = ", updates.empty() ? "" : ", ", column.name);
        if (conflict == OnConflict::kAdd)
            updates += fmt::format("\"{}\".\"{}\" + ", table, column.name);
        updates += fmt::format("excluded.\"{}\"", column.name);
    }
    if (updates.empty()) return " ON CONFLICT DO NOTHING";
    return fmt::format(" ON CONFLICT ({}) DO UPDATE SET {}", names, updates);
}

}  // namespace

Error FaultOf(sqlite3* handle, int code) {
    std::string detail = fmt::format("sqlite {}: {}", code, sqlite3_errmsg(handle));
    switch (code & 0xff) {
        case SQLITE_INTERRUPT:
            return TookTooLong(std::move(detail));
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return LockedByOthers(std::move(detail));
        case SQLITE_FULL:
            return DiskFull(std::move(detail));
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            return CannotReachDisk(std::move(detail));
        case SQLITE_CONSTRAINT:
            if (code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_UNIQUE ||
                code == SQLITE_CONSTRAINT_ROWID)
                return AlreadyThere(std::move(detail));
            [[fallthrough]];
        default:
            return BrokenQuery(std::move(detail));
    }
}

std::string NumberedParameters(std::string_view sql) {
    std::string out;
    out.reserve(sql.size());
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const char c = sql[i];
        std::size_t end = i;
        if (c == '\'' || c == '"') {
            end = sql.find(c, i + 1);
        } else if (sql.substr(i, 2) == "--") {
            end = sql.find('\n', i);
        } else if (sql.substr(i, 2) == "/*") {
            end = sql.find("*/", i + 2);
        } else {
            const bool number =
                c == '$' && i + 1 < sql.size() && sql[i + 1] >= '0' && sql[i + 1] <= '9';
            out += number ? '?' : c;
            continue;
        }
        if (end == sql.npos) end = sql.size() - 1;
        out += sql.substr(i, end - i + 1);
        i = end;
    }
    return out;
}

SqliteConnection::~SqliteConnection() {
    Rollback();
    statements_.Clear();
    checkpointer_.Leave(handle_);
    sqlite3_close_v2(handle_);
}

Result<Statement*> SqliteConnection::Prepare(std::string_view sql) {
    return TRY(PrepareOwn(sql));
}

Result<SqliteStatement*> SqliteConnection::PrepareOwn(std::string_view sql) {
    if (auto* statement = statements_.Find(sql)) {
        statement->MakeReady();
        return statement;
    }
    const std::string numbered = NumberedParameters(sql);
    sqlite3_stmt* handle = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(handle_, numbered.data(), static_cast<int>(numbered.size()),
                                        SQLITE_PREPARE_PERSISTENT, &handle, &rest);
    if (code != SQLITE_OK) return FaultOf(handle_, code);
    auto statement = std::make_unique<SqliteStatement>(*this, handle);
    const std::string_view behind(rest, numbered.data() + numbered.size() - rest);
    if (!handle || behind.find_first_not_of(" \t\r\n;") != behind.npos)
        return BrokenQuery("not exactly one statement");
    return statements_.Add(sql, std::move(statement));
}

Result<void> SqliteConnection::Execute(std::string_view script) {
    const std::string text(script);
    deadline_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(time_limit_millis_);
    const int code = sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return FaultOf(handle_, sqlite3_extended_errcode(handle_));
    return {};
}

std::unique_ptr<Batch> SqliteConnection::Insert(std::string_view table,
                                                std::span<const BatchColumn> columns,
                                                OnConflict conflict,
                                                std::span<const std::string_view> key) {
    // OPTIMIZATION: many rows to a statement save opening and closing the table for each; half the
    // time of a row. OR FAIL: the rows before a refused one stay, as with a statement for each, so
    // SQLite need not copy every page it touches to undo them; the transaction is rolled back
    // anyway.
    BatchSql sql{
        .head = fmt::format("INSERT OR FAIL INTO \"{}\" ({}) VALUES ", table, Names(columns)),
        .columns = columns.size(),
        .most_rows = kMostBatchRows};
    switch (conflict) {
        case OnConflict::kFail:
            break;
        case OnConflict::kIgnore:
            sql.tail = " ON CONFLICT DO NOTHING";
            break;
        case OnConflict::kReplace:
        case OnConflict::kAdd:
            sql.tail = UpsertClause(table, columns, key, conflict);
            break;
    }
    return MakeBatch(*this, std::move(sql));
}

std::unique_ptr<Batch> SqliteConnection::Delete(std::string_view table,
                                                std::span<const BatchColumn> columns) {
    return MakeBatch(
        *this, {.head = fmt::format("DELETE FROM \"{}\" WHERE ({}) = ", table, Names(columns)),
                .columns = columns.size()});
}

std::string SqliteConnection::InSet(std::string_view column, int parameter) const {
    return fmt::format("{} IN (SELECT value FROM bound_set(${}))", column, parameter);
}

Result<void> SqliteConnection::Begin(Mode mode) {
    savepoints_ = 0;
    // A writer takes its lock at once: waiting for it here can end, upgrading later could not.
    return Execute(mode == Mode::kWrite ? "BEGIN IMMEDIATE" : "BEGIN");
}

Result<void> SqliteConnection::Commit() {
    savepoints_ = 0;
    auto done = Execute("COMMIT");
    if (!done) Rollback();
    return done;
}

void SqliteConnection::Rollback() {
    savepoints_ = 0;
    statements_.ForEach([](SqliteStatement& statement) {
        if (statement.InUse()) statement.Reset();
    });
    // Some failures, a full disk among them, have ended the transaction already.
    if (!sqlite3_get_autocommit(handle_))
        (void)sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<void> SqliteConnection::Savepoint() {
    TRY(Execute(fmt::format("SAVEPOINT s{}", savepoints_ + 1)));
    ++savepoints_;
    return {};
}

Result<void> SqliteConnection::ReleaseSavepoint() {
    TRAM_CHECK(savepoints_ > 0);
    return Execute(fmt::format("RELEASE s{}", savepoints_--));
}

Result<void> SqliteConnection::RollbackToSavepoint() {
    TRAM_CHECK(savepoints_ > 0);
    const int depth = savepoints_--;
    return Execute(fmt::format("ROLLBACK TO s{0}; RELEASE s{0}", depth));
}

void SqliteConnection::SetTimeLimit(int millis) {
    if (millis == time_limit_millis_) return;
    time_limit_millis_ = millis;
    // Some 10 µs of work between two looks at the clock.
    constexpr int kOperations = 1000;
    sqlite3_progress_handler(
        handle_, millis > 0 ? kOperations : 0,
        [](void* self) {
            return static_cast<int>(std::chrono::steady_clock::now() >=
                                    static_cast<SqliteConnection*>(self)->deadline_);
        },
        this);
}

int SqliteConnection::StepWithin(sqlite3_stmt* statement,
                                 std::chrono::steady_clock::time_point started) {
    if (time_limit_millis_ > 0) deadline_ = started + std::chrono::milliseconds(time_limit_millis_);
    return sqlite3_step(statement);
}

}  // namespace tram::database::sqlite
