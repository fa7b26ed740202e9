// http://hl7.org/fhirpath/N1/#conversion

#include <algorithm>

#include "fhir/fhirpath/functions.h"
#include "fhir/fhirpath/units.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

using System = Item::System;

bool IsNothing(const System& value) {
    return std::holds_alternative<std::monostate>(value);
}

// --- one value to each type; monostate: not convertible ---

System ToBoolean(const Item& item) {
    const System value = SystemOf(item);
    if (std::holds_alternative<bool>(value)) return value;
    if (const auto number = DecimalOf(item)) {
        if (number->Compare(Decimal(1)) == 0) return true;
        if (number->Compare(Decimal(0)) == 0) return false;
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        std::string lower = *text;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        for (const auto yes : {"true", "t", "yes", "y", "1", "1.0"}) {
            if (lower == yes) return true;
        }
        for (const auto no : {"false", "f", "no", "n", "0", "0.0"}) {
            if (lower == no) return false;
        }
    }
    return std::monostate();
}

System ToInteger(const Item& item) {
    const System value = SystemOf(item);
    if (std::holds_alternative<std::int64_t>(value)) return value;
    if (const auto* boolean = std::get_if<bool>(&value)) return std::int64_t{*boolean ? 1 : 0};
    const auto* text = std::get_if<std::string>(&value);
    if (!text || text->find_first_not_of("+-0123456789") != std::string::npos) return {};
    const auto number = Decimal::Parse(*text);
    const auto whole = number ? number->ToInteger() : std::nullopt;
    return whole ? System(*whole) : System();
}

System ToDecimal(const Item& item) {
    const System value = SystemOf(item);
    if (const auto* boolean = std::get_if<bool>(&value)) {
        return Decimal(*boolean ? 1 : 0).WithPlaces(1);
    }
    if (const auto number = DecimalOf(item)) return *number;
    const auto* text = std::get_if<std::string>(&value);
    // (\+|-)?\d+(\.\d+)?, without exponent
    if (!text || text->find_first_not_of("+-.0123456789") != std::string::npos) return {};
    const auto number = Decimal::Parse(*text);
    return number ? System(*number) : System();
}

System ToDate(const Item& item) {
    const System value = SystemOf(item);
    if (std::holds_alternative<Date>(value)) return value;
    if (const auto* moment = std::get_if<DateTime>(&value)) return moment->date;
    const auto* text = std::get_if<std::string>(&value);
    const auto date = text ? ParseDate(*text) : std::nullopt;
    return date ? System(*date) : System();
}

System ToDateTime(const Item& item) {
    const System value = SystemOf(item);
    if (std::holds_alternative<DateTime>(value)) return value;
    if (const auto* date = std::get_if<Date>(&value)) return DateTime{.date = *date};
    const auto* text = std::get_if<std::string>(&value);
    const auto moment = text ? ParseDateTime(*text, PartialTime::kYes) : std::nullopt;
    return moment ? System(*moment) : System();
}

System ToTime(const Item& item) {
    const System value = SystemOf(item);
    if (std::holds_alternative<Time>(value)) return value;
    const auto* text = std::get_if<std::string>(&value);
    const auto time = text ? ParseTime(*text) : std::nullopt;
    return time ? System(*time) : System();
}

System ToQuantity(const Item& item) {
    const System value = SystemOf(item);
    if (const auto* boolean = std::get_if<bool>(&value)) {
        return Quantity{.value = Decimal(*boolean ? 1 : 0).WithPlaces(1), .unit = "1"};
    }
    if (auto quantity = QuantityOf(item)) return std::move(*quantity);
    const auto* text = std::get_if<std::string>(&value);
    auto quantity = text ? ParseQuantity(*text) : std::nullopt;
    return quantity ? System(std::move(*quantity)) : System();
}

System ToString(const Item& item) {
    auto text = ToText(item);
    return text ? System(std::move(*text)) : System();
}

// --- the functions: to…() and convertsTo…() of each ---

