#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "insight/columns/lexer.h"
#include "insight/columns/syntax.h"

namespace tram::columns {
namespace {

using Kind = Expression::Kind;

ExpressionPtr Make(Kind kind) {
    auto made = std::make_unique<Expression>();
    made->kind = kind;
    return made;
}
template <typename... Args>
ExpressionPtr Make(Kind kind, ExpressionPtr first, Args... rest) {
    auto made = Make(kind);
    made->args.push_back(std::move(first));
    (made->args.push_back(std::move(rest)), ...);
    return made;
}

// Words that no name without quotes is here, so that they end what stands before them.
constexpr std::array kWords = {
    "select",    "from", "where",  "group",  "having", "order",  "limit", "union",   "except",
    "intersect", "join", "left",   "right",  "full",   "inner",  "cross", "natural", "using",
    "on",        "as",   "and",    "or",     "not",    "is",     "in",    "between", "like",
    "exists",    "case", "when",   "then",   "else",   "end",    "null",  "cast",    "distinct",
    "by",        "asc",  "desc",   "window", "with",   "offset", "fetch", "values",  "collate",
    "escape",    "over", "filter", "all",    "isnull", "notnull"};

class Parser {
  public:
    explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    Result<Statement> Whole() {
        Statement statement;
        if (Take("with")) {
            do {
                auto name = TRY(Name());
                TRY(Expect("as"));
                if (Take("not")) {
                    TRY(Expect("materialized"));
                } else {
                    Take("materialized");
                }
                TRY(Expect("("));
                auto select = TRY(ASelect());
                TRY(Expect(")"));
                statement.parts.emplace_back(std::move(name), std::move(select));
            } while (Take(","));
        }
        statement.answer = TRY(ASelect());
        if (Next().kind != Token::Kind::kEnd) return Stop();
        return statement;
    }

  private:
    const Token& Next(std::size_t ahead = 0) const {
        return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    }
    bool Is(std::string_view text, std::size_t ahead = 0) const {
        const auto& token = Next(ahead);
        return (token.kind == Token::Kind::kWord || token.kind == Token::Kind::kMark) &&
               token.text == text;
    }
    bool Take(std::string_view text) {
        if (!Is(text)) return false;
        ++at_;
        return true;
    }
    Error Stop() const {
        const auto& token = Next();
        return NotOfColumns(token.kind == Token::Kind::kEnd ? "the end of the text"
                                                            : "\"" + token.text + "\"");
    }
    Result<void> Expect(std::string_view text) {
        if (!Take(text)) return Stop();
        return {};
    }
    bool IsName() const {
        const auto& token = Next();
        if (token.kind == Token::Kind::kName) return true;
        return token.kind == Token::Kind::kWord &&
               std::find(kWords.begin(), kWords.end(), token.text) == kWords.end();
    }
    Result<std::string> Name() {
        if (!IsName()) return Stop();
        return tokens_[at_++].text;
    }

    Result<SelectPtr> ASelect() {
        auto select = std::make_unique<Select>();
        select->cores.push_back(TRY(Core()));
        while (Take("union")) {
            const bool all = Take("all");
            select->cores.push_back(TRY(Core()));
            select->cores.back().all = all;
        }
        if (Take("order")) {
            TRY(Expect("by"));
            select->order = TRY(Order());
        }
        if (Take("limit")) {
            if (Next().kind != Token::Kind::kInteger) return Stop();
            select->limit = std::strtoll(tokens_[at_++].text.c_str(), nullptr, 10);
            if (select->limit <= 0) return NotOfColumns("LIMIT 0");
        }
        return select;
    }

    Result<std::vector<std::pair<ExpressionPtr, bool>>> Order() {
        std::vector<std::pair<ExpressionPtr, bool>> order;
        do {
            auto value = TRY(Value());
            const bool descending = Take("desc");
            if (!descending) Take("asc");
            order.emplace_back(std::move(value), descending);
        } while (Take(","));
        return order;
    }

    Result<SelectCore> Core() {
        SelectCore core;
        TRY(Expect("select"));
        core.distinct = Take("distinct");
        do core.items.push_back(TRY(AnItem()));
        while (Take(","));
        if (Take("from")) TRY(From(core.from));
        if (Take("where")) core.where = TRY(Value());
        if (Take("group")) {
            TRY(Expect("by"));
            do core.group.push_back(TRY(Value()));
            while (Take(","));
        }
        if (Take("having")) core.having = TRY(Value());
        return core;
    }

    Result<Item> AnItem() {
        Item item;
        if (Take("*")) return item;
        if (IsName() && Is(".", 1) && Is("*", 2)) {
            item.table = TRY(Name());
            at_ += 2;
            return item;
        }
        item.value = TRY(Value());
        if (Take("as")) {
            item.name = TRY(Name());
        } else if (IsName()) {
            item.name = TRY(Name());
        } else if (item.value->kind == Kind::kColumn) {
            item.name = item.value->text;
        }
        return item;
    }

