// A batch on SQLite: rows wait in memory, Flush steps prepared statements through them, many rows
// to a statement.
//
// Thread safety: as its connection.
#pragma once

#include "platform/database/sqlite.h"

namespace tram::database::sqlite {

// The SQL of a batch: `head`, then one list of parameters in brackets for each row, then `tail`.
struct BatchSql {
    std::string head, tail;
    std::size_t columns = 0;
    std::size_t most_rows = 1;  // that one statement takes
};

std::unique_ptr<Batch> MakeBatch(SqliteConnection& connection, BatchSql sql);

}  // namespace tram::database::sqlite
