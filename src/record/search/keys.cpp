// Criteria that are answered by equal keys: tokens, references, exact texts.
#include <fmt/format.h>

#include <algorithm>

#include "platform/database/by_set.h"
#include "record/search/criterion.h"

namespace tram::record {
namespace {

using database::Statement;

// Above this many keys one statement for all is cheaper than one for each.
constexpr std::size_t kFewKeys = 8;
// Key probes that one Keep may cost before all rows of the keys are read instead.
constexpr std::size_t kMostProbes = 20'000;

class Keys : public Criterion {
  public:
    Keys(KeyTable table, std::int64_t p, std::vector<std::int64_t> values)
        : table_(table),
          name_(table == KeyTable::kTok ? "tok" : "ref"),
          p_(p),
          values_(std::move(values)) {
        SortUnique(values_);
    }

    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        if (all_) return Intersect(rids, *all_);
        if (table_ == KeyTable::kRef) return KeepReferring(scope, rids);
        if (values_.size() > kFewKeys && values_.size() * rids.size() > kMostProbes) {
            if (auto all = TRY(All(scope, kMostCollected))) {
                all_ = std::move(*all);
                return Intersect(rids, *all_);
            }
        }
        auto kept = TRY(
            scope.Column(database::SelectBySet(scope.connection(), "rid", "tok", "rid", 3,
                                               "p = $1 AND " + scope.connection().InSet("v", 2)),
                         [&](Statement& query) {
                             query.Bind(1, p_);
                             query.BindSet(2, values_);
                             query.BindSet(3, rids);
                         }));
        SortUnique(kept);
        return kept;
    }

    Result<MaybeCount> Estimate(Scope& scope, std::int64_t enough) override {
        if (all_) return MaybeCount(static_cast<std::int64_t>(all_->size()));
        if (table_ == KeyTable::kTok) {
            return MaybeCount(TRY(
                scope.One("SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM stat WHERE p = $1 AND " +
                              scope.connection().InSet("v", 2),
                          [&](Statement& query) {
                              query.Bind(1, p_);
                              query.BindSet(2, values_);
                          })));
        }
        return MaybeCount(
            TRY(scope.One("SELECT count(*) FROM (SELECT 1 FROM ref WHERE p = $1 AND " +
                              scope.connection().InSet("v", 2) + " LIMIT $3) AS found",
                          [&](Statement& query) {
                              query.Bind(1, p_);
                              query.BindSet(2, values_);
                              query.Bind(3, enough);
                          })));
    }

    Result<MaybeRids> All(Scope& scope, std::int64_t most) override {
        auto rids = TRY(scope.Column(
            database::SelectBySet(scope.connection(), "rid", name_, "v", 2, "p = $1") + " LIMIT $3",
            [&](Statement& query) {
                query.Bind(1, p_);
                query.BindSet(2, values_);
                query.Bind(3, most + 1);
            }));
        if (static_cast<std::int64_t>(rids.size()) > most) return MaybeRids();
        SortUnique(rids);
        return MaybeRids(std::move(rids));
    }

    bool Walks() const override { return values_.size() <= kFewKeys; }
    Result<Rids> Below(Scope& scope, Rid below, std::size_t count) override {
        const auto sql = fmt::format(
            "SELECT rid FROM {} WHERE p = $1 AND v = $2 AND rid < $3 ORDER BY rid DESC LIMIT $4",
            name_);
        Rids found;
        for (const auto value : values_) {
            const auto rids = TRY(scope.Column(sql, [&](Statement& query) {
                query.Bind(1, p_);
                query.Bind(2, value);
                query.Bind(3, below);
                query.Bind(4, static_cast<std::int64_t>(count));
            }));
            found.insert(found.end(), rids.begin(), rids.end());
        }
        std::sort(found.begin(), found.end(), std::greater<>());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        if (found.size() > count) found.resize(count);
        return found;
    }

    Result<MaybeCount> Exact(Scope& scope) override {
        const bool counted = table_ == KeyTable::kTok && values_.size() == 1;
        return counted ? Estimate(scope, 0) : Result<MaybeCount>(MaybeCount());
    }

