#include "api/web/parameters.h"

#include <algorithm>
#include <charconv>

#include "base/date.h"

namespace tram::api::web {
namespace {

Error Bad(ErrorCode code, std::string_view name, std::string en, std::string vi) {
    return {.code = code,
            .message = std::move(en),
            .message_vi = std::move(vi),
            .path = std::string(name)};
}

}  // namespace

Result<WebParameters> WebParameters::Read(std::string_view query,
                                          std::initializer_list<std::string_view> known) {
    WebParameters read;
    read.parameters_ = TRY(search::DecodeParameters(query));
    for (auto one = read.parameters_.begin(); one != read.parameters_.end(); ++one) {
        if (std::find(known.begin(), known.end(), one->first) == known.end()) {
            return Bad(ErrorCode::kUnknownElement, one->first, "this parameter is not known here",
                       "Tham số này không dùng được ở đây. Kiểm tra tên tham số.");
        }
        const bool twice = std::any_of(read.parameters_.begin(), one, [&](const auto& other) {
            return other.first == one->first;
        });
        if (twice)
            return Bad(ErrorCode::kInvalid, one->first, "this parameter stands twice",
                       "Tham số này viết hai lần. Giữ lại một.");
    }
    return read;
}

Result<WebParameters> WebParameters::ReadSome(std::string_view query) {
    WebParameters read;
    read.parameters_ = TRY(search::DecodeParameters(query));
    return read;
}

std::string_view WebParameters::Text(std::string_view name) const {
    for (const auto& [key, value] : parameters_) {
        if (key == name) return value;
    }
    return {};
}

Result<std::optional<std::int32_t>> WebParameters::Day(std::string_view name) const {
    const auto text = Text(name);
    if (text.empty()) return std::optional<std::int32_t>();
    const auto date = ParseDate(text);
    if (!date || !date->IsWholeDay()) {
        return Bad(ErrorCode::kBadValue, name, "a day is written YYYY-MM-DD and must exist",
                   "Ngày viết theo dạng YYYY-MM-DD và phải có thật.");
    }
    return std::optional<std::int32_t>(date->FirstDay());
}

Result<std::int64_t> WebParameters::Number(std::string_view name, std::int64_t fallback,
                                           std::int64_t least, std::int64_t most) const {
    const auto text = Text(name);
    if (text.empty()) return fallback;
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value < least ||
        value > most) {
        return Bad(ErrorCode::kBadValue, name,
                   "a number from " + std::to_string(least) + " to " + std::to_string(most) +
                       " is asked here",
                   "Cần một số từ " + std::to_string(least) + " đến " + std::to_string(most) + ".");
    }
    return value;
}

}  // namespace tram::api::web
