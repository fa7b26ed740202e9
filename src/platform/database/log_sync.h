// LogSync: brings what a write connection has committed onto the disk, apart from the commit, so
// that the next transaction is written while the disk is at work on the one before.
//
// Whoever answers for a commit must not do so before Run returned. Readers see it sooner; after a
// power cut what was not synced is gone, the newest first, and the file is whole.
//
// Thread safety: Of while nobody uses the connection; Run may be called from any thread, also while
// the connection writes.
#pragma once

#include <filesystem>
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
    // Errors: kUnavailable (the disk has lost some of it, or of what was copied from the log); then
    // some of it may never get there, whatever a disk says later, and all later calls fail too.
    virtual Result<void> Run() = 0;
};

// The names that stand in this folder are on disk. Errors: kUnavailable.
Result<void> SyncFolder(const std::filesystem::path& folder);

}  // namespace tram::database
