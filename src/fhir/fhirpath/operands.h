// What the operators share: reading both sides, and refusing them.
//
// Thread safety: as the Evaluation given.
#pragma once

#include "fhir/fhirpath/evaluation.h"

namespace tram::fhirpath {

// Both operands as collections.
struct Operands {
    explicit Operands(Evaluation& evaluation) : left(evaluation), right(evaluation) {}
    [[nodiscard]] bool Read(const Node& node, Evaluation& evaluation, const Frame& frame) {
        return EvaluateOperand(*node.arguments[0], evaluation, frame, *left) &&
               EvaluateOperand(*node.arguments[1], evaluation, frame, *right) && evaluation.Tick();
    }
    Scratch left;
    Scratch right;
};

// Always false: more than one item on a side; types that the operator has no meaning for.
bool NotSingle(const Node& node, Evaluation& evaluation);
bool WrongTypes(const Node& node, Evaluation& evaluation, const Item& left, const Item& right);

// text + more, within the budget.
[[nodiscard]] bool Concatenate(const Node& node, Evaluation& evaluation, std::string text,
                               std::string_view more, Collection& out);

// + - * / div mod
bool EvaluateMath(const Node& node, Evaluation& evaluation, const Frame& frame, Collection& out);

}  // namespace tram::fhirpath
