// Criteria on the resource itself (_id, _lastUpdated), on the presence of a value, and those made
// of other criteria.
#include <fmt/format.h>

#include <algorithm>

#include "fhir/definitions/definitions.h"
#include "platform/database/by_set.h"
#include "record/search/criterion.h"

namespace tram::record {
namespace {

using database::Statement;

class Nothing : public Criterion {
  public:
    Result<Rids> Keep(Scope&, std::span<const Rid>) override { return Rids(); }
    Result<MaybeCount> Estimate(Scope&, std::int64_t) override { return MaybeCount(0); }
    Result<MaybeRids> All(Scope&, std::int64_t) override { return MaybeRids(Rids()); }
    bool Walks() const override { return true; }
    Result<MaybeCount> Exact(Scope&) override { return MaybeCount(0); }
};

class Type : public Criterion {
  public:
    explicit Type(std::string type) : type_(std::move(type)) {}
    Result<Rids> Keep(Scope&, std::span<const Rid> rids) override {
        return Rids(rids.begin(), rids.end());
    }
    Result<MaybeCount> Estimate(Scope& scope, std::int64_t) override { return Exact(scope); }
    Result<MaybeRids> All(Scope& scope, std::int64_t most) override {
        auto rids = TRY(Below(scope, kAboveAll, static_cast<std::size_t>(most) + 1));
        if (static_cast<std::int64_t>(rids.size()) > most) return MaybeRids();
        std::reverse(rids.begin(), rids.end());
        return MaybeRids(std::move(rids));
    }
    bool Walks() const override { return true; }
    Result<Rids> Below(Scope& scope, Rid below, std::size_t count) override {
        return scope.Column(
            "SELECT rid FROM res WHERE type = $1 AND version > 0 AND flags = 0 AND rid < $2 "
            "ORDER BY rid DESC LIMIT $3",
            [&](Statement& query) {
                query.Bind(1, definitions::ResourceTypeNumber(type_));
                query.Bind(2, below);
                query.Bind(3, static_cast<std::int64_t>(count));
            });
    }
    Result<MaybeCount> Exact(Scope& scope) override { return MaybeCount(TRY(scope.Living(type_))); }

  private:
    std::string type_;
};

class Ids : public Criterion {
  public:
    Ids(std::string type, Rids rids) : type_(std::move(type)), rids_(std::move(rids)) {
        SortUnique(rids_);
    }
    Result<Rids> Keep(Scope&, std::span<const Rid> rids) override { return Intersect(rids, rids_); }
    Result<MaybeCount> Estimate(Scope&, std::int64_t) override {
        return MaybeCount(static_cast<std::int64_t>(rids_.size()));
    }
    Result<MaybeRids> All(Scope& scope, std::int64_t) override {
        auto living =
            TRY(scope.Column(database::SelectBySet(scope.connection(), "rid", "res", "rid", 1,
                                                   "type = $2 AND version > 0 AND flags = 0"),
                             [&](Statement& query) {
                                 query.BindSet(1, rids_);
                                 query.Bind(2, definitions::ResourceTypeNumber(type_));
                             }));
        SortUnique(living);
        return MaybeRids(std::move(living));
    }

  private:
    std::string type_;
    Rids rids_;
};

class LastUpdated : public Criterion {
  public:
    LastUpdated(std::string type, std::vector<Box<std::int64_t>> boxes)
        : type_(std::move(type)), boxes_(std::move(boxes)) {}

    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        const auto times = TRY(
            scope.TwoColumns(database::SelectBySet(scope.connection(), "rid, at", "res", "rid", 1),
                             [&](Statement& query) { query.BindSet(1, rids); }));
        Rids kept;
        for (const auto& [rid, at] : times) {
            const auto millis = at / 1000;
            for (const auto& box : boxes_) {
                const bool fits = millis >= box.lo_from && millis <= box.lo_to &&
                                  millis >= box.hi_from && millis <= box.hi_to;
                if (fits) kept.push_back(rid);
            }
        }
        SortUnique(kept);
        return kept;
    }

