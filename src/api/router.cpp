#include "api/router.h"

#include <algorithm>
#include <set>

namespace tram::api {
namespace {

std::vector<std::string_view> Split(std::string_view path) {
    std::vector<std::string_view> segments;
    if (path.starts_with('/')) path.remove_prefix(1);
    if (path.ends_with('/')) path.remove_suffix(1);
    while (!path.empty()) {
        const auto end = path.find('/');
        segments.push_back(path.substr(0, end));
        path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
    }
    return segments;
}

int HexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool IsName(const std::string& segment) {
    return segment.starts_with('{');
}

}  // namespace

std::optional<std::string> PercentDecode(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            plain += text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = HexDigit(text[i + 1]), low = HexDigit(text[i + 2]);
        if (high < 0 || low < 0 || high + low == 0) return std::nullopt;
        plain += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return plain;
}

std::string PercentEncode(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            encoded += c;
        } else {
            encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
        }
    }
    return encoded;
}

std::string_view Context::capture(std::string_view name) const {
    for (const auto& [key, value] : captures) {
        if (key == name) return value;
    }
    return {};
}

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        TRAM_CHECK(seen.emplace(routes_[i].method, routes_[i].pattern).second);
        auto& parsed = parsed_.emplace_back();
        parsed.route = i;
        for (const auto segment : Split(routes_[i].pattern)) parsed.segments.emplace_back(segment);
        parsed.takes_rest = !parsed.segments.empty() && parsed.segments.back().ends_with("*}");
    }
    // Segment by segment, words before names before a rest.
    std::stable_sort(parsed_.begin(), parsed_.end(), [](const Parsed& a, const Parsed& b) {
        const auto rank = [](const Parsed& parsed, std::size_t at) {
            if (at >= parsed.segments.size()) return 0;
            if (!IsName(parsed.segments[at])) return 1;
            return parsed.takes_rest && at + 1 == parsed.segments.size() ? 3 : 2;
        };
        for (std::size_t at = 0; at < std::max(a.segments.size(), b.segments.size()); ++at) {
            if (rank(a, at) != rank(b, at)) return rank(a, at) < rank(b, at);
        }
        return a.segments < b.segments;
    });
}

Result<Router::Found> Router::Find(std::string_view method, std::string_view path) const {
    if (method == "HEAD") method = "GET";
    std::vector<std::string> segments;
    for (const auto segment : Split(path)) {
        auto decoded = PercentDecode(segment);
        if (!decoded) {
            return Error{.code = ErrorCode::kMalformed,
                         .message = "the address has a % that is not followed by two hex digits",
                         .message_vi = "địa chỉ có dấu % không đi kèm hai chữ số thập lục phân"};
        }
        segments.push_back(std::move(*decoded));
    }

    Found found;
    if (!segments.empty() && segments[0] == "fhir") found.form = Form::kFhir;
    // The best pattern of the path decides; a worse one of the right method does not stand in, or
    // DELETE /fhir/metadata would delete a resource type called metadata.
    const Parsed* best = nullptr;
    std::vector<std::string_view> methods;
    for (const auto& parsed : parsed_) {
        if (best && parsed.segments != best->segments) break;
        if (!best) {
            const auto fixed = parsed.segments.size() - (parsed.takes_rest ? 1 : 0);
            if (parsed.takes_rest ? segments.size() < fixed : segments.size() != fixed) continue;
            const bool fits = [&] {
                for (std::size_t i = 0; i < fixed; ++i) {
                    if (!IsName(parsed.segments[i]) && parsed.segments[i] != segments[i])
                        return false;
                }
                return true;
            }();
            if (!fits) continue;
            best = &parsed;
        }
        const auto& route = routes_[parsed.route];
        found.form = route.form;
        methods.push_back(route.method);
        if (route.method == "GET") methods.push_back("HEAD");
        if (route.method == method) found.route = &route;
    }
    if (!found.route) {
        for (const auto one : methods) (found.allowed += found.allowed.empty() ? "" : ", ") += one;
        return found;
    }
    for (std::size_t i = 0; i < best->segments.size(); ++i) {
        const std::string_view segment = best->segments[i];
        if (!segment.starts_with('{')) continue;
        const bool rest = best->takes_rest && i + 1 == best->segments.size();
        const auto name = segment.substr(1, segment.size() - (rest ? 3 : 2));
        std::string value;
        for (auto at = i; at < (rest ? segments.size() : i + 1); ++at) {
            value += (at == i ? "" : "/") + segments[at];
        }
        found.captures.emplace_back(name, std::move(value));
    }
    return found;
}

}  // namespace tram::api
