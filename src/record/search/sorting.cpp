#include "record/search/sorting.h"

#include <algorithm>
#include <unordered_map>

#include "fhir/definitions/definitions.h"
#include "platform/database/by_set.h"

namespace tram::record {
namespace {

using database::Statement;
using definitions::SearchKind;
using search::Facet;

constexpr std::int64_t kMostInMemory = 200'000;
constexpr std::size_t kChunk = 4096;

// One sort key for each of many resources.
class KeyColumn {
  public:
    KeyColumn(Scope& scope, const search::Sort& sort) : scope_(scope), sort_(sort) {}

    Result<void> Load(std::span<const Rid> rids) {
        for (std::size_t i = 0; i < rids.size(); i += kChunk) {
            TRY(LoadChunk(rids.subspan(i, std::min(kChunk, rids.size() - i))));
        }
        return {};
    }
    const SortValue& Of(Rid rid) const {
        static const SortValue kMissing;
        const auto found = values_.find(rid);
        return found == values_.end() ? kMissing : found->second;
    }

  private:
    void Offer(Rid rid, SortValue value) {
        auto& best = values_[rid];
        const bool better = std::holds_alternative<std::monostate>(best) ||
                            (sort_.descending ? best < value : value < best);
        if (better) best = std::move(value);
    }

    // `read` makes the value of a row whose first column is the rid.
    template <typename Read>
    Result<void> Query(const std::string& sql, const Scope::Bind& bind, Read read) {
        auto* query = TRY(scope_.connection().Prepare(sql));
        bind(*query);
        std::size_t rows = 0;
        while (TRY(query->Step())) {
            Offer(query->Int(0), read(*query));
            ++rows;
        }
        return scope_.Spend(rows);
    }

    Result<void> LoadChunk(std::span<const Rid> rids) {
        const auto& parameter = *sort_.parameter;
        const auto of_rids = [&](std::string_view columns, std::string_view table,
                                 std::string_view condition = "p IN ($2, $3)") {
            return database::SelectBySet(scope_.connection(), columns, table, "rid", 1, condition);
        };
        const auto bind = [&](Facet first, Facet second) {
            return [&, first, second](Statement& query) {
                query.BindSet(1, rids);
                query.Bind(2, scope_.dictionary().P(parameter, first));
                query.Bind(3, scope_.dictionary().P(parameter, second));
            };
        };
        const auto integer = [](Statement& query) { return SortValue(query.Int(1)); };
        const auto text = [](Statement& query) { return SortValue(std::string(query.Text(1))); };
        if (parameter.code == "_id") {
            return Query(
                of_rids("rid, id", "res", ""), [&](Statement& query) { query.BindSet(1, rids); },
                text);
        }
        if (parameter.code == "_lastUpdated") {
            return Query(
                of_rids("rid, pos", "res", ""), [&](Statement& query) { query.BindSet(1, rids); },
                integer);
        }
        switch (parameter.kind) {
            case SearchKind::kDate:
                return Query(of_rids("rid, lo", "dat"), bind(Facet::kValue, Facet::kWide), integer);
            case SearchKind::kNumber:
            case SearchKind::kQuantity:
                return Query(of_rids("rid, lo", "qty"), bind(Facet::kValue, Facet::kWide),
                             [](Statement& query) { return SortValue(query.Real(1)); });
            case SearchKind::kString:
                return Query(of_rids("rid, v", "str"), bind(Facet::kSort, Facet::kSort), text);
            case SearchKind::kReference:
                return Query(of_rids("rid, v", "ref"), bind(Facet::kValue, Facet::kValue), integer);
            case SearchKind::kToken:
                return LoadWhole(
                    "SELECT k.rid, t.code FROM tok k JOIN term t ON t.term = k.v "
                    "WHERE k.p = $1");
            case SearchKind::kUri:
                return LoadWhole("SELECT rid, v FROM uri WHERE p = $1");
            case SearchKind::kComposite:
            case SearchKind::kSpecial:
                break;
        }
        return {};
    }

    // Tokens and addresses have no index by resource: all rows of the parameter are read, once.
    Result<void> LoadWhole(const std::string& sql) {
        if (whole_) return {};
        whole_ = true;
        return Query(
            sql,
            [&](Statement& query) {
                query.Bind(1, scope_.dictionary().P(*sort_.parameter, Facet::kValue));
            },
            [](Statement& query) { return SortValue(std::string(query.Text(1))); });
    }

