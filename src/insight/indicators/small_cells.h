// Small cells: which counts by group are kept from a reader who sees figures but no names, over all
// the units such a reader can ask about one after the other.
//
// A count of fewer than kSmallCell people is hidden. So is whatever it would follow from: at one
// unit the total and the groups still shown; over units the count of the unit above and those
// beside. Therefore (1) units under one parent hide the same groups, (2) what is hidden at a unit
// is hidden at all below it, (3) a unit whose total is hidden (small_totals.h) tells no groups, and
// those beside it are held against all such units together, and (4) groups are added until every
// small count could also be another one, given all totals and all that is shown.
//
// Thread safety: plain values.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "insight/indicators/small_totals.h"

namespace tram::indicators {

class SmallCells {
  public:
    // People of `group` who stand in `unit`, their lowest.
    void Add(Rid unit, const std::string& group, const Count& count);

    // REQUIRES: all counts are added; `top` is the reader's highest unit; `totals` were decided for
    // it and live on.
    void Decide(Rid top, const PathOf& path, Results results, const SmallTotals& totals);

    // REQUIRES: Decide was called. Of a unit that nobody stands in: hidden.
    bool Hidden(Rid unit, const std::string& group) const;

  private:
    using Row = std::map<std::string, Count>;
    struct Node {
        Row sums;
        std::vector<Rid> parts;  // units just below in which somebody stands
        Rid above = 0;
        std::set<std::string> hidden;  // of its parts, all alike
    };
    bool Tells(Rid unit) const;
    std::set<std::string>& HiddenAt(Rid unit);
    std::vector<Row> RowsOf(Rid unit, const Node& node) const;
    bool Settle(const std::vector<Row>& rows, const std::set<std::string>& hidden_above,
                std::set<std::string>& hidden, std::set<std::string>& force) const;

    std::map<Rid, Row> lowest_;
    std::map<Rid, Node> nodes_;
    std::set<std::string> hidden_at_top_;
    const SmallTotals* totals_ = nullptr;
    Rid top_ = 0;
    Results results_ = Results::kNone;
};

}  // namespace tram::indicators
