#include "record/search/candidates.h"

#include <algorithm>

namespace tram::record {
namespace {

constexpr std::size_t kLargeChunk = 4096;
// A set that is kept may cost more to make than one total may: it is made once.
constexpr std::int64_t kMostKnownFactor = 4;

}  // namespace

Candidates::Candidates(Scope& scope, std::string type, std::vector<CriterionPtr> criteria)
    : scope_(scope), type_(std::move(type)), whole_type_(MakeType(type_)) {
    for (auto& criterion : criteria) criteria_.push_back({std::move(criterion)});
}

// Sorted so that the narrowest comes first.
Result<void> Candidates::Rank(std::int64_t enough) {
    if (ranked_to_ >= enough) return {};
    for (auto& ranked : criteria_) {
        const auto estimate = TRY(ranked.criterion->Estimate(scope_, enough));
        ranked.tells_all = estimate.has_value();
        ranked.estimate = estimate.value_or(std::numeric_limits<std::int64_t>::max());
    }
    std::stable_sort(criteria_.begin(), criteria_.end(),
                     [](const Ranked& a, const Ranked& b) { return a.estimate < b.estimate; });
    ranked_to_ = enough;
    return {};
}

Result<Rids> Candidates::KeepOthers(const Criterion* but, Rids rids) {
    for (const auto& ranked : criteria_) {
        if (rids.empty()) return rids;
        if (ranked.criterion.get() == but) continue;
        if (rids.size() > 5 * kLargeChunk && ranked.tells_all) {
            // Two long lists are cheaper to merge than one is to probe with the other.
            const auto most = static_cast<std::int64_t>(rids.size()) * 4;
            if (const auto all = TRY(ranked.criterion->All(scope_, most))) {
                rids = Intersect(rids, *all);
                continue;
            }
        }
        Rids kept;
        for (std::size_t i = 0; i < rids.size(); i += kLargeChunk) {
            const auto chunk = std::span(rids).subspan(i, std::min(kLargeChunk, rids.size() - i));
            const auto some = TRY(ranked.criterion->Keep(scope_, chunk));
            kept.insert(kept.end(), some.begin(), some.end());
        }
        rids = std::move(kept);
    }
    return scope_.Seen(type_, rids);
}

Result<Rids> Candidates::Keep(std::span<const Rid> rids, const Criterion* but) {
    return KeepOthers(but, Rids(rids.begin(), rids.end()));
}

Result<Candidates::Ordered> Candidates::NarrowestInOrder(std::int64_t p, std::int64_t enough) {
    if (criteria_.size() > 1) TRY(Rank(enough));
    for (const auto& ranked : criteria_) {
        if (ranked.estimate > criteria_[0].estimate) break;
        auto order = TRY(ranked.criterion->OrderedBy(scope_, p));
        if (order.index) return Ordered{ranked.criterion.get(), std::move(order)};
    }
    return Ordered();
}

Rids Candidates::FromMatches(Rid below, std::size_t count) const {
    const auto end = std::lower_bound(matches_->begin(), matches_->end(), below);
    const auto held = static_cast<std::size_t>(end - matches_->begin());
    const auto start = end - static_cast<std::ptrdiff_t>(std::min(count, held));
    return Rids(std::reverse_iterator(end), std::reverse_iterator(start));
}

Result<bool> Candidates::CollectFew() {
    const auto few = scope_.few();
    TRY(Rank(few));
    for (const auto& ranked : criteria_) {
        if (!ranked.tells_all || ranked.estimate >= few) break;
        auto all = TRY(ranked.criterion->All(scope_, 100 * few));
        if (!all) continue;
        matches_ = TRY(KeepOthers(ranked.criterion.get(), std::move(*all)));
        return true;
    }
    return false;
}

Result<bool> Candidates::CollectAny() {
    for (const std::int64_t most : {10'000, 100'000, 1'000'000}) {
        for (const auto& ranked : criteria_) {
            if (!ranked.tells_all) continue;
            auto all = TRY(ranked.criterion->All(scope_, most));
            if (!all) continue;
            matches_ = TRY(KeepOthers(ranked.criterion.get(), std::move(*all)));
            return true;
        }
    }
    return false;
}

Result<Rids> Candidates::Below(Rid below, std::size_t count) {
    if (matches_) return FromMatches(below, count);
    const bool one_that_walks = criteria_.size() == 1 && criteria_[0].criterion->Walks();
    if (!criteria_.empty() && !one_that_walks && TRY(CollectFew())) {
        return FromMatches(below, count);
    }
    return Walk(below, count);
}

Result<Rids> Candidates::Walk(Rid below, std::size_t count) {
    Criterion* driver = whole_type_.get();
    for (const auto& ranked : criteria_) {
        if (ranked.criterion->Walks()) {
            driver = ranked.criterion.get();
            break;
        }
    }
    Rids found;
    // So many candidates are walked before the planner looks for a set to fetch instead.
    const auto patience = static_cast<std::size_t>(8 * scope_.few());
    std::size_t looked_at = 0;
    const auto smallest = static_cast<std::size_t>(1 + scope_.few() / 4);
    std::size_t chunk = std::clamp(count + count / 4, smallest, kLargeChunk);
    bool may_collect = true;
    while (found.size() < count) {
        auto rids = TRY(driver->Below(scope_, below, chunk));
        const bool last = rids.size() < chunk;
        if (!rids.empty()) below = rids.back();
        looked_at += rids.size();
        std::reverse(rids.begin(), rids.end());
        const auto kept = TRY(KeepOthers(driver, std::move(rids)));
        found.insert(found.end(), kept.rbegin(), kept.rend());
        if (last) break;
        if (looked_at > patience && may_collect && found.size() < count) {
            may_collect = false;
            if (TRY(CollectAny())) {
                const auto rest = FromMatches(below, count - found.size());
                found.insert(found.end(), rest.begin(), rest.end());
                break;
            }
        }
        chunk = std::min(chunk * 2, kLargeChunk);
    }
    if (found.size() > count) found.resize(count);
    return found;
}

Result<MaybeRids> Candidates::All(std::int64_t most) {
    if (matches_) return matches_;
    if (criteria_.size() > 1) TRY(Rank(std::min(most, 20 * scope_.few())));
    for (const auto& ranked : criteria_) {
        auto all = TRY(ranked.criterion->All(scope_, most));
        if (!all) continue;
        matches_ = TRY(KeepOthers(ranked.criterion.get(), std::move(*all)));
        return matches_;
    }
    if (auto all = TRY(whole_type_->All(scope_, most))) {
        matches_ = TRY(KeepOthers(nullptr, std::move(*all)));
    }
    return matches_;
}

Result<MaybeCount> Candidates::CountAtHand() {
    if (matches_) return MaybeCount(static_cast<std::int64_t>(matches_->size()));
    if (scope_.IsLimitedFor(type_) || criteria_.size() > 1) return MaybeCount();
    return criteria_.empty() ? whole_type_->Exact(scope_) : criteria_[0].criterion->Exact(scope_);
}

// By the sets kept between searches, where each criterion has one and few matches are not to be
// expected anyway.
Result<MaybeCount> Candidates::CountKnown() {
    auto* known = scope_.known();
    if (!known) return MaybeCount();
    TRY(Rank(20 * scope_.few()));
    if (!criteria_.empty() && criteria_[0].estimate < 4 * scope_.few()) return MaybeCount();
    std::vector<RidSetPtr> sets;
    for (const auto& ranked : criteria_) {
        sets.push_back(TRY(ranked.criterion->Known(scope_)));
        if (!sets.back()) return MaybeCount();
    }
    if (scope_.IsLimitedFor(type_)) {
        sets.push_back(TRY(known->Seen(scope_, type_, KnownSets::kAll)));
        if (!sets.back()) return MaybeCount();
    }
    if (sets.empty()) return MaybeCount();
    std::vector<const RidSet*> all;
    for (const auto& set : sets) all.push_back(set.get());
    return MaybeCount(RidSet::CountCommon(all));
}

Result<MaybeCount> Candidates::Count(std::int64_t most) {
    if (const auto count = TRY(CountAtHand())) return count;
    const bool affordable = TRY(scope_.Living(type_)) <= kMostKnownFactor * most;
    if (affordable) {
        if (const auto count = TRY(CountKnown())) return count;
    }
    const auto all = TRY(All(most));
    return all ? MaybeCount(static_cast<std::int64_t>(all->size())) : MaybeCount();
}

Result<std::int64_t> Candidates::AtMost(std::int64_t enough) {
    std::int64_t least = TRY(scope_.Living(type_));
    TRY(Rank(enough));
    for (const auto& ranked : criteria_) least = std::min(least, ranked.estimate);
    return least;
}

}  // namespace tram::record
