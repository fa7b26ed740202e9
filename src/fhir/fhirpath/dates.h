// Dates and times of any precision: order, calendar arithmetic, first and last moments.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "fhir/fhirpath/fhirpath.h"

namespace tram::fhirpath {

// <0, 0, >0; nullopt where the coarser value leaves it open
// (http://hl7.org/fhirpath/N1/#datetime-equality). `zone_minutes` serves where no offset is
// written.
std::optional<int> Compare(const Date& a, const Date& b);
std::optional<int> Compare(const DateTime& a, const DateTime& b, int zone_minutes);
std::optional<int> Compare(const Time& a, const Time& b);

enum class TimeUnit : std::uint8_t {
    kYear,
    kMonth,
    kWeek,
    kDay,
    kHour,
    kMinute,
    kSecond,
    kMillisecond
};
// Calendar words, and the UCUM units that mean the same (wk d h min s ms). From an element of FHIR
// `a` and `mo` are calendar units too (https://hl7.org/fhir/R4/fhirpath.html#quantity).
enum class Calendar : std::uint8_t { kWordsOnly, kFhirElement };
std::optional<TimeUnit> TimeUnitOf(const Quantity& quantity, Calendar calendar);

// value + amount units (http://hl7.org/fhirpath/N1/#datetime-arithmetic). nullopt: out of the years
// 1…9999. Fractions count for seconds and milliseconds alone.
// REQUIRES: for Date a unit of a day or longer; for Time one of an hour or shorter.
std::optional<Date> Add(const Date& value, const Decimal& amount, TimeUnit unit);
std::optional<DateTime> Add(const DateTime& value, const Decimal& amount, TimeUnit unit);
Time Add(const Time& value, const Decimal& amount, TimeUnit unit);

// Digits as written: @2014 has 4, @2014-01-05T10:30:00.000 17, @T10:30 4.
int PrecisionOf(const Date& value);
int PrecisionOf(const DateTime& value);
int PrecisionOf(const Time& value);

// The first or last moment the value may mean, written with that many digits
// (http://hl7.org/fhirpath/#lowboundary). nullopt: no such precision.
enum class Boundary : std::uint8_t { kLow, kHigh };
std::optional<Date> BoundaryOf(const Date& value, int digits, Boundary side);
std::optional<DateTime> BoundaryOf(const DateTime& value, int digits, Boundary side);
std::optional<Time> BoundaryOf(const Time& value, int digits, Boundary side);

}  // namespace tram::fhirpath
