#include "fhir/fhirpath/parser.h"

#include <array>
#include <charconv>
#include <optional>

#include "fhir/fhirpath/evaluation.h"
#include "fhir/fhirpath/functions.h"
#include "fhir/fhirpath/lexer.h"
#include "fhir/fhirpath/types.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

struct OperatorRow {
    std::string_view text;
    int binding;  // higher binds tighter
    Operator op;  // kNone: is, as
};

// http://hl7.org/fhirpath/N1/#operator-precedence, from the loosest to the tightest.
constexpr int kTypeBinding = 8;
constexpr int kUnaryBinding = 11;
constexpr std::array<OperatorRow, 24> kOperators = {{
    {"implies", 1, Operator::kImplies},
    {"or", 2, Operator::kOr},
    {"xor", 2, Operator::kXor},
    {"and", 3, Operator::kAnd},
    {"in", 4, Operator::kIn},
    {"contains", 4, Operator::kContains},
    {"=", 5, Operator::kEqual},
    {"!=", 5, Operator::kNotEqual},
    {"~", 5, Operator::kEquivalent},
    {"!~", 5, Operator::kNotEquivalent},
    {"<", 6, Operator::kLess},
    {"<=", 6, Operator::kLessOrEqual},
    {">", 6, Operator::kGreater},
    {">=", 6, Operator::kGreaterOrEqual},
    {"|", 7, Operator::kUnion},
    {"is", kTypeBinding, Operator::kNone},
    {"as", kTypeBinding, Operator::kNone},
    {"+", 9, Operator::kAdd},
    {"-", 9, Operator::kSubtract},
    {"&", 9, Operator::kConcatenate},
    {"*", 10, Operator::kMultiply},
    {"/", 10, Operator::kDivide},
    {"div", 10, Operator::kDiv},
    {"mod", 10, Operator::kMod},
}};

// Words of the language that cannot be names unless they stand in backticks.
bool IsReserved(std::string_view word) {
    static constexpr std::array<std::string_view, 8> kReserved = {"and", "or",  "xor",  "implies",
                                                                  "div", "mod", "true", "false"};
    for (const auto reserved : kReserved) {
        if (word == reserved) return true;
    }
    return false;
}

class Parser {
  public:
    explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    Result<NodePtr> Run() {
        NodePtr root = TRY(Expression(0));
        if (Peek().kind != TokenKind::kEnd) {
            return Unexpected("the expression should end here", "biểu thức phải kết thúc ở đây");
        }
        return root;
    }

  private:
    const Token& Peek() const { return tokens_[at_]; }
    bool PeekIs(std::string_view symbol) const {
        return Peek().kind == TokenKind::kSymbol && Peek().text == symbol;
    }
    bool Accept(std::string_view symbol) {
        if (!PeekIs(symbol)) return false;
        ++at_;
        return true;
    }
    Error Unexpected(const std::string& what, const std::string& what_vi) const {
        return SyntaxError(Peek().column, what, what_vi);
    }
    Result<void> Expect(std::string_view symbol) {
        if (Accept(symbol)) return {};
        const std::string quoted = "'" + std::string(symbol) + "'";
        return Unexpected(quoted + " is missing", "thiếu " + quoted);
    }

    NodePtr Make(NodeKind kind) const {
        auto node = std::make_unique<Node>();
        node->kind = kind;
        node->column = Peek().column;
        return node;
    }

    // Names the evaluator and measures the tree; every node passes here once it has its children.
    Result<NodePtr> Finish(NodePtr node) {
        int below = node->input ? node->input->depth : 0;
        for (const auto& argument : node->arguments) below = std::max(below, argument->depth);
        node->depth = below + 1;
        if (node->depth > kMostDepth) return TooDeep();
        node->evaluate = EvaluatorOf(*node);
        return node;
    }
    Error TooDeep() const {
        return {.code = ErrorCode::kTooLarge,
                .message = "the FHIRPath expression is nested deeper than " +
                           std::to_string(kMostDepth) + " levels",
                .message_vi = "Biểu thức FHIRPath lồng quá " + std::to_string(kMostDepth) +
                              " tầng. Viết lại ngắn hơn."};
    }

    std::optional<OperatorRow> PeekOperator() const {
        const Token& token = Peek();
        if (token.kind != TokenKind::kSymbol && token.kind != TokenKind::kIdentifier) return {};
        for (const auto& row : kOperators) {
            if (row.text == token.text) return row;
        }
        return {};
    }

    Result<NodePtr> Expression(int least) {
        if (++nesting_ > kMostDepth) return TooDeep();
        NodePtr left = TRY(Unary());
        while (true) {
            const auto row = PeekOperator();
            if (!row || row->binding <= least) break;
            auto node = Make(row->op == Operator::kNone ? NodeKind::kIs : NodeKind::kBinary);
            ++at_;
            if (row->op == Operator::kNone) {
                if (row->text == "as") node->kind = NodeKind::kAs;
                node->type = TRY(Type());
                node->input = std::move(left);
            } else {
                node->op = row->op;
                node->name = row->text;
                node->arguments.push_back(std::move(left));
                node->arguments.push_back(TRY(Expression(row->binding)));
            }
            left = TRY(Finish(std::move(node)));
        }
        --nesting_;
        return left;
    }

