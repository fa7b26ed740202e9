#include "insight/columns/parser.h"

#include <array>
#include <cstdlib>

namespace tram::columns {
namespace {

using Kind = Expression::Kind;

// Words that no name without quotes is here, so that they end what stands before them.
constexpr std::array kWords = {
    "select",    "from", "where",  "group",  "having", "order",  "limit", "union",   "except",
    "intersect", "join", "left",   "right",  "full",   "inner",  "cross", "natural", "using",
    "on",        "as",   "and",    "or",     "not",    "is",     "in",    "between", "like",
    "exists",    "case", "when",   "then",   "else",   "end",    "null",  "cast",    "distinct",
    "by",        "asc",  "desc",   "window", "with",   "offset", "fetch", "values",  "collate",
    "escape",    "over", "filter", "all",    "isnull", "notnull"};

}  // namespace

Result<Statement> Parser::Whole() {
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
            statement.up_to.push_back(TextFrom(0));
            statement.parts.emplace_back(std::move(name), std::move(select));
        } while (Take(","));
    }
    statement.answer = TRY(ASelect());
    if (Next().kind != Token::Kind::kEnd) return Stop();
    return statement;
}

Error Parser::Stop() const {
    const auto& token = Next();
    return NotOfColumns(token.kind == Token::Kind::kEnd ? "the end of the text"
                                                        : "\"" + token.text + "\"");
}

Result<void> Parser::Expect(std::string_view text) {
    if (!Take(text)) return Stop();
    return {};
}

std::string Parser::TextFrom(std::size_t begin) const {
    std::string text;
    for (auto at = begin; at < at_; ++at)
        text += std::to_string(static_cast<int>(tokens_[at].kind)) + tokens_[at].text + "\n";
    return text;
}

bool Parser::IsName() const {
    const auto& token = Next();
    if (token.kind == Token::Kind::kName) return true;
    return token.kind == Token::Kind::kWord &&
           std::find(kWords.begin(), kWords.end(), token.text) == kWords.end();
}

Result<std::string> Parser::Name() {
    if (!IsName()) return Stop();
    return tokens_[at_++].text;
}

Result<SelectPtr> Parser::ASelect() {
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

Result<std::vector<std::pair<ExpressionPtr, bool>>> Parser::Order() {
    std::vector<std::pair<ExpressionPtr, bool>> order;
    do {
        auto value = TRY(Value());
        const bool descending = Take("desc");
        if (!descending) Take("asc");
        order.emplace_back(std::move(value), descending);
    } while (Take(","));
    return order;
}

Result<SelectCore> Parser::Core() {
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

Result<Item> Parser::AnItem() {
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

Result<void> Parser::From(std::vector<Source>& from) {
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

Result<Source> Parser::ASource() {
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
