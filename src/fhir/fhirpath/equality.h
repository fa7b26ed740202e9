// Equality, equivalence and order of items (http://hl7.org/fhirpath/N1/#equality).
//
// Thread safety: as the Evaluation given.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "fhir/fhirpath/evaluation.h"

namespace tram::fhirpath {

// kEmpty: unknown, as with dates of different precision. A spent budget shows at the next Tick().
Truth Equal(Evaluation& evaluation, const Item& a, const Item& b);
Truth Equal(Evaluation& evaluation, const Collection& a, const Collection& b);
bool Equivalent(Evaluation& evaluation, const Item& a, const Item& b);
bool Equivalent(Evaluation& evaluation, const Collection& a, const Collection& b);

// <0, 0, >0, or nullopt for unknown. False: types without a common order; `node` is blamed.
[[nodiscard]] bool Order(const Node& node, Evaluation& evaluation, const Item& a, const Item& b,
                         std::optional<int>& order);

// Items, each once: for distinct(), union and their like. Strings are found by hash, the rest among
// those of like shape.
class ItemSet {
  public:
    explicit ItemSet(Evaluation& evaluation) : evaluation_(evaluation) {}

    bool Contains(const Item& item);
    // False: an equal one was there.
    bool Insert(const Item& item);

  private:
    Evaluation& evaluation_;
    std::unordered_map<std::uint64_t, Collection> buckets_;
};

}  // namespace tram::fhirpath
