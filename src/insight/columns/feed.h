// Feed: what was written lately, kept in memory, so that an answer knows whom to ask again.
//
// It follows the log of the store. Besides the compartment a record is in now it tells those the
// record was in before, and of a person whose links changed the one who was the survivor until
// then: all whose figures the write can have moved.
//
// Thread safety: may be used from any thread.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "record/store/store.h"

namespace tram::columns {

using Types = std::set<std::string, std::less<>>;

class Feed {
  public:
    using Rid = std::int64_t;
    using Survivors = std::unordered_map<Rid, Rid>;  // of linked Patients: whose person they are

    // Goes on from where a run of the program before this one was. Does nothing once begun.
    void BeginAt(std::int64_t position, Survivors survivors);
    // As of a position that is the feed's own; nullopt: it has gone on.
    std::optional<Survivors> SurvivorsAt(std::int64_t position) const;
    // Many more entries than it keeps would be forgotten before anybody asks.
    static constexpr std::int64_t kMostBehind = 40'000;

    // Follows the log up to the snapshot of `reader`. Gives the position of that snapshot.
    // Errors: of the database.
    Result<std::int64_t> CatchUp(record::Reader& reader);

    // Owners of the compartments that records of `types` touched in (after, upto], each once.
    // nullopt: too many, or too long ago to know; ask everybody.
    // REQUIRES: CatchUp has reached `upto`.
    std::optional<std::vector<Rid>> HomesTouched(std::int64_t after, std::int64_t upto,
                                                 const Types& types) const;
    // What rows of one register are no longer as they were at `after`: all of these records, and
    // all of these persons, whose patients were linked otherwise. Each once, ascending.
    struct Moved {
        std::vector<Rid> records, persons;
    };
    // nullopt: too long ago to know. REQUIRES: CatchUp has reached `upto`.
    std::optional<Moved> MovedSince(std::int64_t after, std::int64_t upto,
                                    std::string_view type) const;
    // Was any record of `types` touched in (after, upto]? True also when it is not known.
    bool Touched(std::int64_t after, std::int64_t upto, const Types& types) const;

  private:
    struct Entry {
        std::int64_t pos = 0;
        Rid home = 0;
        Rid rid = 0;            // 0: all that is in the compartment, by a link made or undone
        std::string_view type;  // in types_
    };
    static Result<Survivors> ReadSurvivors(database::Connection& connection);
    Result<void> Add(database::Connection& connection,
                     const std::vector<record::LogEntry>& entries);
    Result<void> AddRelinked(database::Connection& connection,
                             const std::vector<record::LogEntry>& entries);
    void Keep(std::int64_t pos, Rid home, Rid rid, std::string_view type);

    mutable std::mutex mutex_;
    bool begun_ = false;
    std::int64_t known_from_ = 0;  // entries after this position are kept
    std::int64_t position_ = 0;
    std::deque<Entry> entries_;  // ascending by position
    Types types_;                // the texts entries point to
    Survivors survivors_;        // at position_
};

}  // namespace tram::columns
