#include "fhir/fhirpath/decimal.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iterator>

namespace tram::fhirpath {
namespace {

using Wide = __int128;

constexpr int kMostDigits = 28;
constexpr int kMostPlaces = 18;

constexpr auto kPowers = [] {
    std::array<Wide, 39> powers{};
    powers[0] = 1;
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
}();

Wide Magnitude(Wide value) {
    return value < 0 ? -value : value;
}

int Digits(Wide value) {
    const Wide magnitude = Magnitude(value);
    int digits = 1;
    while (digits < 38 && magnitude >= kPowers[digits]) ++digits;
    return digits;
}

// value / 10^drop, rounded half away from zero.
Wide DropDigits(Wide value, int drop) {
    if (drop <= 0) return value;
    if (drop > 38) return 0;
    const Wide power = kPowers[drop];
    Wide quotient = value / power;
    const Wide rest = Magnitude(value % power);
    if (rest >= power - rest) quotient += value < 0 ? -1 : 1;
    return quotient;
}

struct Parts {
    Wide units;
    int places;
};

// Brings a result back within the digits and places a Decimal holds; nullopt when its whole part
// alone is too long.
std::optional<Parts> Fit(Wide units, int places) {
    int drop = 0;
    if (places > kMostPlaces) drop = places - kMostPlaces;
    const int digits = Digits(units);
    if (digits - drop > kMostDigits) drop = digits - kMostDigits;
    if (drop > places) return std::nullopt;
    units = DropDigits(units, drop);
    places -= drop;
    if (Digits(units) > kMostDigits) {  // 9.99…9 was rounded up
        if (places == 0) return std::nullopt;
        units = DropDigits(units, 1);
        --places;
    }
    return Parts{units, places};
}

// Both values over the same power of ten. Where that would not fit, the finer one is rounded.
void Align(Parts& a, Parts& b) {
    if (a.places < b.places) return Align(b, a);
    const int room = 37 - Digits(b.units);
    const int target = a.places - b.places <= room ? a.places : b.places + room;
    a.units = DropDigits(a.units, a.places - target);
    b.units *= kPowers[target - b.places];
    a.places = b.places = target;
}

}  // namespace

std::optional<Decimal> Decimal::Parse(std::string_view text) {
    std::size_t at = 0;
    bool negative = false;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) negative = text[at++] == '-';
    Wide units = 0;
    int places = 0;
    int digits = 0;
    bool seen = false;
    bool fraction = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '.') {
            if (fraction || !seen) return std::nullopt;
            fraction = true;
            seen = false;  // a point needs digits on both sides
            continue;
        }
        if (c < '0' || c > '9') break;
        seen = true;
        if (fraction) ++places;
        if (units != 0 || c != '0') ++digits;
        if (digits > kMostDigits) return std::nullopt;
        units = units * 10 + (c - '0');
    }
    if (!seen) return std::nullopt;
    int exponent = 0;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        bool down = false;
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) down = text[at++] == '-';
        if (at == text.size()) return std::nullopt;
        for (; at < text.size(); ++at) {
            if (text[at] < '0' || text[at] > '9') return std::nullopt;
            if (exponent > 1000) return std::nullopt;
            exponent = exponent * 10 + (text[at] - '0');
        }
        if (down) exponent = -exponent;
    }
    if (at != text.size()) return std::nullopt;
    places -= exponent;
    if (places < 0) {
        if (units != 0 && Digits(units) - places > kMostDigits) return std::nullopt;
        if (units != 0) units *= kPowers[-places];
        places = 0;
    }
    // Zeros behind the last place are given up before the number is refused.
    while (places > kMostPlaces && units % 10 == 0) {
        units /= 10;
        --places;
        if (units == 0) places = kMostPlaces;
    }
    if (places > kMostPlaces) return std::nullopt;
    Decimal result;
    result.units_ = negative ? -units : units;
    result.places_ = places;
    return result;
}

Decimal Decimal::FromDouble(double value) {
    char text[64];
    std::snprintf(text, sizeof(text), "%.15g", value);
    if (const auto parsed = Parse(text)) return *parsed;
    // Too small to be told from nothing, or with more places than are kept.
    std::snprintf(text, sizeof(text), "%.*f", kMostPlaces, value);
    return Parse(text).value_or(Decimal());
}

std::optional<Decimal> Decimal::Add(const Decimal& other) const {
    Parts a{units_, places_};
    Parts b{other.units_, other.places_};
    Align(a, b);
    const auto sum = Fit(a.units + b.units, a.places);
    if (!sum) return std::nullopt;
    Decimal result;
    result.units_ = sum->units;
    result.places_ = sum->places;
    return result;
}

std::optional<Decimal> Decimal::Subtract(const Decimal& other) const {
    return Add(other.Negate());
}

std::optional<Decimal> Decimal::Multiply(const Decimal& other) const {
    Parts a{units_, places_};
    Parts b{other.units_, other.places_};
    Wide product = 0;
    while (__builtin_mul_overflow(a.units, b.units, &product)) {
        Parts& finer = a.places >= b.places ? a : b;
        if (finer.places == 0) return std::nullopt;
        finer.units = DropDigits(finer.units, 1);
        --finer.places;
    }
    const auto fitted = Fit(product, a.places + b.places);
    if (!fitted) return std::nullopt;
    Decimal result;
    result.units_ = fitted->units;
    result.places_ = fitted->places;
    return result;
}

