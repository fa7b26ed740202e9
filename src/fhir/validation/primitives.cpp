#include "fhir/validation/primitives.h"

#include <algorithm>
#include <charconv>

#include "base/date.h"

namespace tram::validation {
namespace {

using definitions::Primitive;

constexpr std::size_t kMaxCharacters = 1024 * 1024;

bool IsSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
bool IsDigit(char c) {
    return c >= '0' && c <= '9';
}
bool IsAlnum(char c) {
    return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool HasSpace(std::string_view text) {
    return std::any_of(text.begin(), text.end(), IsSpace);
}

bool HasControl(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
    });
}

bool IsTooLong(std::string_view text) {
    if (text.size() <= kMaxCharacters) return false;
    const auto characters = std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    });
    return static_cast<std::size_t>(characters) > kMaxCharacters;
}

// [^\s]+(\s[^\s]+)*
bool IsCode(std::string_view text) {
    bool after_space = true;
    for (const char c : text) {
        const bool space = IsSpace(c);
        if (space && after_space) return false;
        after_space = space;
    }
    return !after_space;
}

// urn:oid:[0-2](\.(0|[1-9][0-9]*))+
bool IsOid(std::string_view text) {
    constexpr std::string_view kStart = "urn:oid:";
    if (!text.starts_with(kStart) || text.size() < kStart.size() + 3) return false;
    text.remove_prefix(kStart.size());
    if (text[0] < '0' || text[0] > '2' || text[1] != '.') return false;
    text.remove_prefix(2);
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        if (at < text.size() && text[at] != '.') {
            if (!IsDigit(text[at])) return false;
            continue;
        }
        const auto length = at - begin;
        if (length == 0 || (length > 1 && text[begin] == '0')) return false;
        begin = at + 1;
    }
    return true;
}

// urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
bool IsUuid(std::string_view text) {
    constexpr std::string_view kForm = "urn:uuid:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (text.size() != kForm.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hex = IsDigit(text[i]) || (text[i] >= 'a' && text[i] <= 'f');
        if (kForm[i] == 'x' ? !hex : text[i] != kForm[i]) return false;
    }
    return true;
}

// (\s*([0-9a-zA-Z\+/=]){4}\s*)+, and padding only where RFC 4648 puts it.
bool IsBase64(std::string_view text) {
    std::size_t in_group = 0, padding = 0, groups = 0;
    for (const char c : text) {
        if (IsSpace(c)) {
            if (in_group != 0) return false;
            continue;
        }
        if (c == '=') {
            ++padding;
            if (in_group < 2 || padding > 2) return false;
        } else if (padding != 0 || (!IsAlnum(c) && c != '+' && c != '/')) {
            return false;
        }
        if (++in_group == 4) {
            in_group = 0;
            ++groups;
        }
    }
    return in_group == 0 && groups > 0;
}

bool IsTwoDigits(std::string_view text, std::size_t at, int most) {
    if (at + 2 > text.size() || !IsDigit(text[at]) || !IsDigit(text[at + 1])) return false;
    return (text[at] - '0') * 10 + text[at + 1] - '0' <= most;
}

// HH:MM:SS(.f+)? at the start; `rest` becomes what follows. A leap second is allowed.
bool ReadTime(std::string_view text, std::string_view& rest) {
    if (!IsTwoDigits(text, 0, 23) || !IsTwoDigits(text, 3, 59) || !IsTwoDigits(text, 6, 60) ||
        text[2] != ':' || text[5] != ':') {
        return false;
    }
    std::size_t at = 8;
    if (at < text.size() && text[at] == '.') {
        const auto digits = ++at;
        while (at < text.size() && IsDigit(text[at])) ++at;
        if (at == digits) return false;
    }
    rest = text.substr(at);
    return true;
}

// Z|(\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00)
bool IsOffset(std::string_view text) {
    if (text == "Z") return true;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
    return (IsTwoDigits(text, 1, 13) && IsTwoDigits(text, 4, 59)) || text.substr(1) == "14:00";
}

