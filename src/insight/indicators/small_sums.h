// Small sums: which of the counts told beside a figure – reasons, steps on the way, groups at risk
// – are kept from a reader who sees figures but no names. They overlap and add up: who is told all
// steps but one, and the figure, is told that one.
//
// A count is a quantity: so many of the people. Kept back is (1) what is small, or kept back
// already for itself (small_cells.h, small_totals.h); (2) at units under one parent the same
// quantities, and below a unit what is kept back there; (3) as many more as it takes that none of
// these is a sum or a difference of what is told. Rule 2 makes rule 3 a question of one unit:
// differences may be moved between two units beside each other without changing anything told above
// them. What follows from the figure alone, as all that are not met, nothing can keep.
//
// Thread safety: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "insight/indicators/small_totals.h"

namespace tram::indicators {

class SmallSums {
  public:
    using Quantity = std::size_t;
    using Mask = std::uint64_t;  // a bit for each quantity
    static constexpr std::size_t kMost = 64;

    // The first `figures` of `quantities` are told wherever the unit's total is.
    // REQUIRES: quantities <= kMost.
    SmallSums(std::size_t figures, std::size_t quantities)
        : figures_(figures), quantities_(quantities) {}

    // Somebody who stands in `unit`, their lowest, and counts in these quantities.
    void Add(Rid unit, Mask mask);
    // … whose weight in one of them says nothing of the others, as the visits of a person.
    void AddWeight(Rid unit, Quantity quantity, std::int64_t weight);

    // REQUIRES: all is added; `top` is the reader's highest unit; `totals` were decided for it and
    // live on. `kept`: is it kept back for itself at that unit?
    using Kept = std::function<bool(Rid unit, Quantity quantity)>;
    void Decide(Rid top, const PathOf& path, const SmallTotals& totals, const Kept& kept);

    // REQUIRES: Decide was called. Of a unit that nobody stands in: not hidden.
    bool Hidden(Rid unit, Quantity quantity) const;

  private:
    using Sums = std::vector<std::int64_t>;
    using Hiding = std::set<Quantity>;
    struct Node {
        Sums sums;
        std::vector<Rid> parts;
        Rid above = 0;
        Hiding hidden;  // of its parts, all alike
    };
    void MakeRows();
    void MakeTree(Rid top, const PathOf& path);
    std::vector<Sums> RowsOf(const Node& node) const;
    void AddSmall(const Sums& sums, Hiding& hidden) const;
    // Does it follow from the figures and from all but `hidden`?
    bool Follows(Quantity quantity, const Hiding& hidden) const;
    void Close(Hiding& hidden) const;
    const Hiding& HiddenAt(Rid unit) const;

    std::size_t figures_, quantities_;
    std::map<Rid, Sums> lowest_;
    std::set<Mask> masks_;
    Mask weighed_ = 0;
    std::vector<std::vector<double>> rows_;  // a quantity over kinds of people
    std::map<Rid, Node> nodes_;
    Hiding hidden_at_top_;
    const SmallTotals* totals_ = nullptr;
    Rid top_ = 0;
};

}  // namespace tram::indicators
