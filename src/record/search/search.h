// Runs a search::Query on the store's tables, as far as the actor sees.
//
// Plan: the clause with the fewest rows (from `stat`, or a bounded count) is scanned in key order,
// the others are asked which of its rids they keep, a chunk at a time; chains and _has become sets
// of rids from the inside out where those are small. A limited actor's candidates are asked of
// `visible`, at every hop.
//
// Order: without _sort the resource numbered last comes first (newest first). With _sort, what
// lacks the value comes last. A page begins behind the last entry of the page before, so what does
// not change between pages is neither lost nor repeated; what was created since the first page is
// left out.
//
// Thread safety: Searcher may be used from many threads; each call uses one connection.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "fhir/search/query.h"
#include "platform/crypto/crypto.h"
#include "platform/database/database.h"
#include "record/access/actor.h"
#include "record/storage/dictionary.h"

namespace tram::record {

using storage::Rid;
class KnownSets;

struct Hit {
    Rid rid = 0;
    bool included = false;  // by _include or _revinclude
};

struct SearchResult {
    std::vector<Hit> hits;  // matches in order, then what they include
    std::optional<std::int64_t> total;
    std::string next;  // sealed cursor of the next page; empty: this is the last
};

struct SearchLimits {
    std::int64_t default_count = 50;
    std::int64_t most_count = 1000;
    std::int64_t most_includes = 10'000;
    std::int64_t total_budget = 1'000'000;  // candidates looked at for a total; beyond it is absent
    // What the planner calls few: so many rows it fetches whole before it thinks of anything
    // better.
    std::int64_t few = 256;
    std::size_t known_bytes = 64 << 20;  // of KnownSets
};

class Searcher {
  public:
    // The clock tells the day on which a limited actor's sight is asked about.
    // `seal_key`: 32 bytes, seals cursors so that none can be made up.
    // REQUIRES: `dictionary` and `clock` outlive it.
    Searcher(const storage::Dictionary& dictionary, Clock& clock, int zone_minutes,
             std::string_view seal_key, SearchLimits limits = {});
    ~Searcher();

    // A page of matches.
    // REQUIRES: `connection` is in a read transaction, one snapshot of what is committed.
    // Errors: kMalformed (cursor not ours), kForbidden, kBusy, kTooCostly, kUnavailable.
    Result<SearchResult> Search(database::Connection& connection, const access::Actor& actor,
                                const search::Query& query) const;

    // For conditional interactions: all matches, at most `most` (2 suffice to tell one from
    // several). `connection` may be the writer's own.
    Result<std::vector<Rid>> Match(database::Connection& connection, const access::Actor& actor,
                                   const search::Query& query, std::size_t most) const;

    // The rids of a person's compartment for $everything, in a stable order after `after`.
    struct EverythingOptions {
        std::vector<std::string> types;                        // empty: all
        std::optional<std::int64_t> start_millis, end_millis;  // clinical dates
        std::optional<std::int64_t> since_micros;              // last updated
        std::int64_t count = 100;
        std::string cursor;
    };
    Result<SearchResult> Everything(database::Connection& connection, const access::Actor& actor,
                                    std::string_view patient_id,
                                    const EverythingOptions& options) const;

    // May the actor see this compartment? Common things and unlimited actors: always.
    Result<bool> Sees(database::Connection& connection, const access::Actor& actor, Rid home,
                      std::string_view type) const;

    std::int64_t Today() const;  // days since 1970, where the clock's zone is

  private:
    const storage::Dictionary& dictionary_;
    Clock& clock_;
    int zone_minutes_;
    crypto::Key seal_key_;
    SearchLimits limits_;
    std::unique_ptr<KnownSets> known_;
};

}  // namespace tram::record
