// The tree of a SELECT as it is written, before names mean anything.
//
// It holds the part of SQL that questions over registers use. What is not in it is refused by the
// parser, with the word at fault.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace tram::columns {

enum class Comparison : std::uint8_t {
    kEqual,
    kUnequal,
    kLess,
    kLessEqual,
    kGreater,
    kGreaterEqual
};

struct Select;

struct Expression {
    enum class Kind : std::uint8_t {
        kNull,
        kInteger,
        kReal,
        kText,
        kColumn,     // text: the name, table: before the dot
        kDate,       // text: "as_of"
        kOnly,       // :only(args[0])
        kNegate,     // -args[0]
        kNot,        //
        kAnd,        // args: two or more
        kOr,         //
        kCompare,    // args[0] comparison args[1]; both may be kRow
        kAdd,        //
        kSubtract,   //
        kMultiply,   //
        kDivide,     //
        kRemainder,  //
        kIsNull,     // negated: IS NOT NULL
        kIn,         // args[0] IN (args[1], …), or IN (query)
        kBetween,    // args: what, from, to
        kExists,     // query
        kScalar,     // (query)
        kCase,       // args: [operand,] when, then, …, [else]; has_operand, has_else
        kCast,       // args[0] to the type `text`, in small letters
        kCall,       // text: the function, in small letters; star, distinct
        kRow,        // (args[0], args[1], …)
        kRowNumber,  // OVER (PARTITION BY args ORDER BY order)
    };
    Kind kind = Kind::kNull;
    Comparison comparison = Comparison::kEqual;
    bool negated = false;  // of kIsNull, kIn, kBetween
    bool star = false, distinct = false;
    bool has_operand = false, has_else = false;
    std::int64_t integer = 0;
    double real = 0;
    std::string table, text;
    std::vector<std::unique_ptr<Expression>> args;
    std::vector<std::pair<std::unique_ptr<Expression>, bool>> order;  // descending: true
    std::unique_ptr<Select> query;
};
using ExpressionPtr = std::unique_ptr<Expression>;
using SelectPtr = std::unique_ptr<Select>;

struct Item {
    ExpressionPtr value;  // nullptr: every column
    std::string table;    // of which source alone: "p" in p.*
    std::string name;     // as others see it; empty: nobody can
};

struct Source {
    std::string name, alias;  // a register or a part
    SelectPtr query;          // or a query of its own
    bool left = false;        // LEFT JOIN
    ExpressionPtr on;
};

// SELECT … FROM … WHERE … GROUP BY … HAVING.
struct SelectCore {
    bool distinct = false;
    bool all = false;  // UNION ALL with those before it; else UNION
    std::vector<Item> items;
    std::vector<Source> from;
    ExpressionPtr where, having;
    std::vector<ExpressionPtr> group;
};

struct Select {
    std::vector<SelectCore> cores;
    std::vector<std::pair<ExpressionPtr, bool>> order;  // descending: true
    std::int64_t limit = 0;                             // 0: none
};

struct Statement {
    std::vector<std::pair<std::string, SelectPtr>> parts;  // WITH
    std::vector<std::string> up_to;  // of each of them: it and those before as they are written
    SelectPtr answer;
};

// Errors: kNotSupported, with the word where it stopped.
Result<Statement> Parse(std::string_view sql);

// kNotSupported: what columns do not answer and the database does.
Error NotOfColumns(std::string what);

}  // namespace tram::columns
