// Rows that an answer gives, read as members: the same from the database and from columns.
//
// Thread safety: pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "insight/indicators/indicator.h"

namespace tram::indicators {

// Columns an answer gives, in any order. A companion names members alone where it lists them,
// `part` and `whole` where it weighs them. -1: not given.
struct AnswerColumns {
    int member = -1, unit = -1, met = -1, why = -1, evidence = -1, due_on = -1, part = -1,
        whole = -1;
};
// Errors: kInvalid, naming the column that is missing.
Result<AnswerColumns> FindColumns(std::span<const std::string> names, const Indicator& indicator,
                                  const Version& version);

// 1 + place in Indicator::whys; 0: none. Errors: kInvalid, one that `whys` does not list.
Result<std::uint8_t> PlaceOfWhy(const Indicator& indicator, const Version& version,
                                std::string_view why);

// `cells`: Int(column), 0 for NULL, and Why(column, indicator, version), as PlaceOfWhy of the text,
// empty for NULL. Errors: as PlaceOfWhy.
template <typename Cells>
Result<Member> ReadMember(const Cells& cells, const AnswerColumns& columns,
                          const Indicator& indicator, const Version& version) {
    const auto number = [&](int column, std::int64_t otherwise) {
        return column < 0 ? otherwise : cells.Int(column);
    };
    Member member{.member = cells.Int(columns.member),
                  .unit = cells.Int(columns.unit),
                  .evidence = number(columns.evidence, 0),
                  .due_on = static_cast<std::int32_t>(number(columns.due_on, 0)),
                  .met = number(columns.met, 1) == 1};
    member.part = static_cast<std::int32_t>(number(columns.part, member.met));
    member.whole = static_cast<std::int32_t>(number(columns.whole, 1));
    if (columns.why >= 0) member.why = TRY(cells.Why(columns.why, indicator, version));
    return member;
}

// Ascending by member. Errors: kInvalid, one comes twice.
Result<void> PutInOrder(std::vector<Member>& members, const Indicator& indicator,
                        const Version& version);

}  // namespace tram::indicators
