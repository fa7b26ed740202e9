// Plan: a question with every name resolved, as a Run carries it out.
//
// Expressions are nodes in one list, children before parents. Every source of every FROM has a
// cursor of its own, so that a query inside another sees the outer rows where they stand: nothing
// here is recursive.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "insight/columns/syntax.h"
#include "insight/columns/table.h"

namespace tram::columns {

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = UINT32_MAX;

enum class Type : std::uint8_t { kNull, kInteger, kReal, kText };
enum class Truth : std::uint8_t { kFalse, kTrue, kUnknown };

enum class Op : std::uint8_t {
    // Values.
    kConstant,
    kDate,       // slot: which of Dates6
    kPerson,     // the member asked for
    kCell,       // slot: of Plan::cells
    kPartCell,   // cursor, slot: column of its part
    kGroupKey,   // core, slot
    kAggregate,  // core, slot
    kAdd,        // a, b
    kSubtract,
    kMultiply,
    kDivide,
    kRemainder,
    kNegate,    // a
    kToReal,    // a
    kCoalesce,  // list
    kCase,      // list: condition, value, …, else
    kCaseOf,    // list: what, when, value, …, else
    kScalar,    // core
    // Conditions.
    kTruth,        // truth
    kOnly,         // a
    kNot,          // a
    kAnd,          // list
    kOr,           // list
    kCompare,      // a comparison b
    kCompareRows,  // list: the left ones, then the right ones
    kIsNull,       // a; negated
    kIn,           // list: what, then among what; negated
    kInQuery,      // a, core; negated
    kExists,       // core
    // What a Run makes of some of them: the cell `slot` against constants, `truth` where it is
    // NULL.
    kCellCompare,    // comparison constant (an integer, or equality of texts)
    kCellTextOrder,  // comparison constant, by letters
    kCellIn,         // sets[a]; negated
    kCellIsNull,     // negated
    kCellOr,         // a value: constant where NULL
    kPartCompare,    // the column `slot` of a part: comparison constant
};

struct Node {
    Op op = Op::kConstant;
    Type type = Type::kNull;
    Comparison comparison = Comparison::kEqual;
    Truth truth = Truth::kUnknown;
    bool negated = false;
    std::uint32_t cursor = 0, slot = 0, core = 0;
    std::uint32_t first = 0, count = 0;  // a list: of Plan::children
    NodeId a = kNoNode, b = kNoNode;
    Value constant;
};

// A row's place: of a register, or of a part.
struct CursorOf {
    std::string register_name;
    std::uint32_t part = UINT32_MAX;  // not a register
};
struct CellOf {
    std::uint32_t cursor = 0;
    std::string column;
};

// An equality by which rows of a step are found rather than read through.
struct Lookup {
    std::uint32_t column = 0;  // of Plan::cells, or of the part
    NodeId key = kNoNode;
    NodeId condition = kNoNode;  // the equality itself, for when no index is there
};
struct Step {
    std::uint32_t cursor = 0;
    bool left = false;
    std::vector<Lookup> lookups;  // a register: the shortest; a part: all of them
    std::vector<NodeId> on;       // LEFT JOIN: what makes a match
    std::vector<NodeId> where;    // known once this row is
};

struct Aggregate {
    enum class Kind : std::uint8_t { kCountRows, kCount, kCountDistinct, kMin, kMax, kSum };
    Kind kind = Kind::kCountRows;
    NodeId argument = kNoNode;
    bool used = false;
};
struct RowNumber {
    std::uint32_t output = 0;
    std::vector<std::uint32_t> partition;               // outputs
    std::vector<std::pair<std::uint32_t, bool>> order;  // outputs; descending
};

struct Core {
    enum class Emit : std::uint8_t {
        kRows,    // to `part`
        kGroups,  // the same after grouping; without keys one group
        kExists,
        kFirst,  // the only row's value
        kBest,   // the value of the first row by `order`
        kAmong,  // is the value among them?
    };
    Emit emit = Emit::kRows;
    std::uint32_t part = UINT32_MAX;
    std::vector<NodeId> before;  // conditions that no row of it changes
    std::vector<Step> steps;
    std::vector<NodeId> outputs;
    std::vector<bool> used;  // of the outputs; the others are NULL
    std::vector<NodeId> keys, having;
    std::vector<Aggregate> aggregates;
    std::vector<std::pair<NodeId, bool>> order;  // descending: true
    std::vector<RowNumber> row_numbers;
    bool grouped = false, distinct = false, all = false;
    bool reached = false;  // the answer needs it
};

struct PartColumn {
    std::string name;
    Type type = Type::kNull;
};
struct Part {
    std::string name;
    std::vector<std::uint32_t> cores;
    std::vector<PartColumn> columns;  // hidden ones, for order, behind
    std::size_t shown = 0;
    std::vector<std::pair<std::uint32_t, bool>> order;  // columns; with `limit` alone
    std::int64_t limit = 0;
    bool person = false;      // other rows for another member
    bool correlated = false;  // other rows for another row of a query around it
};

struct Plan {
    std::vector<Node> nodes;
    std::vector<NodeId> children;
    std::vector<CursorOf> cursors;
    std::vector<CellOf> cells;
    std::vector<Core> cores;
    std::vector<Part> parts;
    std::vector<std::uint32_t> named;  // parts of the WITH, in its order
    std::uint32_t answer = 0;          // a part
    // Whose rows questions alike in it hand on to each other; UINT32_MAX: none.
    std::uint32_t handed_on = UINT32_MAX;
};

// Does a node ask another query?
inline bool AsksMore(const Plan& plan, NodeId id) {
    const Node& node = plan.nodes[id];
    switch (node.op) {
        case Op::kScalar:
        case Op::kExists:
        case Op::kInQuery:
            return true;
        case Op::kCellIn:
        case Op::kCellTextOrder:
            return false;  // `a` is no node there
        default:
            break;
    }
    if ((node.a != kNoNode && AsksMore(plan, node.a)) ||
        (node.b != kNoNode && AsksMore(plan, node.b)))
        return true;
    for (std::uint32_t i = 0; i < node.count; ++i) {
        if (AsksMore(plan, plan.children[node.first + i])) return true;
    }
    return false;
}

}  // namespace tram::columns