    Scope& scope_;
    const search::Sort& sort_;
    std::unordered_map<Rid, SortValue> values_;
    bool whole_ = false;
};

// Negative: `a` before `b`.
int CompareValues(const SortValue& a, const SortValue& b, bool descending) {
    const bool no_a = std::holds_alternative<std::monostate>(a);
    const bool no_b = std::holds_alternative<std::monostate>(b);
    if (no_a || no_b) return no_a - no_b;
    const int order = a < b ? -1 : b < a ? 1 : 0;
    return descending ? -order : order;
}

bool Before(const Position& a, const Position& b, std::span<const search::Sort> sorts) {
    for (std::size_t i = 0; i < sorts.size(); ++i) {
        const int order = CompareValues(a.values[i], b.values[i], sorts[i].descending);
        if (order != 0) return order < 0;
    }
    return a.rid > b.rid;
}

Error TooManyToSort() {
    return {.code = ErrorCode::kTooCostly,
            .message =
                "too many matches to sort this way; narrow the search, or sort by one date, "
                "one text or _lastUpdated",
            .message_vi =
                "Có quá nhiều kết quả để sắp xếp theo cách này; hãy thu hẹp lần tìm, hoặc "
                "chỉ sắp xếp theo một ngày, một chuỗi hoặc _lastUpdated.",
            .path = "_sort"};
}

Result<std::vector<Placed>> SortInMemory(Scope& scope, Candidates& candidates,
                                         std::span<const search::Sort> sorts,
                                         const std::optional<Position>& after, std::size_t count) {
    const auto rids = TRY(candidates.All(kMostInMemory));
    if (!rids) return TooManyToSort();
    std::vector<Placed> placed(rids->size());
    for (std::size_t i = 0; i < rids->size(); ++i) {
        placed[i].rid = placed[i].position.rid = (*rids)[i];
        placed[i].position.values.resize(sorts.size());
    }
    for (std::size_t s = 0; s < sorts.size(); ++s) {
        KeyColumn column(scope, sorts[s]);
        TRY(column.Load(*rids));
        for (auto& entry : placed) entry.position.values[s] = column.Of(entry.rid);
    }
    const auto before = [&](const Placed& a, const Placed& b) {
        return Before(a.position, b.position, sorts);
    };
    if (after) {
        if (after->values.size() != sorts.size()) return TooManyToSort();
        std::erase_if(placed,
                      [&](const Placed& entry) { return !Before(*after, entry.position, sorts); });
    }
    const auto page = std::min(count, placed.size());
    std::partial_sort(placed.begin(), placed.begin() + static_cast<std::ptrdiff_t>(page),
                      placed.end(), before);
    placed.resize(page);
    return placed;
}

}  // namespace

Result<SortWay> ChooseSortWay(Scope& scope, Candidates& candidates, std::string_view type,
                              std::span<const search::Sort> sorts, std::size_t count) {
    const auto surely_few = 20 * scope.few();
    if (sorts.size() != 1 || !CanWalk(sorts[0])) return SortWay::kInMemory;
    if (sorts[0].parameter->kind == SearchKind::kString) {
        const auto p = scope.dictionary().P(*sorts[0].parameter, Facet::kSort);
        if (TRY(candidates.NarrowestInOrder(p, surely_few)).criterion) return SortWay::kWalk;
    }
    const auto matches = TRY(candidates.AtMost(surely_few));
    if (matches < surely_few) return SortWay::kInMemory;
    // Walking looks at all resources between two matches; sorting looks at all matches.
    const double of_type = static_cast<double>(TRY(scope.Living(type)));
    const double walked = static_cast<double>(count) * of_type / static_cast<double>(matches);
    return walked < static_cast<double>(matches) ? SortWay::kWalk : SortWay::kInMemory;
}

Result<std::vector<Placed>> SortedPage(Scope& scope, Candidates& candidates, std::string_view type,
                                       std::span<const search::Sort> sorts, SortWay way,
                                       const std::optional<Position>& after, std::size_t count) {
    if (way == SortWay::kInMemory) return SortInMemory(scope, candidates, sorts, after, count);
    return WalkSorted(scope, candidates, type, sorts[0], after, count);
}

}  // namespace tram::record