    Result<void> From(std::vector<Source>& from) {
        from.push_back(TRY(ASource()));
        while (true) {
            if (Take(",")) {
                from.push_back(TRY(ASource()));
                continue;
            }
            if (Take("cross")) {
                TRY(Expect("join"));
                from.push_back(TRY(ASource()));
                continue;
            }
            const bool left = Take("left");
            if (left) {
                Take("outer");
            } else if (Take("inner")) {
                if (!Is("join")) return Stop();
            }
            if (!Take("join")) {
                if (left) return Stop();
                return {};
            }
            from.push_back(TRY(ASource()));
            TRY(Expect("on"));
            from.back().left = left;
            from.back().on = TRY(Value());
        }
    }

    Result<Source> ASource() {
        Source source;
        if (Take("(")) {
            source.query = TRY(ASelect());
            TRY(Expect(")"));
        } else {
            source.name = TRY(Name());
            source.alias = source.name;
        }
        if (Take("as") || IsName()) source.alias = TRY(Name());
        return source;
    }

    // --- expressions, what binds least first ---
    Result<ExpressionPtr> Value() {
        auto left = TRY(And());
        while (Take("or")) {
            auto right = TRY(And());
            if (left->kind == Kind::kOr) {
                left->args.push_back(std::move(right));
            } else {
                left = Make(Kind::kOr, std::move(left), std::move(right));
            }
        }
        return left;
    }
    Result<ExpressionPtr> And() {
        auto left = TRY(Not());
        while (Take("and")) {
            auto right = TRY(Not());
            if (left->kind == Kind::kAnd) {
                left->args.push_back(std::move(right));
            } else {
                left = Make(Kind::kAnd, std::move(left), std::move(right));
            }
        }
        return left;
    }
    Result<ExpressionPtr> Not() {
        if (!Take("not")) return Test();
        return Make(Kind::kNot, TRY(Not()));
    }

    std::optional<Comparison> TakeComparison() {
        constexpr std::pair<std::string_view, Comparison> kMarks[] = {
            {"=", Comparison::kEqual},        {"<>", Comparison::kUnequal},
            {"!=", Comparison::kUnequal},     {"<", Comparison::kLess},
            {"<=", Comparison::kLessEqual},   {">", Comparison::kGreater},
            {">=", Comparison::kGreaterEqual}};
        for (const auto& [mark, comparison] : kMarks) {
            if (Take(mark)) return comparison;
        }
        return std::nullopt;
    }

    // The databases order these among themselves differently; a condition is no value here, so that
    // a chain of them is refused whichever way it is read.
    Result<ExpressionPtr> Test() {
        auto left = TRY(Sum());
        while (true) {
            if (const auto comparison = TakeComparison()) {
                left = Make(Kind::kCompare, std::move(left), TRY(Sum()));
                left->comparison = *comparison;
                continue;
            }
            if (Take("is")) {
                const bool negated = Take("not");
                TRY(Expect("null"));
                left = Make(Kind::kIsNull, std::move(left));
                left->negated = negated;
                continue;
            }
            const bool negated = Is("not") && (Is("in", 1) || Is("between", 1));
            if (negated) ++at_;
            if (Take("in")) {
                left = Make(Kind::kIn, std::move(left));
                left->negated = negated;
                TRY(Expect("("));
                if (Is("select")) {
                    left->query = TRY(ASelect());
                } else {
                    do left->args.push_back(TRY(Value()));
                    while (Take(","));
                }
                TRY(Expect(")"));
            } else if (Take("between")) {
                auto from = TRY(Sum());
                TRY(Expect("and"));
                left = Make(Kind::kBetween, std::move(left), std::move(from), TRY(Sum()));
                left->negated = negated;
            } else {
                return left;
            }
        }
    }
    Result<ExpressionPtr> Sum() {
        auto left = TRY(Product());
        while (Is("+") || Is("-")) {
            const auto kind = Take("+") ? Kind::kAdd : (Take("-"), Kind::kSubtract);
            left = Make(kind, std::move(left), TRY(Product()));
        }
        return left;
    }
    Result<ExpressionPtr> Product() {
        auto left = TRY(Unary());
        while (Is("*") || Is("/") || Is("%")) {
            const auto kind = Take("*")   ? Kind::kMultiply
                              : Take("/") ? Kind::kDivide
                                          : (Take("%"), Kind::kRemainder);
            left = Make(kind, std::move(left), TRY(Unary()));
        }
        return left;
    }
    Result<ExpressionPtr> Unary() {
        if (Take("+")) return Unary();
        if (Take("-")) return Make(Kind::kNegate, TRY(Unary()));
        return Primary();
    }

