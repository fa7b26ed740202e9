// Criteria that pass through other resources: chains and _has. What the actor may not see on the
// way is not there.
#include <fmt/format.h>

#include <algorithm>

#include "fhir/definitions/definitions.h"
#include "platform/database/by_set.h"
#include "record/search/criterion.h"

namespace tram::record {
namespace {

using database::Statement;

// So many resources at the far end are fetched whole; beyond, the near end asks for its own.
std::int64_t MostFetched(const Scope& scope) {
    return 80 * scope.few();
}

// Those that meet `inner`, when they are few.
Result<MaybeRids> FewOf(Scope& scope, Criterion& inner) {
    constexpr std::int64_t kGlance = 64;  // exact for tokens, cheap for all else
    const auto count = TRY(inner.Estimate(scope, kGlance));
    if (!count || *count > MostFetched(scope)) return MaybeRids();
    return inner.All(scope, MostFetched(scope));
}

class Chain : public Criterion {
  public:
    Chain(std::int64_t p, std::vector<ChainTarget> targets) : p_(p), targets_(std::move(targets)) {}

    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        const auto pairs =
            TRY(scope.TwoColumns(database::SelectBySet(scope.connection(), "v, rid", "ref", "rid",
                                                       1, "p = $2 AND v > 0"),
                                 [&](Statement& query) {
                                     query.BindSet(1, rids);
                                     query.Bind(2, p_);
                                 }));
        Rids referred;
        for (const auto& [to, from] : pairs) referred.push_back(to);
        SortUnique(referred);
        Rids meeting;
        for (const auto& target : targets_) {
            const auto of_type = TRY(scope.Reachable(target.type, referred));
            if (of_type.empty()) continue;
            meeting = Unite(meeting, TRY(target.inner->Keep(scope, of_type)));
        }
        Rids kept;
        for (const auto& [to, from] : pairs) {
            if (std::binary_search(meeting.begin(), meeting.end(), to)) kept.push_back(from);
        }
        SortUnique(kept);
        return kept;
    }

    Result<MaybeCount> Estimate(Scope& scope, std::int64_t enough) override {
        if (!TRY(FindFarEnd(scope))) return MaybeCount(enough);
        return MaybeCount(
            TRY(scope.One("SELECT count(*) FROM (SELECT 1 FROM ref WHERE p = $1 AND " +
                              scope.connection().InSet("v", 2) + " LIMIT $3) AS found",
                          [&](Statement& query) { BindFarEnd(query, enough); })));
    }

    Result<MaybeRids> All(Scope& scope, std::int64_t most) override {
        if (!TRY(FindFarEnd(scope))) return MaybeRids();
        auto rids = TRY(scope.Column(
            database::SelectBySet(scope.connection(), "rid", "ref", "v", 2, "p = $1") + " LIMIT $3",
            [&](Statement& query) { BindFarEnd(query, most + 1); }));
        if (static_cast<std::int64_t>(rids.size()) > most) return MaybeRids();
        SortUnique(rids);
        return MaybeRids(std::move(rids));
    }

  private:
    // All resources at the far end, when they are few.
    Result<bool> FindFarEnd(Scope& scope) {
        if (tried_) return far_end_.has_value();
        tried_ = true;
        Rids all;
        for (const auto& target : targets_) {
            const auto some = TRY(FewOf(scope, *target.inner));
            if (!some) return false;
            all = Unite(all, TRY(scope.Reachable(target.type, *some)));
        }
        far_end_ = std::move(all);
        return true;
    }
    void BindFarEnd(Statement& query, std::int64_t most) {
        query.Bind(1, p_);
        query.BindSet(2, *far_end_);
        query.Bind(3, most);
    }

    std::int64_t p_;
    std::vector<ChainTarget> targets_;
    bool tried_ = false;
    MaybeRids far_end_;
};

class Reverse : public Criterion {
  public:
    Reverse(std::string type, std::string source_type, std::int64_t p, CriterionPtr inner)
        : type_(std::move(type)),
          source_type_(std::move(source_type)),
          p_(p),
          inner_(std::move(inner)) {}

    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        if (TRY(FindTargets(scope))) return Intersect(rids, *targets_);
        const auto pairs = TRY(scope.TwoColumns(
            database::SelectBySet(scope.connection(), "rid, v", "ref", "v", 2, "p = $1"),
            [&](Statement& query) {
                query.Bind(1, p_);
                query.BindSet(2, rids);
            }));
        Rids sources;
        for (const auto& [source, target] : pairs) sources.push_back(source);
        SortUnique(sources);
        sources = TRY(scope.Reachable(source_type_, sources));
        const auto meeting = TRY(inner_->Keep(scope, sources));
        Rids kept;
        for (const auto& [source, target] : pairs) {
            if (std::binary_search(meeting.begin(), meeting.end(), source)) kept.push_back(target);
        }
        SortUnique(kept);
        return kept;
    }

    Result<MaybeCount> Estimate(Scope& scope, std::int64_t enough) override {
        if (!TRY(FindTargets(scope))) return MaybeCount(enough);
        return MaybeCount(static_cast<std::int64_t>(targets_->size()));
    }

    Result<MaybeRids> All(Scope& scope, std::int64_t) override {
        if (!TRY(FindTargets(scope))) return MaybeRids();
        return targets_;
    }

  private:
    Result<bool> FindTargets(Scope& scope) {
        if (tried_) return targets_.has_value();
        tried_ = true;
        const auto some = TRY(FewOf(scope, *inner_));
        if (!some) return false;
        const auto sources = TRY(scope.Reachable(source_type_, *some));
        auto targets = TRY(scope.Column(
            database::SelectBySet(scope.connection(), "v", "ref", "rid", 1, "p = $2 AND v > 0"),
            [&](Statement& query) {
                query.BindSet(1, sources);
                query.Bind(2, p_);
            }));
        // The reference may lead to other types too, and to what was never stored.
        targets_ = TRY(MakeIds(type_, std::move(targets))->All(scope, kAboveAll - 1));
        return true;
    }

    std::string type_, source_type_;
    std::int64_t p_;
    CriterionPtr inner_;
    bool tried_ = false;
    MaybeRids targets_;
};

}  // namespace

CriterionPtr MakeChain(std::int64_t p, std::vector<ChainTarget> targets) {
    if (targets.empty()) return MakeNothing();
    return std::make_unique<Chain>(p, std::move(targets));
}

CriterionPtr MakeReverse(std::string type, std::string source_type, std::int64_t p,
                         CriterionPtr inner) {
    return std::make_unique<Reverse>(std::move(type), std::move(source_type), p, std::move(inner));
}

}  // namespace tram::record