    Result<RidSetPtr> Known(Scope& scope) override {
        if (table_ != KeyTable::kTok || values_.size() > kFewKeys) return RidSetPtr();
        RidSet all;
        for (const auto value : values_) {
            const auto with = TRY(scope.known()->WithToken(scope, p_, value));
            if (!with || values_.size() == 1) return with;
            all.Unite(*with);
        }
        return RidSetPtr(std::make_shared<const RidSet>(std::move(all)));
    }

  private:
    static constexpr std::int64_t kMostCollected = 1'000'000;

    Result<Rids> KeepReferring(Scope& scope, std::span<const Rid> rids) {
        const auto pairs = TRY(scope.TwoColumns(
            database::SelectBySet(scope.connection(), "rid, v", "ref", "rid", 1, "p = $2"),
            [&](Statement& query) {
                query.BindSet(1, rids);
                query.Bind(2, p_);
            }));
        Rids kept;
        for (const auto& [rid, value] : pairs) {
            if (std::binary_search(values_.begin(), values_.end(), value)) kept.push_back(rid);
        }
        SortUnique(kept);
        return kept;
    }

    KeyTable table_;
    std::string_view name_;
    std::int64_t p_;
    std::vector<std::int64_t> values_;
    MaybeRids all_;
};

class Texts : public Criterion {
  public:
    Texts(std::int64_t p, std::vector<std::string> texts) : p_(p), texts_(std::move(texts)) {
        views_.assign(texts_.begin(), texts_.end());
    }

    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        auto kept = TRY(
            scope.Column(database::SelectBySet(scope.connection(), "rid", "uri", "rid", 3,
                                               "p = $1 AND " + scope.connection().InSet("v", 2)),
                         [&](Statement& query) {
                             query.Bind(1, p_);
                             query.BindTextSet(2, views_);
                             query.BindSet(3, rids);
                         }));
        SortUnique(kept);
        return kept;
    }
    Result<MaybeCount> Estimate(Scope& scope, std::int64_t enough) override {
        return MaybeCount(
            TRY(scope.One("SELECT count(*) FROM (SELECT 1 FROM uri WHERE p = $1 AND " +
                              scope.connection().InSet("v", 2) + " LIMIT $3) AS found",
                          [&](Statement& query) { BindAll(query, enough); })));
    }
    Result<MaybeRids> All(Scope& scope, std::int64_t most) override {
        auto rids = TRY(scope.Column("SELECT rid FROM uri WHERE p = $1 AND " +
                                         scope.connection().InSet("v", 2) + " LIMIT $3",
                                     [&](Statement& query) { BindAll(query, most + 1); }));
        if (static_cast<std::int64_t>(rids.size()) > most) return MaybeRids();
        SortUnique(rids);
        return MaybeRids(std::move(rids));
    }
    bool Walks() const override { return texts_.size() == 1; }
    Result<Rids> Below(Scope& scope, Rid below, std::size_t count) override {
        return scope.Column(
            "SELECT rid FROM uri WHERE p = $1 AND v = $2 AND rid < $3 ORDER BY rid DESC LIMIT $4",
            [&](Statement& query) {
                query.Bind(1, p_);
                query.BindText(2, texts_[0]);
                query.Bind(3, below);
                query.Bind(4, static_cast<std::int64_t>(count));
            });
    }

  private:
    void BindAll(Statement& query, std::int64_t most) {
        query.Bind(1, p_);
        query.BindTextSet(2, views_);
        query.Bind(3, most);
    }

    std::int64_t p_;
    std::vector<std::string> texts_;
    std::vector<std::string_view> views_;
};

}  // namespace

CriterionPtr MakeKeys(KeyTable table, std::int64_t p, std::vector<std::int64_t> values) {
    if (values.empty()) return MakeNothing();
    return std::make_unique<Keys>(table, p, std::move(values));
}

CriterionPtr MakeTexts(std::int64_t p, std::vector<std::string> texts) {
    if (texts.empty()) return MakeNothing();
    return std::make_unique<Texts>(p, std::move(texts));
}

}  // namespace tram::record
