// The PostgreSQL side of database.h, by libpq in pipeline mode: BEGIN, savepoints and settings wait
// until there is a statement to take them along, so that each statement is one way there and back.
//
// Values cross the line in binary. Rows come one at a time, so that a scan of any length needs no
// memory; only when another statement starts in between are the rows still under way set aside.
//
// Thread safety: as database.h.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/database/database.h"
#include "platform/database/postgres_values.h"
#include "platform/database/statement_cache.h"

namespace tram::database::postgres {

Result<std::unique_ptr<Database>> Open(const Options& options);

struct FreeResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, FreeResult>;

class PostgresConnection;

class PostgresStatement final : public Statement {
  public:
    // REQUIRES: `description` is the answer to PQsendDescribePrepared.
    PostgresStatement(PostgresConnection& connection, std::string name,
                      const PGresult* description);
    ~PostgresStatement() override;
    PostgresStatement(const PostgresStatement&) = delete;

    void Bind(int parameter, std::int64_t value) override;
    void BindReal(int parameter, double value) override;
    void BindText(int parameter, std::string_view value) override;
    void BindBlob(int parameter, std::string_view value) override;
    void BindNull(int parameter) override;
    void BindSet(int parameter, std::span<const std::int64_t> values) override;
    void BindTextSet(int parameter, std::span<const std::string_view> values) override;
    // An array in its binary form. REQUIRES: it outlives the binding.
    void BindArray(int parameter, std::string_view bytes);
    Result<bool> Step() override;
    Result<std::int64_t> Run() override;
    void Reset() override { GiveUp(MayCancel::kNo); }
    bool IsNull(int column) const override;
    std::int64_t Int(int column) const override;
    double Real(int column) const override;
    std::string_view Text(int column) const override;
    std::string_view Blob(int column) const override;
    int columns() const override { return static_cast<int>(columns_.size()); }
    std::string ColumnName(int column) const override;
    Type ColumnType(int column) const override;

    bool InUse() const { return state_ != State::kIdle; }
    void MakeReady();
    // Reads the rows still under way into memory, so that the line is free for others.
    void SetAside();
    // Cancelling ends the transaction too, and is only worth it when very many rows are left.
    enum class MayCancel { kNo, kYes };
    void GiveUp(MayCancel may_cancel);

  private:
    struct Parameter {
        Oid type = 0;
        const char* data = nullptr;  // nullptr: NULL
        std::size_t size = 0;
        char number[8];
        std::string array;
    };
    struct Column {
        Oid type = 0;
        std::string name;
        mutable std::string text;  // the last value that Text() had to write out
    };
    struct Cell {
        const char* data = nullptr;  // nullptr: NULL
        std::size_t size = 0;
    };
    // kUnderWay: rows come over the line. kSetAside: they are in aside_.
    enum class State { kIdle, kUnderWay, kSetAside };

    Parameter& At(int parameter);
    void BindBytes(int parameter, std::string_view value);
    std::string_view BytesOf(int column) const;
    Result<void> Start();
    Result<bool> Receive();
    Result<bool> TakeFromAside();

    PostgresConnection& connection_;
    std::string name_;
    std::vector<Parameter> parameters_;
    std::vector<Column> columns_;
    std::string mismatch_;  // what was bound that the parameter cannot hold
    State state_ = State::kIdle;
    Answer answer_;  // holds the bytes of the present row while rows are under way
    std::vector<Cell> row_;
    std::int64_t changed_ = 0;

    std::string aside_;  // rows: for each cell its length (-1: NULL) and bytes
    std::size_t aside_at_ = 0;
    std::unique_ptr<Error> aside_error_;
};

class PostgresConnection final : public Connection {
  public:
    PostgresConnection(PGconn* line, Mode mode) : line_(line), mode_(mode) {}
    ~PostgresConnection() override;
    PostgresConnection(const PostgresConnection&) = delete;

    Dialect dialect() const override { return Dialect::kPostgres; }
    bool Broken() const override { return broken_ || PQstatus(line_) != CONNECTION_OK; }
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
    void SetTimeLimit(int millis) override { time_limit_millis_ = millis; }

    Result<PostgresStatement*> PrepareOwn(std::string_view sql);

    // --- for statements ---
    // One way there: what waits, then what `send` puts on the line. When it is back without error,
    // the answers to the latter are next. REQUIRES: they are read to their end by EndTrip.
    template <typename Send>
    Result<void> StartTrip(Send&& send) {
        TRY(Settle());
        return AnswersOfWaiting(SendWaiting() && send(line_) && PQpipelineSync(line_));
    }
    void EndTrip();
    Error FaultOf(const PGresult* answer);
    void SetUnderWay(PostgresStatement* statement) { under_way_ = statement; }
    void Deallocate(const std::string& name);
    void CancelNow();
    PGconn* line() const { return line_; }

  private:
    Result<void> Settle();
    bool Send(const char* command);
    std::string
    TakeSetting();  // the command by which the server learns of the time limit, or nothing
    bool SendWaiting();
    Result<void> AnswersOfWaiting(bool sent);
    Error Lost();
    void ReadToSync();
    // Sends at once but leaves the answer for the next trip.
    void SendWithoutWaiting(const char* command);

    PGconn* line_;
    Mode mode_;
    bool broken_ = false;
    bool in_transaction_ = false;
    bool begun_ = false;  // BEGIN is on its way, not merely waiting
    bool set_inside_ = false;
    Mode transaction_mode_ = Mode::kRead;
    int savepoints_ = 0;
    int time_limit_millis_ = 0;
    int time_limit_there_ = 0;  // what the server holds; -1: not known
    int unread_syncs_ = 0;
    std::vector<std::string> waiting_;
    std::uint64_t names_ = 0;
    PostgresStatement* under_way_ = nullptr;
    StatementCache<PostgresStatement> statements_;
};

}  // namespace tram::database::postgres
