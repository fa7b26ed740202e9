#include "fhir/fhirpath/units.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "fhir/fhirpath/unit_meaning.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

// The definite unit that a calendar word shares its length with
// (http://hl7.org/fhirpath/N1/#time-valued-quantities).
std::string_view DefiniteUnit(const Quantity& quantity) {
    if (!quantity.is_calendar) return quantity.unit;
    constexpr std::string_view kPairs[][2] = {
        {"year", "a"}, {"month", "mo"},   {"week", "wk"},  {"day", "d"},
        {"hour", "h"}, {"minute", "min"}, {"second", "s"}, {"millisecond", "ms"}};
    for (const auto& pair : kPairs) {
        if (quantity.unit == pair[0]) return pair[1];
    }
    return quantity.unit;
}

// How many months a year or month of the calendar has; 0 for all other units.
int MonthsOf(const Quantity& quantity) {
    if (!quantity.is_calendar) return 0;
    return quantity.unit == "year" ? 12 : quantity.unit == "month" ? 1 : 0;
}

bool SameUnitWritten(const Quantity& a, const Quantity& b) {
    return a.unit == b.unit && a.is_calendar == b.is_calendar;
}

// value × factor; through exact arithmetic where that fits.
std::optional<Decimal> Scale(const Decimal& value, const Factor& factor) {
    if (factor.exact && factor.up <= INT64_MAX && factor.down <= INT64_MAX) {
        const auto product = value.Multiply(Decimal(static_cast<std::int64_t>(factor.up)));
        if (!product) return std::nullopt;
        if (factor.down == 1) return product;
        return product->Divide(Decimal(static_cast<std::int64_t>(factor.down)));
    }
    return Decimal::FromDouble(value.ToDouble() * static_cast<double>(factor.value));
}

// One b in a's; nullopt where they are different things.
std::optional<Factor> Ratio(std::string_view from, std::string_view to) {
    const auto a = MeaningOf(from);
    const auto b = MeaningOf(to);
    if (!a || !b || a->dimensions != b->dimensions) return std::nullopt;
    Factor ratio = a->factor;
    ratio.Times(Inverse(b->factor));
    return ratio;
}

// The same within the calendar: a year has 12 months or 365 days, a month 30 days
// (http://hl7.org/fhirpath/#unit-conversions). REQUIRES: both are calendar units.
std::optional<Factor> CalendarRatio(const Quantity& from, const Quantity& to) {
    if (MonthsOf(from) != 0 && MonthsOf(to) != 0) {
        Factor ratio;
        ratio.Times(MonthsOf(from), MonthsOf(to));
        return ratio;
    }
    const auto days = [](const Quantity& of) {
        return MonthsOf(of) == 12 ? 365 : MonthsOf(of) == 1 ? 30 : 0;
    };
    auto ratio = Ratio(days(from) ? "d" : DefiniteUnit(from), days(to) ? "d" : DefiniteUnit(to));
    if (ratio && days(from)) ratio->Times(days(from), 1);
    if (ratio && days(to)) ratio->Times(1, days(to));
    return ratio;
}

std::string Spell(const Terms& terms) {
    std::string out;
    const auto append = [&](const std::string& atom, int exponent) {
        out += atom;
        if (exponent != 1) out += std::to_string(exponent);
    };
    for (const auto& [atom, exponent] : terms) {
        if (exponent <= 0) continue;
        if (!out.empty()) out += '.';
        append(atom, exponent);
    }
    for (const auto& [atom, exponent] : terms) {
        if (exponent >= 0) continue;
        out += '/';
        append(atom, -exponent);
    }
    return out.empty() ? "1" : out;
}

std::optional<Quantity> Combine(const Quantity& a, const Quantity& b, int direction) {
    const auto value = direction > 0 ? a.value.Multiply(b.value) : a.value.Divide(b.value);
    if (!value) return std::nullopt;
    if (b.unit == "1") return Quantity{*value, a.unit, a.is_calendar};
    if (a.unit == "1" && direction > 0) return Quantity{*value, b.unit, b.is_calendar};
    // A calendar month has no length that could be multiplied.
    if (a.is_calendar || b.is_calendar) return std::nullopt;
    auto terms = TermsOf(a.unit);
    const auto other = TermsOf(b.unit);
    if (!terms || !other) return std::nullopt;
    for (const auto& [atom, exponent] : *other) {
        const std::string& wanted = atom;
        const auto known = std::find_if(terms->begin(), terms->end(),
                                        [&](const auto& term) { return term.first == wanted; });
        if (known != terms->end()) {
            known->second += exponent * direction;
        } else {
            terms->emplace_back(atom, exponent * direction);
        }
    }
    return Quantity{*value, Spell(*terms)};
}

}  // namespace

