// The audit: who did what, to whom and why, in a table that only grows and is chained like the log.
// It keeps ids, never names or values.
//
// A commit is noted in its own database transaction. What was read, and what was refused, is noted
// in memory first and written with the next group of the writer, within a second.
//
// Thread safety: Note may be called from any thread, the rest is the writer's.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "record/store/store.h"

namespace tram::record {

// One row of `audit`, its place in the chain left out.
struct AuditEntry {
    std::int64_t at = 0;
    std::string who, role, purpose, reason;
    Interaction interaction = Interaction::kRead;
    std::int64_t type = 0;  // 0: several
    Rid rid = 0;
    std::vector<Rid> homes;  // sorted, without twins
    std::int64_t tx = 0;     // of a commit: the first position of its versions
    bool refused = false;
};
AuditEntry EntryOf(const Actor& actor, Access access, Instant at);

// Sorted rids as bytes: differences, seven bits a byte, lowest first.
std::string PackRids(const std::vector<Rid>& rids);
// nullopt: not such bytes.
std::optional<std::vector<Rid>> UnpackRids(std::string_view bytes);

// The hash that ties an entry to all before it.
std::string AuditChain(std::string_view before, std::int64_t seq, const AuditEntry& entry,
                       std::string_view packed_homes);

class Audit {
  public:
    static constexpr std::size_t kMostWaiting = 100'000;

    // REQUIRES: `entry` is complete. Errors: kUnavailable (too many wait to be written: the disk is
    // full or the line is down, so nothing more may be shown).
    Result<void> Note(AuditEntry entry);
    bool HasRoom() const;
    bool HasWaiting() const;

    // --- the writer's ---
    // Reads where the table ends.
    Result<void> Load(database::Connection& connection);
    // Writes what waits and `commits` in the transaction at hand.
    Result<void> Write(database::Connection& connection, const std::vector<AuditEntry>& commits);
    void Committed();   // what was written is on disk
    void RolledBack();  // what was written waits again, commits left out

  private:
    void Append(database::Batch& batch, const AuditEntry& entry);

    mutable std::mutex mutex_;
    std::vector<AuditEntry> waiting_;

    std::vector<AuditEntry> writing_;
    std::int64_t seq_ = 0, committed_seq_ = 0;
    std::string chain_ = std::string(32, '\0'), committed_chain_ = chain_;
};

}  // namespace tram::record
