// http://hl7.org/fhirpath/N1/#existence

#include <algorithm>

#include "fhir/fhirpath/equality.h"
#include "fhir/fhirpath/functions.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

bool Empty(const Call& call, Collection& out) {
    return Put(call.input.empty(), out);
}

bool Exists(const Call& call, Collection& out) {
    if (!HasArgument(call, 0)) return Put(!call.input.empty(), out);
    std::int64_t index = 0;
    for (const Item& item : call.input) {
        Truth truth;
        if (!Criterion(call, 0, item, index++, truth)) return false;
        if (truth == Truth::kTrue) return Put(true, out);
    }
    return Put(false, out);
}

bool All(const Call& call, Collection& out) {
    std::int64_t index = 0;
    for (const Item& item : call.input) {
        Truth truth;
        if (!Criterion(call, 0, item, index++, truth)) return false;
        if (truth != Truth::kTrue) return Put(false, out);
    }
    return Put(true, out);
}

// allTrue() … anyFalse(): whether all, or any, of the booleans are `wanted`.
enum class Quantifier { kAll, kAny };
bool Booleans(const Call& call, bool wanted, Quantifier quantifier, Collection& out) {
    bool result = quantifier == Quantifier::kAll;
    for (const Item& item : call.input) {
        const auto value = BooleanOf(item);
        if (!value) return Refuse(call, "works on booleans", "chỉ dùng cho giá trị đúng/sai");
        if (quantifier == Quantifier::kAll && *value != wanted) result = false;
        if (quantifier == Quantifier::kAny && *value == wanted) result = true;
    }
    return Put(result, out);
}

bool AllTrue(const Call& call, Collection& out) {
    return Booleans(call, true, Quantifier::kAll, out);
}
bool AnyTrue(const Call& call, Collection& out) {
    return Booleans(call, true, Quantifier::kAny, out);
}
bool AllFalse(const Call& call, Collection& out) {
    return Booleans(call, false, Quantifier::kAll, out);
}
bool AnyFalse(const Call& call, Collection& out) {
    return Booleans(call, false, Quantifier::kAny, out);
}

bool IsSubset(const Call& call, const Collection& part, const Collection& whole, Collection& out) {
    ItemSet set(call.evaluation);
    for (const Item& item : whole) set.Insert(item);
    const bool all =
        std::all_of(part.begin(), part.end(), [&](const Item& item) { return set.Contains(item); });
    return call.evaluation.Tick() && Put(all, out);
}

bool SubsetOf(const Call& call, Collection& out) {
    Scratch other(call.evaluation);
    return Argument(call, 0, *other) && IsSubset(call, call.input, *other, out);
}

bool SupersetOf(const Call& call, Collection& out) {
    Scratch other(call.evaluation);
    return Argument(call, 0, *other) && IsSubset(call, *other, call.input, out);
}

bool Count(const Call& call, Collection& out) {
    return Put(static_cast<std::int64_t>(call.input.size()), out);
}

bool Distinct(const Call& call, Collection& out) {
    ItemSet seen(call.evaluation);
    for (Item& item : call.input) {
        if (seen.Insert(item)) out.push_back(std::move(item));
    }
    return call.evaluation.Tick();
}

bool IsDistinct(const Call& call, Collection& out) {
    ItemSet seen(call.evaluation);
    const bool distinct = std::all_of(call.input.begin(), call.input.end(),
                                      [&](const Item& item) { return seen.Insert(item); });
    return call.evaluation.Tick() && Put(distinct, out);
}

// http://hl7.org/fhirpath/N1/#not-boolean
bool Not(const Call& call, Collection& out) {
    Truth truth;
    if (!ToTruth(call.node, call.evaluation, call.input, truth)) return false;
    return truth == Truth::kEmpty || Put(truth == Truth::kFalse, out);
}

constexpr FunctionRow kFunctions[] = {
    {"empty", 0, 0, Empty},       {"exists", 0, 1, Exists},     {"all", 1, 1, All},
    {"allTrue", 0, 0, AllTrue},   {"anyTrue", 0, 0, AnyTrue},   {"allFalse", 0, 0, AllFalse},
    {"anyFalse", 0, 0, AnyFalse}, {"subsetOf", 1, 1, SubsetOf}, {"supersetOf", 1, 1, SupersetOf},
    {"count", 0, 0, Count},       {"distinct", 0, 0, Distinct}, {"isDistinct", 0, 0, IsDistinct},
    {"not", 0, 0, Not},
};

}  // namespace

std::span<const FunctionRow> ExistenceFunctions() {
    return kFunctions;
}

}  // namespace tram::fhirpath
