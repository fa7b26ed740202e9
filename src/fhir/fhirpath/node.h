// The compiled tree of an expression. Built by the parser, immutable afterwards.
//
// Each node carries the function that evaluates it, found once at compilation.
// Thread safety: immutable, except for the hints of steps, which are atomic and only guesses.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/definitions/definitions.h"
#include "fhir/fhirpath/fhirpath.h"

namespace tram::fhirpath {

class Evaluation;
struct Frame;
struct FunctionRow;

enum class NodeKind : std::uint8_t {
    kPath,      // input (or $this) . steps
    kLiteral,   // `literal`; empty: {}
    kIndex,     // $index
    kTotal,     // $total
    kVariable,  // %name
    kIndexer,   // input [ arguments[0] ]
    kCall,      // input . name ( arguments )
    kUnary,     // + or - before input
    kBinary,    // arguments[0] name arguments[1]
    kIs,        // input is type
    kAs,        // input as type
};

// One `.name` of a path.
struct Step {
    Step(std::string_view step_name, bool type_allowed)
        : name(step_name), may_be_type(type_allowed) {}
    Step(Step&& other) noexcept : name(std::move(other.name)), may_be_type(other.may_be_type) {}

    std::string name;
    bool may_be_type;  // first of its path: `Patient` in Patient.name
    // The element this step meant the last time. OPTIMIZATION: the same path walks the same type
    // again and again; a right guess saves the search for the name.
    mutable std::atomic<const definitions::Element*> hint{nullptr};
};

// Quantity, FHIR.Quantity, System.Quantity.
struct TypeSpecifier {
    enum class Space : std::uint8_t { kAny, kFhir, kSystem };
    Space space = Space::kAny;
    std::string name;
    const definitions::Structure* structure = nullptr;  // of a FHIR type; nullptr: no such type
};

enum class Operator : std::uint8_t {
    kNone,
    kEqual,
    kNotEqual,
    kEquivalent,
    kNotEquivalent,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
    kAnd,
    kOr,
    kXor,
    kImplies,
    kIn,
    kContains,
    kUnion,
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kDiv,
    kMod,
    kConcatenate,
};

class Node {
  public:
    // Appends what the node means to `out`; false: failed, the error is in the evaluation.
    using Evaluator = bool (*)(const Node&, Evaluation&, const Frame&, Collection& out);

    NodeKind kind = NodeKind::kPath;
    Evaluator evaluate = nullptr;
    std::size_t column = 1;
    int depth = 1;  // of the tree below, itself included

    std::unique_ptr<Node> input;  // nullptr: $this
    std::vector<std::unique_ptr<Node>> arguments;
    std::vector<Step> steps;
    Collection literal;
    std::string name;  // of a variable, function or operator
    Operator op = Operator::kNone;
    bool negative = false;    // kUnary
    bool descending = false;  // as an argument of sort()
    bool empty_last = false;  // … written `desc`, which turns the place of empty keys round too
    TypeSpecifier type;
    const FunctionRow* function = nullptr;
};

using NodePtr = std::unique_ptr<Node>;

}  // namespace tram::fhirpath
