#include "fhir/fhirpath/lexer.h"

#include <array>

namespace tram::fhirpath {
namespace {

bool IsDigit(char c) {
    return c >= '0' && c <= '9';
}
bool IsLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

int HexDigit(char c) {
    if (IsDigit(c)) return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

void AppendUtf8(std::string& out, std::uint32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
    } else {
        if (c < 0x10000) {
            out += static_cast<char>(0xE0 | (c >> 12));
        } else {
            out += static_cast<char>(0xF0 | (c >> 18));
            out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        }
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    }
    out += static_cast<char>(0x80 | (c & 0x3F));
}

class Lexer {
  public:
    explicit Lexer(std::string_view source) : source_(source) {}

    Result<std::vector<Token>> Run() {
        while (true) {
            TRY(SkipSpace());
            const std::size_t start = at_;
            Token token;
            if (at_ < source_.size()) token = TRY(Next());
            token.column = start + 1;
            const bool end = token.kind == TokenKind::kEnd;
            tokens_.push_back(std::move(token));
            if (end) return std::move(tokens_);
        }
    }

  private:
    char Peek(std::size_t ahead = 0) const {
        return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
    }
    bool Follows(std::string_view text) const { return source_.substr(at_).starts_with(text); }

    Result<void> SkipSpace() {
        while (at_ < source_.size()) {
            const char c = source_[at_];
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                ++at_;
            } else if (Follows("//")) {
                while (at_ < source_.size() && source_[at_] != '\n' && source_[at_] != '\r') ++at_;
            } else if (Follows("/*")) {
                const auto end = source_.find("*/", at_ + 2);
                if (end == std::string_view::npos) {
                    return SyntaxError(at_ + 1, "the comment is not closed by */",
                                       "chú thích chưa đóng bằng */");
                }
                at_ = end + 2;
            } else {
                break;
            }
        }
        return {};
    }

    Result<Token> Next() {
        const char c = Peek();
        if (IsLetter(c)) return Word();
        if (IsDigit(c)) return Number();
        if (c == '\'' || c == '`') {
            return Quoted(c, c == '`' ? TokenKind::kDelimited : TokenKind::kString);
        }
        // %"vs-name": the way R4 itself still writes such constants.
        if (c == '"' && !tokens_.empty() && tokens_.back().text == "%") {
            return Quoted(c, TokenKind::kDelimited);
        }
        if (c == '@') return Moment();
        if (c == '$') {
            ++at_;
            Token token = Word();
            token.kind = TokenKind::kVariable;
            if (token.text == "this" || token.text == "index" || token.text == "total")
                return token;
            return SyntaxError(at_, "only $this, $index and $total exist",
                               "chỉ có $this, $index và $total");
        }
        static constexpr std::array<std::string_view, 23> kSymbols = {
            "!=", "!~", "<=", ">=", "=", "~", "<", ">", "+", "-", "*", "/",
            "&",  "|",  "(",  ")",  "[", "]", "{", "}", ".", ",", "%"};
        for (const auto symbol : kSymbols) {
            if (Follows(symbol)) {
                at_ += symbol.size();
                return Token{TokenKind::kSymbol, std::string(symbol)};
            }
        }
        return SyntaxError(at_ + 1, "this character has no meaning here",
                           "ký tự này không có nghĩa ở đây");
    }

    Token Word() {
        const std::size_t start = at_;
        while (IsLetter(Peek()) || IsDigit(Peek())) ++at_;
        return {TokenKind::kIdentifier, std::string(source_.substr(start, at_ - start))};
    }

    Token Number() {
        const std::size_t start = at_;
        TokenKind kind = TokenKind::kInteger;
        while (IsDigit(Peek())) ++at_;
        if (Peek() == '.' && IsDigit(Peek(1))) {
            kind = TokenKind::kDecimal;
            ++at_;
            while (IsDigit(Peek())) ++at_;
        }
        Token token{kind, std::string(source_.substr(start, at_ - start))};
        // 5L: a Long, which here is the same as an Integer.
        if (kind == TokenKind::kInteger && Peek() == 'L' && !IsLetter(Peek(1)) &&
            !IsDigit(Peek(1))) {
            ++at_;
        }
        return token;
    }

