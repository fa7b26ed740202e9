#include <cmath>
#include <optional>

#include "base/vietnamese_text.h"
#include "record/registers/plan.h"

namespace tram::registers {

namespace {

using System = fhirpath::Item::System;

// PostgreSQL has no place for a zero byte in text; no FHIR string should hold one.
std::string Clean(std::string_view text) {
    std::string out(text);
    if (out.find('\0') != std::string::npos) std::erase(out, '\0');
    return out;
}

std::string TextOf(const fhirpath::Item& item) {
    if (const auto text = item.text()) return Clean(*text);
    if (!item.is_system()) return Clean(item.json().text());
    std::string written = item.ToJson();
    if (written.size() >= 2 && written.front() == '"') {
        written = written.substr(1, written.size() - 2);  // dates and times need no escapes
    }
    return written;
}

// As written, each part unknown a zero: 1957 is 19570000.
std::int64_t Digits(const Date& date) {
    return date.year * 10000LL + date.month * 100LL + date.day;
}

std::optional<DateTime> MomentOf(const fhirpath::Item& item) {
    const System value = item.value();
    if (const auto* date = std::get_if<Date>(&value)) return DateTime{.date = *date};
    if (const auto* moment = std::get_if<DateTime>(&value)) return *moment;
    if (const auto text = item.text()) return ParseDateTime(*text);
    return std::nullopt;
}

void AppendMoment(const CellRule& rule, const views::Cell& cell, int zone_minutes, Row& row) {
    const auto moment = cell.empty() ? std::nullopt : MomentOf(cell.front());
    const bool with_instant = rule.kind == Kind::kInstant;
    if (!moment) {
        row.resize(row.size() + (with_instant ? 3 : 2));
        return;
    }
    const auto& date = moment->date;
    row.emplace_back(Digits(date));
    row.emplace_back(std::int64_t{rule.last ? date.LastDay() : date.FirstDay()});
    if (with_instant) {
        row.emplace_back(rule.last ? moment->LastMicros(zone_minutes)
                                   : moment->FirstMicros(zone_minutes));
    }
}

bool IsId(std::string_view id) {
    if (id.empty() || id.size() > 64) return false;
    for (const char c : id) {
        const bool fine = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '.';
        if (!fine) return false;
    }
    return true;
}

Value ReferenceOf(const fhirpath::Item& item) {
    const std::string key = TextOf(item);
    const auto slash = key.find('/');
    if (slash == std::string::npos) return {};
    const std::string_view type = std::string_view(key).substr(0, slash);
    const std::string_view id = std::string_view(key).substr(slash + 1);
    if (definitions::ResourceTypeNumber(type) == 0 || !IsId(id)) return {};
    return Reference{std::string(type), std::string(id)};
}

// Collation keys are bytes of any value, and a text column holds UTF-8: two digits for each byte
// keep their order. Cut where primary differences have long been told.
std::string NameKeyOf(json::Value name) {
    std::string family(name["family"].text());
    std::vector<std::string> given;
    for (const auto word : name["given"]) given.emplace_back(word.text());
    if (family.empty() && given.empty()) {
        // Only the whole is known: by Vietnamese habit the family name comes first.
        const std::string_view text = name["text"].text();
        const auto space = text.find(' ');
        if (space != std::string_view::npos) {
            family = text.substr(0, space);
            given.emplace_back(text.substr(space + 1));
        } else {
            given.emplace_back(text);
        }
    }
    constexpr std::size_t kMostBytes = 150;
    constexpr char kHex[] = "0123456789abcdef";
    std::string out;
    for (const char c : PersonNameKey(family, given).substr(0, kMostBytes)) {
        const auto byte = static_cast<unsigned char>(c);
        out += kHex[byte >> 4];
        out += kHex[byte & 15];
    }
    return out;
}

Value SimpleValue(Kind kind, const fhirpath::Item& item) {
    if (kind == Kind::kText) return TextOf(item);
    if (kind == Kind::kFolded) return Fold(TextOf(item));
    if (kind == Kind::kReference || kind == Kind::kPatient) return ReferenceOf(item);
    if (kind == Kind::kNameKey) return NameKeyOf(item.json());
    const System value = item.value();
    if (const auto* boolean = std::get_if<bool>(&value)) return std::int64_t{*boolean ? 1 : 0};
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        if (kind == Kind::kReal) return static_cast<double>(*whole);
        return *whole;
    }
    if (const auto* decimal = std::get_if<fhirpath::Decimal>(&value)) {
        if (kind == Kind::kReal) return decimal->ToDouble();
        if (const auto whole = decimal->ToInteger()) return *whole;
    }
    return {};
}

}  // namespace

void AppendValues(const CellRule& rule, const views::Cell& cell, const Origin& origin, Row& row) {
    if (rule.kind == Kind::kId) {
        row.emplace_back(std::string(origin.id));
    } else if (rule.kind == Kind::kOwnRid) {
        row.emplace_back(Reference{std::string(origin.type), std::string(origin.id)});
    } else if (rule.kind == Kind::kDate || rule.kind == Kind::kInstant) {
        AppendMoment(rule, cell, origin.zone_minutes, row);
    } else if (cell.empty()) {
        row.emplace_back();
    } else {
        row.push_back(SimpleValue(rule.kind, cell.front()));
    }
}

}  // namespace tram::registers
