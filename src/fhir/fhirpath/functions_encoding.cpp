// http://hl7.org/fhirpath/#additional-string-functions: encode, decode, escape, unescape.

#include <array>
#include <charconv>

#include "fhir/fhirpath/functions.h"
#include "fhir/json/document.h"

namespace tram::fhirpath {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string EncodeHex(std::string_view text) {
    std::string out;
    for (const unsigned char c : text) {
        out += kHex[c >> 4];
        out += kHex[c & 15];
    }
    return out;
}

std::optional<std::string> DecodeHex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        unsigned char byte = 0;
        const auto [end, error] = std::from_chars(&text[i], &text[i] + 2, byte, 16);
        if (error != std::errc() || end != &text[i] + 2) return std::nullopt;
        out += static_cast<char>(byte);
    }
    return out;
}

std::string EncodeBase64(std::string_view text, std::string_view letters) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        std::uint32_t group = 0;
        const std::size_t count = std::min<std::size_t>(3, text.size() - i);
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8 | (k < count ? static_cast<unsigned char>(text[i + k]) : 0);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            out += k <= count ? letters[group >> (18 - 6 * k) & 63] : '=';
        }
    }
    return out;
}

std::optional<std::string> DecodeBase64(std::string_view text, std::string_view letters) {
    while (text.ends_with('=')) text.remove_suffix(1);
    std::string out;
    std::uint32_t group = 0;
    int bits = 0;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
        const auto place = letters.find(c);
        if (place == std::string_view::npos) return std::nullopt;
        group = group << 6 | static_cast<std::uint32_t>(place);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        out += static_cast<char>(group >> bits & 0xFF);
    }
    return out;
}

// RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF.
bool IsUtf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = first < 0x80   ? 1
                                   : first < 0xC2 ? 0
                                   : first < 0xE0 ? 2
                                   : first < 0xF0 ? 3
                                   : first < 0xF5 ? 4
                                                  : 0;
        if (length == 0 || i + length > text.size()) return false;
        std::uint32_t c = length == 1 ? first : first & (0x7Fu >> length);
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xC0) != 0x80) return false;
            c = c << 6 | (next & 0x3F);
        }
        if ((length == 3 && c < 0x800) || (length == 4 && c < 0x10000)) return false;
        if ((c >= 0xD800 && c < 0xE000) || c > 0x10FFFF) return false;
        i += length;
    }
    return true;
}

bool Encode(const Call& call, Collection& out) {
    std::optional<std::string_view> text;
    std::optional<std::string> format;
    if (!TextInput(call, text) || !TextArgument(call, 0, format)) return false;
    if (!text || !format) return true;
    if (*format == "hex") return PutText(call, EncodeHex(*text), out);
    if (*format == "base64") return PutText(call, EncodeBase64(*text, kBase64), out);
    if (*format == "urlbase64") return PutText(call, EncodeBase64(*text, kUrlBase64), out);
    return Refuse(call, "knows the formats hex, base64 and urlbase64",
                  "chỉ có các dạng hex, base64 và urlbase64");
}

bool Decode(const Call& call, Collection& out) {
    std::optional<std::string_view> text;
    std::optional<std::string> format;
    if (!TextInput(call, text) || !TextArgument(call, 0, format)) return false;
    if (!text || !format) return true;
    std::optional<std::string> decoded;
    if (*format == "hex") {
        decoded = DecodeHex(*text);
    } else if (*format == "base64") {
        decoded = DecodeBase64(*text, kBase64);
    } else if (*format == "urlbase64") {
        decoded = DecodeBase64(*text, kUrlBase64);
    } else {
        return Refuse(call, "knows the formats hex, base64 and urlbase64",
                      "chỉ có các dạng hex, base64 và urlbase64");
    }
    if (!decoded || !IsUtf8(*decoded)) return true;
    return PutText(call, std::move(*decoded), out);
}

struct Entity {
    char character;
    std::string_view spelling;
};
constexpr std::array<Entity, 5> kEntities = {
    {{'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}, {'&', "&amp;"}}};

std::string EscapeHtml(std::string_view text) {
    std::string out;
    for (const char c : text) {
        std::string_view spelling;
        for (const auto& entity : kEntities) {
            if (entity.character == c) spelling = entity.spelling;
        }
        if (spelling.empty()) {
            out += c;
        } else {
            out += spelling;
        }
    }
    return out;
}

std::string UnescapeHtml(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        std::size_t length = 1;
        char c = text[0];
        for (const auto& entity : kEntities) {
            if (!text.starts_with(entity.spelling)) continue;
            c = entity.character;
            length = entity.spelling.size();
        }
        if (text.starts_with("&apos;")) {
            c = '\'';
            length = 6;
        }
        out += c;
        text.remove_prefix(length);
    }
    return out;
}

bool Escape(const Call& call, Collection& out) {
    std::optional<std::string_view> text;
    std::optional<std::string> target;
    if (!TextInput(call, text) || !TextArgument(call, 0, target)) return false;
    if (!text || !target) return true;
    if (*target == "html") return PutText(call, EscapeHtml(*text), out);
    if (*target == "json") {
        const std::string quoted = json::Quote(*text);
        return PutText(call, quoted.substr(1, quoted.size() - 2), out);
    }
    return Refuse(call, "knows the targets html and json", "chỉ có các dạng html và json");
}

bool Unescape(const Call& call, Collection& out) {
    std::optional<std::string_view> text;
    std::optional<std::string> target;
    if (!TextInput(call, text) || !TextArgument(call, 0, target)) return false;
    if (!text || !target) return true;
    if (*target == "html") return PutText(call, UnescapeHtml(*text), out);
    if (*target != "json") {
        return Refuse(call, "knows the targets html and json", "chỉ có các dạng html và json");
    }
    const auto document = json::Document::Parse('"' + std::string(*text) + '"');
    if (!document || !(*document)->root().IsString()) return true;
    return PutText(call, std::string((*document)->root().text()), out);
}

constexpr FunctionRow kFunctions[] = {
    {"encode", 1, 1, Encode},
    {"decode", 1, 1, Decode},
    {"escape", 1, 1, Escape},
    {"unescape", 1, 1, Unescape},
};

}  // namespace

std::span<const FunctionRow> EncodingFunctions() {
    return kFunctions;
}

}  // namespace tram::fhirpath
