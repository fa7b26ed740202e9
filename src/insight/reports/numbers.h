// Figures as Vietnamese papers write them: 18.684/20.004, 93,4%, 14/12/2026.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "insight/indicators/engine.h"

namespace tram::reports {

using indicators::Count;

std::string WholeNumber(std::int64_t value);       // 18.684
std::string Decimal(double value, int most);       // 93,4; 80
std::string Fraction(const Count& count);          // 18.684/20.004
std::string Day(std::int32_t day);                 // 14/12/2026
std::string LongDay(std::optional<std::int32_t>);  // ngày 14 tháng 12 năm 2026; blanks for none

// The share with one decimal, or as many as keep it on the side of each yardstick where the
// fraction itself is: 95,04% above 95, never "95,0%". No members: "–".
std::string Percent(const Count& count, const std::vector<double>& yardsticks = {});

// A share as it is printed, and as it is.
struct Shown {
    double printed = 0, exact = 0;
};
// As Percent prints it. REQUIRES: count.denominator > 0.
Shown ShownShare(const Count& count, const std::vector<double>& yardsticks = {});

// How far two shares are apart, in percentage points: of the two as printed, so that whoever
// subtracts them finds it; where both print alike, with the decimals that keep it from being 0.
std::string Points(const Shown& one, const Shown& other);

// In percent. REQUIRES: count.denominator > 0.
double Share(const Count& count);

}  // namespace tram::reports
