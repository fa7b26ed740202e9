// GuardedConnection: the connection of a snapshot while registers are being built. A question that
// needs a table or a column not there yet hears "try again", not of a fault of ours.
//
// Thread safety: as the connection it stands before.
#pragma once

#include "platform/database/database.h"
#include "record/store/faults.h"

namespace tram::record {

class GuardedConnection : public database::Connection {
  public:
    // REQUIRES: `behind` outlives this.
    explicit GuardedConnection(database::Connection& behind) : behind_(behind) {}

    Result<database::Statement*> Prepare(std::string_view sql) override {
        auto statement = behind_.Prepare(sql);
        if (statement || statement.error().code != ErrorCode::kInternal) return statement;
        return RegistersAreBuilt(statement.error().detail);
    }
    database::Dialect dialect() const override { return behind_.dialect(); }
    bool Broken() const override { return behind_.Broken(); }
    Result<void> Execute(std::string_view script) override { return behind_.Execute(script); }
    std::unique_ptr<database::Batch> Insert(std::string_view table,
                                            std::span<const BatchColumn> columns,
                                            database::OnConflict conflict,
                                            std::span<const std::string_view> key) override {
        return behind_.Insert(table, columns, conflict, key);
    }
    std::unique_ptr<database::Batch> Delete(std::string_view table,
                                            std::span<const BatchColumn> columns) override {
        return behind_.Delete(table, columns);
    }
    std::string InSet(std::string_view column, int parameter) const override {
        return behind_.InSet(column, parameter);
    }
    Result<void> Begin(Mode mode) override { return behind_.Begin(mode); }
    Result<void> Commit() override { return behind_.Commit(); }
    void Rollback() override { behind_.Rollback(); }
    Result<void> Savepoint() override { return behind_.Savepoint(); }
    Result<void> ReleaseSavepoint() override { return behind_.ReleaseSavepoint(); }
    Result<void> RollbackToSavepoint() override { return behind_.RollbackToSavepoint(); }
    void SetTimeLimit(int millis) override { behind_.SetTimeLimit(millis); }

  private:
    database::Connection& behind_;
};

}  // namespace tram::record