std::optional<int> Compare(const Quantity& a, const Quantity& b) {
    if (SameUnitWritten(a, b)) return a.value.Compare(b.value);
    const bool calendar = a.is_calendar && b.is_calendar;
    if (!calendar && (MonthsOf(a) != 0 || MonthsOf(b) != 0)) return std::nullopt;
    const auto ratio = calendar ? CalendarRatio(b, a) : Ratio(DefiniteUnit(b), DefiniteUnit(a));
    if (!ratio) return std::nullopt;
    if (ratio->exact && ratio->up <= INT64_MAX && ratio->down <= INT64_MAX) {
        const auto left = a.value.Multiply(Decimal(static_cast<std::int64_t>(ratio->down)));
        const auto right = b.value.Multiply(Decimal(static_cast<std::int64_t>(ratio->up)));
        if (left && right) return left->Compare(*right);
    }
    const double left = a.value.ToDouble();
    const double right = b.value.ToDouble() * static_cast<double>(ratio->value);
    if (std::abs(left - right) <= 1e-12 * std::max(std::abs(left), std::abs(right))) return 0;
    return left < right ? -1 : 1;
}

std::optional<SameUnit> InLargerUnit(const Quantity& a, const Quantity& b) {
    if (SameUnitWritten(a, b)) return SameUnit{a.value, b.value};
    const auto ratio = a.is_calendar && b.is_calendar ? CalendarRatio(b, a)
                                                      : Ratio(DefiniteUnit(b), DefiniteUnit(a));
    if (!ratio) return std::nullopt;
    if (ratio->value <= 1) {
        const auto value = Scale(b.value, *ratio);
        return value ? std::optional(SameUnit{a.value, *value}) : std::nullopt;
    }
    const auto value = Scale(a.value, Inverse(*ratio));
    return value ? std::optional(SameUnit{*value, b.value}) : std::nullopt;
}

std::optional<Quantity> ConvertTo(const Quantity& quantity, std::string_view unit,
                                  bool is_calendar) {
    Quantity wanted{.value = {}, .unit = std::string(unit), .is_calendar = is_calendar};
    if (SameUnitWritten(quantity, wanted)) return quantity;
    if (quantity.unit == "1") {
        wanted.value = quantity.value;
        return wanted;
    }
    std::optional<Factor> ratio;
    if (quantity.is_calendar) {
        // The conversion is made within the calendar, then the unit is only renamed.
        const std::string_view word = unit == "a" ? "year" : unit == "mo" ? "month" : unit;
        const bool renamed = word == "year" || word == "month";
        const Quantity target{.value = {}, .unit = std::string(word), .is_calendar = renamed};
        ratio = CalendarRatio(quantity, target);
    } else {
        ratio = Ratio(quantity.unit, DefiniteUnit(wanted));
    }
    if (!ratio) return std::nullopt;
    const auto value = Scale(quantity.value, *ratio);
    if (!value) return std::nullopt;
    wanted.value = *value;
    return wanted;
}

std::optional<Quantity> Add(const Quantity& a, const Quantity& b) {
    Quantity other = b;
    if (!SameUnitWritten(a, b)) {
        // 1 + 2 'cm': a bare number takes the unit of the other.
        if (a.unit == "1" && !a.is_calendar) {
            const auto sum = a.value.Add(b.value);
            return sum ? std::optional(Quantity{*sum, b.unit, b.is_calendar}) : std::nullopt;
        }
        // A year plus 12 months is only nearly known: the author converts first.
        if (MonthsOf(a) != 0 || MonthsOf(b) != 0) return std::nullopt;
        const auto converted = ConvertTo(b, a.unit, a.is_calendar);
        if (!converted) return std::nullopt;
        other = *converted;
    }
    const auto sum = a.value.Add(other.value);
    if (!sum) return std::nullopt;
    return Quantity{*sum, a.unit, a.is_calendar};
}

std::optional<Quantity> Multiply(const Quantity& a, const Quantity& b) {
    return Combine(a, b, 1);
}

std::optional<Quantity> Divide(const Quantity& a, const Quantity& b) {
    return Combine(a, b, -1);
}

std::optional<CanonicalUnit> Canonical(std::string_view unit) {
    const auto meaning = MeaningOf(unit);
    if (!meaning) return std::nullopt;
    CanonicalUnit canonical{.factor = static_cast<double>(meaning->factor.value)};
    for (const auto& [dimension, exponent] : meaning->dimensions) {
        if (!canonical.unit.empty()) canonical.unit += '.';
        canonical.unit += dimension;
        if (exponent != 1) canonical.unit += std::to_string(exponent);
    }
    if (canonical.unit.empty()) canonical.unit = "1";
    return canonical;
}

}  // namespace tram::fhirpath
