#include "fhir/search/convert.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "base/date.h"
#include "base/vietnamese_text.h"

namespace tram::search {
namespace {

using definitions::SearchKind;

std::string Owned(json::Value value) {
    return std::string(value.text());
}

std::int64_t FloorMillis(std::int64_t micros) {
    return micros >= 0 ? micros / 1000 : -((-micros + 999) / 1000);
}

std::optional<DateValue> ReadDate(json::Value value, int zone_minutes) {
    if (!value.IsString()) return std::nullopt;
    const auto date = ParseDateTime(value.text());
    if (!date) return std::nullopt;
    return DateValue{FloorMillis(date->FirstMicros(zone_minutes)),
                     FloorMillis(date->LastMicros(zone_minutes))};
}

std::optional<DateValue> ReadPeriod(json::Value value, int zone_minutes) {
    const auto start = ReadDate(value["start"], zone_minutes);
    const auto end = ReadDate(value["end"], zone_minutes);
    if (!start && !end) return std::nullopt;
    DateValue span;
    if (start) span.low = start->low;
    if (end) span.high = end->high;
    // An end before the start is a slip of the pen; it must not hide the record.
    if (span.high < span.low) std::swap(span.low, span.high);
    return span;
}

// Only the outer limits of a schedule count.
std::optional<DateValue> ReadTiming(json::Value value, int zone_minutes) {
    std::optional<DateValue> outer = ReadPeriod(value["repeat"]["boundsPeriod"], zone_minutes);
    for (const auto event : value["event"]) {
        const auto date = ReadDate(event, zone_minutes);
        if (!date) continue;
        if (!outer) outer = date;
        outer->low = std::min(outer->low, date->low);
        outer->high = std::max(outer->high, date->high);
    }
    return outer;
}

std::optional<double> ReadNumber(json::Value value) {
    if (!value.IsNumber()) return std::nullopt;
    const auto text = value.text();
    double number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// Type of the resource a reference means, from its text alone.
std::string_view TypeOf(const ReferenceValue& reference, json::Value element) {
    if (!reference.type.empty()) return reference.type;
    std::string_view url = reference.id;
    const auto id = url.rfind('/');
    if (id != std::string_view::npos && id > 0) {
        url = url.substr(0, id);
        const auto type = url.substr(url.rfind('/') + 1);
        if (definitions::ResourceTypeNumber(type) != 0) return type;
    }
    return element["type"].text();
}

std::string DigitsOf(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9') digits += c;
    }
    return digits;
}

}  // namespace

ReferenceValue ReadReference(std::string_view text) {
    if (text.empty() || text.front() == '#' || text.size() > 2000) return {};
    if (const auto history = text.find("/_history/"); history != std::string_view::npos) {
        text = text.substr(0, history);
    }
    if (text.find("://") != std::string_view::npos || text.starts_with("urn:")) {
        return {{}, std::string(text)};
    }
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || text.find_first_of("?#", slash) < text.size()) return {};
    const auto type = text.substr(0, slash);
    const auto id = text.substr(slash + 1);
    if (definitions::ResourceTypeNumber(type) == 0 || id.empty() ||
        id.find('/') != std::string_view::npos) {
        return {};
    }
    return {std::string(type), std::string(id)};
}

void Converter::Convert(const Action& action, json::Value value) {
    switch (action.parameter->kind) {
        case SearchKind::kToken:
            return Token(action, value);
        case SearchKind::kReference:
            return Reference(action, value);
        case SearchKind::kDate:
            return Date(action, value);
        case SearchKind::kString:
            return Text(action, value);
        case SearchKind::kNumber:
        case SearchKind::kQuantity:
            return Amount(action, value);
        case SearchKind::kUri:
            return Uri(action, value);
        case SearchKind::kComposite:
        case SearchKind::kSpecial:
            return;
    }
}

void Converter::AddBoolean(const definitions::SearchParameter& parameter, bool value) {
    rows_->push_back({&parameter, Facet::kValue, TokenValue{{}, value ? "true" : "false"}});
}

void Converter::Token(const Action& action, json::Value value) {
    switch (action.datatype) {
        case Datatype::kCoding:
            AddCoding(action, value);
            break;
        case Datatype::kCodeableConcept:
            for (const auto coding : value["coding"]) AddCoding(action, coding);
            AddDisplay(action, value["text"]);
            break;
        case Datatype::kIdentifier:
            AddIdentifier(action, value, Facet::kValue);
            break;
        case Datatype::kContactPoint:
            AddContact(action, value);
            break;
        case Datatype::kBoolean:
            if (value.IsBoolean()) AddBoolean(*action.parameter, value.IsTrue());
            break;
        case Datatype::kCode: {
            if (value.text().empty()) break;
            TokenValue token{{}, Owned(value)};
            for (const auto& system : action.code_systems) {
                if (definitions::MemberOf(action.code_set, system, token.code) ==
                    definitions::Membership::kIn) {
                    token.system = system;
                    break;
                }
            }
            Add(action, std::move(token));
            break;
        }
        case Datatype::kText:
        case Datatype::kUri:
        case Datatype::kCanonical:
            if (!value.text().empty()) Add(action, TokenValue{{}, Owned(value)});
            break;
        default:
            break;
    }
}

