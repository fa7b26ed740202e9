// Criterion: one clause of a search, ready to be asked of the tables in the ways the planner knows:
// which of these rids meet it, all that meet it, the next that meet it in order.
//
// Invariant: what All and Below give and what Keep keeps is the same set, of resources of the
// criterion's type. Rows exist for living resources only; whether the actor sees a resource is
// asked by the planner, but of resources passed on the way (chains, _has) by the criterion itself.
//
// Thread safety: none; made for one search.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "fhir/search/query.h"
#include "record/search/known_sets.h"
#include "record/search/scope.h"

namespace tram::record {

using MaybeRids = std::optional<Rids>;
using MaybeCount = std::optional<std::int64_t>;

// Those in an index of words that match what was typed.
struct InOrder {
    WordIndexPtr index;
    const WordIndex::Typed* typed = nullptr;
};

class Criterion {
  public:
    virtual ~Criterion() = default;

    // Those of `rids` that meet it. REQUIRES: living resources of the criterion's type, sorted.
    virtual Result<Rids> Keep(Scope& scope, std::span<const Rid> rids) = 0;
    // How many meet it, about; counting may stop at `enough`. nullopt: All cannot tell them.
    virtual Result<MaybeCount> Estimate(Scope& scope, std::int64_t enough) = 0;
    // All that meet it; nullopt: more than `most`, or they cannot be told without asking of each
    // resource of the type.
    virtual Result<MaybeRids> All(Scope& scope, std::int64_t most) = 0;
    // Can it tell its resources in the order of rids?
    virtual bool Walks() const { return false; }
    // The next `count` that meet it below `below`, highest first. REQUIRES: Walks().
    virtual Result<Rids> Below(Scope&, Rid /*below*/, std::size_t /*count*/) { return Rids(); }
    // The exact number, when the tables have it at hand.
    virtual Result<MaybeCount> Exact(Scope&) { return MaybeCount(); }
    // All that meet it, as a set that is kept between searches; nullptr: not of this kind, or not
    // worth keeping. REQUIRES: scope.known().
    virtual Result<RidSetPtr> Known(Scope&) { return RidSetPtr(); }
    // All that meet it, in the order of the text sort key under `p`; no index: not of this kind.
    virtual Result<InOrder> OrderedBy(Scope&, std::int64_t /*p*/) { return InOrder(); }
};

using CriterionPtr = std::unique_ptr<Criterion>;

// Rows of tok or ref whose key is one of `values`.
enum class KeyTable { kTok, kRef };
CriterionPtr MakeKeys(KeyTable table, std::int64_t p, std::vector<std::int64_t> values);
// Rows of uri that are one of `texts`.
CriterionPtr MakeTexts(std::int64_t p, std::vector<std::string> texts);
// Rows of uri, or of str, that begin with one of `prefixes`.
enum class TextTable { kStr, kUri };
CriterionPtr MakePrefixes(TextTable table, std::int64_t p, std::vector<std::string> prefixes);
// Rows of str that hold one of `parts` anywhere.
CriterionPtr MakeContains(std::int64_t p, std::vector<std::string> parts);
// Names: for one of the alternatives, each of its words begins one of the words of the name.
CriterionPtr MakeWords(const Scope& scope, const definitions::SearchParameter& parameter,
                       WordIndex::Typed typed);

// A box of ranges: both ends of a row lie within.
template <typename T>
struct Box {
    T lo_from, lo_to, hi_from, hi_to;
};
// `width`: the longest a row under `p` may be; what is longer stands under `wide_p`.
CriterionPtr MakeDates(std::int64_t p, std::int64_t wide_p, std::vector<Box<std::int64_t>> boxes);
struct AmountOperand {
    Box<double> box;
    std::optional<std::vector<std::int64_t>> units;  // absent: any
};
CriterionPtr MakeAmounts(std::int64_t p, std::int64_t wide_p, std::vector<AmountOperand> operands);
struct PairOperand {
    std::vector<std::int64_t> firsts;
    Box<double> box;
    std::optional<std::vector<std::int64_t>> units;
    std::optional<std::string> prefix, text;  // begins so; is so
};
CriterionPtr MakePairs(std::int64_t p, std::vector<PairOperand> operands);

// All living resources of a type.
CriterionPtr MakeType(std::string type);
// These and no others (_id).
CriterionPtr MakeIds(std::string type, Rids rids);
// Last changed within one of the boxes, in milliseconds.
CriterionPtr MakeLastUpdated(std::string type, std::vector<Box<std::int64_t>> boxes);
// Has a row under one of these parameters.
struct PresentIn {
    std::vector<std::int64_t> tok, ref, dat, str, qty, uri;
};
CriterionPtr MakePresent(PresentIn places);
CriterionPtr MakeNot(CriterionPtr inner);
CriterionPtr MakeAnyOf(std::vector<CriterionPtr> parts);
CriterionPtr MakeNothing();

// Refers by `p` to a resource of one of the types that meets that type's criterion.
struct ChainTarget {
    std::string type;
    CriterionPtr inner;
};
CriterionPtr MakeChain(std::int64_t p, std::vector<ChainTarget> targets);
// A resource of `source_type` that meets `inner` refers by `p` to it.
CriterionPtr MakeReverse(std::string type, std::string source_type, std::int64_t p,
                         CriterionPtr inner);

// One clause of a search for `type`.
// Errors: kNotSupported, kTooCostly, and of the database.
Result<CriterionPtr> CompileClause(Scope& scope, std::string_view type,
                                   const search::Clause& clause);
// Standing in a compartment: Patient/id/Observation.
Result<CriterionPtr> CompileCompartment(Scope& scope, std::string_view type,
                                        std::string_view compartment, std::string_view id);

}  // namespace tram::record
