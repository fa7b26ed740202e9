// One small interface over SQLite and PostgreSQL: enough for one logical schema and, where
// possible, one SQL text for both. Parameters are written $1, $2 … in both.
//
// A column is one of: INTEGER (64 bits), REAL, TEXT, BLOB. Schema texts use these words; on
// PostgreSQL they become bigint, double precision, text COLLATE "C", bytea, and `WITHOUT ROWID` is
// dropped. Text compares byte by byte on both.
//
// Thread safety: a Database may be used from any thread; a Connection and its Statements belong to
// one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tram::database {

enum class Dialect { kSqlite, kPostgres };

// The result of a query: stepped through once, row by row. Ends with its Statement's next use.
//
//     auto& query = TRY(connection.Prepare("SELECT id FROM res WHERE rid = $1"));
//     query.Bind(1, rid);
//     while (TRY(query.Step())) use(query.Text(0));
class Statement {
  public:
    virtual ~Statement() = default;
    // Parameters count from 1, columns from 0. Views bound must live until the statement is done.
    virtual void Bind(int parameter, std::int64_t value) = 0;
    virtual void BindReal(int parameter, double value) = 0;
    virtual void BindText(int parameter, std::string_view value) = 0;
    virtual void BindBlob(int parameter, std::string_view value) = 0;
    virtual void BindNull(int parameter) = 0;
    // The values of Connection::InSet(); they must live until the statement is done.
    virtual void BindSet(int parameter, std::span<const std::int64_t> values) = 0;
    virtual void BindTextSet(int parameter, std::span<const std::string_view> values) = 0;

    // True: a row is there. False: no more; the statement is ready for the next binding.
    // Errors: kUnavailable (disk full, connection lost), kBusy (time limit, lock, deadlock),
    // kConflict (a unique key is there already), kInternal (all else). After an error inside a
    // transaction only RollbackToSavepoint or Rollback may follow.
    virtual Result<bool> Step() = 0;
    // Runs to the end. Gives the number of rows changed.
    virtual Result<std::int64_t> Run() = 0;
    // Gives up the rest of the rows. Safe at any time.
    virtual void Reset() = 0;

    virtual bool IsNull(int column) const = 0;
    virtual std::int64_t Int(int column) const = 0;  // 0 for NULL
    virtual double Real(int column) const = 0;
    virtual std::string_view Text(int column) const = 0;  // valid until the next Step
    virtual std::string_view Blob(int column) const = 0;
    virtual int columns() const = 0;
    virtual std::string ColumnName(int column) const = 0;
    enum class Type { kNull, kInteger, kReal, kText, kBlob };
    virtual Type ColumnType(int column) const = 0;
};

// Many rows for one table. Values are laid out row after row.
class Batch {
  public:
    virtual ~Batch() = default;
    virtual Batch& Int(std::int64_t value) = 0;
    virtual Batch& Real(double value) = 0;
    virtual Batch& Text(std::string_view value) = 0;
    virtual Batch& Blob(std::string_view value) = 0;
    virtual Batch& Null() = 0;
    virtual std::size_t rows() const = 0;
    // Sends what was collected and empties the batch. On PostgreSQL one round trip.
    // Errors: as Statement::Step.
    virtual Result<void> Flush() = 0;
};

// What becomes of a row whose key is there already. kAdd adds the numbers of the other columns to
// it.
enum class OnConflict { kFail, kIgnore, kReplace, kAdd };

class Connection {
  public:
    virtual ~Connection() = default;
    virtual Dialect dialect() const = 0;
    // A number that no other connection of this process ever has, unlike its address.
    std::uint64_t serial() const { return serial_; }

    // True once the line to the database is lost: throw the connection away and Connect again.
    virtual bool Broken() const = 0;

