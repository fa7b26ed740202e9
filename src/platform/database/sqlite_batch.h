// A batch on SQLite: rows wait in memory, Flush steps one prepared statement through them.
//
// Thread safety: as its connection.
#pragma once

#include "platform/database/sqlite.h"

namespace tram::database::sqlite {

std::unique_ptr<Batch> MakeBatch(SqliteConnection& connection, std::string sql,
                                 std::size_t columns);

}  // namespace tram::database::sqlite
