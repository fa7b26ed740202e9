// The tables of users, sessions and tokens: small, beside the records, in the same database. All of
// them are read into memory at start and answered from there; the one process that owns the store
// is the only one that writes them.
#pragma once

#include <functional>
#include <string_view>

#include "base/result.h"
#include "platform/database/database.h"

namespace tram::users {

// Runs work on a connection that may write, in a transaction: all or nothing, on disk when it
// returns. Store::Write is one. May be called from any thread.
using Work = std::function<Result<void>(database::Connection&)>;
using Write = std::function<Result<void>(Work)>;

// Makes the tables where they are missing.
Result<void> MakeTables(const Write& write);

}  // namespace tram::users
