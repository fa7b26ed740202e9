// Words, numbers, texts and marks of SQL.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tram::columns {

struct Token {
    enum class Kind : std::uint8_t {
        kWord,
        kName,
        kInteger,
        kReal,
        kText,
        kParameter,
        kMark,
        kEnd
    };
    Kind kind = Kind::kEnd;
    // A word in small letters, a "name" and a 'text' without their quotes, a :parameter without its
    // colon, a mark as it is.
    std::string text;
};

// Ends with a kEnd. Errors: kNotSupported.
Result<std::vector<Token>> Tokens(std::string_view sql);

}  // namespace tram::columns
