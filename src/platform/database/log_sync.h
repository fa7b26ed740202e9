// LogSync: brings what a write connection has committed onto the disk, apart from the commit, so
// that the next transaction is written while the disk is at work on the one before.
//
// Whoever answers for a commit must not do so before Run returned. Readers see it sooner; after a
// power cut what was not synced is gone, the newest first, and the file is whole.
//
// Thread safety: Of while nobody uses the connection; Run may be called from any thread, also while
// the connection writes.
#pragma once

#include <memory>

#include "platform/database/database.h"

namespace tram::database {

class LogSync {
  public:
    virtual ~LogSync() = default;
    // From here on commits of `writer` do not wait for the disk. Null: they do, and there is
    // nothing to be done beside (PostgreSQL). REQUIRES: `writer` outlives it, and has read already.
    // Errors: kUnavailable.
    static Result<std::unique_ptr<LogSync>> Of(Connection& writer);

    // All that was committed before the call is on disk.
    // Errors: kUnavailable; then some of it may never get there, whatever later calls say.
    virtual Result<void> Run() = 0;
};

}  // namespace tram::database
