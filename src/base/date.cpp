#include "base/date.h"

#include <cstdio>

namespace tram {
namespace {

bool IsLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

// Days from 1970-01-01 by the civil calendar run backwards and forwards without end.
std::int32_t DaysOf(int year, int month, int day) {
    const int y = month <= 2 ? year - 1 : year;
    const int era = (y >= 0 ? y : y - 399) / 400;
    const int year_of_era = y - era * 400;
    const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

// Reads exactly `count` digits at `at`, or -1.
int Digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return -1;
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

}  // namespace

int DaysInMonth(int year, int month) {
    constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && IsLeap(year) ? 29 : kDays[month - 1];
}

Date Date::FromDays(std::int32_t days) {
    const int z = days + 719468;
    const int era = (z >= 0 ? z : z - 146096) / 146097;
    const int day_of_era = z - era * 146097;
    const int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int shifted = (5 * day_of_year + 2) / 153;
    const int day = day_of_year - (153 * shifted + 2) / 5 + 1;
    const int month = shifted < 10 ? shifted + 3 : shifted - 9;
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

std::int32_t Date::FirstDay() const {
    return DaysOf(year, month == 0 ? 1 : month, day == 0 ? 1 : day);
}

std::int32_t Date::LastDay() const {
    const int last_month = month == 0 ? 12 : month;
    return DaysOf(year, last_month, day == 0 ? DaysInMonth(year, last_month) : day);
}

std::string Date::ToString() const {
    char text[16];
    if (month == 0) {
        std::snprintf(text, sizeof(text), "%04d", year);
    } else if (day == 0) {
        std::snprintf(text, sizeof(text), "%04d-%02d", year, month);
    } else {
        std::snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
    }
    return text;
}

std::optional<Date> ParseDate(std::string_view text) {
    if (text.size() != 4 && text.size() != 7 && text.size() != 10) return std::nullopt;
    Date date{.year = Digits(text, 0, 4)};
    if (date.year < 1) return std::nullopt;
    if (text.size() >= 7) {
        date.month = Digits(text, 5, 2);
        if (text[4] != '-' || date.month < 1 || date.month > 12) return std::nullopt;
    }
    if (text.size() == 10) {
        date.day = Digits(text, 8, 2);
        if (text[7] != '-' || date.day < 1 || date.day > DaysInMonth(date.year, date.month)) {
            return std::nullopt;
        }
    }
    return date;
}

std::int64_t DateTime::FirstMicros(int zone_minutes) const {
    const std::int64_t seconds = date.FirstDay() * std::int64_t{86400} + hour * 3600 + minute * 60 +
                                 second - offset_minutes.value_or(zone_minutes) * 60;
    return seconds * 1'000'000 + micros;
}

std::int64_t DateTime::LastMicros(int zone_minutes) const {
    std::int64_t length = 1;
    switch (precision) {
        case TimePrecision::kNone:
            length = (date.LastDay() - date.FirstDay() + 1) * std::int64_t{86'400'000'000};
            break;
        case TimePrecision::kHour:
            length = 3'600'000'000;
            break;
        case TimePrecision::kMinute:
            length = 60'000'000;
            break;
        case TimePrecision::kSecond:
            length = 1'000'000;
            break;
        case TimePrecision::kFraction:
            for (int digits = fraction_digits; digits < 6; ++digits) length *= 10;
            break;
    }
    return FirstMicros(zone_minutes) + length - 1;
}

std::optional<DateTime> ParseDateTime(std::string_view text, PartialTime partial) {
    const std::size_t t = text.find('T');
    const auto date = ParseDate(text.substr(0, t));
    if (!date) return std::nullopt;
    DateTime value{.date = *date};
    if (t == std::string_view::npos) return value;
    if (!date->IsWholeDay()) return std::nullopt;

    std::size_t at = t + 1;
    value.hour = Digits(text, at, 2);
    if (value.hour < 0 || value.hour > 23) return std::nullopt;
    value.precision = TimePrecision::kHour;
    at += 2;
    if (at < text.size() && text[at] == ':') {
        value.minute = Digits(text, at + 1, 2);
        if (value.minute < 0 || value.minute > 59) return std::nullopt;
        value.precision = TimePrecision::kMinute;
        at += 3;
        if (at < text.size() && text[at] == ':') {
            value.second = Digits(text, at + 1, 2);
            // FHIR data may hold a leap second, FHIRPath may not.
            const int most = partial == PartialTime::kNo ? 60 : 59;
            if (value.second < 0 || value.second > most) return std::nullopt;
            value.precision = TimePrecision::kSecond;
            at += 3;
            if (at < text.size() && text[at] == '.') {
                ++at;
                std::int32_t unit = 100'000;
                for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
                    value.micros += (text[at] - '0') * unit;  // digits past microseconds count nothing
                    unit /= 10;
                    if (value.fraction_digits < 9) ++value.fraction_digits;
                }
                if (value.fraction_digits == 0) return std::nullopt;
                value.precision = TimePrecision::kFraction;
            }
        }
    }
    const bool short_time = value.precision < TimePrecision::kSecond;
    if (at == text.size()) {
        if (partial == PartialTime::kNo) return std::nullopt;  // FHIR: a time needs an offset
        return value;
    }
    if (short_time && partial == PartialTime::kNo) return std::nullopt;
    if (text[at] == 'Z' && at + 1 == text.size()) {
        value.offset_minutes = 0;
        return value;
    }
    const int sign = text[at] == '+' ? 1 : text[at] == '-' ? -1 : 0;
    const int hours = Digits(text, at + 1, 2);
    const int minutes = Digits(text, at + 4, 2);
    if (sign == 0 || at + 6 != text.size() || text[at + 3] != ':' || hours < 0 || hours > 14 ||
        minutes < 0 || minutes > 59) {
        return std::nullopt;
    }
    value.offset_minutes = sign * (hours * 60 + minutes);
    return value;
}

}  // namespace tram
