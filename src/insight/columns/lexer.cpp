#include "insight/columns/lexer.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "insight/columns/syntax.h"

namespace tram::columns {
namespace {

bool IsDigit(char c) {
    return c >= '0' && c <= '9';
}
bool IsWordStart(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) || c == '_';
}
bool IsWord(char c) {
    return IsWordStart(c) || IsDigit(c);
}

// The text between quotes, a doubled quote being one. `at`: of the first, then behind the last.
Result<std::string> Quoted(std::string_view sql, std::size_t& at) {
    const char quote = sql[at++];
    std::string text;
    while (at < sql.size()) {
        if (sql[at] == quote) {
            if (at + 1 == sql.size() || sql[at + 1] != quote) {
                ++at;
                return text;
            }
            ++at;
        }
        text += sql[at++];
    }
    return NotOfColumns("a quote is not closed");
}

Token Number(std::string_view sql, std::size_t& at) {
    const auto begin = at;
    bool real = false;
    while (at < sql.size() && IsDigit(sql[at])) ++at;
    if (at < sql.size() && sql[at] == '.') {
        real = true;
        for (++at; at < sql.size() && IsDigit(sql[at]);) ++at;
    }
    return {real ? Token::Kind::kReal : Token::Kind::kInteger,
            std::string(sql.substr(begin, at - begin))};
}

}  // namespace

Result<std::vector<Token>> Tokens(std::string_view sql) {
    std::vector<Token> tokens;
    std::size_t at = 0;
    const auto word = [&](std::size_t begin) {
        for (at = begin; at < sql.size() && IsWord(sql[at]);) ++at;
        std::string text(sql.substr(begin, at - begin));
        std::transform(text.begin(), text.end(), text.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return text;
    };
    while (at < sql.size()) {
        const char c = sql[at];
        if (std::isspace(static_cast<unsigned char>(c))) {
            ++at;
        } else if (sql.substr(at, 2) == "--") {
            at = std::min(sql.find('\n', at), sql.size());
        } else if (c == '\'') {
            tokens.push_back({Token::Kind::kText, TRY(Quoted(sql, at))});
        } else if (c == '"') {
            tokens.push_back({Token::Kind::kName, TRY(Quoted(sql, at))});
        } else if (IsDigit(c)) {
            tokens.push_back(Number(sql, at));
            if (at < sql.size() && IsWord(sql[at])) return NotOfColumns("a number with letters");
        } else if (IsWordStart(c)) {
            tokens.push_back({Token::Kind::kWord, word(at)});
        } else if (c == ':' && at + 1 < sql.size() && IsWordStart(sql[at + 1])) {
            tokens.push_back({Token::Kind::kParameter, word(at + 1)});
        } else {
            const auto two = sql.substr(at, 2);
            const bool both =
                two == "<=" || two == ">=" || two == "<>" || two == "!=" || two == "||";
            tokens.push_back({Token::Kind::kMark, std::string(both ? two : two.substr(0, 1))});
            at += both ? 2 : 1;
        }
    }
    tokens.emplace_back();
    return tokens;
}

}  // namespace tram::columns
