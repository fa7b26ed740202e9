#include "fhir/views/constants.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/date.h"
#include "fhir/fhirpath/decimal.h"

namespace tram::views {

namespace {

bool IsLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool IsDigit(char c) {
    return c >= '0' && c <= '9';
}
bool IsNameByte(char c) {
    return IsLetter(c) || IsDigit(c) || c == '_';
}

std::string StringLiteral(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\'' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            constexpr char kHex[] = "0123456789abcdef";
            out += "\\u00";
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        } else {
            out += c;
        }
    }
    return out + "'";
}

bool IsWholeNumber(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && text.size() <= 19 && std::all_of(text.begin(), text.end(), IsDigit);
}

std::string NumberLiteral(std::string_view text) {
    return text.starts_with('-') ? "(" + std::string(text) + ")" : std::string(text);
}

bool IsTime(std::string_view text) {
    return text.size() >= 8 && ParseDateTime("2000-01-01T" + std::string(text) + "Z").has_value();
}

// The literal of a value[x]; nullopt: the value does not fit its type.
// https://hl7.org/fhirpath/N1/#literals
std::optional<std::string> Literal(std::string_view type, json::Value value) {
    constexpr std::array<std::string_view, 9> kStrings = {
        "Base64Binary", "Canonical", "Code", "Id", "Oid", "String", "Uri", "Url", "Uuid"};
    const std::string text(value.text());
    if (std::find(kStrings.begin(), kStrings.end(), type) != kStrings.end()) {
        if (!value.IsString() || text.empty()) return std::nullopt;
        return StringLiteral(text);
    }
    if (type == "Boolean") {
        if (!value.IsBoolean()) return std::nullopt;
        return text;
    }
    if (type == "Integer" || type == "PositiveInt" || type == "UnsignedInt" ||
        type == "Integer64") {
        // JSON of FHIR R5 writes integer64 as a string.
        if (!value.IsNumber() && !(type == "Integer64" && value.IsString())) return std::nullopt;
        if (!IsWholeNumber(text)) return std::nullopt;
        return NumberLiteral(text);
    }
    if (type == "Decimal") {
        const auto decimal =
            value.IsNumber() ? fhirpath::Decimal::Parse(text) : std::optional<fhirpath::Decimal>();
        if (!decimal) return std::nullopt;
        // An exponent is no FHIRPath literal.
        std::string plain = decimal->ToString();
        if (plain.find('.') == std::string::npos) plain += ".0";
        return NumberLiteral(plain);
    }
    if (!value.IsString()) return std::nullopt;
    if (type == "Date") return ParseDate(text) ? std::optional("@" + text) : std::nullopt;
    if (type == "DateTime" || type == "Instant") {
        if (!ParseDateTime(text)) return std::nullopt;
        return "@" + text + (text.find('T') == std::string::npos ? "T" : "");
    }
    if (type == "Time") return IsTime(text) ? std::optional("@T" + text) : std::nullopt;
    return std::nullopt;
}

bool IsKnownType(std::string_view type) {
    constexpr std::array<std::string_view, 19> kTypes = {
        "Base64Binary", "Boolean",     "Canonical", "Code",      "Date", "DateTime", "Decimal",
        "Id",           "Instant",     "Integer",   "Integer64", "Oid",  "String",   "PositiveInt",
        "Time",         "UnsignedInt", "Uri",       "Url",       "Uuid"};
    return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

// https://hl7.org/fhirpath/N1/#environment-variables, with those of FHIR R4 and of the views.
bool IsPredefined(std::string_view name) {
    constexpr std::array<std::string_view, 7> kNames = {
        "context", "resource", "rootResource", "ucum", "sct", "loinc", "rowIndex"};
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end() ||
           name.starts_with("vs-") || name.starts_with("ext-");
}

Error Bad(ErrorCode code, std::string message, std::string message_vi, std::string path) {
    return Error{.code = code,
                 .message = std::move(message),
                 .message_vi = std::move(message_vi),
                 .path = std::move(path)};
}

}  // namespace

bool IsSqlName(std::string_view name) {
    return !name.empty() && IsLetter(name.front()) &&
           std::all_of(name.begin(), name.end(), IsNameByte);
}

