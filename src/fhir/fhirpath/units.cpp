#include "fhir/fhirpath/units.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

#include "fhir/fhirpath/unit_table.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

constexpr std::size_t kMostUnit = 200;  // characters of a unit that is taken apart
constexpr int kMostExponent = 99;
constexpr int kMostNesting = 10;

// A factor as an exact fraction while that fits; beyond, only as a number.
struct Factor {
    __int128 up = 1;
    __int128 down = 1;
    bool exact = true;
    long double value = 1;

    void Times(__int128 number, __int128 by) {
        value = value * static_cast<long double>(number) / static_cast<long double>(by);
        exact = exact && !__builtin_mul_overflow(up, number, &up) &&
                !__builtin_mul_overflow(down, by, &down);
        if (!exact) return;
        __int128 a = up < 0 ? -up : up;
        __int128 b = down;
        while (b != 0) {
            const __int128 rest = a % b;
            a = b;
            b = rest;
        }
        if (a > 1) {
            up /= a;
            down /= a;
        }
    }
    void Times(const Factor& other) {
        const long double product = value * other.value;
        if (other.exact) {
            Times(other.up, other.down);
        } else {
            exact = false;
        }
        value = product;
    }
};

Factor Inverse(const Factor& factor) {
    Factor result;
    result.up = factor.down;
    result.down = factor.up;
    result.exact = factor.exact;
    result.value = 1 / factor.value;
    return result;
}

// A unit in terms of dimensions: factor × ∏ dimension^exponent, the dimensions by their atoms.
struct Meaning {
    Factor factor;
    std::map<std::string_view, int> dimensions;

    void Times(const Meaning& other, int exponent) {
        for (int i = 0; i < std::abs(exponent); ++i) {
            factor.Times(exponent > 0 ? other.factor : Inverse(other.factor));
        }
        for (const auto& [dimension, power] : other.dimensions) {
            const int sum = dimensions[dimension] += power * exponent;
            if (sum == 0) dimensions.erase(dimension);
        }
    }
};

// The atoms of a unit as written, with exponents: what multiplication works on.
using Terms = std::vector<std::pair<std::string, int>>;

const UnitAtom* FindAtom(std::string_view code) {
    for (const auto& atom : kUnitAtoms) {
        if (atom.code == code) return &atom;
    }
    return nullptr;
}

// term ::= component (('.' | '/') component)*; component ::= '(' term ')' | atom exponent? |
// number, each with annotations in braces (https://ucum.org/ucum#section-Syntax-Rules).
class UnitReader {
  public:
    explicit UnitReader(std::string_view text) : text_(text) {}

    std::optional<Meaning> Read(Terms* terms) {
        if (text_.empty() || text_.size() > kMostUnit) return std::nullopt;
        terms_ = terms;
        Meaning meaning;
        if (!Term(meaning, 1, 0) || at_ != text_.size()) return std::nullopt;
        return meaning;
    }

  private:
    char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    bool Term(Meaning& meaning, int sign, int nesting) {
        if (nesting > kMostNesting) return false;
        int direction = sign;
        if (Peek() == '/') {
            ++at_;
            direction = -sign;
        }
        while (true) {
            if (!Component(meaning, direction, nesting)) return false;
            if (Peek() == '.') {
                direction = sign;
            } else if (Peek() == '/') {
                direction = -sign;
            } else {
                return true;
            }
            ++at_;
        }
    }

    bool Component(Meaning& meaning, int direction, int nesting) {
        if (Peek() == '(') {
            ++at_;
            if (!Term(meaning, direction, nesting + 1) || Peek() != ')') return false;
            ++at_;
            return Annotation();
        }
        if (Peek() == '{') return Annotation();
        const std::string_view symbol = Symbol();
        if (symbol.empty()) return false;
        std::size_t letters = symbol.size();
        while (letters > 0 && symbol[letters - 1] >= '0' && symbol[letters - 1] <= '9') --letters;
        if (letters == 0) {
            const auto number = Decimal::Parse(symbol);
            const auto whole = number ? number->ToInteger() : std::nullopt;
            if (!whole || *whole == 0) return false;
            Meaning count;
            count.factor.Times(*whole, 1);
            meaning.Times(count, direction);
            if (*whole != 1) Note(std::string(symbol), direction);
            return Annotation();
        }
        std::size_t end = letters;
        int exponent = 1;
        if (letters < symbol.size()) {
            const bool minus = symbol[letters - 1] == '-';
            const bool plus = symbol[letters - 1] == '+';
            if (minus || plus) --end;
            const auto digits = symbol.substr(letters);
            if (digits.size() > 2) return false;
            exponent = std::stoi(std::string(digits)) * (minus ? -1 : 1);
        }
        if (exponent == 0 || std::abs(exponent) > kMostExponent || end == 0) return false;
        const std::string_view atom = symbol.substr(0, end);
        const auto known = Atom(atom, nesting);
        if (!known) return false;
        meaning.Times(*known, exponent * direction);
        Note(std::string(atom), exponent * direction);
        return Annotation();
    }

