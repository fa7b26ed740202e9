// The log of a store: each version in commit order, chained, so that nothing can be slipped in,
// changed or left out later without showing. What one version adds to it is made here, before the
// database hears of it.
//
// Invariants: pos is 1, 2, 3 … without gaps; `at` rises strictly with it, and so does `hlc`.
//
// Thread safety: none; the writer's own.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "platform/database/database.h"
#include "record/storage/dictionary.h"
#include "record/storage/schema.h"

namespace tram::record {

// BLAKE2b-256 of the sorted parents, the operation, type, id and stored body: equal edits of equal
// versions are equal at every site.
std::string RevisionOf(std::span<const std::string> parents, storage::Op op, std::string_view type,
                       std::string_view id, std::string_view body);

// BLAKE2b-256 of the link before, the position, the revision and who wrote it.
std::string ChainOf(std::string_view before, std::int64_t pos, std::string_view revision,
                    std::string_view author);

// Where the log ends.
struct LogHead {
    std::int64_t pos = 0;
    std::int64_t at = 0;        // microseconds since 1970
    std::int64_t hlc = 0;       // hybrid logical clock: milliseconds << 16 | counter
    std::int64_t site_seq = 0;  // gapless per site; the same as pos while there is one site
    std::string chain = std::string(32, '\0');
    friend bool operator==(const LogHead&, const LogHead&) = default;

    static Result<LogHead> Load(database::Connection& connection);

    // Moves to the next position. A clock that stands still or was set back does not hold `at`
    // back.
    void Advance(Instant now, std::string_view revision, std::string_view author);
};

// One version as the log keeps it.
struct LogRow {
    std::int64_t tx = 0;
    storage::Rid rid = 0;
    std::int64_t type = 0;
    std::int64_t version = 0;
    storage::Op op = storage::Op::kCreate;
    storage::Rid home = 0;
    std::int64_t bucket = 0;
    std::string author;
    std::string parent;  // revision of the version before; empty: none
    std::string revision;
    LogHead head;  // after this version
};

// Collects rows and sends them together.
class LogWriter {
  public:
    LogWriter(database::Connection& connection, std::string site);
    void Append(const LogRow& row);
    Result<void> Flush() { return batch_->Flush(); }

  private:
    std::string site_;
    std::unique_ptr<database::Batch> batch_;
};

}  // namespace tram::record
