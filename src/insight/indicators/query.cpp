#include "insight/indicators/query.h"

#include <algorithm>
#include <cctype>

#include "base/date.h"

namespace tram::indicators {
namespace {

struct Refusal {
    std::string_view word, instead_en, instead_vi;
};
// What one database lacks or reads otherwise, and what to write instead.
constexpr Refusal kRefused[] = {
    {"insert", "only SELECT is asked", "chỉ dùng SELECT"},
    {"update", "only SELECT is asked", "chỉ dùng SELECT"},
    {"delete", "only SELECT is asked", "chỉ dùng SELECT"},
    {"drop", "only SELECT is asked", "chỉ dùng SELECT"},
    {"create", "only SELECT is asked", "chỉ dùng SELECT"},
    {"alter", "only SELECT is asked", "chỉ dùng SELECT"},
    {"attach", "only SELECT is asked", "chỉ dùng SELECT"},
    {"pragma", "only SELECT is asked", "chỉ dùng SELECT"},
    {"vacuum", "only SELECT is asked", "chỉ dùng SELECT"},
    {"copy", "only SELECT is asked", "chỉ dùng SELECT"},
    {"grant", "only SELECT is asked", "chỉ dùng SELECT"},
    {"set", "only SELECT is asked", "chỉ dùng SELECT"},
    {"recursive", "no recursion; ask each member by itself",
     "không dùng đệ quy; hỏi từng thành viên"},
    {"true", "write 1", "viết 1"},
    {"false", "write 0", "viết 0"},
    {"iif", "write CASE WHEN", "viết CASE WHEN"},
    {"ifnull", "write COALESCE", "viết COALESCE"},
    {"glob", "write LIKE", "viết LIKE"},
    {"ilike", "write LIKE on a folded column", "viết LIKE trên cột đã bỏ dấu"},
};

Error Refuse(const std::string& word, std::string_view en, std::string_view vi) {
    return {.code = ErrorCode::kInvalid,
            .message = "SQL: \"" + word + "\" is not allowed: " + std::string(en),
            .message_vi = "SQL: không dùng \"" + word + "\": " + std::string(vi) + "."};
}

std::string Lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

bool IsWordStart(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) || c == '_';
}
bool IsWord(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

struct Token {
    enum class Kind : std::uint8_t { kSpace, kWord, kText, kParameter, kMark } kind;
    std::string_view text;
};

// Splits SQL far enough to tell words from strings, comments and marks.
// `at`: on an error, where.
Result<std::vector<Token>> Tokens(std::string_view sql, std::size_t& at) {
    std::vector<Token> tokens;
    at = 0;
    const auto take = [&](Token::Kind kind, std::size_t end) {
        tokens.push_back({kind, sql.substr(at, end - at)});
        at = end;
    };
    while (at < sql.size()) {
        const char c = sql[at];
        std::size_t end = at + 1;
        if (std::isspace(static_cast<unsigned char>(c))) {
            while (end < sql.size() && std::isspace(static_cast<unsigned char>(sql[end]))) ++end;
            take(Token::Kind::kSpace, end);
        } else if (sql.substr(at, 2) == "--") {
            end = std::min(sql.find('\n', at), sql.size());
            take(Token::Kind::kSpace, end);
        } else if (c == '\'' || c == '"') {
            end = sql.find(c, at + 1);
            if (end == std::string_view::npos)
                return Refuse(std::string(1, c), "a quote is not closed", "dấu nháy chưa đóng");
            take(c == '"' ? Token::Kind::kWord : Token::Kind::kText, end + 1);
        } else if (IsWordStart(c)) {
            while (end < sql.size() && IsWord(sql[end])) ++end;
            take(Token::Kind::kWord, end);
        } else if (c == ':' && end < sql.size() && IsWordStart(sql[end])) {
            while (end < sql.size() && IsWord(sql[end])) ++end;
            take(Token::Kind::kParameter, end);
        } else if (sql.substr(at, 2) == "/*") {
            return Refuse("/*", "write comments as -- …", "viết chú thích bằng --");
        } else if (c == ';' || c == '?' || c == '$' || sql.substr(at, 2) == "::") {
            return Refuse(std::string(1, c), "one statement, dates by name, CAST(x AS …)",
                          "một câu lệnh, ngày gọi bằng tên, CAST(x AS …)");
        } else {
            take(Token::Kind::kMark, end);
        }
    }
    return tokens;
}

}  // namespace

// Puts the parts that are used before the text, each once, each after what it uses itself.
class Composer {
  public:
    Composer(const Parts& parts, const std::set<std::string, std::less<>>& registers)
        : parts_(parts), registers_(registers) {}

