// Small totals: which units' counts of people are kept from a reader who sees figures but no names.
//
// A unit in which fewer than kSmallCell people stand is hidden, and with it the next smallest
// beside it until the sum of what is hidden – it follows from the total of the unit above – is of
// several units, of enough people, and neither of all met nor of none. Those who stand in a unit
// and in no part of it are a part like the others. Below a hidden unit nothing is told.
//
// Thread safety: plain values.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "insight/indicators/scorecard.h"

namespace tram::indicators {

inline constexpr std::int64_t kSmallCell = 5;

// Whether a count is of people some of whom are met: then nobody may learn that all are.
enum class Results { kNone, kMet };
// The unit itself and all above it, lowest first.
using PathOf = std::function<std::vector<Rid>(Rid)>;

class SmallTotals {
  public:
    // People who stand in `unit`, their lowest.
    void Add(Rid unit, const Count& count);

    // REQUIRES: all counts are added; `top` is the reader's highest unit.
    void Decide(Rid top, const PathOf& path, Results results = Results::kMet);

    // REQUIRES for both: Decide was called. A unit in which nobody stands is not hidden.
    bool Hidden(Rid unit) const;
    // Those who stand in the unit and in no part of it.
    bool HidesRest(Rid unit) const;
    // Are those of any unit at or below it hidden so?
    bool HidesAnyRestBelow(Rid unit) const;

  private:
    struct Node {
        Count sum, rest;
        std::vector<Rid> parts;
        bool hidden = false, hides_rest = false;
    };
    void Hide(Node& node);
    void Settle(Node& node, Results results);

    Counts lowest_;
    std::map<Rid, Node> nodes_;
};

}  // namespace tram::indicators
