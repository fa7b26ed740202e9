// What a reader of figures alone is not told: small counts by group, and what they would follow
// from.
//
// Thread safety: may be called from any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/web/figure_answer.h"
#include "insight/indicators/small_cells.h"

namespace tram::api::web {

using indicators::SmallCells;

// The reader's highest unit at or above the one asked about.
registry::Rid TopOfScope(const access::Actor& actor, const Asked& asked);

// All members at or below that unit: the counts by group of any part of them can be asked.
std::vector<indicators::Member> MembersOfScope(const access::Actor& actor, const Asked& asked);

// Decides which groups are kept back. `group`: of a member; empty: of none.
SmallCells DecideSmallCells(const access::Actor& actor, const Asked& asked,
                            const std::vector<indicators::Member>& members,
                            const std::function<std::string(const indicators::Member&)>& group,
                            SmallCells::Results results);

}  // namespace tram::api::web
