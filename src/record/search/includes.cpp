#include "record/search/includes.h"

#include "fhir/definitions/definitions.h"
#include "platform/database/by_set.h"

namespace tram::record {
namespace {

using database::Statement;
using search::Include;

// The parameters an include goes by; none: by any reference.
std::vector<std::int64_t> ParametersOf(const Scope& scope, const Include& include) {
    const auto p = [&](const definitions::SearchParameter& parameter) {
        return scope.dictionary().P(parameter, search::Facet::kValue);
    };
    if (include.parameter) return {p(*include.parameter)};
    std::vector<std::int64_t> all;
    if (include.source_type == "*") return all;
    for (const auto* parameter : definitions::SearchParametersOf(include.source_type)) {
        if (parameter->kind == definitions::SearchKind::kReference) all.push_back(p(*parameter));
    }
    return all;
}

Result<Rids> Forward(Scope& scope, const Include& include, const Rids& from) {
    auto& connection = scope.connection();
    const auto places = ParametersOf(scope, include);
    const auto sql =
        database::SelectBySet(connection, "v", "ref", "rid", 1,
                              places.empty() ? "v > 0" : "v > 0 AND " + connection.InSet("p", 2));
    auto targets = TRY(scope.Column(sql, [&](Statement& query) {
        query.BindSet(1, from);
        if (!places.empty()) query.BindSet(2, places);
    }));
    SortUnique(targets);
    return include.target_type.empty() ? scope.Reachable(targets)
                                       : scope.Reachable(include.target_type, targets);
}

Result<Rids> Backward(Scope& scope, const Include& include, const Rids& from) {
    auto& connection = scope.connection();
    const auto places = ParametersOf(scope, include);
    const auto targets =
        include.target_type.empty() ? from : TRY(scope.Reachable(include.target_type, from));
    auto sources = TRY(scope.Column("SELECT rid FROM ref WHERE " + connection.InSet("p", 1) +
                                        " AND " + connection.InSet("v", 2),
                                    [&](Statement& query) {
                                        query.BindSet(1, places);
                                        query.BindSet(2, targets);
                                    }));
    SortUnique(sources);
    return scope.Reachable(include.source_type, sources);
}

}  // namespace

Result<Rids> CollectIncludes(Scope& scope, std::span<const Include> includes, std::string_view type,
                             Rids matches, std::size_t most) {
    constexpr int kMostRounds = 20;
    SortUnique(matches);
    Rids included;
    Rids fresh = matches;
    for (int round = 0; round < kMostRounds && !fresh.empty(); ++round) {
        Rids found;
        for (const auto& include : includes) {
            if (round > 0 && !include.iterate) continue;
            const bool of_matches = include.reverse || include.source_type == type ||
                                    include.source_type == "*" || include.iterate;
            if (!of_matches) continue;
            found = Unite(found, include.reverse ? TRY(Backward(scope, include, fresh))
                                                 : TRY(Forward(scope, include, fresh)));
        }
        fresh = Without(Without(found, matches), included);
        included = Unite(included, fresh);
        if (included.size() > most) {
            return Error{.code = ErrorCode::kTooCostly,
                         .message =
                             "the page would include too many further resources; ask for a "
                             "smaller _count or fewer includes",
                         .message_vi =
                             "Trang này kéo theo quá nhiều hồ sơ liên quan; hãy giảm "
                             "_count hoặc bớt _include.",
                         .path = "_include"};
        }
    }
    return included;
}

}  // namespace tram::record