    Result<Query> Compose(const Part& text) {
        TRY(Visit(text));
        Query query;
        const auto append = [&query](std::vector<Query::Piece> more) {
            for (auto& piece : more) query.pieces_.push_back(std::move(piece));
        };
        for (std::size_t i = 0; i < order_.size(); ++i) {
            const std::string& name = order_[i];
            // `facts` holds what the answer judges, each costly look-up once.
            append({{.text = (i == 0 ? "WITH " : ",\n") + name +
                             (name == "facts" ? " AS MATERIALIZED (\n" : " AS (\n")}});
            append(done_.at(name));
            append({{.text = ")"}});
            query.texts_.push_back(parts_.find(name)->second);
        }
        append({{.text = "\n"}});
        append(TRY(Translate(text)));
        query.texts_.push_back(text);
        query.registers_ = std::move(read_);
        return query;
    }

  private:
    // An error of this place in a text.
    static Error At(const Part& part, std::size_t at, Error error) {
        if (part.file.empty()) return error;
        const auto line =
            part.line + std::count(part.text.begin(),
                                   part.text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
        const std::string place = part.file + ":" + std::to_string(line) + ": " + part.field + ": ";
        error.message = place + error.message;
        error.message_vi = place + error.message_vi;
        error.path = part.field;
        return error;
    }
    static Result<std::vector<Token>> TokensOf(const Part& part) {
        std::size_t at = 0;
        auto tokens = Tokens(part.text, at);
        if (!tokens) return At(part, std::min(at, part.text.size()), tokens.error());
        return tokens;
    }
    static std::size_t OffsetOf(const Part& part, const Token& token) {
        return static_cast<std::size_t>(token.text.data() - part.text.data());
    }

    // Depth first over the parts a text names.
    Result<void> Visit(const Part& text) {
        for (const Token& token : TRY(TokensOf(text))) {
            if (token.kind != Token::Kind::kWord) continue;
            const auto part = parts_.find(Lower(token.text));
            if (part == parts_.end() || done_.contains(part->first)) continue;
            if (!open_.insert(part->first).second) {
                return At(text, OffsetOf(text, token),
                          Refuse(part->first, "this part uses itself, perhaps by way of others",
                                 "phần này tự dùng chính nó, có thể qua phần khác"));
            }
            TRY(Visit(part->second));
            open_.erase(part->first);
            done_[part->first] = TRY(Translate(part->second));
            order_.push_back(part->first);
        }
        return {};
    }

    Result<std::vector<Query::Piece>> Translate(const Part& part) {
        std::vector<Query::Piece> pieces(1);
        const auto tokens = TRY(TokensOf(part));
        std::string previous, before;  // the last words or marks, lower case
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const Token& token = tokens[i];
            const auto here = [&](Error error) {
                return At(part, OffsetOf(part, token), std::move(error));
            };
            if (token.kind == Token::Kind::kParameter) {
                const auto name = token.text.substr(1);
                if (name == "only") {
                    if (auto done = TranslateOnly(tokens, i, pieces); !done)
                        return here(done.error());
                } else if (std::find(kDateNames.begin(), kDateNames.end(), name) !=
                           kDateNames.end()) {
                    pieces.push_back({Query::Piece::Kind::kDate, std::string(name)});
                    pieces.emplace_back();
                } else {
                    return here(Refuse(
                        std::string(token.text),
                        "known names: :as_of :from :to :as_of_on :year_ago :year_start :only(…)",
                        "các tên dùng được: :as_of :from :to :as_of_on :year_ago :year_start "
                        ":only(…)"));
                }
                continue;
            }
            std::string out(token.text);
            if (token.kind == Token::Kind::kWord) {
                const std::string word = Lower(token.text);
                for (const auto& refusal : kRefused) {
                    if (word == refusal.word)
                        return here(Refuse(word, refusal.instead_en, refusal.instead_vi));
                }
                if ((word == "min" || word == "max") && IsScalar(tokens, i)) {
                    return here(Refuse(word, "of several values: write CASE WHEN",
                                       "của nhiều giá trị: viết CASE WHEN"));
                }
                if ((previous == "from" && before != "distinct") || previous == "join") {
                    if (registers_.contains(word)) {
                        read_.insert(word);
                        // Keeps the author's name usable as an alias unless one was given.
                        out = "reg_" + word + (HasAlias(tokens, i) ? "" : " AS " + word);
                    } else if (!parts_.contains(word)) {
                        return here(
                            Refuse(word, "no register and no shared part has this name",
                                   "không có sổ và không có phần dùng chung nào mang tên này"));
                    }
                }
                before = previous;
                previous = word;
            } else if (token.kind == Token::Kind::kMark) {
                before = previous;
                previous = out;
            }
            pieces.back().text += out;
        }
        return pieces;
    }

