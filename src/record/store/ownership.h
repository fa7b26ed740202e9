// Ownership: one process writes a store. On SQLite a lock file in the data folder says who; on
// PostgreSQL a row with a fencing number, so that a process that was thought dead and comes back
// cannot write over its successor.
//
// Thread safety: taken and given back by the thread that opens the store; Verify is the writer's.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "platform/database/database.h"

namespace tram::record {

class Ownership {
  public:
    virtual ~Ownership() = default;  // gives the store back

    // Still ours? Asked inside each of the writer's transactions, so that the answer holds until
    // its commit. Errors: kUnavailable (another process has taken over).
    virtual Result<void> Verify(database::Connection& connection) = 0;
    // How long the writer may stay idle without calling Verify; 0: for ever.
    virtual int renew_millis() const = 0;

    // Locks `data_dir`/tram.lock and writes our process id into it.
    // Errors: kConflict (another process; the message says which), kUnavailable.
    static Result<std::unique_ptr<Ownership>> OfFolder(const std::string& data_dir);

    // Takes the lease row of `store`.
    // REQUIRES: PostgreSQL, the schema is there, the connection is in no transaction. `database`
    // outlives the lease, which is given back over a connection of its own. Errors: kConflict (held
    // by a process that is alive, or may be), kUnavailable.
    static Result<std::unique_ptr<Ownership>> OfDatabase(database::Database& database,
                                                         database::Connection& connection);
};

}  // namespace tram::record
