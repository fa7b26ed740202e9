// Criteria on dates, numbers and quantities: boxes of the two ends of a row.
#include <fmt/format.h>

#include <algorithm>

#include "platform/database/by_set.h"
#include "record/search/criterion.h"

namespace tram::record {
namespace {

using database::Statement;

template <typename T>
bool Within(const Box<T>& box, T lo, T hi) {
    return lo >= box.lo_from && lo <= box.lo_to && hi >= box.hi_from && hi <= box.hi_to;
}

// A row no longer than `width` that ends in the box can begin only so long before it: this is
// what lets the key (p, lo, …) lead to it.
Box<std::int64_t> Narrowed(Box<std::int64_t> box) {
    constexpr auto kWidth = search::DateValue::kWideMillis;
    if (box.hi_from > search::DateValue::kOpenLow) {
        box.lo_from = std::max(box.lo_from, box.hi_from - kWidth);
    }
    box.lo_to = std::min(box.lo_to, box.hi_to);
    return box;
}
Box<double> Narrowed(Box<double> box) {  // rows under the plain p are points
    box.lo_from = std::max(box.lo_from, box.hi_from);
    box.lo_to = std::min(box.lo_to, box.hi_to);
    return box;
}

class Dates : public Criterion {
  public:
    Dates(std::int64_t p, std::int64_t wide_p, std::vector<Box<std::int64_t>> boxes)
        : p_(p), wide_p_(wide_p), boxes_(std::move(boxes)) {}

    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        Rids kept;
        auto* query = TRY(scope.connection().Prepare(database::SelectBySet(
            scope.connection(), "rid, lo, hi", "dat", "rid", 1, "p IN ($2, $3)")));
        query->BindSet(1, rids);
        query->Bind(2, p_);
        query->Bind(3, wide_p_);
        while (TRY(query->Step())) {
            for (const auto& box : boxes_) {
                if (Within(box, query->Int(1), query->Int(2))) kept.push_back(query->Int(0));
            }
        }
        SortUnique(kept);
        return kept;
    }

    Result<MaybeCount> Estimate(Scope& scope, std::int64_t enough) override {
        std::int64_t count = 0;
        for (const auto& [p, box] : Scans()) {
            if (count >= enough) break;
            count += TRY(scope.One(
                "SELECT count(*) FROM (SELECT 1 FROM dat WHERE p = $1 AND lo >= $2 AND "
                "lo <= $3 AND hi >= $4 AND hi <= $5 LIMIT $6) AS found",
                [&, p = p, box = box](Statement& query) { BindScan(query, p, box, enough); }));
        }
        return MaybeCount(count);
    }

    Result<MaybeRids> All(Scope& scope, std::int64_t most) override {
        Rids all;
        for (const auto& [p, box] : Scans()) {
            const auto rids = TRY(scope.Column(
                "SELECT rid FROM dat WHERE p = $1 AND lo >= $2 AND lo <= $3 AND hi >= $4 AND "
                "hi <= $5 LIMIT $6",
                [&, p = p, box = box](Statement& query) { BindScan(query, p, box, most + 1); }));
            all.insert(all.end(), rids.begin(), rids.end());
            if (static_cast<std::int64_t>(all.size()) > most) return MaybeRids();
        }
        SortUnique(all);
        return MaybeRids(std::move(all));
    }

  private:
    std::vector<std::pair<std::int64_t, Box<std::int64_t>>> Scans() const {
        std::vector<std::pair<std::int64_t, Box<std::int64_t>>> scans;
        for (const auto& box : boxes_) {
            scans.emplace_back(p_, Narrowed(box));
            scans.emplace_back(wide_p_, box);
        }
        return scans;
    }
    static void BindScan(Statement& query, std::int64_t p, const Box<std::int64_t>& box,
                         std::int64_t most) {
        query.Bind(1, p);
        query.Bind(2, box.lo_from);
        query.Bind(3, box.lo_to);
        query.Bind(4, box.hi_from);
        query.Bind(5, box.hi_to);
        query.Bind(6, most);
    }

