// The operators between two operands (http://hl7.org/fhirpath/N1/#operations) and the sign before
// one.

#include "fhir/fhirpath/equality.h"
#include "fhir/fhirpath/operands.h"

namespace tram::fhirpath {
namespace {

void Put(Truth truth, Collection& out) {
    if (truth != Truth::kEmpty) out.emplace_back(Item::System(truth == Truth::kTrue));
}

bool EvaluateEquality(const Node& node, Evaluation& evaluation, const Frame& frame,
                      Collection& out) {
    Operands operands(evaluation);
    if (!operands.Read(node, evaluation, frame)) return false;
    Truth truth = Equal(evaluation, *operands.left, *operands.right);
    if (node.op == Operator::kNotEqual && truth != Truth::kEmpty) {
        truth = truth == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
    }
    Put(truth, out);
    return evaluation.Tick();
}

bool EvaluateEquivalence(const Node& node, Evaluation& evaluation, const Frame& frame,
                         Collection& out) {
    Operands operands(evaluation);
    if (!operands.Read(node, evaluation, frame)) return false;
    const bool same = Equivalent(evaluation, *operands.left, *operands.right);
    out.emplace_back(Item::System(same == (node.op == Operator::kEquivalent)));
    return evaluation.Tick();
}

bool EvaluateOrder(const Node& node, Evaluation& evaluation, const Frame& frame, Collection& out) {
    Operands operands(evaluation);
    if (!operands.Read(node, evaluation, frame)) return false;
    if (operands.left->empty() || operands.right->empty()) return true;
    if (operands.left->size() > 1 || operands.right->size() > 1) return NotSingle(node, evaluation);
    std::optional<int> order;
    if (!Order(node, evaluation, operands.left->front(), operands.right->front(), order)) {
        return false;
    }
    if (!order) return true;
    bool result = false;
    switch (node.op) {
        case Operator::kLess:
            result = *order < 0;
            break;
        case Operator::kLessOrEqual:
            result = *order <= 0;
            break;
        case Operator::kGreater:
            result = *order > 0;
            break;
        default:
            result = *order >= 0;
    }
    out.emplace_back(Item::System(result));
    return true;
}

// http://hl7.org/fhirpath/N1/#boolean-logic. The right side is left alone once the left decides.
bool EvaluateLogic(const Node& node, Evaluation& evaluation, const Frame& frame, Collection& out) {
    Truth left;
    Truth right;
    if (!EvaluateTruth(*node.arguments[0], evaluation, frame, left)) return false;
    const bool decided = (node.op == Operator::kAnd && left == Truth::kFalse) ||
                         (node.op == Operator::kOr && left == Truth::kTrue);
    if (decided) {
        Put(left, out);
        return true;
    }
    if (node.op == Operator::kImplies && left == Truth::kFalse) {
        Put(Truth::kTrue, out);
        return true;
    }
    if (!EvaluateTruth(*node.arguments[1], evaluation, frame, right)) return false;
    switch (node.op) {
        case Operator::kAnd:
            Put(right == Truth::kFalse ? right : left == Truth::kEmpty ? left : right, out);
            break;
        case Operator::kOr:
            Put(right == Truth::kTrue ? right : left == Truth::kEmpty ? left : right, out);
            break;
        case Operator::kXor:
            if (left == Truth::kEmpty || right == Truth::kEmpty) break;
            Put(left != right ? Truth::kTrue : Truth::kFalse, out);
            break;
        default:  // implies, with the left side true or empty
            Put(left == Truth::kTrue || right == Truth::kTrue ? right : Truth::kEmpty, out);
    }
    return true;
}

bool EvaluateMembership(const Node& node, Evaluation& evaluation, const Frame& frame,
                        Collection& out) {
    Operands operands(evaluation);
    if (!operands.Read(node, evaluation, frame)) return false;
    const bool is_in = node.op == Operator::kIn;
    const Collection& one = is_in ? *operands.left : *operands.right;
    const Collection& many = is_in ? *operands.right : *operands.left;
    if (one.empty()) return true;
    if (one.size() > 1) {
        return evaluation.Fail(node,
                               "'" + node.name + "' looks for one item, and there are several",
                               "'" + node.name + "' chỉ tìm một giá trị nhưng có nhiều giá trị");
    }
    Truth found = Truth::kFalse;
    for (const Item& item : many) {
        if (Equal(evaluation, item, one.front()) != Truth::kTrue) continue;
        found = Truth::kTrue;
        break;
    }
    Put(found, out);
    return evaluation.Tick();
}

bool EvaluateUnion(const Node& node, Evaluation& evaluation, const Frame& frame, Collection& out) {
    Operands operands(evaluation);
    if (!operands.Read(node, evaluation, frame)) return false;
    ItemSet seen(evaluation);
    for (Collection* side : {&*operands.left, &*operands.right}) {
        for (Item& item : *side) {
            if (seen.Insert(item)) out.push_back(std::move(item));
        }
    }
    return evaluation.Tick();
}

bool EvaluateConcatenate(const Node& node, Evaluation& evaluation, const Frame& frame,
                         Collection& out) {
    Operands operands(evaluation);
    if (!operands.Read(node, evaluation, frame)) return false;
    std::string_view texts[2];
    const Collection* sides[2] = {&*operands.left, &*operands.right};
    for (int i = 0; i < 2; ++i) {
        if (sides[i]->empty()) continue;
        if (sides[i]->size() > 1) return NotSingle(node, evaluation);
        const auto text = sides[i]->front().text();
        if (!text) {
            return evaluation.Fail(node, "'&' joins strings; use toString() for other values",
                                   "'&' chỉ nối chuỗi; dùng toString() cho giá trị khác");
        }
        texts[i] = *text;
    }
    return Concatenate(node, evaluation, std::string(texts[0]), texts[1], out);
}

}  // namespace

Node::Evaluator EvaluatorOfOperator(Operator op) {
    switch (op) {
        case Operator::kNone:
            return nullptr;
        case Operator::kEqual:
        case Operator::kNotEqual:
            return EvaluateEquality;
        case Operator::kEquivalent:
        case Operator::kNotEquivalent:
            return EvaluateEquivalence;
        case Operator::kLess:
        case Operator::kLessOrEqual:
        case Operator::kGreater:
        case Operator::kGreaterOrEqual:
            return EvaluateOrder;
        case Operator::kAnd:
        case Operator::kOr:
        case Operator::kXor:
        case Operator::kImplies:
            return EvaluateLogic;
        case Operator::kIn:
        case Operator::kContains:
            return EvaluateMembership;
        case Operator::kUnion:
            return EvaluateUnion;
        case Operator::kAdd:
        case Operator::kSubtract:
        case Operator::kMultiply:
        case Operator::kDivide:
        case Operator::kDiv:
        case Operator::kMod:
            return EvaluateMath;
        case Operator::kConcatenate:
            return EvaluateConcatenate;
    }
    return nullptr;
}

}  // namespace tram::fhirpath