    Result<MaybeCount> Estimate(Scope& scope, std::int64_t enough) override {
        std::int64_t count = 0;
        for (const auto& box : boxes_) {
            const auto [from, to] = TRY(Positions(scope, box));
            count += TRY(scope.One(
                "SELECT count(*) FROM (SELECT 1 FROM log WHERE type = $1 AND pos >= $2 AND "
                "pos < $3 LIMIT $4) AS found",
                [&, from = from, to = to](Statement& query) {
                    BindRange(query, from, to, enough);
                }));
        }
        return MaybeCount(count);
    }

    Result<MaybeRids> All(Scope& scope, std::int64_t most) override {
        Rids all;
        for (const auto& box : boxes_) {
            const auto [from, to] = TRY(Positions(scope, box));
            auto rids = TRY(scope.Column(
                "SELECT rid FROM log WHERE type = $1 AND pos >= $2 AND pos < $3 LIMIT $4",
                [&, from = from, to = to](Statement& query) {
                    BindRange(query, from, to, most + 1);
                }));
            if (static_cast<std::int64_t>(rids.size()) > most) return MaybeRids();
            SortUnique(rids);
            // The log tells every version; only the last one counts, and only of what lives.
            rids = *TRY(Ids(type_, std::move(rids)).All(scope, most));
            all = Unite(all, TRY(Keep(scope, rids)));
        }
        return MaybeRids(std::move(all));
    }

  private:
    void BindRange(Statement& query, std::int64_t from, std::int64_t to, std::int64_t most) {
        query.Bind(1, definitions::ResourceTypeNumber(type_));
        query.Bind(2, from);
        query.Bind(3, to);
        query.Bind(4, most);
    }

