#include "insight/indicators/small_sums.h"

#include <algorithm>
#include <cmath>

namespace tram::indicators {
namespace {

using Row = std::vector<double>;

constexpr double kNothing = 1e-9;

bool Has(SmallSums::Mask mask, std::size_t quantity) {
    return (mask >> quantity & 1) != 0;
}

// Rows told, each with a column of its own, so that any other can be tried against them.
class Told {
  public:
    void Add(Row row) {
        Reduce(row);
        const auto lead = std::find_if(row.begin(), row.end(),
                                       [](double one) { return std::abs(one) > kNothing; });
        if (lead == row.end()) return;
        const double by = *lead;
        const auto column = static_cast<std::size_t>(lead - row.begin());
        for (double& one : row) one /= by;
        rows_.emplace_back(column, std::move(row));
    }
    bool Gives(Row row) const {
        Reduce(row);
        return std::all_of(row.begin(), row.end(),
                           [](double one) { return std::abs(one) <= kNothing; });
    }
    std::size_t Rank() const { return rows_.size(); }

  private:
    void Reduce(Row& row) const {
        for (const auto& [column, known] : rows_) {
            const double times = row[column];
            if (std::abs(times) <= kNothing) continue;
            for (std::size_t i = 0; i < row.size(); ++i) row[i] -= times * known[i];
        }
    }
    std::vector<std::pair<std::size_t, Row>> rows_;
};

}  // namespace

void SmallSums::Add(Rid unit, Mask mask) {
    auto& sums = lowest_[unit];
    sums.resize(quantities_);
    for (Quantity one = 0; one < quantities_; ++one) sums[one] += Has(mask, one);
    masks_.insert(mask);
}

void SmallSums::AddWeight(Rid unit, Quantity quantity, std::int64_t weight) {
    auto& sums = lowest_[unit];
    sums.resize(quantities_);
    sums[quantity] += weight;
    weighed_ |= Mask{1} << quantity;
}

// A column for each kind of people there is, and one for each quantity that is weighed; of these
// only as many as tell the quantities apart: what adds up to what stays the same.
void SmallSums::MakeRows() {
    rows_.assign(quantities_, {});
    Told apart;
    const auto take = [&](const Row& column) {
        const auto before = apart.Rank();
        apart.Add(column);
        if (apart.Rank() == before) return;
        for (Quantity one = 0; one < quantities_; ++one) rows_[one].push_back(column[one]);
    };
    for (const Mask mask : masks_) {
        Row column(quantities_);
        for (Quantity one = 0; one < quantities_; ++one) column[one] = Has(mask, one);
        take(column);
    }
    for (Quantity one = 0; one < quantities_; ++one) {
        if (!Has(weighed_, one)) continue;
        Row column(quantities_);
        column[one] = 1;
        take(column);
    }
}

void SmallSums::MakeTree(Rid top, const PathOf& path) {
    for (const auto& [unit, sums] : lowest_) {
        const auto all = path(unit);
        const auto end = std::find(all.begin(), all.end(), top);
        if (end == all.end()) continue;
        Rid below = 0;
        for (auto step = all.begin();; ++step) {
            auto& node = nodes_[*step];
            node.sums.resize(quantities_);
            for (Quantity one = 0; one < quantities_; ++one) node.sums[one] += sums[one];
            if (below != 0 &&
                std::find(node.parts.begin(), node.parts.end(), below) == node.parts.end()) {
                node.parts.push_back(below);
                nodes_.at(below).above = *step;
            }
            below = *step;
            if (step == end) break;
        }
    }
}

// A row for each part that is told, and one for all others together.
std::vector<SmallSums::Sums> SmallSums::RowsOf(const Node& node) const {
    std::vector<Sums> rows;
    Sums others = node.sums;
    for (const Rid part : node.parts) {
        if (totals_->Hidden(part)) continue;
        const auto& sums = nodes_.at(part).sums;
        for (Quantity one = 0; one < quantities_; ++one) others[one] -= sums[one];
        rows.push_back(sums);
    }
    if (std::any_of(others.begin(), others.end(), [](auto count) { return count != 0; }))
        rows.push_back(std::move(others));
    return rows;
}

void SmallSums::AddSmall(const Sums& sums, Hiding& hidden) const {
    for (Quantity one = figures_; one < quantities_; ++one) {
        if (sums[one] > 0 && sums[one] < kSmallCell) hidden.insert(one);
    }
}

bool SmallSums::Follows(Quantity quantity, const Hiding& hidden) const {
    Told told;
    for (Quantity one = 0; one < quantities_; ++one) {
        if (one < figures_ || !hidden.contains(one)) told.Add(rows_[one]);
    }
    return told.Gives(rows_[quantity]);
}

void SmallSums::Close(Hiding& hidden) const {
    Hiding all;
    for (Quantity one = figures_; one < quantities_; ++one) all.insert(one);
    // What follows from the figure alone is not to be kept, and hides nothing by not being told.
    Hiding known;
    for (const auto one : all) {
        if (Follows(one, all)) known.insert(one);
    }
    const auto& sums = nodes_.at(top_).sums;
    std::vector<Quantity> smallest_first(all.begin(), all.end());
    std::stable_sort(smallest_first.begin(), smallest_first.end(),
                     [&](Quantity a, Quantity b) { return sums[a] < sums[b]; });
    const auto follows = [&](const Hiding& hiding) {
        return std::any_of(hidden.begin(), hidden.end(), [&](Quantity one) {
            return !known.contains(one) && Follows(one, hiding);
        });
    };
    while (follows(hidden)) {
        std::vector<Quantity> told;
        for (const auto one : smallest_first) {
            if (!hidden.contains(one) && !known.contains(one)) told.push_back(one);
        }
        if (told.empty()) return;
        const auto enough = std::find_if(told.begin(), told.end(), [&](Quantity one) {
            Hiding more = hidden;
            more.insert(one);
            return !follows(more);
        });
        hidden.insert(enough == told.end() ? told.front() : *enough);
    }
}

const SmallSums::Hiding& SmallSums::HiddenAt(Rid unit) const {
    return unit == top_ ? hidden_at_top_ : nodes_.at(nodes_.at(unit).above).hidden;
}

void SmallSums::Decide(Rid top, const PathOf& path, const SmallTotals& totals, const Kept& kept) {
    top_ = top;
    totals_ = &totals;
    MakeRows();
    MakeTree(top, path);
    if (!nodes_.contains(top)) return;
    const auto add_kept = [&](Rid unit, Hiding& hidden) {
        for (Quantity one = figures_; one < quantities_; ++one) {
            if (nodes_.at(unit).sums[one] > 0 && kept(unit, one)) hidden.insert(one);
        }
    };
    AddSmall(nodes_.at(top).sums, hidden_at_top_);
    add_kept(top, hidden_at_top_);
    Close(hidden_at_top_);
    std::vector<Rid> highest_first{top};
    for (std::size_t next = 0; next < highest_first.size(); ++next) {
        const Rid unit = highest_first[next];
        Node& node = nodes_.at(unit);
        highest_first.insert(highest_first.end(), node.parts.begin(), node.parts.end());
        node.hidden = HiddenAt(unit);
        const auto rows = RowsOf(node);
        if (rows.size() < 2) continue;  // the unit and its only part are the same people
        for (const auto& row : rows) AddSmall(row, node.hidden);
        for (const Rid part : node.parts) {
            if (!totals_->Hidden(part)) add_kept(part, node.hidden);
        }
        Close(node.hidden);
    }
}

bool SmallSums::Hidden(Rid unit, Quantity quantity) const {
    if (totals_ && totals_->Hidden(unit)) return true;
    return nodes_.contains(unit) && quantity >= figures_ && HiddenAt(unit).contains(quantity);
}

}  // namespace tram::indicators