    std::int64_t p_, wide_p_;
    std::vector<Box<std::int64_t>> boxes_;
};

class Amounts : public Criterion {
  public:
    Amounts(std::int64_t p, std::int64_t wide_p, std::vector<AmountOperand> operands)
        : p_(p), wide_p_(wide_p), operands_(std::move(operands)) {
        for (auto& operand : operands_) {
            if (operand.units) std::sort(operand.units->begin(), operand.units->end());
        }
    }

    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        Rids kept;
        auto* query = TRY(scope.connection().Prepare(database::SelectBySet(
            scope.connection(), "rid, lo, hi, unit", "qty", "rid", 1, "p IN ($2, $3)")));
        query->BindSet(1, rids);
        query->Bind(2, p_);
        query->Bind(3, wide_p_);
        while (TRY(query->Step())) {
            for (const auto& operand : operands_) {
                const bool fits =
                    Within(operand.box, query->Real(1), query->Real(2)) &&
                    (!operand.units || std::binary_search(operand.units->begin(),
                                                          operand.units->end(), query->Int(3)));
                if (fits) kept.push_back(query->Int(0));
            }
        }
        SortUnique(kept);
        return kept;
    }

    Result<MaybeCount> Estimate(Scope& scope, std::int64_t enough) override {
        std::int64_t count = 0;
        for (const auto& operand : operands_) {
            for (const bool wide : {false, true}) {
                if (count >= enough) return MaybeCount(count);
                const auto sql = "SELECT count(*) FROM (SELECT 1 FROM qty WHERE " +
                                 Condition(scope, operand) + " LIMIT $6) AS found";
                count += TRY(scope.One(
                    sql, [&](Statement& query) { BindScan(query, operand, wide, enough); }));
            }
        }
        return MaybeCount(count);
    }

    Result<MaybeRids> All(Scope& scope, std::int64_t most) override {
        Rids all;
        for (const auto& operand : operands_) {
            for (const bool wide : {false, true}) {
                const auto sql =
                    "SELECT rid FROM qty WHERE " + Condition(scope, operand) + " LIMIT $6";
                const auto rids = TRY(scope.Column(
                    sql, [&](Statement& query) { BindScan(query, operand, wide, most + 1); }));
                all.insert(all.end(), rids.begin(), rids.end());
                if (static_cast<std::int64_t>(all.size()) > most) return MaybeRids();
            }
        }
        SortUnique(all);
        return MaybeRids(std::move(all));
    }

  private:
    static std::string Condition(Scope& scope, const AmountOperand& operand) {
        std::string condition = "p = $1 AND lo >= $2 AND lo <= $3 AND hi >= $4 AND hi <= $5";
        if (operand.units) condition += " AND " + scope.connection().InSet("unit", 7);
        return condition;
    }
    void BindScan(Statement& query, const AmountOperand& operand, bool wide, std::int64_t most) {
        const auto box = wide ? operand.box : Narrowed(operand.box);
        query.Bind(1, wide ? wide_p_ : p_);
        query.BindReal(2, box.lo_from);
        query.BindReal(3, box.lo_to);
        query.BindReal(4, box.hi_from);
        query.BindReal(5, box.hi_to);
        query.Bind(6, most);
        if (operand.units) query.BindSet(7, *operand.units);
    }

    std::int64_t p_, wide_p_;
    std::vector<AmountOperand> operands_;
};

