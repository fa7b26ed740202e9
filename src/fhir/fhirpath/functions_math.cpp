// http://hl7.org/fhirpath/N1/#math

#include <cmath>

#include "fhir/fhirpath/functions.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

bool PutIfAny(const std::optional<Decimal>& value, Collection& out) {
    return !value || Put(*value, out);
}

bool PutDouble(double value, Collection& out) {
    if (!std::isfinite(value) || std::abs(value) >= 1e28) return true;
    return Put(Decimal::FromDouble(value), out);
}

// The single number of the input; nullopt when there is none.
bool NumberInput(const Call& call, std::optional<Decimal>& number) {
    const Item* item = nullptr;
    if (!SingleInput(call, item)) return false;
    if (!item) return true;
    const Family family = FamilyOf(*item);
    if (family != Family::kInteger && family != Family::kDecimal) {
        return Refuse(call, "works on a number", "chỉ dùng cho số");
    }
    number = DecimalOf(*item);
    return true;
}

bool NumberArgument(const Call& call, std::size_t place, std::optional<Decimal>& number) {
    Scratch items(call.evaluation);
    if (!Argument(call, place, *items)) return false;
    if (items->empty()) return true;
    if (items->size() == 1) number = DecimalOf(items->front());
    return number || Refuse(call, "asks for one number", "cần một số làm đối số");
}

// For functions that treat integers, decimals and quantities alike, and keep the type.
template <typename Change>
bool ChangeNumber(const Call& call, Collection& out, Change change) {
    const Item* item = nullptr;
    if (!SingleInput(call, item)) return false;
    if (!item) return true;
    Item::System value = SystemOf(*item);
    if (auto* quantity = std::get_if<Quantity>(&value)) {
        quantity->value = change(quantity->value);
        return Put(std::move(value), out);
    }
    if (const auto* decimal = std::get_if<Decimal>(&value)) return Put(change(*decimal), out);
    const auto* integer = std::get_if<std::int64_t>(&value);
    if (!integer) return Refuse(call, "works on a number or quantity", "chỉ dùng cho số và số đo");
    const auto changed = change(Decimal(*integer)).ToInteger();
    return !changed || Put(*changed, out);
}

bool Abs(const Call& call, Collection& out) {
    return ChangeNumber(call, out, [](const Decimal& value) {
        return value.Compare(Decimal(0)) < 0 ? value.Negate() : value;
    });
}

// Decimals become Integers; quantities keep their unit.
template <typename Change>
bool ToWhole(const Call& call, Collection& out, Change change) {
    Scratch changed(call.evaluation);
    if (!ChangeNumber(call, *changed, change)) return false;
    for (const Item& item : *changed) {
        const auto* decimal = std::get_if<Decimal>(item.made());
        if (!decimal) {
            out.push_back(item);
        } else if (const auto whole = decimal->ToInteger()) {
            out.emplace_back(Item::System(*whole));
        }
    }
    return true;
}

Decimal Up(const Decimal& value) {
    const Decimal whole = value.Truncate();
    return whole.Compare(value) < 0 ? whole.Add(Decimal(1)).value_or(whole) : whole;
}
Decimal Down(const Decimal& value) {
    const Decimal whole = value.Truncate();
    return whole.Compare(value) > 0 ? whole.Subtract(Decimal(1)).value_or(whole) : whole;
}

bool Ceiling(const Call& call, Collection& out) {
    return ToWhole(call, out, Up);
}
bool Floor(const Call& call, Collection& out) {
    return ToWhole(call, out, Down);
}
bool Truncate(const Call& call, Collection& out) {
    return ToWhole(call, out, [](const Decimal& value) { return value.Truncate(); });
}

bool Round(const Call& call, Collection& out) {
    std::optional<std::int64_t> places = 0;
    if (HasArgument(call, 0)) {
        places.reset();
        if (!IntegerArgument(call, 0, places)) return false;
        if (!places) return true;
        if (*places < 0)
            return Refuse(call, "asks for 0 or more places", "cần số chữ số từ 0 trở lên");
    }
    const int count = static_cast<int>(std::min<std::int64_t>(*places, 28));
    return ChangeNumber(call, out, [&](const Decimal& value) { return value.Round(count); });
}

template <double (*Function)(double)>
bool OfDouble(const Call& call, Collection& out) {
    std::optional<Decimal> number;
    if (!NumberInput(call, number)) return false;
    return !number || PutDouble(Function(number->ToDouble()), out);
}

bool Log(const Call& call, Collection& out) {
    std::optional<Decimal> number;
    std::optional<Decimal> base;
    if (!NumberInput(call, number) || !NumberArgument(call, 0, base)) return false;
    if (!number || !base) return true;
    return PutDouble(std::log(number->ToDouble()) / std::log(base->ToDouble()), out);
}

// Whole exponents are multiplied out, so that 1.1.power(2) is 1.21.
bool Power(const Call& call, Collection& out) {
    std::optional<Decimal> number;
    std::optional<Decimal> exponent;
    if (!NumberInput(call, number) || !NumberArgument(call, 0, exponent)) return false;
    if (!number || !exponent) return true;
    const auto whole = exponent->ToInteger();
    if (!whole || *whole < 0 || *whole > 1000) {
        return PutDouble(std::pow(number->ToDouble(), exponent->ToDouble()), out);
    }
    std::optional<Decimal> product = Decimal(1);
    for (std::int64_t i = 0; i < *whole && product; ++i) product = product->Multiply(*number);
    if (!product) return true;
    const bool integers = FamilyOf(call.input.front()) == Family::kInteger;
    if (const auto result = product->ToInteger(); integers && result) return Put(*result, out);
    return PutIfAny(product, out);
}

constexpr FunctionRow kFunctions[] = {
    {"abs", 0, 0, Abs},
    {"ceiling", 0, 0, Ceiling},
    {"floor", 0, 0, Floor},
    {"truncate", 0, 0, Truncate},
    {"round", 0, 1, Round},
    {"exp", 0, 0, OfDouble<std::exp>},
    {"ln", 0, 0, OfDouble<std::log>},
    {"sqrt", 0, 0, OfDouble<std::sqrt>},
    {"log", 1, 1, Log},
    {"power", 1, 1, Power},
};

}  // namespace

std::span<const FunctionRow> MathFunctions() {
    return kFunctions;
}

}  // namespace tram::fhirpath