Result<Constants> Constants::Read(json::Value definitions, std::string_view path) {
    Constants constants;
    std::size_t place = 0;
    for (const auto definition : definitions) {
        const std::string here = std::string(path) + "[" + std::to_string(place++) + "]";
        const auto name = definition["name"];
        if (!name.IsString() || !IsSqlName(name.text())) {
            return Bad(
                name ? ErrorCode::kBadValue : ErrorCode::kRequired,
                "a constant needs a name of letters, digits and _, starting with a letter",
                "hằng số cần có tên gồm chữ cái không dấu, chữ số và _, bắt đầu bằng chữ cái",
                here + ".name");
        }
        json::Value value;
        std::string_view type;
        for (const auto member : definition) {
            const auto key = member.key();
            if (key == "name" || key == "id" || key == "extension" || key.starts_with('_'))
                continue;
            if (!key.starts_with("value") || !IsKnownType(key.substr(5))) {
                return Bad(ErrorCode::kUnknownElement,
                           "unknown element '" + std::string(key) + "' in a constant",
                           "hằng số có thành phần lạ '" + std::string(key) + "'", here);
            }
            if (value) {
                return Bad(ErrorCode::kInvalid, "a constant has one value[x] only",
                           "mỗi hằng số chỉ có một value[x]", here);
            }
            value = member;
            type = key.substr(5);
        }
        if (!value) {
            return Bad(ErrorCode::kRequired, "a constant needs a value[x]",
                       "hằng số cần có value[x]", here);
        }
        auto literal = Literal(type, value);
        if (!literal) {
            return Bad(ErrorCode::kBadValue,
                       "value" + std::string(type) + " does not hold a value of that type",
                       "value" + std::string(type) + " không chứa giá trị đúng kiểu",
                       here + ".value" + std::string(type));
        }
        if (IsPredefined(name.text()) ||
            !constants.literals_.emplace(std::string(name.text()), std::move(*literal)).second) {
            return Bad(ErrorCode::kInvalid,
                       "the name '" + std::string(name.text()) + "' is taken already",
                       "tên '" + std::string(name.text()) + "' đã được dùng", here + ".name");
        }
    }
    return constants;
}

Result<std::string> Constants::Apply(std::string_view expression, std::string_view path) const {
    std::string out;
    std::size_t at = 0;
    // Copies a quoted stretch whole: a % in there is text.
    const auto copy_quoted = [&](char quote) {
        out += expression[at++];
        while (at < expression.size()) {
            const char c = expression[at++];
            out += c;
            if (c == '\\' && at < expression.size()) {
                out += expression[at++];
            } else if (c == quote) {
                return;
            }
        }
    };
    const auto copy_until = [&](std::string_view ending) {
        const auto found = expression.find(ending, at + 2);
        const auto stop =
            found == std::string_view::npos ? expression.size() : found + ending.size();
        out += expression.substr(at, stop - at);
        at = stop;
    };
    while (at < expression.size()) {
        const char c = expression[at];
        if (c == '\'' || c == '"' || c == '`') {
            copy_quoted(c);
        } else if (expression.substr(at, 2) == "//") {
            copy_until("\n");
        } else if (expression.substr(at, 2) == "/*") {
            copy_until("*/");
        } else if (c != '%') {
            out += c;
            ++at;
        } else {
            std::size_t end = at + 1;
            std::string_view name;
            const char quote = end < expression.size() ? expression[end] : '\0';
            if (quote == '`' || quote == '\'') {
                const auto close = expression.find(quote, end + 1);
                if (close == std::string_view::npos) {
                    out += c;
                    ++at;
                    continue;  // the compiler of the expression tells better what is wrong
                }
                name = expression.substr(end + 1, close - end - 1);
                end = close + 1;
            } else {
                while (end < expression.size() && IsNameByte(expression[end])) ++end;
                name = expression.substr(at + 1, end - at - 1);
            }
            if (const auto found = literals_.find(name); found != literals_.end()) {
                out += found->second;
            } else if (name.empty() || IsPredefined(name)) {
                out += expression.substr(at, end - at);
            } else {
                return Bad(ErrorCode::kInvalid, "no constant is named '" + std::string(name) + "'",
                           "không có hằng số nào tên '" + std::string(name) + "'",
                           std::string(path));
            }
            at = end;
        }
    }
    return out;
}

}  // namespace tram::views