    // :only ( column )
    static Result<void> TranslateOnly(const std::vector<Token>& tokens, std::size_t& i,
                                      std::vector<Query::Piece>& pieces) {
        std::string column;
        std::size_t end = i + 1;
        if (end < tokens.size() && tokens[end].text == "(") {
            for (++end; end < tokens.size() && tokens[end].text != ")"; ++end) {
                column += tokens[end].text;
            }
        }
        if (column.empty() || end >= tokens.size()) {
            return Refuse(":only", "write :only(column)", "viết :only(cột)");
        }
        i = end;
        pieces.push_back({Query::Piece::Kind::kOnly, column});
        pieces.emplace_back();
        return {};
    }

    // MIN(a) is an aggregate on both; MIN(a, b) only one of them knows.
    static bool IsScalar(const std::vector<Token>& tokens, std::size_t i) {
        int depth = 0;
        for (++i; i < tokens.size(); ++i) {
            if (tokens[i].text == "(") ++depth;
            if (tokens[i].text == ")" && --depth == 0) return false;
            if (tokens[i].text == "," && depth == 1) return true;
            if (depth == 0 && tokens[i].kind != Token::Kind::kSpace) return false;
        }
        return false;
    }

    static bool HasAlias(const std::vector<Token>& tokens, std::size_t i) {
        for (++i; i < tokens.size(); ++i) {
            if (tokens[i].kind == Token::Kind::kSpace) continue;
            if (tokens[i].kind != Token::Kind::kWord) return false;
            static const std::set<std::string> kAfterTable = {"where", "join",  "left",   "inner",
                                                              "cross", "on",    "group",  "order",
                                                              "union", "limit", "having", "window"};
            return !kAfterTable.contains(Lower(tokens[i].text));
        }
        return false;
    }

    const Parts& parts_;
    const std::set<std::string, std::less<>>& registers_;
    std::set<std::string> open_;
    std::map<std::string, std::vector<Query::Piece>> done_;
    std::vector<std::string> order_;
    std::set<std::string, std::less<>> read_;
};

Result<Query> Query::Compose(const Part& text, const Parts& parts,
                             const std::set<std::string, std::less<>>& registers) {
    return Composer(parts, registers).Compose(text);
}

columns::DatesByName ValuesOf(const Dates& dates) {
    const Date as_of = Date::FromDays(dates.as_of);
    const Date year_ago{as_of.year - 1, as_of.month,
                        std::min(as_of.day, DaysInMonth(as_of.year - 1, as_of.month))};
    return {dates.as_of,
            dates.from,
            dates.to,
            as_of.year * 10000 + as_of.month * 100 + as_of.day,
            year_ago.FirstDay(),
            Date{as_of.year, 1, 1}.FirstDay()};
}

std::string Query::Text() const {
    std::string text;
    for (const Piece& piece : pieces_) {
        text += piece.kind == Piece::Kind::kText   ? piece.text
                : piece.kind == Piece::Kind::kDate ? ":" + piece.text
                                                   : ":only(" + piece.text + ")";
    }
    return text;
}

Result<database::Statement*> Query::Bind(database::Connection& connection, const Dates& dates,
                                         std::span<const std::int64_t> only) const {
    // Parameters are numbered by first use: PostgreSQL cannot type one that is never used.
    std::vector<std::string> numbered;
    const auto number = [&numbered](const std::string& name) {
        const auto place = std::find(numbered.begin(), numbered.end(), name) - numbered.begin();
        if (place == std::ssize(numbered)) numbered.push_back(name);
        return static_cast<int>(place) + 1;
    };
    std::string sql;
    for (const Piece& piece : pieces_) {
        switch (piece.kind) {
            case Piece::Kind::kText:
                sql += piece.text;
                break;
            case Piece::Kind::kDate:
                sql += "CAST($" + std::to_string(number(piece.text)) + " AS BIGINT)";
                break;
            case Piece::Kind::kOnly:
                sql += only.empty() ? "1 = 1" : connection.InSet(piece.text, number("only"));
        }
    }
    auto* statement = TRY(connection.Prepare(sql));
    const auto values = ValuesOf(dates);
    for (std::size_t i = 0; i < numbered.size(); ++i) {
        const int place = static_cast<int>(i) + 1;
        if (numbered[i] == "only") {
            statement->BindSet(place, only);
        } else {
            const auto name = std::find(kDateNames.begin(), kDateNames.end(), numbered[i]);
            statement->Bind(place, values[static_cast<std::size_t>(name - kDateNames.begin())]);
        }
    }
    return statement;
}

bool Query::AsksOfThePeriod() const {
    return std::any_of(pieces_.begin(), pieces_.end(), [](const Piece& piece) {
        return piece.kind == Piece::Kind::kDate && (piece.text == "from" || piece.text == "to");
    });
}

}  // namespace tram::indicators
