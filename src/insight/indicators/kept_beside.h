// What is told beside a figure of people, its reasons and companions, and is kept from a reader who
// sees figures but no names: decided together, since they add up.
//
// Thread safety: plain values.
#pragma once

#include <memory>
#include <vector>

#include "insight/indicators/engine.h"
#include "insight/indicators/scorecard.h"
#include "insight/indicators/small_cells.h"

namespace tram::indicators {

// Reasons under the small-cell limit, and those they would follow from by themselves. `members`:
// all that stand at or below `top`. `totals` lives on.
SmallCells HiddenWhys(const Indicator& indicator, const std::vector<Member>& members, Rid top,
                      const PathOf& path, const SmallTotals& totals);

class KeptBeside {
  public:
    KeptBeside() = default;  // nothing is kept back
    // Of the answer's indicator for the unit of the question. `top`: the reader's highest unit.
    // Errors: those of Engine::Ask.
    static Result<KeptBeside> Of(Engine& engine, const Answer& answer, const Question& question,
                                 const Geography& geography, Rid top, const PathOf& path);

    bool HidesWhy(std::uint8_t why) const;  // 1 + place in Indicator::whys
    bool HidesCompanion(const Indicator& companion) const;

  private:
    struct Decided;
    bool Hides(std::size_t quantity) const;
    std::shared_ptr<const Decided> decided_;
};

}  // namespace tram::indicators