    Result<Token> Quoted(char quote, TokenKind kind) {
        const std::size_t start = at_++;
        Token token{kind, {}};
        while (true) {
            if (at_ >= source_.size()) {
                return SyntaxError(start + 1, "the quote is not closed", "dấu nháy chưa đóng");
            }
            const char c = source_[at_++];
            if (c == quote) return token;
            if (c != '\\') {
                token.text += c;
                continue;
            }
            const char escaped = Peek();
            ++at_;
            switch (escaped) {
                case 'f':
                    token.text += '\f';
                    break;
                case 'n':
                    token.text += '\n';
                    break;
                case 'r':
                    token.text += '\r';
                    break;
                case 't':
                    token.text += '\t';
                    break;
                case '`':
                case '\'':
                case '"':
                case '\\':
                case '/':
                    token.text += escaped;
                    break;
                case 'u':
                    TRY(Unicode(token.text));
                    break;
                default:
                    return SyntaxError(
                        at_,
                        "only \\` \\' \\\" \\\\ \\/ \\f \\n \\r \\t and \\uXXXX may be escaped",
                        "chỉ được viết \\` \\' \\\" \\\\ \\/ \\f \\n \\r \\t và \\uXXXX");
            }
        }
    }

    Result<std::uint32_t> Hex4() {
        std::uint32_t value = 0;
        for (int i = 0; i < 4; ++i) {
            const int digit = HexDigit(Peek());
            if (digit < 0) {
                return SyntaxError(at_ + 1, "\\u needs four hexadecimal digits",
                                   "sau \\u cần bốn chữ số thập lục phân");
            }
            value = value * 16 + static_cast<std::uint32_t>(digit);
            ++at_;
        }
        return value;
    }

    Result<void> Unicode(std::string& out) {
        std::uint32_t c = TRY(Hex4());
        if (c >= 0xD800 && c < 0xDC00 && Follows("\\u")) {
            at_ += 2;
            const std::uint32_t low = TRY(Hex4());
            if (low >= 0xDC00 && low < 0xE000) c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        }
        if (c >= 0xD800 && c < 0xE000) {
            return SyntaxError(at_, "half of a surrogate pair is no character",
                               "một nửa cặp surrogate không phải là ký tự");
        }
        AppendUtf8(out, c);
        return {};
    }

    bool Digits(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            if (!IsDigit(Peek(i))) return false;
        }
        at_ += count;
        return true;
    }

    // [0-9]{2} (:[0-9]{2} (:[0-9]{2} (.[0-9]+)?)?)?
    bool TimeOfDay() {
        if (!Digits(2)) return false;
        for (int part = 0; part < 2; ++part) {
            if (Peek() != ':') return true;
            ++at_;
            if (!Digits(2)) return false;
        }
        if (Peek() == '.' && IsDigit(Peek(1))) {
            ++at_;
            while (IsDigit(Peek())) ++at_;
        }
        return true;
    }

    // Dates are only split off here; whether the day exists is the parser's to judge.
    Result<Token> Moment() {
        const std::size_t start = ++at_;
        const auto bad = [&] {
            return SyntaxError(start, "a date is written @2024-02-29, a time @T14:30:00",
                               "viết ngày là @2024-02-29, viết giờ là @T14:30:00");
        };
        if (Peek() == 'T') {
            ++at_;
            if (!TimeOfDay()) return bad();
            return Token{TokenKind::kTime, std::string(source_.substr(start + 1, at_ - start - 1))};
        }
        TokenKind kind = TokenKind::kDate;
        if (!Digits(4)) return bad();
        for (int part = 0; part < 2 && Peek() == '-' && IsDigit(Peek(1)); ++part) {
            ++at_;
            if (!Digits(2)) return bad();
        }
        std::size_t end = at_;
        if (Peek() == 'T') {
            kind = TokenKind::kDateTime;
            ++at_;
            if (IsDigit(Peek())) {
                if (!TimeOfDay()) return bad();
                if (Peek() == 'Z') {
                    ++at_;
                } else if ((Peek() == '+' || Peek() == '-') && IsDigit(Peek(1)) && Peek(3) == ':') {
                    ++at_;
                    if (!Digits(2)) return bad();
                    ++at_;
                    if (!Digits(2)) return bad();
                }
                end = at_;
            }
        }
        return Token{kind, std::string(source_.substr(start, end - start))};
    }

    std::string_view source_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_;
};

}  // namespace

Error SyntaxError(std::size_t column, const std::string& what, const std::string& what_vi) {
    return {
        .code = ErrorCode::kMalformed,
        .message = "FHIRPath, column " + std::to_string(column) + ": " + what,
        .message_vi = "Biểu thức FHIRPath, cột " + std::to_string(column) + ": " + what_vi + "."};
}

Result<std::vector<Token>> Tokenize(std::string_view source) {
    return Lexer(source).Run();
}

}  // namespace tram::fhirpath