template <System (*Convert)(const Item&)>
bool To(const Call& call, Collection& out) {
    const Item* item = nullptr;
    if (!SingleInput(call, item)) return false;
    if (!item) return true;
    System value = Convert(*item);
    return IsNothing(value) || Put(std::move(value), out);
}

template <System (*Convert)(const Item&)>
bool ConvertsTo(const Call& call, Collection& out) {
    const Item* item = nullptr;
    if (!SingleInput(call, item)) return false;
    return !item || Put(!IsNothing(Convert(*item)), out);
}

// toQuantity([unit]), convertsToQuantity([unit])
bool QuantityIn(const Call& call, System& value) {
    const Item* item = nullptr;
    if (!SingleInput(call, item)) return false;
    if (item) value = ToQuantity(*item);
    auto* quantity = std::get_if<Quantity>(&value);
    if (!quantity || !HasArgument(call, 0)) return true;
    std::optional<std::string> unit;
    if (!TextArgument(call, 0, unit)) return false;
    if (!unit) {
        value = std::monostate();
        return true;
    }
    const std::string_view word = CalendarWord(*unit);
    auto converted = ConvertTo(*quantity, word.empty() ? *unit : word, !word.empty());
    value = converted ? System(std::move(*converted)) : System();
    return true;
}

bool ToQuantityCall(const Call& call, Collection& out) {
    System value;
    if (!QuantityIn(call, value)) return false;
    return IsNothing(value) || Put(std::move(value), out);
}

bool ConvertsToQuantityCall(const Call& call, Collection& out) {
    System value;
    if (!QuantityIn(call, value)) return false;
    return call.input.empty() || Put(!IsNothing(value), out);
}

// http://hl7.org/fhirpath/N1/#iifcriterion-expression-true-result-collection-otherwise-result-collection-collection
bool Iif(const Call& call, Collection& out) {
    const Item* item = nullptr;
    if (!SingleInput(call, item)) return false;
    const Frame frame{.self = item, .index = call.frame.index, .total = call.frame.total};
    Scratch criterion(call.evaluation);
    if (!EvaluateOperand(*call.node.arguments[0], call.evaluation, frame, *criterion)) return false;
    // The one condition that must be a boolean, and is not just something that exists.
    if (criterion->size() > 1 || (!criterion->empty() && !BooleanOf(criterion->front()))) {
        return Refuse(call, "asks for a boolean criterion", "cần điều kiện đúng/sai");
    }
    const bool yes = !criterion->empty() && *BooleanOf(criterion->front());
    const std::size_t chosen = yes ? 1 : 2;
    if (!HasArgument(call, chosen)) return true;
    return EvaluateOperand(*call.node.arguments[chosen], call.evaluation, frame, out);
}

constexpr FunctionRow kFunctions[] = {
    {"iif", 2, 3, Iif},
    {"toBoolean", 0, 0, To<ToBoolean>},
    {"convertsToBoolean", 0, 0, ConvertsTo<ToBoolean>},
    {"toInteger", 0, 0, To<ToInteger>},
    {"convertsToInteger", 0, 0, ConvertsTo<ToInteger>},
    {"toLong", 0, 0, To<ToInteger>},
    {"convertsToLong", 0, 0, ConvertsTo<ToInteger>},
    {"toDecimal", 0, 0, To<ToDecimal>},
    {"convertsToDecimal", 0, 0, ConvertsTo<ToDecimal>},
    {"toDate", 0, 0, To<ToDate>},
    {"convertsToDate", 0, 0, ConvertsTo<ToDate>},
    {"toDateTime", 0, 0, To<ToDateTime>},
    {"convertsToDateTime", 0, 0, ConvertsTo<ToDateTime>},
    {"toTime", 0, 0, To<ToTime>},
    {"convertsToTime", 0, 0, ConvertsTo<ToTime>},
    {"toString", 0, 0, To<ToString>},
    {"convertsToString", 0, 0, ConvertsTo<ToString>},
    {"toQuantity", 0, 1, ToQuantityCall},
    {"convertsToQuantity", 0, 1, ConvertsToQuantityCall},
};

}  // namespace

std::span<const FunctionRow> ConversionFunctions() {
    return kFunctions;
}

}  // namespace tram::fhirpath