void Converter::AddCoding(const Action& action, json::Value coding) {
    TokenValue token{Owned(coding["system"]), Owned(coding["code"])};
    if (!token.system.empty() || !token.code.empty()) Add(action, std::move(token));
    AddDisplay(action, coding["display"]);
}

void Converter::AddIdentifier(const Action& action, json::Value identifier, Facet facet) {
    const auto value = identifier["value"].text();
    if (value.empty()) return;
    Add(action, TokenValue{Owned(identifier["system"]), std::string(value)}, facet);
    if (facet != Facet::kValue) return;
    const auto type = identifier["type"];
    AddDisplay(action, type["text"]);
    for (const auto coding : type["coding"]) {
        std::string kind = Owned(coding["system"]) + "|" + Owned(coding["code"]);
        Add(action, TokenValue{std::move(kind), std::string(value)}, Facet::kOfType);
    }
}

// A phone number is found as written and by its digits alone, whatever stands between them.
void Converter::AddContact(const Action& action, json::Value contact) {
    const auto value = contact["value"].text();
    if (value.empty()) return;
    Add(action, TokenValue{{}, std::string(value)});
    const auto system = contact["system"].text();
    if (system != "phone" && system != "sms" && system != "fax") return;
    auto digits = DigitsOf(value);
    if (!digits.empty() && digits != value) Add(action, TokenValue{{}, std::move(digits)});
}

void Converter::AddDisplay(const Action& action, json::Value text) {
    if (!text.IsString()) return;
    auto folded = Fold(text.text().substr(0, 1000));
    if (!folded.empty()) Add(action, StringValue{std::move(folded)}, Facet::kText);
}

void Converter::Reference(const Action& action, json::Value value) {
    if (action.datatype == Datatype::kUri || action.datatype == Datatype::kCanonical) {
        std::string_view url = value.text();
        url = url.substr(0, url.find('#'));
        auto reference = ReadReference(url);
        if (reference.id.empty()) return;
        // A canonical with a version is found with and without it.
        const auto bar = url.find('|');
        if (bar != std::string_view::npos) Add(action, ReadReference(url.substr(0, bar)));
        Add(action, std::move(reference));
        return;
    }
    if (action.datatype != Datatype::kReference) return;
    auto reference = ReadReference(value["reference"].text());
    if (!action.refers_to.empty() && TypeOf(reference, value) != action.refers_to) return;
    if (!reference.id.empty()) Add(action, std::move(reference));
    AddIdentifier(action, value["identifier"], Facet::kIdentifier);
    AddDisplay(action, value["display"]);
}

void Converter::Date(const Action& action, json::Value value) {
    std::optional<DateValue> span;
    if (action.datatype == Datatype::kDate) span = ReadDate(value, zone_minutes_);
    if (action.datatype == Datatype::kPeriod) span = ReadPeriod(value, zone_minutes_);
    if (action.datatype == Datatype::kTiming) span = ReadTiming(value, zone_minutes_);
    if (span) AddSpan(action, *span);
}

void Converter::AddSpan(const Action& action, DateValue span) {
    const bool wide = span.high - span.low > DateValue::kWideMillis;
    Add(action, span, wide ? Facet::kWide : Facet::kValue);
}

void Converter::Amount(const Action& action, json::Value value) {
    constexpr double kMost = std::numeric_limits<double>::max();
    switch (action.datatype) {
        case Datatype::kNumber:
            if (const auto number = ReadNumber(value)) AddQuantity(action, *number, *number, {});
            break;
        case Datatype::kQuantity: {
            const auto number = ReadNumber(value["value"]);
            if (!number) break;
            const auto comparator = value["comparator"].text();
            const bool below = comparator.starts_with('<'), above = comparator.starts_with('>');
            AddQuantity(action, below ? -kMost : *number, above ? kMost : *number, value);
            break;
        }
        case Datatype::kMoney:
            if (const auto number = ReadNumber(value["value"])) {
                QuantityValue money{*number, *number, {}};
                if (value["currency"])
                    money.unit = {"urn:iso:std:iso:4217", Owned(value["currency"])};
                Add(action, std::move(money));
            }
            break;
        case Datatype::kRange: {
            const auto low = ReadNumber(value["low"]["value"]);
            const auto high = ReadNumber(value["high"]["value"]);
            if (!low && !high) break;
            AddQuantity(action, low.value_or(-kMost), high.value_or(kMost),
                        value[low ? "low" : "high"]);
            break;
        }
        default:
            break;
    }
}

void Converter::AddQuantity(const Action& action, double low, double high, json::Value quantity) {
    if (high < low) std::swap(low, high);
    const auto facet = low == high ? Facet::kValue : Facet::kWide;
    const auto unit = quantity["unit"].text(), code = quantity["code"].text();
    TokenValue coded{Owned(quantity["system"]), std::string(code)};
    const bool same = unit == code || unit.empty();
    if (same || !code.empty()) Add(action, QuantityValue{low, high, std::move(coded)}, facet);
    if (!same) Add(action, QuantityValue{low, high, {{}, std::string(unit)}}, facet);
}

void Converter::Uri(const Action& action, json::Value value) {
    const bool fits = action.datatype == Datatype::kUri ||
                      action.datatype == Datatype::kCanonical || action.datatype == Datatype::kText;
    if (fits && !value.text().empty()) Add(action, UriValue{Owned(value)});
}

}  // namespace tram::search
