#include <cstdlib>

#include "insight/columns/parser.h"

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

}  // namespace

Result<ExpressionPtr> Parser::Value() {
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

Result<ExpressionPtr> Parser::And() {
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

Result<ExpressionPtr> Parser::Not() {
    if (!Take("not")) return Test();
    return Make(Kind::kNot, TRY(Not()));
}

std::optional<Comparison> Parser::TakeComparison() {
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
Result<ExpressionPtr> Parser::Test() {
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

Result<ExpressionPtr> Parser::Sum() {
    auto left = TRY(Product());
    while (Is("+") || Is("-")) {
        const auto kind = Take("+") ? Kind::kAdd : (Take("-"), Kind::kSubtract);
        left = Make(kind, std::move(left), TRY(Product()));
    }
    return left;
}

Result<ExpressionPtr> Parser::Product() {
    auto left = TRY(Unary());
    while (Is("*") || Is("/") || Is("%")) {
        const auto kind = Take("*")   ? Kind::kMultiply
                          : Take("/") ? Kind::kDivide
                                      : (Take("%"), Kind::kRemainder);
        left = Make(kind, std::move(left), TRY(Unary()));
    }
    return left;
}

Result<ExpressionPtr> Parser::Unary() {
    if (Take("+")) return Unary();
    if (Take("-")) return Make(Kind::kNegate, TRY(Unary()));
    return Primary();
}

Result<ExpressionPtr> Parser::Primary() {
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

Result<ExpressionPtr> Parser::Parameter() {
    auto made = Make(Kind::kDate);
    made->text = tokens_[at_++].text;
    if (made->text != "only") return made;
    made->kind = Kind::kOnly;
    TRY(Expect("("));
    made->args.push_back(TRY(Primary()));
    TRY(Expect(")"));
    return made;
}

Result<ExpressionPtr> Parser::InBrackets() {
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

Result<ExpressionPtr> Parser::Case() {
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

Result<ExpressionPtr> Parser::Cast() {
    TRY(Expect("("));
    auto made = Make(Kind::kCast, TRY(Value()));
    TRY(Expect("as"));
    made->text = TRY(Name());
    while (IsName()) made->text += " " + TRY(Name());
    TRY(Expect(")"));
    return made;
}

Result<ExpressionPtr> Parser::Call() {
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

}  // namespace tram::columns
