// Date: a day of the calendar, or only its year or month, as FHIR `date` allows. It never meets a
// time zone. DateTime adds a time of day and an offset, each as precise as it was written.
//
// Thread safety: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tram {

struct Date {
    int year = 0;   // 1…9999
    int month = 0;  // 1…12; 0: only the year is known
    int day = 0;    // 1…31; 0: only the month is known

    static Date FromDays(std::int32_t days_since_1970);
    // Days since 1970-01-01 of the first day this date may mean.
    std::int32_t FirstDay() const;
    // … and of the last.
    std::int32_t LastDay() const;

    bool IsWholeDay() const { return day != 0; }
    std::string ToString() const;  // 1957, 1957-03 or 1957-03-09
    friend bool operator==(const Date&, const Date&) = default;
};

int DaysInMonth(int year, int month);

// YYYY, YYYY-MM or YYYY-MM-DD and nothing else; nullopt for an impossible date.
std::optional<Date> ParseDate(std::string_view text);

enum class TimePrecision : std::uint8_t { kNone, kHour, kMinute, kSecond, kFraction };

struct DateTime {
    Date date;
    TimePrecision precision = TimePrecision::kNone;  // of the time of day
    int hour = 0, minute = 0, second = 0;            // second 60: a leap second
    std::int32_t micros = 0;
    std::uint8_t fraction_digits = 0;         // as written
    std::optional<int> offset_minutes = {};   // east of UTC; absent: not written

    // First and last instant this value may mean, in microseconds since 1970 UTC, both included.
    // `zone_minutes` serves when no offset was written.
    std::int64_t FirstMicros(int zone_minutes) const;
    std::int64_t LastMicros(int zone_minutes) const;
};

// What FHIR `dateTime` and `instant` allow (seconds required with a time), plus FHIRPath's shorter
// times (hour, or hour and minute) when `partial_time` says so.
enum class PartialTime { kNo, kYes };
std::optional<DateTime> ParseDateTime(std::string_view text, PartialTime partial = PartialTime::kNo);

}  // namespace tram
