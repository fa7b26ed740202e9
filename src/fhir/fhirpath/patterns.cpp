#include "fhir/fhirpath/patterns.h"

#include <re2/re2.h>

#include <unordered_map>
#include <vector>

namespace tram::fhirpath {
namespace {

constexpr std::size_t kMostPattern = 4096;
constexpr std::size_t kKept = 64;

// RE2 of Debian 12 knows named groups as (?P<name>…) alone.
std::string Respell(const std::string& pattern) {
    std::string out;
    out.reserve(pattern.size() + 8);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '\\' && i + 1 < pattern.size()) {
            out += pattern[i++];
            out += pattern[i];
            continue;
        }
        out += pattern[i];
        const bool group = pattern[i] == '(' && pattern.compare(i + 1, 2, "?<") == 0;
        if (group && i + 3 < pattern.size() && pattern[i + 3] != '=' && pattern[i + 3] != '!') {
            out += "?P<";
            i += 2;
        }
    }
    return out;
}

Error Bad(ErrorCode code, const std::string& message, const std::string& message_vi) {
    return {.code = code, .message = message, .message_vi = message_vi};
}

// The group that `$` at `at` names; moves `at` behind it. Empty: it names none.
struct GroupName {
    int number = -1;
    std::size_t end = 0;
};
GroupName ReadGroup(std::string_view text, std::size_t at, const re2::RE2& pattern) {
    std::size_t from = at + 1;
    std::size_t to = from;
    std::size_t end = from;
    if (from < text.size() && text[from] == '{') {
        to = text.find('}', ++from);
        if (to == std::string_view::npos) return {};
        end = to + 1;
    } else {
        while (to < text.size() && to < from + 2 && text[to] >= '0' && text[to] <= '9') ++to;
        end = to;
    }
    const std::string name(text.substr(from, to - from));
    if (name.empty()) return {};
    if (name.find_first_not_of("0123456789") == std::string::npos) {
        const int number = name.size() > 3 ? 999 : std::stoi(name);
        if (number <= pattern.NumberOfCapturingGroups()) return {number, end};
        return {};
    }
    const auto& groups = pattern.NamedCapturingGroups();
    const auto found = groups.find(name);
    return found == groups.end() ? GroupName{} : GroupName{found->second, end};
}

}  // namespace

Result<std::shared_ptr<const re2::RE2>> CompilePattern(const std::string& pattern,
                                                       std::string_view flags) {
    // OPTIMIZATION: a criterion runs the same pattern for each item; compiling it each time took
    // longer than all the rest.
    thread_local std::unordered_map<std::string, std::shared_ptr<const re2::RE2>> kept;
    const std::string key = std::string(flags) + '/' + pattern;
    if (const auto found = kept.find(key); found != kept.end()) return found->second;

    if (pattern.size() > kMostPattern) {
        return Bad(ErrorCode::kTooLarge, "the regular expression is too long",
                   "Biểu thức chính quy quá dài. Viết lại ngắn hơn.");
    }
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    options.set_dot_nl(true);  // 'single line' mode
    std::string prefix;
    for (const char flag : flags) {
        if (flag != 'i' && flag != 'm') {
            return Bad(ErrorCode::kInvalid, "the flags of a regular expression are i and m",
                       "Cờ của biểu thức chính quy chỉ là i và m.");
        }
        if (flag == 'i') options.set_case_sensitive(false);
        if (flag == 'm') prefix = "(?m)";
    }
    auto compiled = std::make_shared<const re2::RE2>(prefix + Respell(pattern), options);
    if (!compiled->ok()) {
        return Bad(ErrorCode::kNotSupported,
                   "the regular expression cannot be read: " + compiled->error(),
                   "Không đọc được biểu thức chính quy. Kiểm tra cú pháp RE2.");
    }
    if (kept.size() >= kKept) kept.clear();
    kept.emplace(key, compiled);
    return compiled;
}

std::string ReplaceMatches(std::string_view text, const re2::RE2& pattern,
                           std::string_view substitution, std::size_t most) {
    std::vector<re2::StringPiece> groups(
        static_cast<std::size_t>(pattern.NumberOfCapturingGroups()) + 1);
    const re2::StringPiece piece(text.data(), text.size());
    std::string out;
    std::size_t at = 0;
    while (at <= text.size() && out.size() <= most) {
        if (!pattern.Match(piece, at, text.size(), re2::RE2::UNANCHORED, groups.data(),
                           static_cast<int>(groups.size()))) {
            break;
        }
        const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
        out += text.substr(at, begin - at);
        for (std::size_t i = 0; i < substitution.size(); ++i) {
            if (substitution[i] != '$') {
                out += substitution[i];
                continue;
            }
            if (i + 1 < substitution.size() && substitution[i + 1] == '$') {
                out += substitution[i++];
                continue;
            }
            const auto group = ReadGroup(substitution, i, pattern);
            if (group.number < 0) {
                out += '$';
                continue;
            }
            const auto& matched = groups[static_cast<std::size_t>(group.number)];
            out.append(matched.data() ? matched.data() : "", matched.size());
            i = group.end - 1;
        }
        at = begin + groups[0].size();
        if (groups[0].empty()) {  // an empty match moves on by one character
            if (at >= text.size()) return out;
            do {
                out += text[at++];
            } while (at < text.size() && (text[at] & 0xC0) == 0x80);
        }
    }
    if (at < text.size()) out += text.substr(at);
    return out;
}

}  // namespace tram::fhirpath
