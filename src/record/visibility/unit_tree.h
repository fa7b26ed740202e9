// The tree of units as it stands today: a unit sees what it and all units below it see.
//
// Thread safety: may be used from any thread; each call uses one connection.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "platform/database/database.h"
#include "record/storage/dictionary.h"

namespace tram::visibility {

// The rids of `units` (ids of Organizations) and of all units below them on that day (days since
// 1970), sorted. Units the store does not know are left out. Units in a circle are each taken once.
// Errors: kUnavailable, kBusy.
Result<std::vector<storage::Rid>> UnitsBelow(database::Connection& connection,
                                             std::span<const std::string> units,
                                             std::int64_t on_day);

// The same, remembered for a minute, or until the tree changes.
class UnitTree {
  public:
    UnitTree(Clock& clock, int zone_minutes) : clock_(clock), zone_minutes_(zone_minutes) {}

    using Units = std::shared_ptr<const std::vector<storage::Rid>>;
    // nullptr: not remembered; ask Learn with a connection.
    Units Remembered(const std::vector<std::string>& units);
    Result<Units> Learn(database::Connection& connection, const std::vector<std::string>& units);

    // The tree changes in a transaction that will be committed soon, or may be rolled back.
    void Changes();

  private:
    using Key = std::pair<std::int64_t, std::vector<std::string>>;  // day, units
    struct Answer {
        Units units;
        Instant learned_at;
    };
    std::int64_t Today() const;

    Clock& clock_;
    int zone_minutes_;
    std::mutex mutex_;
    std::map<Key, Answer> answers_;
    Instant changed_at_{std::int64_t{-1} << 62};
};

}  // namespace tram::visibility