    // Up to the next operator; brackets may hold any character.
    std::string_view Symbol() {
        const std::size_t start = at_;
        bool bracket = false;
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '[') bracket = true;
            if (c == ']') bracket = false;
            if (!bracket && (c == '.' || c == '/' || c == '(' || c == ')' || c == '{')) break;
        }
        return text_.substr(start, at_ - start);
    }

    bool Annotation() {
        if (Peek() != '{') return true;
        const auto end = text_.find('}', at_);
        if (end == std::string_view::npos) return false;
        at_ = end + 1;
        return true;
    }

    static std::optional<Meaning> Atom(std::string_view code, int nesting) {
        if (const auto* atom = FindAtom(code)) return MeaningOf(*atom, nesting);
        for (const auto& prefix : kUnitPrefixes) {
            if (!code.starts_with(prefix.code)) continue;
            const auto* atom = FindAtom(code.substr(prefix.code.size()));
            if (!atom || !atom->metric) continue;
            auto meaning = MeaningOf(*atom, nesting);
            if (!meaning) return std::nullopt;
            const int base = prefix.binary ? 2 : 10;
            for (int i = 0; i < std::abs(prefix.power); ++i) {
                meaning->factor.Times(prefix.power > 0 ? base : 1, prefix.power > 0 ? 1 : base);
            }
            return meaning;
        }
        return std::nullopt;
    }

    static std::optional<Meaning> MeaningOf(const UnitAtom& atom, int nesting) {
        if (atom.base.empty()) {
            Meaning meaning;
            meaning.dimensions[atom.code] = 1;
            return meaning;
        }
        if (nesting > kMostNesting) return std::nullopt;
        UnitReader reader(atom.base);
        Meaning meaning;
        if (!reader.Term(meaning, 1, nesting + 1)) return std::nullopt;
        const auto point = atom.size.find('.');
        std::string digits(atom.size);
        int places = 0;
        if (point != std::string_view::npos) {
            digits.erase(point, 1);
            places = static_cast<int>(atom.size.size() - point - 1);
        }
        __int128 units = 0;
        for (const char c : digits) units = units * 10 + (c - '0');
        meaning.factor.Times(units, 1);
        for (int i = 0; i < places; ++i) meaning.factor.Times(1, 10);
        return meaning;
    }

    void Note(std::string atom, int exponent) {
        if (!terms_) return;
        for (auto& [known, power] : *terms_) {
            if (known == atom) {
                power += exponent;
                return;
            }
        }
        terms_->emplace_back(std::move(atom), exponent);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Terms* terms_ = nullptr;
};

// OPTIMIZATION: a store has few units and many quantities; kept for each thread, reading one again
// takes 0.1 µs instead of 3 µs.
std::optional<Meaning> MeaningOf(std::string_view unit) {
    constexpr std::size_t kKept = 512;
    thread_local std::map<std::string, std::optional<Meaning>, std::less<>> kept;
    if (const auto found = kept.find(unit); found != kept.end()) return found->second;
    if (unit.size() > kMostUnit) return std::nullopt;
    if (kept.size() >= kKept) kept.clear();
    return kept.emplace(unit, UnitReader(unit).Read(nullptr)).first->second;
}

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
    Terms terms;
    if (!UnitReader(a.unit).Read(&terms)) return std::nullopt;
    Terms other;
    if (!UnitReader(b.unit).Read(&other)) return std::nullopt;
    for (auto& [atom, exponent] : other) {
        const std::string& wanted = atom;
        const auto known = std::find_if(terms.begin(), terms.end(),
                                        [&](const auto& term) { return term.first == wanted; });
        if (known != terms.end()) {
            known->second += exponent * direction;
        } else {
            terms.emplace_back(atom, exponent * direction);
        }
    }
    return Quantity{*value, Spell(terms)};
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
