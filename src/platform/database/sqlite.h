// The SQLite side of database.h: one file in WAL mode, one connection for each thread that needs
// one.
//
// Acknowledged is on disk: write connections use synchronous=FULL, unless a LogSync does it.
// Copying the log back into the file (the checkpoint) is the work of a thread of the database, so
// that no commit waits for it.
//
// Thread safety: as database.h.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/database/database.h"
#include "platform/database/sqlite_checkpointer.h"
#include "platform/database/statement_cache.h"

namespace tram::database::sqlite {

Result<std::unique_ptr<Database>> Open(const Options& options);

// What went wrong, from SQLite's extended result code.
Error FaultOf(sqlite3* handle, int code);

// Makes the table-valued function bound_set(pointer) known: the members of a bound set.
int RegisterBoundSet(sqlite3* handle);
// REQUIRES: `values` outlives the binding.
int BindSetOf(sqlite3_stmt* statement, int parameter, std::span<const std::int64_t> values);
int BindSetOf(sqlite3_stmt* statement, int parameter, std::span<const std::string_view> values);

// $1 → ?1 outside strings, quoted names and comments.
std::string NumberedParameters(std::string_view sql);

class SqliteConnection;

class SqliteStatement final : public Statement {
  public:
    SqliteStatement(SqliteConnection& connection, sqlite3_stmt* handle)
        : connection_(connection), handle_(handle) {}
    ~SqliteStatement() override { sqlite3_finalize(handle_); }
    SqliteStatement(const SqliteStatement&) = delete;

    void Bind(int parameter, std::int64_t value) override;
    void BindReal(int parameter, double value) override;
    void BindText(int parameter, std::string_view value) override;
    void BindBlob(int parameter, std::string_view value) override;
    void BindNull(int parameter) override;
    void BindSet(int parameter, std::span<const std::int64_t> values) override;
    void BindTextSet(int parameter, std::span<const std::string_view> values) override;
    Result<bool> Step() override;
    Result<std::int64_t> Run() override;
    void Reset() override;
    bool IsNull(int column) const override;
    std::int64_t Int(int column) const override;
    double Real(int column) const override;
    std::string_view Text(int column) const override;
    std::string_view Blob(int column) const override;
    int columns() const override;
    std::string ColumnName(int column) const override;
    Type ColumnType(int column) const override;

    bool InUse() const { return running_; }
    void MakeReady();  // forgets rows and bindings of the last use

  private:
    SqliteConnection& connection_;
    sqlite3_stmt* handle_;
    bool running_ = false;
    std::chrono::steady_clock::time_point started_;
};

class SqliteConnection final : public Connection {
  public:
    // REQUIRES: `checkpointer` outlives this.
    SqliteConnection(sqlite3* handle, Checkpointer& checkpointer)
        : handle_(handle), checkpointer_(checkpointer) {}
    ~SqliteConnection() override;
    SqliteConnection(const SqliteConnection&) = delete;

    Dialect dialect() const override { return Dialect::kSqlite; }
    bool Broken() const override { return false; }
    Result<Statement*> Prepare(std::string_view sql) override;
    Result<void> Execute(std::string_view script) override;
    std::unique_ptr<Batch> Insert(std::string_view table, std::span<const BatchColumn> columns,
                                  OnConflict conflict,
                                  std::span<const std::string_view> key) override;
    std::unique_ptr<Batch> Delete(std::string_view table,
                                  std::span<const BatchColumn> columns) override;
    std::string InSet(std::string_view column, int parameter) const override;
    Result<void> Begin(Mode mode) override;
    Result<void> Commit() override;
    void Rollback() override;
    Result<void> Savepoint() override;
    Result<void> ReleaseSavepoint() override;
    Result<void> RollbackToSavepoint() override;
    void SetTimeLimit(int millis) override;
    int time_limit_millis() const { return time_limit_millis_; }

    // The result code of one step of a statement that began at `started`, held to the time limit.
    int StepWithin(sqlite3_stmt* statement, std::chrono::steady_clock::time_point started);
    sqlite3* handle() const { return handle_; }
    Checkpointer& checkpointer() const { return checkpointer_; }
    Result<SqliteStatement*> PrepareOwn(std::string_view sql);

  private:
    sqlite3* handle_;
    Checkpointer& checkpointer_;
    int savepoints_ = 0;
    int time_limit_millis_ = 0;
    std::chrono::steady_clock::time_point deadline_;
    StatementCache<SqliteStatement> statements_;
};

}  // namespace tram::database::sqlite
