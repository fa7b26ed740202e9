// http://hl7.org/fhirpath/N1/#string-manipulation. Places and lengths count Unicode characters.

#include <re2/re2.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "fhir/fhirpath/functions.h"
#include "fhir/fhirpath/patterns.h"

namespace tram::fhirpath {
namespace {

using Text = std::optional<std::string_view>;

bool StartsCharacter(char c) {
    return (c & 0xC0) != 0x80;
}

std::int64_t CountCharacters(std::string_view text) {
    return std::count_if(text.begin(), text.end(), StartsCharacter);
}

// The byte where the character `place` starts; text.size() behind the last.
std::size_t OffsetOf(std::string_view text, std::int64_t place) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        if (StartsCharacter(text[at]) && place-- == 0) return at;
    }
    return at;
}

// The input and the first argument, for the functions of two strings.
bool TwoTexts(const Call& call, Text& text, std::optional<std::string>& other) {
    return TextInput(call, text) && TextArgument(call, 0, other);
}

bool IndexOf(const Call& call, Collection& out) {
    Text text;
    std::optional<std::string> part;
    if (!TwoTexts(call, text, part)) return false;
    if (!text || !part) return true;
    const auto at = text->find(*part);
    return Put(
        at == std::string_view::npos ? std::int64_t{-1} : CountCharacters(text->substr(0, at)),
        out);
}

bool LastIndexOf(const Call& call, Collection& out) {
    Text text;
    std::optional<std::string> part;
    if (!TwoTexts(call, text, part)) return false;
    if (!text || !part) return true;
    const auto at = text->rfind(*part);
    return Put(
        at == std::string_view::npos ? std::int64_t{-1} : CountCharacters(text->substr(0, at)),
        out);
}

bool Substring(const Call& call, Collection& out) {
    Text text;
    std::optional<std::int64_t> start;
    std::optional<std::int64_t> length;
    if (!TextInput(call, text) || !IntegerArgument(call, 0, start)) return false;
    if (HasArgument(call, 1) && !IntegerArgument(call, 1, length)) return false;
    if (!text || !start || *start < 0) return true;
    const std::size_t from = OffsetOf(*text, *start);
    if (from >= text->size()) return true;
    std::string_view rest = text->substr(from);
    if (length) rest = rest.substr(0, *length <= 0 ? 0 : OffsetOf(rest, *length));
    return PutText(call, std::string(rest), out);
}

bool StartsWith(const Call& call, Collection& out) {
    Text text;
    std::optional<std::string> part;
    if (!TwoTexts(call, text, part)) return false;
    return !text || !part || Put(text->starts_with(*part), out);
}

bool EndsWith(const Call& call, Collection& out) {
    Text text;
    std::optional<std::string> part;
    if (!TwoTexts(call, text, part)) return false;
    return !text || !part || Put(text->ends_with(*part), out);
}

bool Contains(const Call& call, Collection& out) {
    Text text;
    std::optional<std::string> part;
    if (!TwoTexts(call, text, part)) return false;
    return !text || !part || Put(text->find(*part) != std::string_view::npos, out);
}

enum class Case { kUpper, kLower };
bool ChangeCase(const Call& call, Case to, Collection& out) {
    Text text;
    if (!TextInput(call, text)) return false;
    if (!text) return true;
    auto unicode = icu::UnicodeString::fromUTF8({text->data(), static_cast<int>(text->size())});
    if (to == Case::kUpper) {
        unicode.toUpper(icu::Locale::getRoot());
    } else {
        unicode.toLower(icu::Locale::getRoot());
    }
    std::string changed;
    unicode.toUTF8String(changed);
    return PutText(call, std::move(changed), out);
}
bool Upper(const Call& call, Collection& out) {
    return ChangeCase(call, Case::kUpper, out);
}
bool Lower(const Call& call, Collection& out) {
    return ChangeCase(call, Case::kLower, out);
}

bool Replace(const Call& call, Collection& out) {
    Text text;
    std::optional<std::string> pattern;
    std::optional<std::string> substitution;
    if (!TwoTexts(call, text, pattern) || !TextArgument(call, 1, substitution)) return false;
    if (!text || !pattern || !substitution) return true;
    std::string result;
    std::size_t at = 0;
    if (pattern->empty()) {
        for (; at < text->size() && result.size() <= kMostText; ++at) {
            if (StartsCharacter((*text)[at])) result += *substitution;
            result += (*text)[at];
        }
        return PutText(call, result + *substitution, out);
    }
    while (result.size() <= kMostText) {
        const auto found = text->find(*pattern, at);
        result += text->substr(at, found == std::string_view::npos ? found : found - at);
        if (found == std::string_view::npos) break;
        result += *substitution;
        at = found + pattern->size();
    }
    return PutText(call, std::move(result), out);
}