    Result<ExpressionPtr> Primary() {
        const Token& token = Next();
        switch (token.kind) {
            case Token::Kind::kInteger: {
                if (token.text.size() > 18) return Stop();
                auto made = Make(Kind::kInteger);
                made->integer = std::strtoll(token.text.c_str(), nullptr, 10);
                ++at_;
                return made;
            }
            case Token::Kind::kReal: {
                auto made = Make(Kind::kReal);
                made->real = std::strtod(token.text.c_str(), nullptr);
                ++at_;
                return made;
            }
            case Token::Kind::kText: {
                auto made = Make(Kind::kText);
                made->text = token.text;
                ++at_;
                return made;
            }
            case Token::Kind::kParameter:
                return Parameter();
            case Token::Kind::kMark:
                return InBrackets();
            default:
                break;
        }
        if (Take("null")) return Make(Kind::kNull);
        if (Take("case")) return Case();
        if (Take("cast")) return Cast();
        if (Take("exists")) {
            TRY(Expect("("));
            auto made = Make(Kind::kExists);
            made->query = TRY(ASelect());
            TRY(Expect(")"));
            return made;
        }
        if (!IsName()) return Stop();
        if (Is("(", 1)) return Call();
        auto made = Make(Kind::kColumn);
        made->text = TRY(Name());
        if (Take(".")) {
            made->table = std::move(made->text);
            made->text = TRY(Name());
        }
        return made;
    }

    Result<ExpressionPtr> Parameter() {
        auto made = Make(Kind::kDate);
        made->text = tokens_[at_++].text;
        if (made->text != "only") return made;
        made->kind = Kind::kOnly;
        TRY(Expect("("));
        made->args.push_back(TRY(Primary()));
        TRY(Expect(")"));
        return made;
    }

    Result<ExpressionPtr> InBrackets() {
        TRY(Expect("("));
        if (Is("select")) {
            auto made = Make(Kind::kScalar);
            made->query = TRY(ASelect());
            TRY(Expect(")"));
            return made;
        }
        auto made = TRY(Value());
        if (Is(",")) {
            made = Make(Kind::kRow, std::move(made));
            while (Take(",")) made->args.push_back(TRY(Value()));
        }
        TRY(Expect(")"));
        return made;
    }

    Result<ExpressionPtr> Case() {
        auto made = Make(Kind::kCase);
        if (!Is("when")) {
            made->has_operand = true;
            made->args.push_back(TRY(Value()));
        }
        while (Take("when")) {
            made->args.push_back(TRY(Value()));
            TRY(Expect("then"));
            made->args.push_back(TRY(Value()));
        }
        if (Take("else")) {
            made->has_else = true;
            made->args.push_back(TRY(Value()));
        }
        TRY(Expect("end"));
        return made;
    }

    Result<ExpressionPtr> Cast() {
        TRY(Expect("("));
        auto made = Make(Kind::kCast, TRY(Value()));
        TRY(Expect("as"));
        made->text = TRY(Name());
        while (IsName()) made->text += " " + TRY(Name());
        TRY(Expect(")"));
        return made;
    }

    Result<ExpressionPtr> Call() {
        auto made = Make(Kind::kCall);
        made->text = TRY(Name());
        TRY(Expect("("));
        if (Take("*")) {
            made->star = true;
        } else if (!Is(")")) {
            made->distinct = Take("distinct");
            do made->args.push_back(TRY(Value()));
            while (Take(","));
        }
        TRY(Expect(")"));
        if (!Is("over")) return made;
        if (made->text != "row_number" || !made->args.empty() || made->star)
            return NotOfColumns(made->text + " OVER");
        ++at_;
        made->kind = Kind::kRowNumber;
        TRY(Expect("("));
        if (Take("partition")) {
            TRY(Expect("by"));
            do made->args.push_back(TRY(Value()));
            while (Take(","));
        }
        if (Take("order")) {
            TRY(Expect("by"));
            made->order = TRY(Order());
        }
        TRY(Expect(")"));
        return made;
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

}  // namespace

Error NotOfColumns(std::string what) {
    return {.code = ErrorCode::kNotSupported,
            .message = "columns do not answer " + what + "; the database does",
            .message_vi = "bảng cột trong bộ nhớ không trả lời được " + what +
                          "; cơ sở dữ liệu trả lời thay.",
            .path = "sql"};
}

namespace {

// What is nested deeper, or strings more terms together, would be walked deeper than a stack is.
bool IsTooDeep(const std::vector<Token>& tokens) {
    constexpr int kMostDeep = 200, kMostTerms = 5'000;
    int deep = 0, deepest = 0, terms = 0;
    for (const Token& token : tokens) {
        if (token.kind != Token::Kind::kWord && token.kind != Token::Kind::kMark) continue;
        if (token.text == "(" || token.text == "case") deepest = std::max(deepest, ++deep);
        if (token.text == ")" || token.text == "end") --deep;
        for (const std::string_view one : {"+", "-", "*", "/", "%", "not"})
            terms += token.text == one;
    }
    return deepest > kMostDeep || terms > kMostTerms;
}

}  // namespace

Result<Statement> Parse(std::string_view sql) {
    auto tokens = TRY(Tokens(sql));
    if (IsTooDeep(tokens)) return NotOfColumns("what is nested so deep");
    return Parser(std::move(tokens)).Whole();
}

}  // namespace tram::columns