    // The statement for `sql`, ready to bind. It is prepared once and kept while it is among the
    // thousand used last: ask again for each use rather than keep the pointer.
    // REQUIRES: the same text is not in use further up the stack.
    // Errors: kInternal (not valid SQL; detail has the database's words).
    virtual Result<Statement*> Prepare(std::string_view sql) = 0;
    // One or several statements without parameters, separated by ;
    virtual Result<void> Execute(std::string_view script) = 0;
    // A batch that inserts into `table` the `columns`, of the given types.
    // `key` names the columns of the primary key, needed for kReplace and kAdd. Of two rows with
    // the same key in one batch kReplace keeps the later, kIgnore the earlier; for kAdd REQUIRES:
    // none.
    struct BatchColumn {
        std::string_view name;
        Statement::Type type;
    };
    virtual std::unique_ptr<Batch> Insert(std::string_view table,
                                          std::span<const BatchColumn> columns,
                                          OnConflict conflict = OnConflict::kFail,
                                          std::span<const std::string_view> key = {}) = 0;
    // Deletes the rows whose columns equal; in one round trip on PostgreSQL.
    virtual std::unique_ptr<Batch> Delete(std::string_view table,
                                          std::span<const BatchColumn> columns) = 0;

    // SQL that stands for "is one of the values bound to parameter N by BindSet or BindTextSet":
    // `v IN (SELECT value FROM bound_set($1))` or `v = ANY($1)`.
    virtual std::string InSet(std::string_view column, int parameter) const = 0;

    // Transactions. A read transaction is one snapshot from its first statement to its end.
    enum class Mode { kRead, kWrite };
    virtual Result<void> Begin(Mode mode) = 0;
    // Durable when it returns, in write mode. An error has rolled back, save one: with kUnavailable
    // on PostgreSQL the line broke before the answer came, and only a look at the store can tell.
    virtual Result<void> Commit() = 0;
    virtual void Rollback() = 0;
    virtual Result<void> Savepoint() = 0;  // nests
    virtual Result<void> ReleaseSavepoint() = 0;
    virtual Result<void> RollbackToSavepoint() = 0;  // undoes and drops it

    // Statements running longer end with kBusy. 0: no limit.
    virtual void SetTimeLimit(int millis) = 0;

  protected:
    Connection();

  private:
    std::uint64_t serial_;
};

struct Options {
    std::string path;    // SQLite: the file. Empty with PostgreSQL.
    std::string url;     // postgresql://…; empty: SQLite
    std::string schema;  // PostgreSQL: the schema to live in; created when missing
    int cache_megabytes = 64;
};

class Database {
  public:
    virtual ~Database() = default;
    // Errors: kUnavailable (cannot open or connect; message says what to check).
    static Result<std::unique_ptr<Database>> Open(const Options& options);

    virtual Dialect dialect() const = 0;
    // A new connection. kRead connections cannot write (query_only / read only).
    virtual Result<std::unique_ptr<Connection>> Connect(Connection::Mode mode) = 0;
};

// The schema text for a dialect: type words (in capitals) mapped, WITHOUT ROWID dropped.
std::string ForDialect(std::string_view schema, Dialect dialect);

// Read connections kept ready. A lease gives its connection back, out of any transaction, at its
// end.
class ConnectionPool {
  public:
    ConnectionPool(Database& database, Connection::Mode mode, std::size_t most);
    ~ConnectionPool();

    class Lease {
      public:
        Lease(ConnectionPool* pool, std::unique_ptr<Connection> connection, std::uint64_t epoch);
        Lease(Lease&&) noexcept;
        ~Lease();
        Connection& operator*() const { return *connection_; }
        Connection* operator->() const { return connection_.get(); }

      private:
        ConnectionPool* pool_;
        std::unique_ptr<Connection> connection_;
        std::uint64_t epoch_;
    };
    // Waits up to `wait_millis` for a free connection. Errors: kBusy, kUnavailable.
    Result<Lease> Take(int wait_millis = 2000);
    // After tables were changed: no connection made before is leased again, since PostgreSQL keeps
    // what it prepared on one for the tables as they were.
    void Renew();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tram::database
