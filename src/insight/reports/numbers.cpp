#include "insight/reports/numbers.h"

#include <cmath>
#include <cstdio>

#include "base/vietnamese_day.h"

namespace tram::reports {
namespace {

int Side(double value, double yardstick) {
    constexpr double kSame = 1e-9;
    return value > yardstick + kSame ? 1 : value < yardstick - kSame ? -1 : 0;
}

// On whole numbers as far as they go: a fraction is never judged on its rounded percent.
int ExactSide(const Count& count, double yardstick) {
    const long double left = 100.0L * static_cast<long double>(count.numerator);
    const long double right =
        static_cast<long double>(yardstick) * static_cast<long double>(count.denominator);
    return left > right + 1e-6L ? 1 : left < right - 1e-6L ? -1 : 0;
}

// Half away from zero, as people round.
double Rounded(double value, int decimals) {
    const double scale = std::pow(10, decimals);
    return std::round(value * scale) / scale;
}

constexpr int kMostDecimals = 5;

}  // namespace

std::string WholeNumber(std::int64_t value) {
    std::string digits = std::to_string(value < 0 ? -value : value);
    for (auto place = static_cast<std::ptrdiff_t>(digits.size()) - 3; place > 0; place -= 3)
        digits.insert(static_cast<std::size_t>(place), ".");
    return (value < 0 ? "-" : "") + digits;
}

std::string Decimal(double value, int most) {
    char text[64];
    const bool whole = std::abs(value - std::round(value)) < 1e-9;
    std::snprintf(text, sizeof(text), "%.*f", whole ? 0 : most, Rounded(value, most));
    std::string out(text);
    if (const auto point = out.find('.'); point != std::string::npos) out[point] = ',';
    return out;
}

std::string Fraction(const Count& count) {
    return WholeNumber(count.numerator) + "/" + WholeNumber(count.denominator);
}

std::string Day(std::int32_t day) {
    return VietnameseDay(day);
}

std::string LongDay(std::optional<std::int32_t> day) {
    if (!day) return "ngày … tháng … năm …";
    const Date date = Date::FromDays(*day);
    char text[64];
    // One-digit days and the months 1 and 2 take a zero, so that nobody can write before them.
    std::snprintf(text, sizeof(text),
                  date.month < 3 ? "ngày %02d tháng %02d năm %d" : "ngày %02d tháng %d năm %d",
                  date.day, date.month, date.year);
    return text;
}

double Share(const Count& count) {
    return static_cast<double>(count.numerator) * 100 / static_cast<double>(count.denominator);
}

namespace {

// With how many a share is told on the right side of all.
int DecimalsFor(const Count& count, const std::vector<double>& yardsticks) {
    const double share = Share(count);
    std::vector<double> all = yardsticks;
    all.insert(all.end(), {0, 100});
    int decimals = 1;
    for (const double one : all) {
        while (decimals < kMostDecimals &&
               Side(Rounded(share, decimals), one) != ExactSide(count, one))
            ++decimals;
    }
    return decimals;
}

}  // namespace

std::string Percent(const Count& count, const std::vector<double>& yardsticks) {
    if (count.denominator == 0) return "–";
    return Decimal(Share(count), DecimalsFor(count, yardsticks)) + "%";
}

Shown ShownShare(const Count& count, const std::vector<double>& yardsticks) {
    const double share = Share(count);
    return {Rounded(share, DecimalsFor(count, yardsticks)), share};
}

std::string Points(const Shown& one, const Shown& other) {
    constexpr double kSame = 1e-9;
    double size = std::abs(one.printed - other.printed);
    int decimals = 1;
    if (size < kSame) {
        size = std::abs(one.exact - other.exact);
        while (decimals < kMostDecimals && size > 0 && Rounded(size, decimals) == 0) ++decimals;
    } else {
        while (decimals < kMostDecimals && std::abs(Rounded(size, decimals) - size) > kSame)
            ++decimals;
    }
    return Decimal(Rounded(size, decimals), decimals);
}

}  // namespace tram::reports