    Result<NodePtr> Unary() {
        if (!PeekIs("-") && !PeekIs("+")) return Postfix(TRY(Term()));
        auto node = Make(NodeKind::kUnary);
        node->negative = PeekIs("-");
        ++at_;
        node->input = TRY(Expression(kUnaryBinding));
        return Finish(std::move(node));
    }

    Result<NodePtr> Postfix(NodePtr left) {
        while (true) {
            if (Accept(".")) {
                left = TRY(Invocation(std::move(left)));
            } else if (PeekIs("[")) {
                auto node = Make(NodeKind::kIndexer);
                ++at_;
                node->input = std::move(left);
                node->arguments.push_back(TRY(Expression(0)));
                TRY(Expect("]"));
                left = TRY(Finish(std::move(node)));
            } else {
                return left;
            }
        }
    }

    Result<NodePtr> Term() {
        const Token& token = Peek();
        switch (token.kind) {
            case TokenKind::kIdentifier:
                if (token.text == "true" || token.text == "false") {
                    const bool value = token.text == "true";
                    return Literal(Item(value));
                }
                [[fallthrough]];
            case TokenKind::kDelimited:
            case TokenKind::kVariable:
                return Invocation(nullptr);
            case TokenKind::kString:
                return Literal(Item(token.text));
            case TokenKind::kInteger:
            case TokenKind::kDecimal:
                return Number();
            case TokenKind::kDate:
            case TokenKind::kDateTime:
            case TokenKind::kTime:
                return Moment();
            case TokenKind::kSymbol:
                if (Accept("(")) {
                    NodePtr inner = TRY(Expression(0));
                    TRY(Expect(")"));
                    return inner;
                }
                if (PeekIs("{")) {
                    auto node = Make(NodeKind::kLiteral);
                    ++at_;
                    TRY(Expect("}"));
                    return Finish(std::move(node));
                }
                if (PeekIs("%")) return Variable();
                break;
            case TokenKind::kEnd:
                return Unexpected("the expression ends too early", "biểu thức kết thúc quá sớm");
        }
        return Unexpected("a value, a name or '(' should stand here",
                          "ở đây phải là một giá trị, một tên hoặc '('");
    }

    Result<NodePtr> Literal(Item item) {
        auto node = Make(NodeKind::kLiteral);
        ++at_;
        node->literal.push_back(std::move(item));
        return Finish(std::move(node));
    }

    Result<NodePtr> Number() {
        const Token token = Peek();
        const auto value = Decimal::Parse(token.text);
        const auto whole =
            token.kind == TokenKind::kInteger && value ? value->ToInteger() : std::nullopt;
        if (!value || (token.kind == TokenKind::kInteger && !whole)) {
            return Unexpected("the number has more digits than can be kept",
                              "số có quá nhiều chữ số");
        }
        const Token& unit = tokens_[at_ + 1];
        const auto word =
            unit.kind == TokenKind::kIdentifier ? CalendarWord(unit.text) : std::string_view();
        if (unit.kind == TokenKind::kString || !word.empty()) {
            Quantity quantity{.value = *value, .unit = unit.text};
            if (unit.kind != TokenKind::kString) {
                quantity.unit = word;
                quantity.is_calendar = true;
            }
            ++at_;
            return Literal(Item(std::move(quantity)));
        }
        return whole ? Literal(Item(*whole)) : Literal(Item(*value));
    }

    Result<NodePtr> Moment() {
        const Token& token = Peek();
        if (token.kind == TokenKind::kTime) {
            if (const auto time = ParseTime(token.text)) return Literal(Item(*time));
        } else if (token.kind == TokenKind::kDate) {
            if (const auto date = ParseDate(token.text)) return Literal(Item(*date));
        } else if (const auto moment = ParseDateTime(token.text, PartialTime::kYes)) {
            return Literal(Item(*moment));
        }
        return Unexpected("there is no such date or time", "không có ngày hoặc giờ như vậy");
    }

    Result<NodePtr> Variable() {
        auto node = Make(NodeKind::kVariable);
        ++at_;
        const Token& token = Peek();
        if (token.kind != TokenKind::kIdentifier && token.kind != TokenKind::kDelimited &&
            token.kind != TokenKind::kString) {
            return Unexpected("a name should follow %", "sau % phải là một tên");
        }
        node->name = token.text;
        ++at_;
        return Finish(std::move(node));
    }