// The compiled pattern of argument 0; nullptr when it is empty. Flags stand at `flags_at`.
bool Pattern(const Call& call, std::size_t flags_at, std::shared_ptr<const re2::RE2>& compiled) {
    std::optional<std::string> pattern;
    std::optional<std::string> flags;
    if (!TextArgument(call, 0, pattern)) return false;
    if (HasArgument(call, flags_at) && !TextArgument(call, flags_at, flags)) return false;
    if (!pattern) return true;
    auto result = CompilePattern(*pattern, flags.value_or(""));
    if (!result) {
        Error error = std::move(result).error();
        error.message =
            "FHIRPath, column " + std::to_string(call.node.column) + ": " + error.message;
        return call.evaluation.Fail(std::move(error));
    }
    compiled = std::move(*result);
    return true;
}

bool MatchesWith(const Call& call, re2::RE2::Anchor anchor, Collection& out) {
    Text text;
    std::shared_ptr<const re2::RE2> pattern;
    if (!TextInput(call, text) || !Pattern(call, 1, pattern)) return false;
    if (!text || !pattern) return true;
    if (!call.evaluation.Tick(1 + text->size() / 16)) return false;
    return Put(pattern->Match({text->data(), text->size()}, 0, text->size(), anchor, nullptr, 0),
               out);
}
bool Matches(const Call& call, Collection& out) {
    return MatchesWith(call, re2::RE2::UNANCHORED, out);
}
bool MatchesFull(const Call& call, Collection& out) {
    return MatchesWith(call, re2::RE2::ANCHOR_BOTH, out);
}

bool ReplaceMatchesCall(const Call& call, Collection& out) {
    Text text;
    std::shared_ptr<const re2::RE2> pattern;
    std::optional<std::string> substitution;
    if (!TextInput(call, text) || !Pattern(call, 2, pattern) ||
        !TextArgument(call, 1, substitution)) {
        return false;
    }
    if (!text || !pattern || !substitution) return true;
    // An empty pattern names nothing that could be replaced.
    if (pattern->pattern().empty()) return PutText(call, std::string(*text), out);
    if (!call.evaluation.Tick(1 + text->size() / 16)) return false;
    return PutText(call, ReplaceMatches(*text, *pattern, *substitution, kMostText), out);
}

bool Length(const Call& call, Collection& out) {
    Text text;
    if (!TextInput(call, text)) return false;
    return !text || Put(CountCharacters(*text), out);
}

bool ToChars(const Call& call, Collection& out) {
    Text text;
    if (!TextInput(call, text)) return false;
    if (!text) return true;
    std::size_t at = 0;
    while (at < text->size()) {
        std::size_t end = at + 1;
        while (end < text->size() && !StartsCharacter((*text)[end])) ++end;
        if (!PutText(call, std::string(text->substr(at, end - at)), out)) return false;
        at = end;
    }
    return true;
}

bool Trim(const Call& call, Collection& out) {
    Text text;
    if (!TextInput(call, text)) return false;
    if (!text) return true;
    const auto from = text->find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) return PutText(call, "", out);
    const auto to = text->find_last_not_of(" \t\r\n");
    return PutText(call, std::string(text->substr(from, to - from + 1)), out);
}

bool Split(const Call& call, Collection& out) {
    Text text;
    std::optional<std::string> separator;
    if (!TwoTexts(call, text, separator)) return false;
    if (!text) return true;
    if (!separator || separator->empty()) return PutText(call, std::string(*text), out);
    std::size_t at = 0;
    while (true) {
        const auto found = text->find(*separator, at);
        const auto part = text->substr(at, found == std::string_view::npos ? found : found - at);
        if (!PutText(call, std::string(part), out)) return false;
        if (found == std::string_view::npos) return true;
        at = found + separator->size();
    }
}

// NOTE: differs from http://hl7.org/fhirpath/#joinseparator-string--string, where nothing joined is
// nothing: the public tests of SQL-on-FHIR ask for the empty string.
bool Join(const Call& call, Collection& out) {
    std::optional<std::string> separator;
    if (HasArgument(call, 0) && !TextArgument(call, 0, separator)) return false;
    std::string joined;
    for (const Item& item : call.input) {
        const auto text = item.text();
        if (!text) return Refuse(call, "works on strings", "chỉ dùng cho chuỗi");
        if (&item != &call.input.front() && separator) joined += *separator;
        joined += *text;
        if (joined.size() > kMostText) break;
    }
    return PutText(call, std::move(joined), out);
}

constexpr FunctionRow kFunctions[] = {
    {"indexOf", 1, 1, IndexOf},
    {"lastIndexOf", 1, 1, LastIndexOf},
    {"substring", 1, 2, Substring},
    {"startsWith", 1, 1, StartsWith},
    {"endsWith", 1, 1, EndsWith},
    {"contains", 1, 1, Contains},
    {"upper", 0, 0, Upper},
    {"lower", 0, 0, Lower},
    {"replace", 2, 2, Replace},
    {"matches", 1, 2, Matches},
    {"matchesFull", 1, 2, MatchesFull},
    {"replaceMatches", 2, 3, ReplaceMatchesCall},
    {"length", 0, 0, Length},
    {"toChars", 0, 0, ToChars},
    {"trim", 0, 0, Trim},
    {"split", 1, 1, Split},
    {"join", 0, 1, Join},
};

}  // namespace

std::span<const FunctionRow> StringFunctions() {
    return kFunctions;
}

}  // namespace tram::fhirpath
