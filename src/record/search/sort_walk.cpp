// Walking the index of a sort key.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "fhir/definitions/definitions.h"
#include "platform/database/by_set.h"
#include "record/search/sorting.h"

namespace tram::record {
namespace {

using database::Statement;
using definitions::SearchKind;
using search::Facet;

// A row of the index: its key, and the resource.
struct Row {
    std::vector<SortValue> key;
    Rid rid = 0;
};

bool KeyBefore(const Row& a, const Row& b) {
    return std::tie(a.key, a.rid) < std::tie(b.key, b.rid);
}

// The kinds of index that can be walked.
class SortIndex {
  public:
    virtual ~SortIndex() = default;
    // The next rows behind `after`, in the direction of the sort.
    virtual Result<std::vector<Row>> Next(const std::optional<Row>& after, std::size_t count) = 0;
    // Of several rows of one resource only one counts. Keeps those rows.
    virtual Result<void> DropOthers(std::vector<Row>&) { return {}; }
    // Has no row in the index. nullptr: every resource has one.
    virtual CriterionPtr Absent() const { return nullptr; }
};

class DateIndex : public SortIndex {
  public:
    DateIndex(Scope& scope, const search::Sort& sort)
        : scope_(scope),
          descending_(sort.descending),
          p_{scope.dictionary().P(*sort.parameter, Facet::kValue),
             scope.dictionary().P(*sort.parameter, Facet::kWide)} {}

    Result<std::vector<Row>> Next(const std::optional<Row>& after, std::size_t count) override {
        const auto sql = fmt::format(
            "SELECT lo, hi, rid FROM dat WHERE p = $1 AND (lo, hi, rid) {0} ($2, $3, $4) "
            "ORDER BY lo {1}, hi {1}, rid {1} LIMIT $5",
            descending_ ? '<' : '>', descending_ ? "DESC" : "ASC");
        const std::int64_t end = descending_ ? kAboveAll : -kAboveAll;
        std::vector<Row> rows;
        for (const auto p : p_) {
            auto* query = TRY(scope_.connection().Prepare(sql));
            query->Bind(1, p);
            query->Bind(2, after ? std::get<std::int64_t>(after->key[0]) : end);
            query->Bind(3, after ? std::get<std::int64_t>(after->key[1]) : end);
            query->Bind(4, after ? after->rid : end);
            query->Bind(5, static_cast<std::int64_t>(count));
            while (TRY(query->Step())) {
                rows.push_back({{query->Int(0), query->Int(1)}, query->Int(2)});
            }
        }
        std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
            return descending_ ? KeyBefore(b, a) : KeyBefore(a, b);
        });
        if (rows.size() > count) rows.resize(count);
        return rows;
    }

    Result<void> DropOthers(std::vector<Row>& rows) override {
        Rids rids;
        for (const auto& row : rows) rids.push_back(row.rid);
        SortUnique(rids);
        auto* query = TRY(scope_.connection().Prepare(database::SelectBySet(
            scope_.connection(), "rid, lo, hi", "dat", "rid", 1, "p IN ($2, $3)")));
        query->BindSet(1, rids);
        query->Bind(2, p_[0]);
        query->Bind(3, p_[1]);
        using Key = std::pair<std::int64_t, std::int64_t>;
        std::unordered_map<Rid, Key> best;
        while (TRY(query->Step())) {
            const Key key(query->Int(1), query->Int(2));
            const auto [place, first] = best.emplace(query->Int(0), key);
            if (!first && (descending_ ? place->second < key : key < place->second)) {
                place->second = key;
            }
        }
        std::erase_if(rows, [&](const Row& row) {
            return Key(std::get<std::int64_t>(row.key[0]), std::get<std::int64_t>(row.key[1])) !=
                   best[row.rid];
        });
        return {};
    }

    CriterionPtr Absent() const override { return MakeNot(MakePresent({.dat = {p_[0], p_[1]}})); }

  private:
    Scope& scope_;
    bool descending_;
    std::int64_t p_[2];
};

class TextIndex : public SortIndex {
  public:
    TextIndex(Scope& scope, const search::Sort& sort)
        : scope_(scope),
          descending_(sort.descending),
          p_(scope.dictionary().P(*sort.parameter, Facet::kSort)) {}

    Result<std::vector<Row>> Next(const std::optional<Row>& after, std::size_t count) override {
        const auto sql = fmt::format(
            "SELECT v, rid FROM str WHERE p = $1 AND (v, rid) {0} ($2, $3) "
            "ORDER BY v {1}, rid {1} LIMIT $4",
            descending_ ? '<' : '>', descending_ ? "DESC" : "ASC");
        auto* query = TRY(scope_.connection().Prepare(sql));
        query->Bind(1, p_);
        const std::string start = after         ? std::get<std::string>(after->key[0])
                                  : descending_ ? "\xF4\x8F\xBF\xBF"
                                                : "";
        query->BindText(2, start);
        query->Bind(3, after ? after->rid : descending_ ? kAboveAll : 0);
        query->Bind(4, static_cast<std::int64_t>(count));
        std::vector<Row> rows;
        while (TRY(query->Step())) rows.push_back({{std::string(query->Text(0))}, query->Int(1)});
        return rows;
    }

    CriterionPtr Absent() const override { return MakeNot(MakePresent({.str = {p_}})); }

  private:
    Scope& scope_;
    bool descending_;
    std::int64_t p_;
};

