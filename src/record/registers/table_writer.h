// TableWriter: collects rows to put and to remove, table by table, and sends them in batches.
//
// Thread safety: none; one writer, one thread, one transaction.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "record/registers/plan.h"

namespace tram::registers {

class TableWriter {
  public:
    // All must outlive the writer.
    TableWriter(database::Connection& connection, storage::Dictionary& dictionary,
                const Registers::Plan& plan, database::OnConflict conflict);

    // `place`: of the register. References get their rid here.
    Result<void> Insert(std::size_t place, Rid rid, std::size_t row, const Place& of,
                        const Row& values);
    void Remove(std::size_t place, Rid rid, std::size_t row, std::int64_t bucket);

    // Removals first: a row may be removed under one bucket and put under another.
    Result<void> Flush();

  private:
    database::Batch& Inserts(std::size_t place);
    database::Batch& Removals(std::size_t place);

    database::Connection& connection_;
    storage::Dictionary& dictionary_;
    const Registers::Plan& plan_;
    database::OnConflict conflict_;
    std::vector<std::unique_ptr<database::Batch>> inserts_,
        removals_;  // by place, made when needed
};

}  // namespace tram::registers
