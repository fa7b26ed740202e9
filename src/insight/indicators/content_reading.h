// What the readers of content/indicators/ and content/risk/ share.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>
#include <vector>

#include "base/date.h"
#include "insight/indicators/indicator.h"
#include "platform/content/yaml.h"

namespace tram::indicators {

inline Result<Words> ReadWords(const content::Yaml& node) {
    TRY(node.AllowOnly({"vi", "en"}));
    return Words{TRY(TRY(node.Get("vi")).Text()), TRY(TRY(node.Get("en")).Text())};
}

inline Result<std::int32_t> ReadDay(const content::Yaml& node) {
    const auto date = ParseDate(TRY(node.Text()));
    if (!date || !date->IsWholeDay()) {
        return node.Fault(ErrorCode::kBadValue, "a date is written YYYY-MM-DD",
                          "ngày viết theo dạng YYYY-MM-DD");
    }
    return date->FirstDay();
}

inline Result<std::int64_t> ReadWhole(const content::Yaml& map, const std::string& key,
                                      std::int64_t otherwise) {
    const auto node = TRY(map.Find(key));
    if (!node.present()) return otherwise;
    const auto text = TRY(node.Text());
    const bool digits =
        !text.empty() && text.size() < 10 &&
        std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    if (digits) return std::stoll(text);
    return node.Fault(ErrorCode::kBadValue, "a whole number is written 90",
                      "số nguyên viết theo dạng 90");
}

// A code goes into SQL as it stands.
inline Result<void> CheckCode(const content::Yaml& node, const std::string& code) {
    const bool plain = !code.empty() && std::all_of(code.begin(), code.end(), [](unsigned char c) {
        return std::isalnum(c) || c == '.' || c == '-' || c == '_';
    });
    if (plain) return {};
    return node.Fault(ErrorCode::kBadValue, "a code holds letters, digits, . - and _ alone",
                      "mã chỉ gồm chữ, số, dấu chấm, gạch ngang và gạch dưới");
}

// SQL written as a block: its lines begin below the key.
inline Result<Part> ReadPart(const content::Yaml& node) {
    return Part{TRY(node.Text()), node.file(), node.first_text_line(), node.name()};
}

// From when to when each version of a file holds: up to the day before the next, or valid_to.
struct Validity {
    std::int32_t from = 0, to = Version::kOpen;
};
inline Result<std::vector<Validity>> ReadValidity(const content::Yaml& file) {
    std::vector<Validity> all;
    const auto versions = TRY(TRY(file.Get("versions")).Items());
    if (versions.empty())
        return file.Fault(ErrorCode::kRequired, "no version", "chưa có phiên bản nào");
    for (const auto& version : versions) {
        const auto from = TRY(version.Get("valid_from"));
        Validity one{.from = TRY(ReadDay(from))};
        const auto to = TRY(version.Find("valid_to"));
        if (to.present()) one.to = TRY(ReadDay(to));
        if (one.to < one.from) {
            return to.Fault(ErrorCode::kInvalid, "valid_to is before valid_from",
                            "valid_to đứng trước valid_from");
        }
        if (!all.empty() && (one.from <= all.back().from ||
                             (all.back().to != Version::kOpen && one.from <= all.back().to))) {
            return from.Fault(
                ErrorCode::kInvalid, "versions overlap: each begins after the one before it",
                "các phiên bản chồng nhau: mỗi phiên bản phải bắt đầu sau phiên bản trước");
        }
        if (!all.empty() && all.back().to == Version::kOpen) all.back().to = one.from - 1;
        all.push_back(one);
    }
    return all;
}

}  // namespace tram::indicators