PrimitiveFault CheckDate(std::string_view text) {
    if (ParseDate(text)) return PrimitiveFault::kNone;
    // 2023-02-30 has the form of a date, 30/02/2023 has not: two different pieces of advice.
    constexpr std::string_view kForm = "dddd-dd-dd";
    const auto size = text.size();
    if (size != 4 && size != 7 && size != 10) return PrimitiveFault::kFormat;
    for (std::size_t i = 0; i < size; ++i) {
        if (kForm[i] == 'd' ? !IsDigit(text[i]) : text[i] != '-') return PrimitiveFault::kFormat;
    }
    return PrimitiveFault::kImpossible;
}

PrimitiveFault CheckDateTime(std::string_view text, bool whole) {
    const auto t = text.find('T');
    if (t == std::string_view::npos) return whole ? PrimitiveFault::kFormat : CheckDate(text);
    std::string_view offset;
    if (t != 10 || !ReadTime(text.substr(11), offset) || !IsOffset(offset)) {
        return PrimitiveFault::kFormat;
    }
    return CheckDate(text.substr(0, t));
}

bool IsTime(std::string_view text) {
    std::string_view rest;
    return ReadTime(text, rest) && rest.empty();
}

PrimitiveFault FormatIf(bool good) {
    return good ? PrimitiveFault::kNone : PrimitiveFault::kFormat;
}

}  // namespace

bool IsId(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return IsAlnum(c) || c == '-' || c == '.';
    });
}

bool IsInteger(Primitive type, std::string_view text) {
    const std::int64_t least = type == Primitive::kPositiveInt   ? 1
                               : type == Primitive::kUnsignedInt ? 0
                                                                 : INT32_MIN;
    // JSON itself has refused leading zeros and signs.
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return false;
    const bool minus_zero = value == 0 && text.starts_with('-');
    return value >= least && value <= INT32_MAX && (!minus_zero || type == Primitive::kInteger);
}

PrimitiveFault CheckText(Primitive type, std::string_view text) {
    if (text.empty()) return PrimitiveFault::kEmpty;
    switch (type) {
        case Primitive::kString:
        case Primitive::kMarkdown:
            return IsTooLong(text) ? PrimitiveFault::kTooLong : PrimitiveFault::kNone;
        case Primitive::kXhtml:
            return PrimitiveFault::kNone;
        case Primitive::kUri:
        case Primitive::kUrl:
        case Primitive::kCanonical:
            return FormatIf(!HasSpace(text));
        case Primitive::kCode:
            return FormatIf(IsCode(text));
        case Primitive::kId:
            return FormatIf(IsId(text));
        case Primitive::kOid:
            return FormatIf(IsOid(text));
        case Primitive::kUuid:
            return FormatIf(IsUuid(text));
        case Primitive::kBase64Binary:
            return FormatIf(IsBase64(text));
        case Primitive::kTime:
            return FormatIf(IsTime(text));
        case Primitive::kDate:
            return CheckDate(text);
        case Primitive::kDateTime:
            return CheckDateTime(text, false);
        case Primitive::kInstant:
            return CheckDateTime(text, true);
        case Primitive::kBoolean:
        case Primitive::kDecimal:
        case Primitive::kInteger:
        case Primitive::kUnsignedInt:
        case Primitive::kPositiveInt:
        case Primitive::kNone:
            break;
    }
    return PrimitiveFault::kWrongJson;
}

PrimitiveFault CheckPrimitive(Primitive type, json::Value value) {
    switch (type) {
        case Primitive::kBoolean:
            return value.IsBoolean() ? PrimitiveFault::kNone : PrimitiveFault::kWrongJson;
        case Primitive::kDecimal:
            return value.IsNumber() ? PrimitiveFault::kNone : PrimitiveFault::kWrongJson;
        case Primitive::kInteger:
        case Primitive::kUnsignedInt:
        case Primitive::kPositiveInt:
            if (!value.IsNumber()) return PrimitiveFault::kWrongJson;
            return FormatIf(IsInteger(type, value.raw()));
        default:
            break;
    }
    if (!value.IsString()) return PrimitiveFault::kWrongJson;
    const auto text = value.text();
    // JSON allows control characters only as escapes, so a text without escapes has none.
    const bool escaped = text.size() + 2 != value.raw().size();
    if (escaped && HasControl(text)) return PrimitiveFault::kControl;
    return CheckText(type, text);
}

}  // namespace tram::validation
