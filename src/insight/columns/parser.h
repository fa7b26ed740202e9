// Parser: words of SQL into the tree of a statement.
//
// Thread safety: none; one for each text.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "insight/columns/lexer.h"
#include "insight/columns/syntax.h"

namespace tram::columns {

class Parser {
  public:
    explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}
    // Errors: kNotSupported, with the word where it stopped.
    Result<Statement> Whole();

  private:
    // parser.cpp: words, and the parts of a statement
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
    Error Stop() const;
    Result<void> Expect(std::string_view text);
    std::string TextFrom(std::size_t begin) const;
    bool IsName() const;
    Result<std::string> Name();
    Result<SelectPtr> ASelect();
    Result<std::vector<std::pair<ExpressionPtr, bool>>> Order();
    Result<SelectCore> Core();
    Result<Item> AnItem();
    Result<void> From(std::vector<Source>& from);
    Result<Source> ASource();

    // expression_parser.cpp: what binds least first
    Result<ExpressionPtr> Value();
    Result<ExpressionPtr> And();
    Result<ExpressionPtr> Not();
    std::optional<Comparison> TakeComparison();
    Result<ExpressionPtr> Test();
    Result<ExpressionPtr> Sum();
    Result<ExpressionPtr> Product();
    Result<ExpressionPtr> Unary();
    Result<ExpressionPtr> Primary();
    Result<ExpressionPtr> Parameter();
    Result<ExpressionPtr> InBrackets();
    Result<ExpressionPtr> Case();
    Result<ExpressionPtr> Cast();
    Result<ExpressionPtr> Call();

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

}  // namespace tram::columns
