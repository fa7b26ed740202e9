// Scope: what one search runs in: the connection, who asks, how much may still be looked at; and
// the few questions that every part of it asks of the tables.
//
// Thread safety: none; one search, one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "platform/database/database.h"
#include "record/access/actor.h"
#include "record/storage/dictionary.h"

namespace tram::record {

using storage::Rid;
using Rids = std::vector<Rid>;  // sorted, without twins, unless said otherwise

inline constexpr Rid kAboveAll = std::numeric_limits<Rid>::max();

class KnownSets;

class Scope {
  public:
    // `known`: nullptr where the connection shows what is not committed yet.
    Scope(database::Connection& connection, const storage::Dictionary& dictionary,
          const access::Actor& actor, std::int64_t today, std::int64_t budget, std::int64_t few,
          KnownSets* known = nullptr)
        : connection_(connection),
          dictionary_(dictionary),
          actor_(actor),
          today_(today),
          budget_(budget),
          few_(few),
          known_(known) {}

    database::Connection& connection() { return connection_; }
    const storage::Dictionary& dictionary() const { return dictionary_; }
    std::int64_t today() const { return today_; }  // days since 1970
    std::int64_t few() const { return few_; }      // SearchLimits::few
    const access::Actor& actor() const { return actor_; }
    KnownSets* known() const { return known_; }
    // Newest log position in this snapshot.
    Result<std::int64_t> Position();

    // Counts rows looked at. Errors: kTooCostly when the budget is spent.
    Result<void> Spend(std::size_t rows);
    void Refill(std::int64_t budget) { budget_ = budget; }

    // The first column of a query, in its order. `bind` sets the parameters.
    using Bind = std::function<void(database::Statement&)>;
    Result<std::vector<std::int64_t>> Column(std::string_view sql, const Bind& bind);
    // The first two columns, both numbers.
    using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;
    Result<Pairs> TwoColumns(std::string_view sql, const Bind& bind);
    Result<std::int64_t> One(std::string_view sql, const Bind& bind);  // 0: no row

    // Living resources of a type, as `stat` counts them.
    Result<std::int64_t> Living(std::string_view type);

    // May the actor read this type, and is each record's compartment to be asked of `visible`?
    bool MayRead(std::string_view type) const;
    bool IsLimitedFor(std::string_view type) const;
    // Those of `rids`, all of one type, whose compartment the actor sees.
    Result<Rids> Seen(std::string_view type, std::span<const Rid> rids);
    // Those of `rids` that are living resources of `type` the actor may read and sees.
    Result<Rids> Reachable(std::string_view type, std::span<const Rid> rids);
    // The same for any type: those that live, may be read and are seen.
    Result<Rids> Reachable(std::span<const Rid> rids);
    Result<bool> SeesHome(Rid home);

  private:
    Result<Rids> SeenHomes(const Pairs& rids_and_homes);
    Result<void> LearnHomes(const std::vector<Rid>& homes);

    database::Connection& connection_;
    const storage::Dictionary& dictionary_;
    const access::Actor& actor_;
    std::int64_t today_;
    std::int64_t budget_;
    std::int64_t few_;
    KnownSets* known_;
    std::optional<std::int64_t> position_;
    std::unordered_map<Rid, bool> homes_;  // asked before: seen or not
};

// Those of `homes` (people) whose compartment is open to one of `units` (sorted) on that day: the
// decision by which a person's records are shown or withheld, to be asked for others than a reader
// too.
Result<Rids> OpenHomes(database::Connection& connection, std::span<const Rid> units,
                       std::int64_t day, std::span<const Rid> homes);

// Those of them, each with the last day on which it is still open, as is known on that day;
// kNoLastDay: no end is known.
inline constexpr std::int64_t kNoLastDay = std::numeric_limits<std::int32_t>::max();
Result<std::map<Rid, std::int64_t>> OpenUntil(database::Connection& connection,
                                              std::span<const Rid> units, std::int64_t day,
                                              std::span<const Rid> homes);

void SortUnique(Rids& rids);
Rids Intersect(std::span<const Rid> a, std::span<const Rid> b);
Rids Without(std::span<const Rid> a, std::span<const Rid> b);
Rids Unite(std::span<const Rid> a, std::span<const Rid> b);

}  // namespace tram::record