    // Times rise strictly with positions, so the log is its own index of times.
    Result<std::int64_t> FirstAtOrAfter(Scope& scope, std::int64_t millis) {
        std::int64_t low = 1;
        std::int64_t high =
            1 + TRY(scope.One("SELECT coalesce(max(pos), 0) FROM log", [](Statement&) {}));
        while (low < high) {
            const auto middle = low + (high - low) / 2;
            const auto at = TRY(scope.One("SELECT at FROM log WHERE pos = $1",
                                          [&](Statement& query) { query.Bind(1, middle); }));
            if (at / 1000 < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
    Result<std::pair<std::int64_t, std::int64_t>> Positions(Scope& scope,
                                                            const Box<std::int64_t>& box) {
        const auto from = TRY(FirstAtOrAfter(scope, std::max(box.lo_from, box.hi_from)));
        const auto to = TRY(FirstAtOrAfter(scope, std::min(box.lo_to, box.hi_to) + 1));
        return std::pair(from, std::max(from, to));
    }

    std::string type_;
    std::vector<Box<std::int64_t>> boxes_;
};

class Present : public Criterion {
  public:
    explicit Present(PresentIn places) : places_(std::move(places)) {}

    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        Rids kept;
        TRY(Probe(scope, "ref", places_.ref, rids, kept));
        TRY(Probe(scope, "dat", places_.dat, rids, kept));
        TRY(Probe(scope, "str", places_.str, rids, kept));
        TRY(Probe(scope, "qty", places_.qty, rids, kept));
        SortUnique(kept);
        for (const auto p : places_.tok) kept = Unite(kept, TRY(KeepTokens(scope, p, rids)));
        for (const auto p : places_.uri) {
            kept = Unite(kept, Intersect(rids, TRY(AllUnder(scope, "uri", p))));
        }
        return kept;
    }
    // Most resources have most values: presence leads nowhere.
    Result<MaybeCount> Estimate(Scope&, std::int64_t) override { return MaybeCount(); }
    Result<MaybeRids> All(Scope&, std::int64_t) override { return MaybeRids(); }

  private:
    static Result<void> Probe(Scope& scope, std::string_view table,
                              const std::vector<std::int64_t>& places, std::span<const Rid> rids,
                              Rids& kept) {
        for (const auto p : places) {
            const auto found = TRY(scope.Column(
                database::SelectBySet(scope.connection(), "rid", table, "rid", 1, "p = $2"),
                [&](Statement& query) {
                    query.BindSet(1, rids);
                    query.Bind(2, p);
                }));
            kept.insert(kept.end(), found.begin(), found.end());
        }
        return {};
    }

    // Tokens have no index by resource. Few different values are probed one by one (status,
    // gender); of many (identifiers) all rows are read once.
    Result<Rids> KeepTokens(Scope& scope, std::int64_t p, std::span<const Rid> rids) {
        constexpr std::int64_t kFew = 64;
        const auto values = TRY(scope.Column("SELECT v FROM stat WHERE p = $1 AND n > 0 LIMIT $2",
                                             [&](Statement& query) {
                                                 query.Bind(1, p);
                                                 query.Bind(2, kFew + 1);
                                             }));
        if (static_cast<std::int64_t>(values.size()) <= kFew) {
            return MakeKeys(KeyTable::kTok, p, values)->Keep(scope, rids);
        }
        return Intersect(rids, TRY(AllUnder(scope, "tok", p)));
    }

    Result<Rids> AllUnder(Scope& scope, std::string_view table, std::int64_t p) {
        for (const auto& [known, rids] : read_) {
            if (known == p) return rids;
        }
        auto rids = TRY(scope.Column(fmt::format("SELECT rid FROM {} WHERE p = $1", table),
                                     [&](Statement& query) { query.Bind(1, p); }));
        SortUnique(rids);
        read_.emplace_back(p, rids);
        return rids;
    }

    PresentIn places_;
    std::vector<std::pair<std::int64_t, Rids>> read_;
};

class Not : public Criterion {
  public:
    explicit Not(CriterionPtr inner) : inner_(std::move(inner)) {}
    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        return Without(rids, TRY(inner_->Keep(scope, rids)));
    }
    Result<MaybeCount> Estimate(Scope&, std::int64_t) override { return MaybeCount(); }
    Result<MaybeRids> All(Scope&, std::int64_t) override { return MaybeRids(); }

  private:
    CriterionPtr inner_;
};

class AnyOf : public Criterion {
  public:
    explicit AnyOf(std::vector<CriterionPtr> parts) : parts_(std::move(parts)) {}

    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        Rids kept;
        for (const auto& part : parts_) {
            const auto rest = Without(rids, kept);
            if (rest.empty()) break;
            kept = Unite(kept, TRY(part->Keep(scope, rest)));
        }
        return kept;
    }
    Result<MaybeCount> Estimate(Scope& scope, std::int64_t enough) override {
        std::int64_t count = 0;
        for (const auto& part : parts_) {
            const auto some = TRY(part->Estimate(scope, enough));
            if (!some) return MaybeCount();
            count += *some;
        }
        return MaybeCount(count);
    }
    Result<MaybeRids> All(Scope& scope, std::int64_t most) override {
        Rids all;
        for (const auto& part : parts_) {
            const auto some = TRY(part->All(scope, most));
            if (!some) return MaybeRids();
            all = Unite(all, *some);
            if (static_cast<std::int64_t>(all.size()) > most) return MaybeRids();
        }
        return MaybeRids(std::move(all));
    }
    bool Walks() const override {
        return std::all_of(parts_.begin(), parts_.end(),
                           [](const auto& part) { return part->Walks(); });
    }
    Result<Rids> Below(Scope& scope, Rid below, std::size_t count) override {
        Rids found;
        for (const auto& part : parts_) {
            const auto some = TRY(part->Below(scope, below, count));
            found.insert(found.end(), some.begin(), some.end());
        }
        std::sort(found.begin(), found.end(), std::greater<>());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        if (found.size() > count) found.resize(count);
        return found;
    }

  private:
    std::vector<CriterionPtr> parts_;
};

}  // namespace

CriterionPtr MakeNothing() {
    return std::make_unique<Nothing>();
}

CriterionPtr MakeType(std::string type) {
    return std::make_unique<Type>(std::move(type));
}

CriterionPtr MakeIds(std::string type, Rids rids) {
    return std::make_unique<Ids>(std::move(type), std::move(rids));
}

CriterionPtr MakeLastUpdated(std::string type, std::vector<Box<std::int64_t>> boxes) {
    return std::make_unique<LastUpdated>(std::move(type), std::move(boxes));
}

CriterionPtr MakePresent(PresentIn places) {
    return std::make_unique<Present>(std::move(places));
}

CriterionPtr MakeNot(CriterionPtr inner) {
    return std::make_unique<Not>(std::move(inner));
}

CriterionPtr MakeAnyOf(std::vector<CriterionPtr> parts) {
    if (parts.empty()) return MakeNothing();
    if (parts.size() == 1) return std::move(parts[0]);
    return std::make_unique<AnyOf>(std::move(parts));
}

}  // namespace tram::record
