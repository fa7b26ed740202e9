// Sorting: pages in the order that _sort asks for, in one of two ways. Few matches are fetched
// whole and sorted in memory; of many, the index of the sort key is walked and each candidate asked
// whether it matches. Names are always walked where their words are in memory: only those that
// match are met. A cursor keeps to the way its first page went, since their orders of equals
// differ.
//
// Several values: ascending sorts by the lowest, descending by the highest; texts by the first
// written. What lacks the value comes last, both ways.
//
// Thread safety: none; made for one search.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "fhir/search/query.h"
#include "record/search/candidates.h"

namespace tram::record {

using SortValue = std::variant<std::monostate, std::int64_t, double, std::string>;

// Where a page ended.
struct Position {
    Rid rid = 0;
    std::vector<SortValue> values;  // none: in order of rids
};
struct Placed {
    Rid rid = 0;
    Position position;
};

enum class SortWay : std::uint8_t { kInMemory, kWalk };

// The cheaper way for these candidates. Errors: of the database.
Result<SortWay> ChooseSortWay(Scope& scope, Candidates& candidates, std::string_view type,
                              std::span<const search::Sort> sorts, std::size_t count);

// The next `count` matches behind `after`. Errors: kTooCostly (too many to sort).
Result<std::vector<Placed>> SortedPage(Scope& scope, Candidates& candidates, std::string_view type,
                                       std::span<const search::Sort> sorts, SortWay way,
                                       const std::optional<Position>& after, std::size_t count);

// For SortedPage.
Result<std::vector<Placed>> WalkSorted(Scope& scope, Candidates& candidates, std::string_view type,
                                       const search::Sort& sort,
                                       const std::optional<Position>& after, std::size_t count);
bool CanWalk(const search::Sort& sort);

}  // namespace tram::record
