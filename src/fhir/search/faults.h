// Errors of the search language, worded once.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace tram::search {

inline Error BadValue(std::string_view name, std::string_view why, std::string_view why_vi) {
    return {.code = ErrorCode::kBadValue,
            .message = "search parameter '" + std::string(name) + "': " + std::string(why),
            .message_vi = "Tham số tìm kiếm '" + std::string(name) + "': " + std::string(why_vi),
            .path = std::string(name)};
}

inline Error NotSupported(std::string_view name, std::string_view why, std::string_view why_vi) {
    return {.code = ErrorCode::kNotSupported,
            .message = "search parameter '" + std::string(name) + "': " + std::string(why),
            .message_vi = "Tham số tìm kiếm '" + std::string(name) + "': " + std::string(why_vi),
            .path = std::string(name)};
}

inline Error TooCostly(std::string_view name, std::string_view why, std::string_view why_vi) {
    return {.code = ErrorCode::kTooCostly,
            .message = "search parameter '" + std::string(name) + "': " + std::string(why),
            .message_vi = "Tham số tìm kiếm '" + std::string(name) + "': " + std::string(why_vi),
            .path = std::string(name)};
}

}  // namespace tram::search
