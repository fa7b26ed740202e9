#include "fhir/fhirpath/dates.h"

#include <algorithm>

namespace tram::fhirpath {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

int Sign(std::int64_t difference) {
    return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

std::int64_t FloorDivide(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

// Seconds and their fractions are one precision.
TimePrecision Step(TimePrecision precision) {
    return precision == TimePrecision::kFraction ? TimePrecision::kSecond : precision;
}

std::int64_t Length(TimePrecision precision) {
    return precision == TimePrecision::kHour     ? kHour
           : precision == TimePrecision::kMinute ? kMinute
                                                 : 1;
}

std::int64_t MicrosOf(const Time& time) {
    return time.hour * kHour + time.minute * kMinute + time.second * kSecond + time.micros;
}

std::optional<int> CompareMicros(std::int64_t a, TimePrecision a_precision, std::int64_t b,
                                 TimePrecision b_precision) {
    const auto step_a = Step(a_precision);
    const auto step_b = Step(b_precision);
    const std::int64_t length = Length(std::min(step_a, step_b));
    const int order = Sign(FloorDivide(a, length) - FloorDivide(b, length));
    if (order != 0 || step_a == step_b) return order;
    return std::nullopt;
}

// The whole part of an amount, as far as the calendar could ever need.
std::int64_t Whole(const Decimal& amount) {
    constexpr std::int64_t kMost = 400'000'000'000'000'000;
    const auto whole = amount.Truncate().ToInteger();
    if (!whole) return amount.Compare(Decimal(0)) < 0 ? -kMost : kMost;
    return std::clamp(*whole, -kMost, kMost);
}

std::optional<Date> AddMonths(const Date& value, std::int64_t months) {
    const std::int64_t total = value.year * std::int64_t{12} + value.month - 1 + months;
    const std::int64_t year = FloorDivide(total, 12);
    if (year < 1 || year > 9999) return std::nullopt;
    Date result{static_cast<int>(year), static_cast<int>(total - year * 12) + 1, value.day};
    result.day = std::min(result.day, DaysInMonth(result.year, result.month));
    return result;
}

std::optional<Date> AddYears(const Date& value, std::int64_t years) {
    if (value.month != 0) return AddMonths(value, years * 12);
    const std::int64_t year = value.year + years;
    if (year < 1 || year > 9999) return std::nullopt;
    return Date{static_cast<int>(year)};
}

std::optional<Date> AddDays(const Date& value, std::int64_t days) {
    const std::int64_t day = value.FirstDay() + days;
    if (day < Date{1, 1, 1}.FirstDay() || day > Date{9999, 12, 31}.LastDay()) return std::nullopt;
    return Date::FromDays(static_cast<std::int32_t>(day));
}

// A unit finer than what the date says is first turned into the finest it says: 365 days are a
// year, 30 days a month.
std::optional<Date> AddWhole(const Date& value, std::int64_t amount, TimeUnit unit) {
    if (unit == TimeUnit::kYear) return AddYears(value, amount);
    if (unit == TimeUnit::kMonth) {
        return value.month != 0 ? AddMonths(value, amount) : AddYears(value, amount / 12);
    }
    const std::int64_t days = unit == TimeUnit::kWeek ? amount * 7 : amount;
    if (value.day != 0) return AddDays(value, days);
    return value.month != 0 ? AddMonths(value, days / 30) : AddYears(value, days / 365);
}

// Microseconds of an amount of hours or less. More hours than all years have overflow the same way.
constexpr std::int64_t kMostHours = 100'000'000;
std::int64_t MicrosOf(const Decimal& amount, TimeUnit unit) {
    switch (unit) {
        case TimeUnit::kHour:
            return std::clamp(Whole(amount), -kMostHours, kMostHours) * kHour;
        case TimeUnit::kMinute:
            return std::clamp(Whole(amount), -60 * kMostHours, 60 * kMostHours) * kMinute;
        case TimeUnit::kSecond: {
            const auto micros = amount.Multiply(Decimal(kSecond));
            return Whole(micros ? *micros : amount);
        }
        default: {
            const auto micros = amount.Multiply(Decimal(1000));
            return Whole(micros ? *micros : amount);
        }
    }
}

// Puts micros of the day into hours … fraction; a fraction shows once there is one.
template <typename Clock>
void SetTime(Clock& clock, std::int64_t micros) {
    clock.hour = static_cast<int>(micros / kHour);
    clock.minute = static_cast<int>(micros / kMinute % 60);
    clock.second = static_cast<int>(micros / kSecond % 60);
    clock.micros = static_cast<std::int32_t>(micros % kSecond);
    if (clock.micros == 0) return;
    clock.precision = TimePrecision::kFraction;
    const int digits = clock.micros % 1000 == 0 ? 3 : 6;
    clock.fraction_digits = std::max<std::uint8_t>(clock.fraction_digits, digits);
}

// 14 digits and 17 are what second and millisecond make; between the parts there is nothing.
struct TimeDigits {
    TimePrecision precision;
    int fraction = 0;
};
std::optional<TimeDigits> TimeDigitsOf(int digits) {
    switch (digits) {
        case 2:
            return TimeDigits{TimePrecision::kHour};
        case 4:
            return TimeDigits{TimePrecision::kMinute};
        case 6:
            return TimeDigits{TimePrecision::kSecond};
        case 9:
            return TimeDigits{TimePrecision::kFraction, 3};
        default:
            return std::nullopt;
    }
}

// Fills what was not written with its least or greatest value, then cuts to `digits`.
template <typename Clock>
void FillTime(Clock& clock, const TimeDigits& digits, Boundary side) {
    const bool high = side == Boundary::kHigh;
    const auto written = clock.precision;
    if (written < TimePrecision::kHour) clock.hour = high ? 23 : 0;
    if (written < TimePrecision::kMinute) clock.minute = high ? 59 : 0;
    if (written < TimePrecision::kSecond) clock.second = high ? 59 : 0;
    if (written < TimePrecision::kFraction) clock.micros = high ? 999'000 : 0;
    clock.precision = digits.precision;
    clock.fraction_digits = static_cast<std::uint8_t>(digits.fraction);
    if (digits.precision < TimePrecision::kMinute) clock.minute = 0;
    if (digits.precision < TimePrecision::kSecond) clock.second = 0;
    if (digits.precision < TimePrecision::kFraction) clock.micros = 0;
}

}  // namespace

std::optional<int> Compare(const Date& a, const Date& b) {
    if (a.year != b.year) return Sign(a.year - b.year);
    if ((a.month == 0) != (b.month == 0)) return std::nullopt;
    if (a.month != b.month) return Sign(a.month - b.month);
    if ((a.day == 0) != (b.day == 0)) return std::nullopt;
    return Sign(a.day - b.day);
}

std::optional<int> Compare(const DateTime& a, const DateTime& b, int zone_minutes) {
    if (a.precision != TimePrecision::kNone && b.precision != TimePrecision::kNone) {
        return CompareMicros(a.FirstMicros(zone_minutes), a.precision, b.FirstMicros(zone_minutes),
                             b.precision);
    }
    // A day without time has no zone either: it is the day as written on both sides.
    const auto order = Compare(a.date, b.date);
    if (order == 0 && a.precision != b.precision) return std::nullopt;
    return order;
}

std::optional<int> Compare(const Time& a, const Time& b) {
    return CompareMicros(MicrosOf(a), a.precision, MicrosOf(b), b.precision);
}

std::optional<TimeUnit> TimeUnitOf(const Quantity& quantity, Calendar calendar) {
    constexpr std::string_view kWords[] = {"year", "month",  "week",   "day",
                                           "hour", "minute", "second", "millisecond"};
    constexpr std::string_view kCodes[] = {"a", "mo", "wk", "d", "h", "min", "s", "ms"};
    for (int i = 0; i < 8; ++i) {
        if (quantity.is_calendar ? quantity.unit == kWords[i] : quantity.unit == kCodes[i]) {
            const bool definite = !quantity.is_calendar && i < 2;
            if (definite && calendar == Calendar::kWordsOnly) return std::nullopt;
            return static_cast<TimeUnit>(i);
        }
    }
    return std::nullopt;
}

std::optional<Date> Add(const Date& value, const Decimal& amount, TimeUnit unit) {
    return AddWhole(value, Whole(amount), unit);
}

std::optional<DateTime> Add(const DateTime& value, const Decimal& amount, TimeUnit unit) {
    DateTime result = value;
    if (unit <= TimeUnit::kDay) {
        const auto date = AddWhole(value.date, Whole(amount), unit);
        if (!date) return std::nullopt;
        result.date = *date;
        return result;
    }
    std::int64_t micros = MicrosOf(amount, unit);
    if (value.precision == TimePrecision::kNone) {
        const auto date = AddWhole(value.date, micros / kDay, TimeUnit::kDay);
        if (!date) return std::nullopt;
        result.date = *date;
        return result;
    }
    const std::int64_t length = Length(Step(value.precision));
    micros = micros / length * length;
    const std::int64_t of_day = MicrosOf(Time{.hour = value.hour,
                                              .minute = value.minute,
                                              .second = value.second,
                                              .micros = value.micros});
    const std::int64_t total = of_day + micros;
    const std::int64_t days = FloorDivide(total, kDay);
    const auto date = AddDays(value.date, days);
    if (!date) return std::nullopt;
    result.date = *date;
    SetTime(result, total - days * kDay);
    return result;
}

Time Add(const Time& value, const Decimal& amount, TimeUnit unit) {
    const std::int64_t length = Length(Step(value.precision));
    const std::int64_t total = MicrosOf(value) + MicrosOf(amount, unit) / length * length;
    Time result = value;
    SetTime(result, total - FloorDivide(total, kDay) * kDay);
    return result;
}

int PrecisionOf(const Date& value) {
    return value.day != 0 ? 8 : value.month != 0 ? 6 : 4;
}

int PrecisionOf(const Time& value) {
    switch (value.precision) {
        case TimePrecision::kNone:
            return 0;
        case TimePrecision::kHour:
            return 2;
        case TimePrecision::kMinute:
            return 4;
        case TimePrecision::kSecond:
            return 6;
        case TimePrecision::kFraction:
            return 6 + value.fraction_digits;
    }
    return 0;
}

int PrecisionOf(const DateTime& value) {
    return PrecisionOf(value.date) + PrecisionOf(Time{.precision = value.precision,
                                                      .fraction_digits = value.fraction_digits});
}

std::optional<Date> BoundaryOf(const Date& value, int digits, Boundary side) {
    if (digits != 4 && digits != 6 && digits != 8) return std::nullopt;
    Date result = Date::FromDays(side == Boundary::kLow ? value.FirstDay() : value.LastDay());
    if (digits < 8) result.day = 0;
    if (digits < 6) result.month = 0;
    return result;
}

std::optional<DateTime> BoundaryOf(const DateTime& value, int digits, Boundary side) {
    if (digits <= 8) {
        const auto date = BoundaryOf(value.date, digits, side);
        if (!date) return std::nullopt;
        return DateTime{.date = *date};
    }
    const auto time = TimeDigitsOf(digits - 8);
    if (!time) return std::nullopt;
    DateTime result = value;
    result.date = *BoundaryOf(value.date, 8, side);
    FillTime(result, *time, side);
    // The earliest place on earth to have this moment, and the latest.
    if (!result.offset_minutes) {
        result.offset_minutes = side == Boundary::kLow ? 14 * 60 : -12 * 60;
    }
    return result;
}

std::optional<Time> BoundaryOf(const Time& value, int digits, Boundary side) {
    const auto time = TimeDigitsOf(digits);
    if (!time) return std::nullopt;
    Time result = value;
    FillTime(result, *time, side);
    return result;
}

}  // namespace tram::fhirpath
