#include "api/web/suppression.h"

#include <algorithm>

namespace tram::api::web {

registry::Rid TopOfScope(const access::Actor& actor, const Asked& asked) {
    const auto path = asked.geography.units->PathUp(asked.question.unit, asked.geography.map_day);
    registry::Rid top = asked.question.unit;
    for (const auto unit : path) {
        if (actor.unlimited() || std::binary_search(actor.units.begin(), actor.units.end(), unit))
            top = unit;
    }
    return top;
}

std::vector<indicators::Member> MembersOfScope(const access::Actor& actor, const Asked& asked) {
    return indicators::MembersBelow(*asked.answer, asked.geography, TopOfScope(actor, asked));
}

SmallCells DecideSmallCells(const access::Actor& actor, const Asked& asked,
                            const std::vector<indicators::Member>& members,
                            const std::function<std::string(const indicators::Member&)>& group,
                            SmallCells::Results results) {
    SmallCells cells;
    for (const auto& member : members) {
        const auto code = group(member);
        if (code.empty()) continue;
        cells.Add(member.unit, code, {.numerator = member.part, .denominator = member.whole});
    }
    cells.Decide(
        TopOfScope(actor, asked),
        [&](registry::Rid unit) {
            return asked.geography.units->PathUp(unit, asked.geography.map_day);
        },
        results);
    return cells;
}

}  // namespace tram::api::web
