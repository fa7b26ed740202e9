// Decimal: an exact decimal number with the precision it was written in, as FHIR and FHIRPath ask:
// 1.50 is not written back as 1.5, and 0.1 + 0.2 is 0.3.
//
// Holds up to 28 significant digits and 0…18 places behind the point in a 128-bit integer; beyond
// that Parse refuses and arithmetic rounds half away from zero or gives nullopt.
//
// Thread safety: a plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tram::fhirpath {

class Decimal {
  public:
    Decimal() = default;
    Decimal(std::int64_t whole) : units_(whole) {}
    static std::optional<Decimal> Parse(std::string_view text);  // exponents allowed
    static Decimal FromDouble(double value);                     // rounded to 15 significant digits

    std::optional<Decimal> Add(const Decimal& other) const;
    std::optional<Decimal> Subtract(const Decimal& other) const;
    std::optional<Decimal> Multiply(const Decimal& other) const;
    std::optional<Decimal> Divide(const Decimal& other) const;            // nullopt: by zero
    std::optional<std::int64_t> DivideWhole(const Decimal& other) const;  // `div`
    std::optional<Decimal> Modulo(const Decimal& other) const;            // `mod`
    Decimal Negate() const;
    Decimal Round(int places) const;
    Decimal Truncate() const;

    int Compare(const Decimal& other) const;  // <0, 0, >0; 1.0 equals 1.00
    bool IsWhole() const;
    std::optional<std::int64_t> ToInteger() const;  // whole numbers only
    double ToDouble() const;
    std::string ToString() const;  // with its places: "1.50"
    int places() const { return places_; }
    Decimal WithPlaces(int places) const;  // the same value written with more places, or rounded

  private:
    __int128 units_ = 0;  // value × 10^places
    int places_ = 0;
};

}  // namespace tram::fhirpath
