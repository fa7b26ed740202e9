// KnownSets: what searches have worked out before and will ask for again: which records a limited
// actor sees, which resources have a certain token, the words of names. Each is true for a log
// position; the next search brings it up to date from the log of its own snapshot, so that it is
// exact to the last write and costs what was written meanwhile, not what is there.
//
// A set follows from the tables alone, and every row of them that changes belongs to a record with
// a version in the log: its own row in `res`, `tok` and `str`, and in `visible` those of the
// compartments it stands in or stood in before.
//
// Thread safety: may be used from many threads. Who needs a set that is being made waits for it.
// REQUIRES: the snapshots of those who ask hold committed things only.
#pragma once

#include <deque>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "record/search/rid_set.h"
#include "record/search/word_index.h"

namespace tram::record {

using RidSetPtr = std::shared_ptr<const RidSet>;

class KnownSets {
  public:
    // Sets are forgotten, those used longest ago first, when all together are larger.
    explicit KnownSets(std::size_t most_bytes) : most_bytes_(most_bytes) {}

    // The living resources of a type that the actor sees. Without it the caller looks up as many
    // as `asked` one by one, so it is made only when such look-ups add up to its price.
    // nullptr: not known as of this snapshot, or not worth it yet; never for kAll, unless the
    // snapshot is older than all that is known.
    static constexpr std::size_t kAll = static_cast<std::size_t>(-1);
    Result<RidSetPtr> Seen(Scope& scope, std::string_view type, std::size_t asked);
    // Those that have the row (p, v) in `tok`. nullptr as above.
    Result<RidSetPtr> WithToken(Scope& scope, std::int64_t p, std::int64_t v);
    // The words of a name or address parameter. nullptr as above, or there would be too many.
    Result<WordIndexPtr> Words(Scope& scope, const definitions::SearchParameter& parameter);

  private:
    // All that is known of one actor's sight, the one set of a token, or the words of a parameter,
    // as of `position`.
    struct Known {
        std::int64_t position = 0;
        RidSet homes;                             // of a sight: the compartments open to the actor
        std::map<std::int64_t, RidSetPtr> types;  // by number; of a token one, under 0
        WordIndexPtr words;
    };
    struct Entry {
        std::mutex mutex;
        // The newest last; older ones serve who reads an older snapshot.
        std::deque<std::shared_ptr<const Known>> versions;
        std::size_t bytes = 0;
        std::map<std::int64_t, std::size_t> missed;  // look-ups that a set would have saved
    };
    using EntryPtr = std::shared_ptr<Entry>;

    EntryPtr Find(const std::string& key);
    void Keep(const std::string& key, const EntryPtr& entry, std::shared_ptr<const Known> known);
    static std::shared_ptr<const Known> NewestUpTo(const Entry& entry, std::int64_t position);

    std::size_t most_bytes_;
    std::mutex mutex_;
    struct Place {
        EntryPtr entry;
        std::list<std::string>::iterator used;
    };
    std::map<std::string, Place> entries_;
    std::list<std::string> recent_;  // keys, the one used last first
    std::size_t bytes_ = 0;
};

}  // namespace tram::record
