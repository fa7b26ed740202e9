#include "fhir/fhirpath/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace tram::fhirpath {
namespace {

constexpr std::string_view kUcum = "http://unitsofmeasure.org";

// The 20 primitive types of R4 told apart by their letters: this runs for every item compared.
Family FamilyOfPrimitive(std::string_view name) {
    switch (name.empty() ? ' ' : name[0]) {
        case 'b':
            return name == "boolean" ? Family::kBoolean : Family::kString;  // base64Binary
        case 'd':
            return name == "date"       ? Family::kDate
                   : name == "dateTime" ? Family::kDateTime
                                        : Family::kDecimal;
        case 'i':
            return name == "integer"   ? Family::kInteger
                   : name == "instant" ? Family::kDateTime
                                       : Family::kString;  // id
        case 'p':
            return Family::kInteger;  // positiveInt
        case 't':
            return Family::kTime;
        case 'u':
            return name == "unsignedInt" ? Family::kInteger : Family::kString;  // uri, url, uuid
        default:
            return Family::kString;
    }
}

std::optional<std::int64_t> ParseInteger(std::string_view text) {
    std::int64_t value = 0;
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// https://hl7.org/fhir/R4/fhirpath.html#quantity
std::optional<Quantity> ReadQuantity(json::Value element) {
    const json::Value number = element["value"];
    // "< 5 mg" is no amount that could be compared or added.
    if (!number || element["comparator"]) return std::nullopt;
    const auto value = Decimal::Parse(number.text());
    if (!value) return std::nullopt;
    const json::Value code = element["code"];
    const json::Value unit = element["unit"];
    Quantity quantity{.value = *value, .unit = "1"};
    if (code && element["system"].text() == kUcum) {
        quantity.unit = code.text();
    } else if (unit) {
        quantity.unit = unit.text();
    } else if (code) {
        quantity.unit = code.text();
    }
    return quantity;
}

bool IsDigits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Family FamilyOfType(const definitions::Structure* structure) {
    if (!structure) return Family::kNone;
    if (structure->kind == definitions::StructureKind::kPrimitive) {
        return FamilyOfPrimitive(structure->name);
    }
    if (structure->kind == definitions::StructureKind::kDatatype && structure->IsA("Quantity")) {
        return Family::kQuantity;
    }
    return Family::kNone;
}

Family FamilyOf(const Item& item) {
    if (item.is_type_info()) return Family::kNone;
    if (const auto* made = item.made()) return static_cast<Family>(made->index());
    const json::Value json = item.json();
    if (!json) return Family::kNone;
    if (const Family known = FamilyOfType(item.structure()); known != Family::kNone) {
        // A body nobody validated may hold an object where a primitive should stand.
        if ((known == Family::kQuantity) != json.IsObject()) return Family::kNone;
        return json.IsArray() ? Family::kNone : known;
    }
    if (item.structure()) return Family::kNone;
    switch (json.kind()) {  // of a type nobody defined: as JSON has it
        case json::Kind::kBoolean:
            return Family::kBoolean;
        case json::Kind::kNumber:
            return Family::kDecimal;
        case json::Kind::kString:
            return Family::kString;
        default:
            return Family::kNone;
    }
}

Item::System SystemOf(const Item& item) {
    if (const auto* made = item.made()) return *made;
    const std::string_view text = item.json().text();
    switch (FamilyOf(item)) {
        case Family::kNone:
            break;
        case Family::kBoolean:
            if (text == "true") return true;
            if (text == "false") return false;
            break;
        case Family::kInteger:
            if (const auto value = ParseInteger(text)) return *value;
            break;
        case Family::kDecimal:
            if (const auto value = Decimal::Parse(text)) return *value;
            break;
        case Family::kString:
            return std::string(text);
        case Family::kDate:
            if (const auto value = ParseDate(text)) return *value;
            break;
        case Family::kDateTime:
            if (const auto value = ParseDateTime(text, PartialTime::kYes)) return *value;
            break;
        case Family::kTime:
            if (const auto value = ParseTime(text)) return *value;
            break;
        case Family::kQuantity:
            if (auto value = ReadQuantity(item.json())) return std::move(*value);
            break;
    }
    return std::monostate();
}

std::optional<bool> BooleanOf(const Item& item) {
    if (FamilyOf(item) != Family::kBoolean) return std::nullopt;
    if (const auto* made = item.made()) return std::get<bool>(*made);
    return item.json().IsTrue();
}

std::optional<std::int64_t> IntegerOf(const Item& item) {
    if (FamilyOf(item) != Family::kInteger) return std::nullopt;
    const auto value = SystemOf(item);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
    return std::nullopt;
}

std::optional<Decimal> DecimalOf(const Item& item) {
    const auto value = SystemOf(item);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return Decimal(*integer);
    if (const auto* decimal = std::get_if<Decimal>(&value)) return *decimal;
    return std::nullopt;
}

std::optional<Quantity> QuantityOf(const Item& item) {
    auto value = SystemOf(item);
    if (auto* quantity = std::get_if<Quantity>(&value)) return std::move(*quantity);
    if (const auto number = DecimalOf(item)) return Quantity{.value = *number, .unit = "1"};
    return std::nullopt;
}

std::optional<Time> ParseTime(std::string_view text) {
    if (text.size() < 2 || !IsDigits(text.substr(0, 2))) return std::nullopt;
    // A time of day is the second half of a date time; one reader serves both.
    const auto read = ParseDateTime("2000-01-01T" + std::string(text), PartialTime::kYes);
    if (!read || read->offset_minutes) return std::nullopt;
    return Time{.precision = read->precision,
                .hour = read->hour,
                .minute = read->minute,
                .second = read->second,
                .micros = read->micros,
                .fraction_digits = read->fraction_digits};
}

std::string_view CalendarWord(std::string_view word) {
    static constexpr std::array<std::string_view, 8> kWords = {
        "year", "month", "week", "day", "hour", "minute", "second", "millisecond"};
    if (word.ends_with('s')) word.remove_suffix(1);
    for (const auto known : kWords) {
        if (word == known) return known;
    }
    return {};
}

std::optional<Quantity> ParseQuantity(std::string_view text) {
    std::size_t at = 0;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    while (at < text.size() && ((text[at] >= '0' && text[at] <= '9') || text[at] == '.')) ++at;
    const auto value = Decimal::Parse(text.substr(0, at));
    if (!value) return std::nullopt;
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    const std::string_view unit = text.substr(at);
    if (unit.empty()) return Quantity{.value = *value, .unit = "1"};
    if (const auto word = CalendarWord(unit); !word.empty()) {
        return Quantity{.value = *value, .unit = std::string(word), .is_calendar = true};
    }
    if (unit.size() < 3 || unit.front() != '\'' || unit.back() != '\'') return std::nullopt;
    const std::string_view code = unit.substr(1, unit.size() - 2);
    if (code.find('\'') != std::string_view::npos) return std::nullopt;
    return Quantity{.value = *value, .unit = std::string(code)};
}

namespace {

void AppendTime(std::string& out, TimePrecision precision, int hour, int minute, int second,
                std::int32_t micros, int fraction_digits) {
    char text[24] = "";
    switch (precision) {
        case TimePrecision::kNone:
            return;
        case TimePrecision::kHour:
            std::snprintf(text, sizeof(text), "%02d", hour);
            break;
        case TimePrecision::kMinute:
            std::snprintf(text, sizeof(text), "%02d:%02d", hour, minute);
            break;
        case TimePrecision::kSecond:
            std::snprintf(text, sizeof(text), "%02d:%02d:%02d", hour, minute, second);
            break;
        case TimePrecision::kFraction:
            std::snprintf(text, sizeof(text), "%02d:%02d:%02d.%06d", hour, minute, second, micros);
            text[9 + std::clamp(fraction_digits, 1, 6)] = 0;
            break;
    }
    out += text;
}

}  // namespace

std::string ToText(const Time& value) {
    std::string out;
    AppendTime(out, value.precision, value.hour, value.minute, value.second, value.micros,
               value.fraction_digits);
    return out;
}

std::string ToText(const DateTime& value) {
    std::string out = value.date.ToString();
    if (value.precision == TimePrecision::kNone) return out;
    out += 'T';
    AppendTime(out, value.precision, value.hour, value.minute, value.second, value.micros,
               value.fraction_digits);
    if (!value.offset_minutes) return out;
    const int offset = *value.offset_minutes;
    if (offset == 0) return out += 'Z';
    char text[16];
    std::snprintf(text, sizeof(text), "%c%02d:%02d", offset < 0 ? '-' : '+', std::abs(offset) / 60,
                  std::abs(offset) % 60);
    return out += text;
}

std::optional<std::string> ToText(const Item& item) {
    // What was written stays as it was written: 1.50 and +00:00 come back unchanged.
    if (!item.made() && FamilyOf(item) != Family::kQuantity) {
        if (FamilyOf(item) == Family::kNone) return std::nullopt;
        return std::string(item.json().text());
    }
    const auto value = SystemOf(item);
    switch (static_cast<Family>(value.index())) {
        case Family::kNone:
            return std::nullopt;
        case Family::kBoolean:
            return std::get<bool>(value) ? "true" : "false";
        case Family::kInteger:
            return std::to_string(std::get<std::int64_t>(value));
        case Family::kDecimal:
            return std::get<Decimal>(value).ToString();
        case Family::kString:
            return std::get<std::string>(value);
        case Family::kDate:
            return std::get<Date>(value).ToString();
        case Family::kDateTime:
            return ToText(std::get<DateTime>(value));
        case Family::kTime:
            return ToText(std::get<Time>(value));
        case Family::kQuantity: {
            const auto& quantity = std::get<Quantity>(value);
            const std::string number = quantity.value.ToString();
            if (!quantity.is_calendar) return number + " '" + quantity.unit + "'";
            const bool one = number == "1" || number == "-1";
            return number + " " + quantity.unit + (one ? "" : "s");
        }
    }
    return std::nullopt;
}

}  // namespace tram::fhirpath