std::optional<Decimal> Decimal::Divide(const Decimal& other) const {
    if (other.units_ == 0) return std::nullopt;
    // As many places as a Decimal keeps, as far as the widened dividend fits.
    int scale = kMostPlaces - (places_ - other.places_);
    const int room = 37 - Digits(units_);
    if (scale > room) scale = room;
    Wide dividend = units_;
    Wide divisor = other.units_;
    if (scale >= 0) {
        dividend *= kPowers[scale];
    } else if (Digits(divisor) - scale <= 37) {
        divisor *= kPowers[-scale];
    } else {
        return std::nullopt;
    }
    Wide quotient = dividend / divisor;
    const Wide rest = Magnitude(dividend % divisor);
    if (rest >= Magnitude(divisor) - rest) quotient += (dividend < 0) != (divisor < 0) ? -1 : 1;
    int places = places_ - other.places_ + scale;
    if (places < 0) {
        if (Digits(quotient) - places > kMostDigits) return std::nullopt;
        quotient *= kPowers[-places];
        places = 0;
    }
    while (places > 0 && quotient % 10 == 0) {
        quotient /= 10;
        --places;
    }
    const auto fitted = Fit(quotient, places);
    if (!fitted) return std::nullopt;
    Decimal result;
    result.units_ = fitted->units;
    result.places_ = fitted->places;
    return result;
}

std::optional<std::int64_t> Decimal::DivideWhole(const Decimal& other) const {
    if (other.units_ == 0) return std::nullopt;
    Parts a{units_, places_};
    Parts b{other.units_, other.places_};
    Align(a, b);
    if (b.units == 0) return std::nullopt;  // vanished beside a huge dividend
    const Wide quotient = a.units / b.units;
    if (quotient > INT64_MAX || quotient < INT64_MIN) return std::nullopt;
    return static_cast<std::int64_t>(quotient);
}

std::optional<Decimal> Decimal::Modulo(const Decimal& other) const {
    if (other.units_ == 0) return std::nullopt;
    Parts a{units_, places_};
    Parts b{other.units_, other.places_};
    Align(a, b);
    if (b.units == 0) return std::nullopt;
    const auto fitted = Fit(a.units % b.units, a.places);
    if (!fitted) return std::nullopt;
    Decimal result;
    result.units_ = fitted->units;
    result.places_ = fitted->places;
    return result;
}

Decimal Decimal::Negate() const {
    Decimal result = *this;
    result.units_ = -units_;
    return result;
}

Decimal Decimal::Round(int places) const {
    if (places >= places_) return *this;
    Decimal result;
    result.places_ = places < 0 ? 0 : places;
    result.units_ = DropDigits(units_, places_ - places);
    for (int i = places; i < 0; ++i) result.units_ *= 10;
    return result;
}

Decimal Decimal::Truncate() const {
    Decimal result;
    result.units_ = units_ / kPowers[places_];
    return result;
}

int Decimal::Compare(const Decimal& other) const {
    const Wide whole = units_ / kPowers[places_];
    const Wide other_whole = other.units_ / kPowers[other.places_];
    if (whole != other_whole) return whole < other_whole ? -1 : 1;
    const Wide part = (units_ % kPowers[places_]) * kPowers[kMostPlaces - places_];
    const Wide other_part =
        (other.units_ % kPowers[other.places_]) * kPowers[kMostPlaces - other.places_];
    return part < other_part ? -1 : part > other_part ? 1 : 0;
}

bool Decimal::IsWhole() const {
    return units_ % kPowers[places_] == 0;
}

std::optional<std::int64_t> Decimal::ToInteger() const {
    if (!IsWhole()) return std::nullopt;
    const Wide whole = units_ / kPowers[places_];
    if (whole > INT64_MAX || whole < INT64_MIN) return std::nullopt;
    return static_cast<std::int64_t>(whole);
}

// The nearest double: through the text, because two roundings (of the digits, of the power) could
// miss it.
double Decimal::ToDouble() const {
    return std::strtod(ToString().c_str(), nullptr);
}

std::string Decimal::ToString() const {
    char reversed[64];
    std::size_t length = 0;
    Wide rest = Magnitude(units_);
    do {
        if (places_ > 0 && length == static_cast<std::size_t>(places_)) reversed[length++] = '.';
        reversed[length++] = static_cast<char>('0' + static_cast<int>(rest % 10));
        rest /= 10;
    } while (rest != 0 || length <= static_cast<std::size_t>(places_));
    if (units_ < 0) reversed[length++] = '-';
    return {std::reverse_iterator(reversed + length), std::reverse_iterator(reversed + 0)};
}

Decimal Decimal::WithPlaces(int places) const {
    if (places <= places_) return Round(places);
    Decimal result = *this;
    while (result.places_ < places && result.places_ < kMostPlaces &&
           Digits(result.units_) < kMostDigits) {
        result.units_ *= 10;
        ++result.places_;
    }
    return result;
}

}  // namespace tram::fhirpath
