#include "insight/indicators/small_totals.h"

#include <algorithm>

namespace tram::indicators {
namespace {

bool IsSmall(const Count& count) {
    return count.denominator > 0 && count.denominator < kSmallCell;
}

void AddTo(Count& sum, const Count& more) {
    sum.denominator += more.denominator;
    sum.numerator += more.numerator;
}

}  // namespace

void SmallTotals::Add(Rid unit, const Count& count) {
    AddTo(lowest_[unit], count);
}

void SmallTotals::Hide(Node& node) {
    node.hidden = node.hides_rest = true;
    for (const Rid part : node.parts) Hide(nodes_.at(part));
}

// Which of its parts a unit that is told must keep back.
void SmallTotals::Settle(Node& node, Results results) {
    struct Part {
        Count count;
        Node* node = nullptr;  // nullptr: the rest
        bool hidden = false;
    };
    std::vector<Part> parts;
    for (const Rid rid : node.parts) {
        Node& part = nodes_.at(rid);
        if (part.sum.denominator > 0) parts.push_back({part.sum, &part});
    }
    if (node.rest.denominator > 0) parts.push_back({node.rest});
    // The next smallest first; of equals the one that was there first.
    std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
        return a.count.denominator < b.count.denominator;
    });
    // Where all of the unit are met, or none, its total says so of each.
    const bool mixed = node.sum.numerator > 0 && node.sum.numerator < node.sum.denominator;
    Count sum;
    std::size_t several = 0;
    for (auto& part : parts) {
        const bool tells =
            several > 0 && (several < 2 || sum.denominator < kSmallCell ||
                            (results == Results::kMet && mixed &&
                             (sum.numerator == 0 || sum.numerator == sum.denominator)));
        if (!IsSmall(part.count) && !tells) break;
        part.hidden = true;
        AddTo(sum, part.count);
        ++several;
    }
    for (const auto& part : parts) {
        if (!part.hidden) {
            if (part.node) Settle(*part.node, results);
        } else if (part.node) {
            Hide(*part.node);
        } else {
            node.hides_rest = true;
        }
    }
}

void SmallTotals::Decide(Rid top, const PathOf& path, Results results) {
    for (const auto& [unit, count] : lowest_) {
        const auto all = path(unit);
        const auto end = std::find(all.begin(), all.end(), top);
        if (end == all.end()) continue;
        Rid below = 0;
        for (auto step = all.begin();; ++step) {
            Node& node = nodes_[*step];
            if (below != 0 &&
                std::find(node.parts.begin(), node.parts.end(), below) == node.parts.end())
                node.parts.push_back(below);
            AddTo(node.sum, count);
            if (below == 0) AddTo(node.rest, count);
            below = *step;
            if (step == end) break;
        }
    }
    const auto found = nodes_.find(top);
    if (found == nodes_.end()) return;
    for (auto& [rid, node] : nodes_) {
        if (node.parts.empty()) node.rest = {};  // the unit itself, not a rest of it
    }
    if (IsSmall(found->second.sum)) {
        Hide(found->second);
    } else {
        Settle(found->second, results);
    }
}

bool SmallTotals::Hidden(Rid unit) const {
    const auto node = nodes_.find(unit);
    return node != nodes_.end() && node->second.hidden;
}

bool SmallTotals::HidesRest(Rid unit) const {
    const auto node = nodes_.find(unit);
    return node != nodes_.end() && node->second.hides_rest;
}

bool SmallTotals::HidesAnyRestBelow(Rid unit) const {
    const auto node = nodes_.find(unit);
    if (node == nodes_.end()) return false;
    return node->second.hides_rest ||
           std::any_of(node->second.parts.begin(), node->second.parts.end(),
                       [&](Rid part) { return HidesAnyRestBelow(part); });
}

}  // namespace tram::indicators