    // A name, a function or $this … after a point or at the start of a term (then left is nullptr).
    Result<NodePtr> Invocation(NodePtr left) {
        const Token token = Peek();
        if (token.kind == TokenKind::kVariable) {
            auto node = Make(NodeKind::kPath);
            ++at_;
            if (token.text == "index") node->kind = NodeKind::kIndex;
            if (token.text == "total") node->kind = NodeKind::kTotal;
            return Finish(std::move(node));
        }
        const bool named = token.kind == TokenKind::kDelimited ||
                           (token.kind == TokenKind::kIdentifier && !IsReserved(token.text));
        if (!named) return Unexpected("a name should stand here", "ở đây phải là một tên");
        const Token& next = tokens_[at_ + 1];
        if (next.kind == TokenKind::kSymbol && next.text == "(") return Call(std::move(left));

        const bool at_start = left == nullptr;
        if (at_start || left->kind != NodeKind::kPath) {
            auto node = Make(NodeKind::kPath);
            node->input = std::move(left);
            left = TRY(Finish(std::move(node)));
        }
        left->steps.emplace_back(token.text, at_start);
        if (left->steps.size() > static_cast<std::size_t>(kMostDepth)) return TooDeep();
        ++at_;
        return left;
    }

    Result<NodePtr> Call(NodePtr left) {
        auto node = Make(NodeKind::kCall);
        node->name = Peek().text;
        node->input = std::move(left);
        node->function = FindFunction(node->name);
        if (!node->function) {
            return Error{.code = ErrorCode::kNotSupported,
                         .message = "FHIRPath, column " + std::to_string(node->column) +
                                    ": there is no function '" + node->name + "'",
                         .message_vi = "Biểu thức FHIRPath, cột " + std::to_string(node->column) +
                                       ": không có hàm '" + node->name + "'."};
        }
        at_ += 2;
        if (!PeekIs(")")) {
            if (node->function->takes_type) {
                // SQL-on-FHIR writes getReferenceKey('Patient') as well.
                const bool quoted = node->name == "getReferenceKey";
                node->type = TRY(Type(quoted ? TokenKind::kString : TokenKind::kIdentifier));
                node->arguments.push_back(nullptr);
            } else {
                do {
                    NodePtr argument = TRY(Expression(0));
                    if (node->name == "sort") argument = TRY(SortKey(std::move(argument)));
                    node->arguments.push_back(std::move(argument));
                } while (Accept(","));
            }
        }
        TRY(Expect(")"));
        const auto count = static_cast<int>(node->arguments.size());
        if (count < node->function->least || count > node->function->most) {
            return SyntaxError(
                node->column,
                "'" + node->name + "' does not take " + std::to_string(count) + " arguments",
                "hàm '" + node->name + "' không nhận " + std::to_string(count) + " đối số");
        }
        if (node->function->takes_type) node->arguments.clear();
        return Finish(std::move(node));
    }

    // `-family` sorts downwards, in the draft language `family desc` does.
    Result<NodePtr> SortKey(NodePtr key) {
        if (key->kind == NodeKind::kUnary && key->negative) {
            key = std::move(key->input);
            key->descending = true;
        }
        if (Peek().kind == TokenKind::kIdentifier &&
            (Peek().text == "asc" || Peek().text == "desc")) {
            key->descending = key->empty_last = Peek().text == "desc";
            ++at_;
        }
        return key;
    }

    // `other`: a kind of token that may hold the name besides identifiers.
    Result<TypeSpecifier> Type(TokenKind other = TokenKind::kIdentifier) {
        TypeSpecifier type;
        std::vector<std::string> names;
        const std::size_t column = Peek().column;
        do {
            if (Peek().kind != TokenKind::kIdentifier && Peek().kind != TokenKind::kDelimited &&
                Peek().kind != other) {
                return Unexpected("the name of a type should stand here",
                                  "ở đây phải là tên một kiểu dữ liệu");
            }
            names.push_back(Peek().text);
            ++at_;
        } while (Accept("."));
        if (names.size() > 1 && (names[0] == "FHIR" || names[0] == "System")) {
            type.space =
                names[0] == "FHIR" ? TypeSpecifier::Space::kFhir : TypeSpecifier::Space::kSystem;
            names.erase(names.begin());
        }
        type.name = names[0];
        for (std::size_t i = 1; i < names.size(); ++i) type.name += "." + names[i];
        if (!Resolve(type)) {
            return Error{.code = ErrorCode::kInvalid,
                         .message = "FHIRPath, column " + std::to_string(column) +
                                    ": there is no type '" + type.name + "'",
                         .message_vi = "Biểu thức FHIRPath, cột " + std::to_string(column) +
                                       ": không có kiểu dữ liệu '" + type.name + "'."};
        }
        return type;
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int nesting_ = 0;
};

}  // namespace

Result<NodePtr> Parse(std::string_view source) {
    if (source.size() > kMostSource) {
        return Error{
            .code = ErrorCode::kTooLarge,
            .message =
                "a FHIRPath expression has at most " + std::to_string(kMostSource) + " characters",
            .message_vi = "Biểu thức FHIRPath dài quá " + std::to_string(kMostSource) + " ký tự."};
    }
    return Parser(TRY(Tokenize(source))).Run();
}

}  // namespace tram::fhirpath
