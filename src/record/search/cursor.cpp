#include "record/search/cursor.h"

#include <cstring>

namespace tram::record {
namespace {

constexpr char kFormat = 1;

void Put(std::string& out, std::int64_t number) {
    char bytes[sizeof(number)];
    std::memcpy(bytes, &number, sizeof(number));
    out.append(bytes, sizeof(bytes));
}

void Put(std::string& out, const SortValue& value) {
    out += static_cast<char>(value.index());
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        Put(out, *number);
    } else if (const auto* real = std::get_if<double>(&value)) {
        std::int64_t bits = 0;
        std::memcpy(&bits, real, sizeof(bits));
        Put(out, bits);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        Put(out, static_cast<std::int64_t>(text->size()));
        out += *text;
    }
}

// Reads what Put wrote. What was sealed by us is well formed; a short text gives zeros.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    char Byte() {
        const char byte = text_.empty() ? '\0' : text_[0];
        text_.remove_prefix(text_.empty() ? 0 : 1);
        return byte;
    }
    std::int64_t Number() {
        std::int64_t number = 0;
        if (text_.size() >= sizeof(number)) {
            std::memcpy(&number, text_.data(), sizeof(number));
            text_.remove_prefix(sizeof(number));
        }
        return number;
    }
    SortValue Value() {
        switch (Byte()) {
            case 1:
                return Number();
            case 2: {
                const auto bits = Number();
                double real = 0;
                std::memcpy(&real, &bits, sizeof(real));
                return real;
            }
            case 3: {
                const auto size = std::min(static_cast<std::size_t>(Number()), text_.size());
                std::string text(text_.substr(0, size));
                text_.remove_prefix(size);
                return text;
            }
            default:
                return {};
        }
    }

  private:
    std::string_view text_;
};

}  // namespace

std::string SealCursor(const crypto::Key& key, std::string_view context, const Cursor& cursor) {
    std::string text(1, kFormat);
    Put(text, cursor.log_position);
    Put(text, cursor.total.value_or(-1));
    text += static_cast<char>(cursor.way);
    Put(text, cursor.position.rid);
    text += static_cast<char>(cursor.position.values.size());
    for (const auto& value : cursor.position.values) Put(text, value);
    return crypto::ToBase64Url(crypto::Seal(key, context, text));
}

Result<Cursor> OpenCursor(const crypto::Key& key, std::string_view context,
                          std::string_view sealed) {
    const auto bytes = crypto::FromBase64Url(sealed);
    const auto text = bytes ? crypto::Open(key, context, *bytes) : std::nullopt;
    if (!text || text->empty() || text->front() != kFormat) {
        return Error{
            .code = ErrorCode::kMalformed,
            .message =
                "this page link does not belong to this search; start again from "
                "the first page",
            .message_vi = "Liên kết trang không thuộc lần tìm này; hãy tìm lại từ trang đầu.",
            .path = "_cursor"};
    }
    Reader reader(std::string_view(*text).substr(1));
    Cursor cursor{.log_position = reader.Number()};
    if (const auto total = reader.Number(); total >= 0) cursor.total = total;
    cursor.way = static_cast<SortWay>(reader.Byte());
    cursor.position.rid = reader.Number();
    const auto values = static_cast<unsigned char>(reader.Byte());
    for (int i = 0; i < values; ++i) cursor.position.values.push_back(reader.Value());
    return cursor;
}

}  // namespace tram::record
