// http://hl7.org/fhirpath/N1/#aggregates

#include "fhir/fhirpath/equality.h"
#include "fhir/fhirpath/functions.h"
#include "fhir/fhirpath/units.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

bool Aggregate(const Call& call, Collection& out) {
    Collection total;
    if (HasArgument(call, 1) && !Argument(call, 1, total)) return false;
    std::int64_t index = 0;
    for (const Item& item : call.input) {
        Collection next;
        const Frame frame{.self = &item, .index = index++, .total = &total};
        if (!call.evaluation.Tick() ||
            !EvaluateOperand(*call.node.arguments[0], call.evaluation, frame, next)) {
            return false;
        }
        total = std::move(next);
    }
    for (Item& item : total) out.push_back(std::move(item));
    return true;
}

bool NotAlike(const Call& call) {
    return Refuse(call, "works on items of one kind", "chỉ dùng cho các giá trị cùng kiểu");
}

// The sum of numbers or of quantities; nullopt: none, or no common unit.
bool SumOf(const Call& call, std::optional<Quantity>& sum, Family& family) {
    for (const Item& item : call.input) {
        const Family own = FamilyOf(item);
        if (own != Family::kInteger && own != Family::kDecimal && own != Family::kQuantity) {
            return Refuse(call, "works on numbers and quantities", "chỉ dùng cho số và số đo");
        }
        const auto quantity = QuantityOf(item);
        if (&item == &call.input.front()) {
            family = own;
            sum = quantity;
            continue;
        }
        if (own != family) return NotAlike(call);
        sum = sum && quantity ? Add(*sum, *quantity) : std::nullopt;
    }
    return true;
}

bool PutAs(Family family, const Quantity& quantity, Collection& out) {
    if (family == Family::kQuantity) return Put(quantity, out);
    const auto whole = family == Family::kInteger ? quantity.value.ToInteger() : std::nullopt;
    return whole ? Put(*whole, out) : Put(quantity.value, out);
}

bool Sum(const Call& call, Collection& out) {
    std::optional<Quantity> sum;
    Family family = Family::kNone;
    if (!SumOf(call, sum, family)) return false;
    return !sum || PutAs(family, *sum, out);
}

bool Average(const Call& call, Collection& out) {
    std::optional<Quantity> sum;
    Family family = Family::kNone;
    if (!SumOf(call, sum, family)) return false;
    if (!sum) return true;
    const auto value = sum->value.Divide(Decimal(static_cast<std::int64_t>(call.input.size())));
    if (!value) return true;
    sum->value = *value;
    return PutAs(family == Family::kQuantity ? family : Family::kDecimal, *sum, out);
}

// direction: -1 for the least, 1 for the greatest.
bool Extreme(const Call& call, int direction, Collection& out) {
    const Item* best = nullptr;
    for (const Item& item : call.input) {
        if (!best) {
            best = &item;
            continue;
        }
        std::optional<int> order;
        if (!call.evaluation.Tick() || !Order(call.node, call.evaluation, item, *best, order)) {
            return false;
        }
        if (!order) return true;
        if (*order * direction > 0) best = &item;
    }
    if (best) out.push_back(*best);
    return true;
}

bool Min(const Call& call, Collection& out) {
    return Extreme(call, -1, out);
}
bool Max(const Call& call, Collection& out) {
    return Extreme(call, 1, out);
}

constexpr FunctionRow kFunctions[] = {
    {"aggregate", 1, 2, Aggregate},
    {"sum", 0, 0, Sum},
    {"avg", 0, 0, Average},
    {"min", 0, 0, Min},
    {"max", 0, 0, Max},
};

}  // namespace

std::span<const FunctionRow> AggregateFunctions() {
    return kFunctions;
}

}  // namespace tram::fhirpath
