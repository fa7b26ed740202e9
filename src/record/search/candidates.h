// Candidates: the planner. From all criteria of a search it makes the matches that the actor sees,
// in the order of rids or all at once, looking at as few rows as it can.
//
// Thread safety: none; made for one search.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "record/search/criterion.h"

namespace tram::record {

class Candidates {
  public:
    Candidates(Scope& scope, std::string type, std::vector<CriterionPtr> criteria);

    // The next `count` matches below `below`, highest first; fewer: there are no more.
    // Errors: kTooCostly.
    Result<Rids> Below(Rid below, std::size_t count);
    // All matches, sorted; nullopt: more than `most` would have to be looked at.
    Result<MaybeRids> All(std::int64_t most);
    // How many match; nullopt: as All.
    Result<MaybeCount> Count(std::int64_t most);
    // The number, when the tables have it at hand.
    Result<MaybeCount> CountAtHand();
    // About how many match, at most; counting stops at `enough`.
    Result<std::int64_t> AtMost(std::int64_t enough);
    // Those of `rids` that match. REQUIRES: living resources of the type, sorted.
    // `but` is known to hold of them.
    Result<Rids> Keep(std::span<const Rid> rids, const Criterion* but = nullptr);
    // A criterion that tells its matches in the order of the text sort key under `p`, when none of
    // the others is narrower; nullptr: there is none.
    struct Ordered {
        const Criterion* criterion = nullptr;
        InOrder order;
    };
    Result<Ordered> NarrowestInOrder(std::int64_t p, std::int64_t enough);

  private:
    Result<void> Rank(std::int64_t enough);
    Result<MaybeCount> CountKnown();
    Result<Rids> KeepOthers(const Criterion* but, Rids rids);
    Result<bool> CollectFew();
    Result<bool> CollectAny();
    Result<Rids> Walk(Rid below, std::size_t count);
    Rids FromMatches(Rid below, std::size_t count) const;

    struct Ranked {
        CriterionPtr criterion;
        std::int64_t estimate = 0;
        bool tells_all = false;
    };

    Scope& scope_;
    std::string type_;
    std::vector<Ranked> criteria_;
    CriterionPtr whole_type_;
    std::int64_t ranked_to_ = 0;
    MaybeRids matches_;  // all of them, once they are known
};

}  // namespace tram::record
