// Tokens of a FHIRPath expression (http://hl7.org/fhirpath/N1/grammar.html).
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tram::fhirpath {

enum class TokenKind : std::uint8_t {
    kEnd,
    kIdentifier,  // words of the language included; they are told apart where they may stand
    kDelimited,   // `name`
    kString,
    kInteger,
    kDecimal,
    kDate,
    kDateTime,
    kTime,
    kVariable,  // $this, $index, $total
    kSymbol,    // operators and brackets
};

struct Token {
    TokenKind kind = TokenKind::kEnd;
    std::string text;  // unescaped; literals without quotes, @ and T
    std::size_t column = 1;
};

// The tokens of `source`, kEnd last.
// Errors: kMalformed, with the column.
Result<std::vector<Token>> Tokenize(std::string_view source);

// An error of syntax at a column, in both languages.
Error SyntaxError(std::size_t column, const std::string& what, const std::string& what_vi);

}  // namespace tram::fhirpath
