// duration() and difference() (http://hl7.org/fhirpath/#date-and-time-interval-functions)

#include <algorithm>

#include "fhir/fhirpath/dates.h"
#include "fhir/fhirpath/functions.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

constexpr std::int64_t kUnitMicros[] = {
    0, 0, 604'800'000'000, 86'400'000'000, 3'600'000'000, 60'000'000, 1'000'000, 1'000};

// A moment reduced to its calendar day and to microseconds, as far as it says so.
struct Point {
    Date date;
    std::int64_t micros = 0;  // since 1970; of a Time since midnight
    TimeUnit finest = TimeUnit::kYear;
    bool is_time = false;
};

TimeUnit FinestOf(TimePrecision precision) {
    switch (precision) {
        case TimePrecision::kNone:
            return TimeUnit::kDay;
        case TimePrecision::kHour:
            return TimeUnit::kHour;
        case TimePrecision::kMinute:
            return TimeUnit::kMinute;
        case TimePrecision::kSecond:
        case TimePrecision::kFraction:
            break;
    }
    return TimeUnit::kMillisecond;
}

std::optional<Point> PointOf(const Item& item, TimeUnit unit, int zone_minutes) {
    const Item::System value = SystemOf(item);
    Point point;
    if (const auto* time = std::get_if<Time>(&value)) {
        point.is_time = true;
        point.micros = ((time->hour * 60 + time->minute) * std::int64_t{60} + time->second) *
                           std::int64_t{1'000'000} +
                       time->micros;
        point.finest = FinestOf(time->precision);
        return point;
    }
    DateTime moment;
    if (const auto* date = std::get_if<Date>(&value)) {
        moment.date = *date;
    } else if (const auto* full = std::get_if<DateTime>(&value)) {
        moment = *full;
    } else {
        return std::nullopt;
    }
    // Days and longer are counted as written; hours and shorter on one clock.
    if (unit <= TimeUnit::kDay) moment.offset_minutes = 0;
    point.date = moment.date;
    point.micros = moment.FirstMicros(zone_minutes);
    point.finest = moment.date.month == 0 ? TimeUnit::kYear
                   : moment.date.day == 0 ? TimeUnit::kMonth
                                          : FinestOf(moment.precision);
    return point;
}

// Whole months from a to b, the time of day counted in.
std::int64_t WholeMonths(const Point& a, const Point& b) {
    if (a.micros > b.micros) return -WholeMonths(b, a);
    std::int64_t months =
        (b.date.year - a.date.year) * std::int64_t{12} + b.date.month - a.date.month;
    const auto reached = Add(Date{a.date.year, a.date.month, std::max(a.date.day, 1)},
                             Decimal(months), TimeUnit::kMonth);
    const std::int64_t of_day = a.micros - Date(a.date).FirstDay() * std::int64_t{86'400'000'000};
    if (reached && reached->FirstDay() * std::int64_t{86'400'000'000} + of_day > b.micros) --months;
    return months;
}

std::int64_t FloorDivide(std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
}

enum class Span { kDuration, kDifference };
bool SpanCall(const Call& call, Span span, Collection& out) {
    const Item* item = nullptr;
    if (!SingleInput(call, item)) return false;
    Scratch other(call.evaluation);
    std::optional<std::string> word;
    if (!Argument(call, 0, *other) || !TextArgument(call, 1, word)) return false;
    if (!item || other->empty() || !word) return true;
    const auto unit =
        TimeUnitOf({.value = {}, .unit = std::string(CalendarWord(*word)), .is_calendar = true},
                   Calendar::kWordsOnly);
    const int zone = call.evaluation.environment().zone_minutes;
    const auto a = unit ? PointOf(*item, *unit, zone) : std::nullopt;
    const auto b = unit && other->size() == 1 ? PointOf(other->front(), *unit, zone) : std::nullopt;
    if (!a || !b || a->is_time != b->is_time || (a->is_time && *unit < TimeUnit::kHour)) {
        return Refuse(call, "asks for two dates or two times and a unit of time",
                      "cần hai ngày hoặc hai giờ và một đơn vị thời gian");
    }
    const TimeUnit needed = *unit == TimeUnit::kWeek ? TimeUnit::kDay : *unit;
    if (a->finest < needed || b->finest < needed) return true;
    if (*unit <= TimeUnit::kMonth) {
        const std::int64_t length = *unit == TimeUnit::kYear ? 12 : 1;
        if (span == Span::kDuration) return Put(WholeMonths(*a, *b) / length, out);
        const auto place = [&](const Date& date) {
            return (date.year * std::int64_t{12} + std::max(date.month, 1) - 1) / length;
        };
        return Put(place(b->date) - place(a->date), out);
    }
    const std::int64_t length = kUnitMicros[static_cast<int>(*unit)];
    if (span == Span::kDuration) return Put((b->micros - a->micros) / length, out);
    // 1970-01-04 was a Sunday, and weeks begin on it.
    const std::int64_t shift = *unit == TimeUnit::kWeek ? 3 * std::int64_t{86'400'000'000} : 0;
    return Put(FloorDivide(b->micros - shift, length) - FloorDivide(a->micros - shift, length),
               out);
}

bool Duration(const Call& call, Collection& out) {
    return SpanCall(call, Span::kDuration, out);
}
bool Difference(const Call& call, Collection& out) {
    return SpanCall(call, Span::kDifference, out);
}

constexpr FunctionRow kFunctions[] = {
    {"duration", 2, 2, Duration},
    {"difference", 2, 2, Difference},
};

}  // namespace

std::span<const FunctionRow> DurationFunctions() {
    return kFunctions;
}

}  // namespace tram::fhirpath