// The matches of a criterion on words, in the order of the TextIndex.
class WordsInOrder : public SortIndex {
  public:
    // `after`: where the first call begins; each later one goes on.
    WordsInOrder(const InOrder& order, std::int64_t p, bool descending,
                 const std::optional<Row>& after)
        : absent_p_(order.index->AllHaveKeys() ? kNoP : p),
          walk_(order.index, *order.typed,
                descending ? Walk::Direction::kDown : Walk::Direction::kUp,
                after ? std::optional(Walk::Place{std::get<std::string>(after->key[0]), after->rid})
                      : std::nullopt) {}

    Result<std::vector<Row>> Next(const std::optional<Row>&, std::size_t count) override {
        std::vector<Row> rows;
        for (auto& place : walk_.Next(count)) rows.push_back({{std::move(place.key)}, place.rid});
        return rows;
    }

    CriterionPtr Absent() const override {
        return absent_p_ == kNoP ? nullptr : MakeNot(MakePresent({.str = {absent_p_}}));
    }

  private:
    using Walk = WordIndex::Walk;
    static constexpr std::int64_t kNoP = -1;

    std::int64_t absent_p_;
    Walk walk_;
};

// Positions in the log rise with the times of change.
class LogIndex : public SortIndex {
  public:
    LogIndex(Scope& scope, std::string_view type, bool descending)
        : scope_(scope), type_(type), descending_(descending) {}

    Result<std::vector<Row>> Next(const std::optional<Row>& after, std::size_t count) override {
        // Only the last version of each counts, and only of what lives.
        const auto sql = fmt::format(
            "SELECT l.pos, l.rid FROM log l JOIN res r ON r.rid = l.rid AND r.pos = l.pos "
            "WHERE l.type = $1 AND r.flags = 0 AND l.pos {} $2 ORDER BY l.pos {} LIMIT $3",
            descending_ ? '<' : '>', descending_ ? "DESC" : "ASC");
        const std::int64_t start = after         ? std::get<std::int64_t>(after->key[0])
                                   : descending_ ? kAboveAll
                                                 : 0;
        const auto pairs = TRY(scope_.TwoColumns(sql, [&](Statement& query) {
            query.Bind(1, definitions::ResourceTypeNumber(type_));
            query.Bind(2, start);
            query.Bind(3, static_cast<std::int64_t>(count));
        }));
        std::vector<Row> rows;
        for (const auto& [pos, rid] : pairs) rows.push_back({{pos}, rid});
        return rows;
    }

  private:
    Scope& scope_;
    std::string_view type_;
    bool descending_;
};

// What is walked, and the criterion that holds of all that is met on the way, if there is one.
struct Walked {
    std::unique_ptr<SortIndex> index;
    const Criterion* holds = nullptr;
};

Result<Walked> IndexOf(Scope& scope, Candidates& candidates, std::string_view type,
                       const search::Sort& sort, const std::optional<Row>& after) {
    if (sort.parameter->code == "_lastUpdated") {
        return Walked{std::make_unique<LogIndex>(scope, type, sort.descending)};
    }
    if (sort.parameter->kind == SearchKind::kDate) {
        return Walked{std::make_unique<DateIndex>(scope, sort)};
    }
    const auto p = scope.dictionary().P(*sort.parameter, Facet::kSort);
    const auto ordered = TRY(candidates.NarrowestInOrder(p, 20 * scope.few()));
    if (!ordered.criterion) return Walked{std::make_unique<TextIndex>(scope, sort)};
    return Walked{std::make_unique<WordsInOrder>(ordered.order, p, sort.descending, after),
                  ordered.criterion};
}

}  // namespace

bool CanWalk(const search::Sort& sort) {
    return sort.parameter->kind == SearchKind::kDate || sort.parameter->kind == SearchKind::kString;
}

Result<std::vector<Placed>> WalkSorted(Scope& scope, Candidates& candidates, std::string_view type,
                                       const search::Sort& sort,
                                       const std::optional<Position>& after, std::size_t count) {
    constexpr std::size_t kLargeChunk = 2048;
    const auto smallest = static_cast<std::size_t>(1 + scope.few() / 4);
    std::vector<Placed> page;
    // A position without a value lies in the tail of those that lack it.
    const bool in_tail = after && after->values.empty();
    std::optional<Row> last;
    if (after && !in_tail) last = Row{after->values, after->rid};
    const auto [index, holds] = TRY(IndexOf(scope, candidates, type, sort, last));
    for (std::size_t chunk = std::max(smallest, count); !in_tail && page.size() < count;
         chunk = std::min(chunk * 2, kLargeChunk)) {
        auto rows = TRY(index->Next(last, chunk));
        TRY(scope.Spend(rows.size()));
        const bool end = rows.size() < chunk;
        if (!rows.empty()) last = rows.back();
        TRY(index->DropOthers(rows));
        Rids rids;
        for (const auto& row : rows) rids.push_back(row.rid);
        SortUnique(rids);
        const auto kept = TRY(candidates.Keep(rids, holds));
        for (auto& row : rows) {
            if (page.size() == count) break;
            if (!std::binary_search(kept.begin(), kept.end(), row.rid)) continue;
            page.push_back({row.rid, {row.rid, std::move(row.key)}});
        }
        if (end) break;
    }
    const auto absent = index->Absent();
    Rid below = in_tail ? after->rid : kAboveAll;
    while (absent && page.size() < count) {
        const auto rids = TRY(candidates.Below(below, kLargeChunk));
        if (rids.empty()) break;
        below = rids.back();
        const auto kept = TRY(absent->Keep(scope, Rids(rids.rbegin(), rids.rend())));
        for (auto rid = kept.rbegin(); rid != kept.rend() && page.size() < count; ++rid) {
            page.push_back({*rid, {*rid, {}}});
        }
        if (rids.size() < kLargeChunk) break;
    }
    return page;
}

}  // namespace tram::record
