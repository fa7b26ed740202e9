#include "api/fhir/wishes.h"

#include <algorithm>
#include <charconv>
#include <ctime>

#include "base/date.h"

namespace tram::api::fhir {
namespace {

std::string_view Trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::string Lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return lower;
}

// Calls `visit` with each part between separators, trimmed.
template <typename Visit>
void ForEachPart(std::string_view text, char separator, Visit visit) {
    while (!text.empty()) {
        const auto end = text.find(separator);
        visit(Trim(text.substr(0, end)));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
}

bool IsJsonFormat(std::string_view format) {
    // A + that nobody encoded arrives as a space.
    const auto name = MediaType(format);
    return name == "json" || name == "application/json" || name == "application/fhir+json" ||
           name == "application/fhir json" || name == "text/json";
}

// https://www.rfc-editor.org/rfc/rfc7240; unknown preferences are passed over, as it asks.
void ReadPrefer(std::string_view header, Wishes& wishes) {
    ForEachPart(header, ',', [&](std::string_view item) {
        ForEachPart(item, ';', [&](std::string_view preference) {
            const auto word = Lower(preference);
            if (word == "return=minimal") wishes.returns = Return::kMinimal;
            if (word == "return=representation") wishes.returns = Return::kRepresentation;
            if (word == "return=operationoutcome") wishes.returns = Return::kOutcome;
            if (word == "handling=lenient") wishes.handling = search::Handling::kLenient;
            if (word == "handling=strict") wishes.handling = search::Handling::kStrict;
        });
    });
}

}  // namespace

std::string MediaType(std::string_view content_type) {
    return Lower(Trim(content_type.substr(0, content_type.find(';'))));
}

bool IsUtf8(std::string_view content_type) {
    bool good = true;
    const auto parameters = content_type.find(';');
    if (parameters == std::string_view::npos) return true;
    ForEachPart(content_type.substr(parameters + 1), ';', [&](std::string_view part) {
        auto parameter = Lower(part);
        std::erase(parameter, '"');
        if (parameter.starts_with("charset="))
            good = parameter == "charset=utf-8" || parameter == "charset=utf8";
    });
    return good;
}

bool TakesJson(const http::Request& request) {
    if (const auto parameters = search::DecodeParameters(request.query)) {
        if (const auto format = Find(*parameters, "_format")) return IsJsonFormat(*format);
    }
    const auto accept = request.header("accept");
    if (accept.empty()) return true;
    bool json = false;
    ForEachPart(accept, ',', [&](std::string_view item) {
        const auto name = MediaType(item);
        const bool any = name == "*/*" || name == "application/*" || name == "text/*";
        // A browser that asks for a page is better served with JSON than with a refusal.
        const bool page = name == "text/html" || name == "application/json-patch+json";
        const bool refused = item.find(";q=0") != std::string_view::npos &&
                             item.find(";q=0.") == std::string_view::npos;
        if (!refused && (any || page || IsJsonFormat(name))) json = true;
    });
    return json;
}

Result<Wishes> ReadWishes(const Context& context) {
    Wishes wishes;
    for (auto& [name, value] : TRY(search::DecodeParameters(context.request.query))) {
        if (name == "_format") continue;
        if (name == "_pretty") {
            if (value != "true" && value != "false") {
                return Error{.code = ErrorCode::kBadValue,
                             .message = "_pretty is true or false",
                             .message_vi = "_pretty chỉ nhận true hoặc false",
                             .path = "_pretty"};
            }
            wishes.pretty = value == "true";
            continue;
        }
        wishes.parameters.emplace_back(std::move(name), std::move(value));
    }
    for (const auto& [name, value] : context.request.headers) {
        if (name == "prefer") ReadPrefer(value, wishes);
    }
    return wishes;
}

Result<void> AllowOnly(const Wishes& wishes, std::initializer_list<std::string_view> names) {
    if (wishes.handling == search::Handling::kLenient) return {};
    for (const auto& [name, value] : wishes.parameters) {
        if (std::find(names.begin(), names.end(), name) != names.end()) continue;
        return Error{.code = ErrorCode::kUnknownElement,
                     .message = "parameter '" + name +
                                "' is not known here; leave it out, or send "
                                "Prefer: handling=lenient",
                     .message_vi = "Không có tham số '" + name +
                                   "' ở đây; hãy bỏ đi, hoặc gửi kèm "
                                   "Prefer: handling=lenient.",
                     .path = name};
    }
    return {};
}

std::optional<std::string> Find(const search::Parameters& parameters, std::string_view name) {
    for (const auto& [key, value] : parameters) {
        if (key == name) return value;
    }
    return std::nullopt;
}

Result<std::optional<std::int64_t>> ReadIfMatch(std::string_view header) {
    auto text = Trim(header);
    if (text.empty()) return std::optional<std::int64_t>();
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
    }
    std::int64_t version = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (fault != std::errc() || end != text.data() + text.size() || version < 1) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "If-Match must be a version as ETag gives it, such as W/\"3\"",
                     .message_vi = "If-Match phải là phiên bản như ETag đã trả về, ví dụ W/\"3\"",
                     .path = "If-Match"};
    }
    return std::optional(version);
}

std::string ETag(std::int64_t version) {
    return "W/\"" + std::to_string(version) + "\"";
}

std::string HttpDate(Instant at) {
    constexpr std::string_view kDays = "ThuFriSatSunMonTueWed";  // 1970-01-01 was a Thursday
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto iso = FormatInstant(at);  // 2026-11-22T03:04:05.678Z
    const std::string_view text = iso;
    std::int64_t days = at.micros / 86'400'000'000;
    if (at.micros % 86'400'000'000 < 0) --days;
    const auto weekday = static_cast<std::size_t>(((days % 7) + 7) % 7);
    const auto month = static_cast<std::size_t>((text[5] - '0') * 10 + (text[6] - '0') - 1);
    std::string date;
    date.reserve(29);
    ((date += kDays.substr(weekday * 3, 3)) += ", ") += text.substr(8, 2);
    ((date += ' ') += kMonths.substr(month * 3, 3)) += ' ';
    ((date += text.substr(0, 4)) += ' ') += text.substr(11, 8);
    return date += " GMT";
}

std::optional<Instant> ParseHttpDate(std::string_view text) {
    std::tm parts{};
    const std::string copy(Trim(text));
    const char* end = ::strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (!end || *end != '\0') return std::nullopt;
    return Instant{static_cast<std::int64_t>(::timegm(&parts)) * 1'000'000};
}

Result<Instant> ReadInstant(std::string_view name, std::string_view value, int zone_minutes) {
    const auto parsed = ParseDateTime(value);
    if (!parsed) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "'" + std::string(name) +
                                "' must be a date or an instant, such as 2026-01-31 or "
                                "2026-01-31T08:30:00+07:00",
                     .message_vi = "'" + std::string(name) +
                                   "' phải là ngày hoặc thời điểm, ví dụ 2026-01-31 hoặc "
                                   "2026-01-31T08:30:00+07:00",
                     .path = std::string(name)};
    }
    return Instant{parsed->FirstMicros(zone_minutes)};
}

// https://hl7.org/fhir/R4/datatypes.html#id
bool IsId(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.';
    });
}

}  // namespace tram::api::fhir
