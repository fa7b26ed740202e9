#include "insight/indicators/small_cells.h"

#include <algorithm>

namespace tram::indicators {
namespace {

using Row = std::map<std::string, Count>;
using Groups = std::set<std::string>;

Count At(const Row& row, const std::string& group) {
    const auto known = row.find(group);
    return known == row.end() ? Count{} : known->second;
}

bool IsSmall(const Count& count) {
    return count.denominator > 0 && count.denominator < kSmallCell;
}

void AddTo(Count& sum, const Count& more) {
    sum.denominator += more.denominator;
    sum.numerator += more.numerator;
}

Count SumOf(const Row& row, const Groups& groups) {
    Count sum;
    for (const auto& group : groups) AddTo(sum, At(row, group));
    return sum;
}

bool HasSmall(const Row& row, const Groups& groups) {
    return std::any_of(groups.begin(), groups.end(),
                       [&](const auto& group) { return IsSmall(At(row, group)); });
}

// What a row hides can be told together, as its total less what is shown: that must be several
// groups, enough people, and neither all of them met nor none.
bool RowTells(const Row& row, const Groups& hidden, bool results) {
    if (!HasSmall(row, hidden)) return false;
    const Count sum = SumOf(row, hidden);
    const auto several = std::count_if(hidden.begin(), hidden.end(), [&](const auto& group) {
        return At(row, group).denominator > 0;
    });
    return several < 2 || sum.denominator < kSmallCell ||
           (results && (sum.numerator == 0 || sum.numerator == sum.denominator));
}

// Given what each row and each column of the hidden block sums up to, a count lies between
// max(0, row + column - all) and min(row, column): Fréchet's bounds. The groups with a small count
// whose bounds meet.
Groups ColumnsThatTell(const std::vector<Row>& rows, const Groups& hidden,
                       const Groups& hidden_above) {
    std::int64_t all = 0;
    for (const auto& row : rows) all += SumOf(row, hidden).denominator;
    Groups telling;
    for (const auto& group : hidden) {
        if (hidden_above.contains(group)) continue;  // nobody knows the column
        std::int64_t column = 0;
        for (const auto& row : rows) column += At(row, group).denominator;
        for (const auto& row : rows) {
            if (!IsSmall(At(row, group))) continue;
            const auto side = SumOf(row, hidden).denominator;
            if (std::max<std::int64_t>(0, side + column - all) == std::min(side, column))
                telling.insert(group);
        }
    }
    return telling;
}

// The group of fewest people that is still shown; empty: none.
std::string NextToHide(const std::vector<Row>& rows, const Groups& hidden) {
    std::map<std::string, std::int64_t> totals;
    for (const auto& row : rows) {
        for (const auto& [group, count] : row) totals[group] += count.denominator;
    }
    std::string smallest;
    for (const auto& [group, total] : totals) {
        if (total == 0 || hidden.contains(group)) continue;
        if (smallest.empty() || total < totals[smallest]) smallest = group;
    }
    return smallest;
}

}  // namespace

void SmallCells::Add(Rid unit, const std::string& group, const Count& count) {
    AddTo(lowest_[unit][group], count);
}

bool SmallCells::Tells(Rid unit) const {
    return nodes_.contains(unit) && !totals_->Hidden(unit);
}

Groups& SmallCells::HiddenAt(Rid unit) {
    return unit == top_ ? hidden_at_top_ : nodes_.at(nodes_.at(unit).above).hidden;
}

// A row for each part that is told, one for those who stand in the unit itself and in no part of
// it, and one for all whose totals are hidden: nobody can tell those apart.
std::vector<Row> SmallCells::RowsOf(Rid unit, const Node& node) const {
    std::vector<Row> rows;
    Row rest = node.sums, hidden;
    for (const Rid part : node.parts) {
        const auto& sums = nodes_.at(part).sums;
        for (const auto& [group, count] : sums) {
            rest[group].denominator -= count.denominator;
            rest[group].numerator -= count.numerator;
        }
        if (Tells(part)) {
            rows.push_back(sums);
        } else {
            for (const auto& [group, count] : sums) AddTo(hidden[group], count);
        }
    }
    if (totals_->HidesRest(unit)) {
        for (const auto& [group, count] : rest) AddTo(hidden[group], count);
        rest.clear();
    }
    for (auto* row : {&rest, &hidden}) {
        if (std::any_of(row->begin(), row->end(),
                        [](const auto& one) { return one.second.denominator > 0; }))
            rows.push_back(std::move(*row));
    }
    return rows;
}

// Grows `hidden`, what all rows hide, until no small count follows; `force`: groups that the unit
// above must hide too, as nothing less helps. True: something grew.
bool SmallCells::Settle(const std::vector<Row>& rows, const Groups& hidden_above, Groups& hidden,
                        Groups& force) const {
    const auto before = hidden.size() + force.size();
    for (const auto& row : rows) {
        for (const auto& [group, count] : row) {
            if (IsSmall(count)) hidden.insert(group);
        }
    }
    const bool results = results_ == Results::kMet;
    for (;;) {
        const bool row_tells = std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
            return RowTells(row, hidden, results);
        });
        const auto columns = ColumnsThatTell(rows, hidden, hidden_above);
        if (!row_tells && columns.empty()) break;
        const auto next = NextToHide(rows, hidden);
        if (!next.empty()) {
            hidden.insert(next);
            continue;
        }
        force.insert(columns.begin(), columns.end());
        break;
    }
    return hidden.size() + force.size() != before;
}

