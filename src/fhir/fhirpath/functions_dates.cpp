// Now, the parts and precision of dates and times, boundaries
// (http://hl7.org/fhirpath/#utility-functions).

#include <algorithm>

#include "fhir/fhirpath/dates.h"
#include "fhir/fhirpath/functions.h"
#include "fhir/fhirpath/units.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

DateTime NowOf(const Call& call) {
    const Environment& environment = call.evaluation.environment();
    constexpr std::int64_t kDay = 86'400'000'000;
    const std::int64_t local =
        environment.now.micros + environment.zone_minutes * std::int64_t{60'000'000};
    const std::int64_t days = local / kDay - (local % kDay < 0 ? 1 : 0);
    const std::int64_t of_day = local - days * kDay;
    return {.date = Date::FromDays(static_cast<std::int32_t>(days)),
            .precision = TimePrecision::kFraction,
            .hour = static_cast<int>(of_day / 3'600'000'000),
            .minute = static_cast<int>(of_day / 60'000'000 % 60),
            .second = static_cast<int>(of_day / 1'000'000 % 60),
            .micros = static_cast<std::int32_t>(of_day % 1'000'000 / 1000 * 1000),
            .fraction_digits = 3,
            .offset_minutes = environment.zone_minutes};
}

Time TimeOf(const DateTime& moment) {
    return {.precision = moment.precision,
            .hour = moment.hour,
            .minute = moment.minute,
            .second = moment.second,
            .micros = moment.micros,
            .fraction_digits = moment.fraction_digits};
}

bool Now(const Call& call, Collection& out) {
    return Put(NowOf(call), out);
}
bool Today(const Call& call, Collection& out) {
    return Put(NowOf(call).date, out);
}
bool TimeOfDay(const Call& call, Collection& out) {
    return Put(TimeOf(NowOf(call)), out);
}

// --- boundaries and precision ---

constexpr int kMostPlaces = 28;

// The edge of what a decimal of that precision may mean, rounded outwards to `places`.
Decimal BoundaryOfDecimal(const Decimal& value, int places, Boundary side) {
    const int written = value.places();
    // Half of the last place written: 5 one place further.
    Decimal half = Decimal(5);
    for (int i = 0; i <= written; ++i) half = half.Divide(Decimal(10)).value_or(half);
    const auto moved = side == Boundary::kLow ? value.Subtract(half) : value.Add(half);
    const Decimal edge = moved.value_or(value);
    Decimal rounded = edge.Round(places);
    const int off = rounded.Compare(edge);
    if (off == 0) return rounded;
    Decimal unit = Decimal(1);
    for (int i = 0; i < places; ++i) unit = unit.Divide(Decimal(10)).value_or(unit);
    if (side == Boundary::kLow && off > 0) rounded = rounded.Subtract(unit).value_or(rounded);
    if (side == Boundary::kHigh && off < 0) rounded = rounded.Add(unit).value_or(rounded);
    return rounded;
}

bool BoundaryCall(const Call& call, Boundary side, Collection& out) {
    const Item* item = nullptr;
    if (!SingleInput(call, item)) return false;
    std::optional<std::int64_t> wanted;
    if (HasArgument(call, 0) && !IntegerArgument(call, 0, wanted)) return false;
    if (!item) return true;
    if (wanted && (*wanted < 0 || *wanted > kMostPlaces)) return true;
    const auto digits = [&](int fallback) { return wanted ? static_cast<int>(*wanted) : fallback; };
    Item::System value = SystemOf(*item);
    // SQL-on-FHIR asks for both "including on Period"; an open side has no boundary.
    if (item->structure() && item->structure()->name == "Period") {
        const auto end = item->json()[side == Boundary::kLow ? "start" : "end"];
        const auto moment = ParseDateTime(end.text());
        if (!moment) return true;
        value = *moment;
    }
    if (const auto* date = std::get_if<Date>(&value)) {
        const auto edge = BoundaryOf(*date, digits(8), side);
        return !edge || Put(*edge, out);
    }
    if (const auto* moment = std::get_if<DateTime>(&value)) {
        const auto edge = BoundaryOf(*moment, digits(17), side);
        if (!edge) return true;
        // Up to the day there is only a date left.
        return edge->precision == TimePrecision::kNone ? Put(edge->date, out) : Put(*edge, out);
    }
    if (const auto* time = std::get_if<Time>(&value)) {
        const auto edge = BoundaryOf(*time, digits(9), side);
        return !edge || Put(*edge, out);
    }
    if (auto* quantity = std::get_if<Quantity>(&value)) {
        quantity->value = BoundaryOfDecimal(quantity->value, digits(8), side);
        return Put(std::move(value), out);
    }
    if (const auto number = DecimalOf(*item)) {
        return Put(BoundaryOfDecimal(*number, digits(8), side), out);
    }
    return Refuse(call, "works on numbers, quantities, dates and times",
                  "chỉ dùng cho số, số đo, ngày và giờ");
}

bool LowBoundary(const Call& call, Collection& out) {
    return BoundaryCall(call, Boundary::kLow, out);
}
bool HighBoundary(const Call& call, Collection& out) {
    return BoundaryCall(call, Boundary::kHigh, out);
}

bool Precision(const Call& call, Collection& out) {
    const Item* item = nullptr;
    if (!SingleInput(call, item)) return false;
    if (!item) return true;
    const Item::System value = SystemOf(*item);
    const auto put = [&](int digits) { return Put(std::int64_t{digits}, out); };
    if (const auto* date = std::get_if<Date>(&value)) return put(PrecisionOf(*date));
    if (const auto* moment = std::get_if<DateTime>(&value)) return put(PrecisionOf(*moment));
    if (const auto* time = std::get_if<Time>(&value)) return put(PrecisionOf(*time));
    if (const auto number = DecimalOf(*item)) return put(number->places());
    return Refuse(call, "works on decimals, dates and times", "chỉ dùng cho số, ngày và giờ");
}

bool Comparable(const Call& call, Collection& out) {
    const Item* item = nullptr;
    if (!SingleInput(call, item)) return false;
    Scratch other(call.evaluation);
    if (!Argument(call, 0, *other)) return false;
    if (!item || other->size() != 1) return true;
    const auto a = QuantityOf(*item);
    const auto b = QuantityOf(other->front());
    return !a || !b || Put(Compare(*a, *b).has_value(), out);
}

// --- parts ---

struct Parts {
    std::optional<Date> date;
    std::optional<Time> time;
    std::optional<int> offset_minutes;
};

bool PartsInput(const Call& call, Parts& parts) {
    const Item* item = nullptr;
    if (!SingleInput(call, item)) return false;
    if (!item) return true;
    const Item::System value = SystemOf(*item);
    if (const auto* date = std::get_if<Date>(&value)) parts.date = *date;
    if (const auto* time = std::get_if<Time>(&value)) parts.time = *time;
    if (const auto* moment = std::get_if<DateTime>(&value)) {
        parts.date = moment->date;
        if (moment->precision != TimePrecision::kNone) parts.time = TimeOf(*moment);
        parts.offset_minutes = moment->offset_minutes;
    }
    return true;
}

template <int Date::*Part>
bool PartOfDate(const Call& call, Collection& out) {
    Parts parts;
    if (!PartsInput(call, parts)) return false;
    return !parts.date || (*parts.date).*Part == 0 || Put(std::int64_t{(*parts.date).*Part}, out);
}

template <int Time::*Part, TimePrecision kLeast>
bool PartOfTime(const Call& call, Collection& out) {
    Parts parts;
    if (!PartsInput(call, parts)) return false;
    return !parts.time || parts.time->precision < kLeast ||
           Put(std::int64_t{(*parts.time).*Part}, out);
}

bool Millisecond(const Call& call, Collection& out) {
    Parts parts;
    if (!PartsInput(call, parts)) return false;
    return !parts.time || parts.time->precision < TimePrecision::kFraction ||
           Put(std::int64_t{parts.time->micros / 1000}, out);
}

bool TimezoneOffset(const Call& call, Collection& out) {
    Parts parts;
    if (!PartsInput(call, parts)) return false;
    if (!parts.offset_minutes) return true;
    const auto hours = Decimal(*parts.offset_minutes).Divide(Decimal(60));
    return !hours || Put(hours->WithPlaces(std::max(1, hours->places())), out);
}

bool DateOf(const Call& call, Collection& out) {
    Parts parts;
    return PartsInput(call, parts) && (!parts.date || Put(*parts.date, out));
}

bool TimeOfCall(const Call& call, Collection& out) {
    Parts parts;
    return PartsInput(call, parts) && (!parts.date || !parts.time || Put(*parts.time, out));
}

constexpr FunctionRow kFunctions[] = {
    {"now", 0, 0, Now},
    {"today", 0, 0, Today},
    {"timeOfDay", 0, 0, TimeOfDay},
    {"lowBoundary", 0, 1, LowBoundary},
    {"highBoundary", 0, 1, HighBoundary},
    {"precision", 0, 0, Precision},
    {"comparable", 1, 1, Comparable},
    {"yearOf", 0, 0, PartOfDate<&Date::year>},
    {"monthOf", 0, 0, PartOfDate<&Date::month>},
    {"dayOf", 0, 0, PartOfDate<&Date::day>},
    {"hourOf", 0, 0, PartOfTime<&Time::hour, TimePrecision::kHour>},
    {"minuteOf", 0, 0, PartOfTime<&Time::minute, TimePrecision::kMinute>},
    {"secondOf", 0, 0, PartOfTime<&Time::second, TimePrecision::kSecond>},
    {"millisecondOf", 0, 0, Millisecond},
    {"timezoneOffsetOf", 0, 0, TimezoneOffset},
    {"dateOf", 0, 0, DateOf},
    {"timeOf", 0, 0, TimeOfCall},
};

}  // namespace

std::span<const FunctionRow> DateFunctions() {
    return kFunctions;
}

}  // namespace tram::fhirpath
