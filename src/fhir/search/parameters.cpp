#include <cstddef>

#include "fhir/search/query.h"

namespace tram::search {
namespace {

constexpr std::size_t kLongestQuery = 256 * 1024;
constexpr std::size_t kMostParameters = 300;

int HexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

Error Malformed(const char* message, const char* message_vi) {
    return {.code = ErrorCode::kMalformed, .message = message, .message_vi = message_vi};
}

// RFC 3629; no NUL, which a database text cannot hold.
bool IsText(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[i]);
        const std::size_t length = lead < 0x80   ? 1
                                   : lead < 0xC2 ? 0
                                   : lead < 0xE0 ? 2
                                   : lead < 0xF0 ? 3
                                   : lead < 0xF5 ? 4
                                                 : 0;
        if (lead == 0 || length == 0 || i + length > bytes.size()) return false;
        for (std::size_t k = 1; k < length; ++k) {
            if ((static_cast<unsigned char>(bytes[i + k]) & 0xC0) != 0x80) return false;
        }
        const auto second = length > 1 ? static_cast<unsigned char>(bytes[i + 1]) : 0;
        const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
        const bool surrogate = lead == 0xED && second >= 0xA0;
        const bool beyond = lead == 0xF4 && second >= 0x90;
        if (overlong || surrogate || beyond) return false;
        i += length;
    }
    return true;
}

Result<std::string> Decode(std::string_view encoded) {
    std::string out;
    out.reserve(encoded.size());
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        if (encoded[i] == '+') {
            out += ' ';
        } else if (encoded[i] == '%') {
            const int high = i + 2 < encoded.size() ? HexDigit(encoded[i + 1]) : -1;
            const int low = i + 2 < encoded.size() ? HexDigit(encoded[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return Malformed("the query string has a % that is not followed by two hex digits",
                                 "Chuỗi truy vấn có dấu % không đi kèm hai chữ số hex; hãy mã hóa "
                                 "dấu % thành %25.");
            }
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += encoded[i];
        }
    }
    if (!IsText(out)) {
        return Malformed("the query string is not UTF-8 text",
                         "Chuỗi truy vấn không phải là văn bản UTF-8; hãy kiểm tra lại bảng mã.");
    }
    return out;
}

}  // namespace

// https://url.spec.whatwg.org/#urlencoded-parsing, with faults reported instead of replaced.
Result<Parameters> DecodeParameters(std::string_view encoded) {
    if (encoded.size() > kLongestQuery) {
        return Error{.code = ErrorCode::kTooLarge,
                     .message = "the query is longer than 256 KiB",
                     .message_vi = "Chuỗi truy vấn dài quá 256 KiB; hãy chia nhỏ lần tìm."};
    }
    Parameters parameters;
    while (!encoded.empty()) {
        const auto end = encoded.find('&');
        const auto pair = encoded.substr(0, end);
        encoded.remove_prefix(end == std::string_view::npos ? encoded.size() : end + 1);
        if (pair.empty()) continue;
        if (parameters.size() == kMostParameters) {
            return Error{.code = ErrorCode::kTooLarge,
                         .message = "the query has more than 300 parameters",
                         .message_vi = "Truy vấn có quá 300 tham số; hãy chia nhỏ lần tìm."};
        }
        const auto equals = pair.find('=');
        const bool valued = equals != std::string_view::npos;
        auto name = TRY(Decode(pair.substr(0, equals)));
        auto value = TRY(Decode(valued ? pair.substr(equals + 1) : std::string_view()));
        parameters.emplace_back(std::move(name), std::move(value));
    }
    return parameters;
}

}  // namespace tram::search