void SmallCells::Decide(Rid top, const PathOf& path, Results results, const SmallTotals& totals) {
    top_ = top;
    totals_ = &totals;
    results_ = results;
    std::vector<Rid> deepest_first;
    std::map<Rid, std::size_t> depths;
    for (const auto& [unit, row] : lowest_) {
        const auto all = path(unit);
        const auto end = std::find(all.begin(), all.end(), top);
        if (end == all.end()) continue;
        Rid below = 0;
        for (auto step = all.begin();; ++step) {
            auto [node, fresh] = nodes_.try_emplace(*step);
            if (fresh) {
                deepest_first.push_back(*step);
                depths[*step] = static_cast<std::size_t>(end - step);
            }
            auto& parts = node->second.parts;
            if (below != 0 && std::find(parts.begin(), parts.end(), below) == parts.end()) {
                parts.push_back(below);
                nodes_.at(below).above = *step;
            }
            for (const auto& [group, count] : row) AddTo(node->second.sums[group], count);
            below = *step;
            if (step == end) break;
        }
    }
    if (!nodes_.contains(top)) return;
    std::stable_sort(deepest_first.begin(), deepest_first.end(),
                     [&](Rid a, Rid b) { return depths[a] > depths[b]; });
    // Sets only grow, so this ends.
    for (bool grew = true; grew;) {
        grew = false;
        for (const Rid unit : deepest_first) {
            auto& node = nodes_.at(unit);
            const bool any_tells = std::any_of(node.parts.begin(), node.parts.end(),
                                               [&](Rid part) { return Tells(part); });
            if (!any_tells) continue;
            auto& above = HiddenAt(unit);
            const auto rows = RowsOf(unit, node);
            const auto was = node.hidden.size() + above.size();
            if (rows.size() == 1) {
                // The unit and its only part are the same people: they hide the same.
                above.insert(node.hidden.begin(), node.hidden.end());
                node.hidden = above;
            } else {
                node.hidden.insert(above.begin(), above.end());
                Groups force;
                Settle(rows, above, node.hidden, force);
                // Of the lowest units nothing is told then, and that is all that helps.
                const bool lowest =
                    std::all_of(node.parts.begin(), node.parts.end(),
                                [&](Rid part) { return nodes_.at(part).parts.empty(); });
                if (!lowest) above.insert(force.begin(), force.end());
            }
            grew = grew || node.hidden.size() + above.size() != was;
        }
        // Nobody is told a total of a group from above.
        Groups nothing;
        grew = Settle({nodes_.at(top).sums}, hidden_at_top_, hidden_at_top_, nothing) || grew;
    }
}

bool SmallCells::Hidden(Rid unit, const std::string& group) const {
    if (!Tells(unit)) return true;
    if (unit == top_) return hidden_at_top_.contains(group);
    return nodes_.at(nodes_.at(unit).above).hidden.contains(group);
}

}  // namespace tram::indicators
