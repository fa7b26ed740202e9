#include "record/search/search.h"

#include <algorithm>
#include <iterator>

#include "platform/database/by_set.h"
#include "record/search/candidates.h"
#include "record/search/cursor.h"
#include "record/search/includes.h"
#include "record/search/known_sets.h"
#include "record/search/sorting.h"

namespace tram::record {
namespace {

using access::Actor;
using database::Connection;
using search::Query;

// Rows one search may look at, beyond what a total may.
constexpr std::int64_t kBudgetFactor = 4;

Result<std::vector<CriterionPtr>> CompileAll(Scope& scope, const Query& query) {
    std::vector<CriterionPtr> criteria;
    if (query.compartment) {
        const auto& [type, id] = *query.compartment;
        criteria.push_back(TRY(CompileCompartment(scope, query.type, type, id)));
    }
    for (const auto& clause : query.clauses) {
        criteria.push_back(TRY(CompileClause(scope, query.type, clause)));
    }
    return criteria;
}

// A cursor belongs to one question of one user.
std::string ContextOf(const Actor& actor, const Query& query) {
    std::string context = "search\n" + actor.user + "\n" + query.type + "\n" + query.canonical;
    if (query.compartment) {
        context += "\n" + query.compartment->first + "/" + query.compartment->second;
    }
    return context;
}

// nullopt: it would cost more than the budget.
Result<MaybeCount> CountWithin(Candidates& candidates, std::int64_t most) {
    auto count = candidates.Count(most);
    if (!count && count.error().code == ErrorCode::kTooCostly) return MaybeCount();
    return count;
}

Result<MaybeCount> TotalOf(Candidates& candidates, const Query& query, bool only_count,
                           std::int64_t budget) {
    if (query.total == search::Total::kAccurate || only_count) {
        return CountWithin(candidates, budget);
    }
    if (query.total == search::Total::kEstimate) {
        constexpr std::int64_t kEnough = 10'000;
        if (const auto count = TRY(CountWithin(candidates, kEnough))) return count;
        return MaybeCount(TRY(candidates.AtMost(kEnough)));
    }
    return query.total_given ? Result<MaybeCount>(MaybeCount()) : candidates.CountAtHand();
}

// What came into being after the first page would shift what follows.
Result<void> DropCreatedSince(Scope& scope, std::int64_t log_position,
                              std::vector<Placed>& placed) {
    Rids rids;
    for (const auto& entry : placed) rids.push_back(entry.rid);
    SortUnique(rids);
    auto created = TRY(scope.Column(database::SelectBySet(scope.connection(), "rid", "res", "rid",
                                                          1, "pos > $2 AND version = 1"),
                                    [&](database::Statement& query) {
                                        query.BindSet(1, rids);
                                        query.Bind(2, log_position);
                                    }));
    SortUnique(created);
    std::erase_if(placed, [&](const Placed& entry) {
        return std::binary_search(created.begin(), created.end(), entry.rid);
    });
    return {};
}

// The next `count` matches behind `after`, in the order asked for.
Result<std::vector<Placed>> Next(Scope& scope, Candidates& candidates, const Query& query,
                                 SortWay way, const std::optional<Position>& after,
                                 std::size_t count) {
    if (!query.sorts.empty()) {
        return SortedPage(scope, candidates, query.type, query.sorts, way, after, count);
    }
    std::vector<Placed> placed;
    for (const auto rid : TRY(candidates.Below(after ? after->rid : kAboveAll, count))) {
        placed.push_back({rid, {rid, {}}});
    }
    return placed;
}

}  // namespace

Searcher::Searcher(const storage::Dictionary& dictionary, Clock& clock, int zone_minutes,
                   std::string_view seal_key, SearchLimits limits)
    : dictionary_(dictionary),
      clock_(clock),
      zone_minutes_(zone_minutes),
      limits_(limits),
      known_(std::make_unique<KnownSets>(limits.known_bytes)) {
    const auto key = crypto::KeyFrom(seal_key);
    TRAM_CHECK(key);
    seal_key_ = *key;
}

Searcher::~Searcher() = default;

std::int64_t Searcher::Today() const {
    constexpr std::int64_t kMicrosOfDay = 86'400'000'000;
    const auto local = clock_.Now().micros + std::int64_t{zone_minutes_} * 60'000'000;
    return local >= 0 ? local / kMicrosOfDay : -((-local + kMicrosOfDay - 1) / kMicrosOfDay);
}

Result<SearchResult> Searcher::Search(Connection& connection, const Actor& actor,
                                      const Query& query) const {
    TRY(access::CheckRight(actor, access::Right::kRead, query.type));
    const auto budget = limits_.total_budget * kBudgetFactor;
    Scope scope(connection, dictionary_, actor, Today(), budget, limits_.few, known_.get());
    Candidates candidates(scope, query.type, TRY(CompileAll(scope, query)));
    const auto context = ContextOf(actor, query);
    Cursor cursor;
    const bool first_page = query.cursor.empty();
    if (!first_page) cursor = TRY(OpenCursor(seal_key_, context, query.cursor));

    const auto count = std::min(query.count.value_or(limits_.default_count), limits_.most_count);
    const bool only_count = query.summary == search::Summary::kCount || count == 0;
    SearchResult result;
    if (first_page) {
        result.total = TRY(TotalOf(candidates, query, only_count, limits_.total_budget));
        if (only_count && !result.total) TRY(scope.Spend(static_cast<std::size_t>(budget) + 1));
        scope.Refill(budget);
    } else {
        result.total = cursor.total;
    }
    if (only_count) return result;

    if (first_page && !query.sorts.empty()) {
        cursor.way = TRY(ChooseSortWay(scope, candidates, query.type, query.sorts,
                                       static_cast<std::size_t>(count)));
    }
    const auto wanted = static_cast<std::size_t>(count) + 1;
    std::vector<Placed> page;
    std::optional<Position> after;
    if (!first_page) after = cursor.position;
    while (page.size() < wanted) {
        const auto asked = wanted - page.size();
        auto placed = TRY(Next(scope, candidates, query, cursor.way, after, asked));
        const bool last = placed.size() < asked;
        if (!placed.empty()) after = placed.back().position;
        if (!first_page) TRY(DropCreatedSince(scope, cursor.log_position, placed));
        std::move(placed.begin(), placed.end(), std::back_inserter(page));
        if (last) break;
    }

    const bool more = page.size() == wanted;
    if (more) page.pop_back();
    if (first_page && !more && !query.total_given) {
        result.total = static_cast<std::int64_t>(page.size());
    }
    if (first_page && more) {
        cursor.log_position = TRY(scope.Position());
        cursor.total = result.total;
    }
    if (more) {
        cursor.position = page.back().position;
        result.next = SealCursor(seal_key_, context, cursor);
    }

    Rids matches;
    for (const auto& placed : page) matches.push_back(placed.rid);
    for (const auto rid : matches) result.hits.push_back({rid, false});
    if (!query.includes.empty()) {
        const auto included =
            TRY(CollectIncludes(scope, query.includes, query.type, std::move(matches),
                                static_cast<std::size_t>(limits_.most_includes)));
        for (const auto rid : included) result.hits.push_back({rid, true});
    }
    return result;
}

Result<std::vector<Rid>> Searcher::Match(Connection& connection, const Actor& actor,
                                         const Query& query, std::size_t most) const {
    TRY(access::CheckRight(actor, access::Right::kRead, query.type));
    Scope scope(connection, dictionary_, actor, Today(), limits_.total_budget * kBudgetFactor,
                limits_.few);
    Candidates candidates(scope, query.type, TRY(CompileAll(scope, query)));
    return candidates.Below(kAboveAll, most);
}

Result<bool> Searcher::Sees(Connection& connection, const Actor& actor, Rid home,
                            std::string_view type) const {
    Scope scope(connection, dictionary_, actor, Today(), limits_.total_budget, limits_.few);
    return scope.IsLimitedFor(type) ? scope.SeesHome(home) : Result<bool>(true);
}

}  // namespace tram::record