// Composites: led by their first component, narrowed by the second.
class Pairs : public Criterion {
  public:
    Pairs(std::int64_t p, std::vector<PairOperand> operands)
        : p_(p), operands_(std::move(operands)) {}

    Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) override {
        if (!all_) all_ = TRY(All(scope, kMostCollected));
        if (all_) return Intersect(rids, *all_);
        Rids kept;
        for (const auto& operand : operands_) {
            const Shape shape(scope.connection(), operand);
            const auto sql = database::SelectBySet(scope.connection(), "rid", "cmp", "rid",
                                                   shape.next, shape.condition);
            const auto found = TRY(scope.Column(sql, [&](Statement& query) {
                BindOperand(query, shape, operand);
                query.BindSet(shape.next, rids);
            }));
            kept.insert(kept.end(), found.begin(), found.end());
        }
        SortUnique(kept);
        return kept;
    }

    Result<MaybeCount> Estimate(Scope& scope, std::int64_t enough) override {
        std::int64_t count = 0;
        for (const auto& operand : operands_) {
            const Shape shape(scope.connection(), operand);
            const auto sql =
                fmt::format("SELECT count(*) FROM (SELECT 1 FROM cmp WHERE {} LIMIT ${}) AS found",
                            shape.condition, shape.next);
            count += TRY(scope.One(sql, [&](Statement& query) {
                BindOperand(query, shape, operand);
                query.Bind(shape.next, enough);
            }));
        }
        return MaybeCount(count);
    }

    Result<MaybeRids> All(Scope& scope, std::int64_t most) override {
        Rids all;
        for (const auto& operand : operands_) {
            const Shape shape(scope.connection(), operand);
            const auto sql =
                fmt::format("SELECT rid FROM cmp WHERE {} LIMIT ${}", shape.condition, shape.next);
            const auto rids = TRY(scope.Column(sql, [&](Statement& query) {
                BindOperand(query, shape, operand);
                query.Bind(shape.next, most + 1);
            }));
            all.insert(all.end(), rids.begin(), rids.end());
            if (static_cast<std::int64_t>(all.size()) > most) return MaybeRids();
        }
        SortUnique(all);
        return MaybeRids(std::move(all));
    }

  private:
    static constexpr std::int64_t kMostCollected = 1'000'000;

    // The condition of an operand, and the places of its parameters: PostgreSQL wants no gaps.
    struct Shape {
        Shape(database::Connection& connection, const PairOperand& operand) {
            condition = "p = $1 AND " + connection.InSet("v", 2) +
                        " AND lo >= $3 AND lo <= $4 AND hi >= $5 AND hi <= $6";
            if (operand.units) {
                units = next++;
                condition += " AND " + connection.InSet("unit", units);
            }
            if (operand.text) {
                text = next++;
                condition += fmt::format(" AND text = ${}", text);
            } else if (operand.prefix) {
                text = next++;
                condition += fmt::format(" AND text >= ${} AND text < ${}", text, next++);
            }
        }
        std::string condition;
        int next = 7, units = 0, text = 0;
    };

    void BindOperand(Statement& query, const Shape& shape, const PairOperand& operand) {
        query.Bind(1, p_);
        query.BindSet(2, operand.firsts);
        query.BindReal(3, operand.box.lo_from);
        query.BindReal(4, operand.box.lo_to);
        query.BindReal(5, operand.box.hi_from);
        query.BindReal(6, operand.box.hi_to);
        if (operand.units) query.BindSet(shape.units, *operand.units);
        if (operand.text) {
            query.BindText(shape.text, *operand.text);
        } else if (operand.prefix) {
            end_ = *operand.prefix + "\xF4\x8F\xBF\xBF";
            query.BindText(shape.text, *operand.prefix);
            query.BindText(shape.text + 1, end_);
        }
    }

    std::int64_t p_;
    std::vector<PairOperand> operands_;
    std::string end_;
    MaybeRids all_;
};

}  // namespace

CriterionPtr MakeDates(std::int64_t p, std::int64_t wide_p, std::vector<Box<std::int64_t>> boxes) {
    return std::make_unique<Dates>(p, wide_p, std::move(boxes));
}

CriterionPtr MakeAmounts(std::int64_t p, std::int64_t wide_p, std::vector<AmountOperand> operands) {
    return std::make_unique<Amounts>(p, wide_p, std::move(operands));
}

CriterionPtr MakePairs(std::int64_t p, std::vector<PairOperand> operands) {
    return std::make_unique<Pairs>(p, std::move(operands));
}

}  // namespace tram::record
