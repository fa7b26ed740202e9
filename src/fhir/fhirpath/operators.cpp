// The operators between two operands (http://hl7.org/fhirpath/N1/#operations) and the sign before
// one.

#include "fhir/fhirpath/dates.h"
#include "fhir/fhirpath/equality.h"
#include "fhir/fhirpath/evaluation.h"
#include "fhir/fhirpath/units.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

void Put(Truth truth, Collection& out) {
    if (truth != Truth::kEmpty) out.emplace_back(Item::System(truth == Truth::kTrue));
}

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

bool NotSingle(const Node& node, Evaluation& evaluation) {
    return evaluation.Fail(node, "'" + node.name + "' takes one item on each side",
                           "'" + node.name + "' nhận mỗi bên một giá trị");
}

bool WrongTypes(const Node& node, Evaluation& evaluation, const Item& left, const Item& right) {
    const std::string a(left.type_name());
    const std::string b(right.type_name());
    return evaluation.Fail(node, "'" + node.name + "' has no meaning between " + a + " and " + b,
                           "'" + node.name + "' không dùng được giữa " + a + " và " + b);
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

bool Concatenate(const Node& node, Evaluation& evaluation, std::string text, std::string_view more,
                 Collection& out) {
    if (text.size() + more.size() > kMostText) {
        return evaluation.Fail({.code = ErrorCode::kTooCostly,
                                .message = "FHIRPath, column " + std::to_string(node.column) +
                                           ": the text made here grows too long",
                                .message_vi = "Biểu thức FHIRPath, cột " +
                                              std::to_string(node.column) +
                                              ": văn bản tạo ra quá dài."});
    }
    text += more;
    if (!evaluation.Tick(1 + text.size() / 64)) return false;
    out.emplace_back(Item::System(std::move(text)));
    return true;
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

// Date, time or date time plus or minus a duration.
bool AddDuration(const Node& node, Evaluation& evaluation, const Item& left, const Item& right,
                 Collection& out) {
    const auto duration = QuantityOf(right);
    if (!duration || FamilyOf(right) != Family::kQuantity) {
        return WrongTypes(node, evaluation, left, right);
    }
    const auto calendar = right.made() ? Calendar::kWordsOnly : Calendar::kFhirElement;
    const auto unit = TimeUnitOf(*duration, calendar);
    const auto bad_unit = [&] {
        return evaluation.Fail(
            node, "the unit of the duration does not fit a " + std::string(left.type_name()),
            "đơn vị thời gian không dùng được cho kiểu " + std::string(left.type_name()));
    };
    if (!unit) return bad_unit();
    const auto out_of_years = [&] {
        return evaluation.Fail(node, "the result is outside the years 1 to 9999",
                               "kết quả nằm ngoài các năm từ 1 đến 9999");
    };
    const Decimal amount =
        node.op == Operator::kSubtract ? duration->value.Negate() : duration->value;
    const auto value = SystemOf(left);
    if (const auto* date = std::get_if<Date>(&value)) {
        if (*unit > TimeUnit::kDay) return bad_unit();
        const auto sum = Add(*date, amount, *unit);
        if (!sum) return out_of_years();
        out.emplace_back(Item::System(*sum));
    } else if (const auto* moment = std::get_if<DateTime>(&value)) {
        const auto sum = Add(*moment, amount, *unit);
        if (!sum) return out_of_years();
        out.emplace_back(Item::System(*sum));
    } else if (const auto* time = std::get_if<Time>(&value)) {
        if (*unit < TimeUnit::kHour) return bad_unit();
        out.emplace_back(Item::System(Add(*time, amount, *unit)));
    }
    return true;
}

template <typename Value>
void PutIfAny(const std::optional<Value>& value, Collection& out) {
    if (value) out.emplace_back(Item::System(*value));
}

// Two Integers stay Integers where the operator allows it.
bool IntegerArithmetic(Operator op, std::int64_t a, std::int64_t b, Collection& out) {
    std::int64_t result = 0;
    bool overflow = false;
    switch (op) {
        case Operator::kAdd:
            overflow = __builtin_add_overflow(a, b, &result);
            break;
        case Operator::kSubtract:
            overflow = __builtin_sub_overflow(a, b, &result);
            break;
        case Operator::kMultiply:
            overflow = __builtin_mul_overflow(a, b, &result);
            break;
        case Operator::kDiv:
        case Operator::kMod:
            overflow = b == 0 || (a == INT64_MIN && b == -1);
            if (!overflow) result = op == Operator::kDiv ? a / b : a % b;
            break;
        default:
            return false;
    }
    if (!overflow) out.emplace_back(Item::System(result));
    return true;
}

void DecimalArithmetic(Operator op, const Decimal& a, const Decimal& b, Collection& out) {
    switch (op) {
        case Operator::kAdd:
            return PutIfAny(a.Add(b), out);
        case Operator::kSubtract:
            return PutIfAny(a.Subtract(b), out);
        case Operator::kMultiply:
            return PutIfAny(a.Multiply(b), out);
        case Operator::kDivide:
            return PutIfAny(a.Divide(b), out);
        case Operator::kDiv:
            return PutIfAny(a.DivideWhole(b), out);
        default:
            return PutIfAny(a.Modulo(b), out);
    }
}

bool QuantityArithmetic(const Node& node, Evaluation& evaluation, const Item& left,
                        const Item& right, Collection& out) {
    const auto a = QuantityOf(left);
    auto b = QuantityOf(right);
    const auto is_amount = [](const Item& item) {
        const Family family = FamilyOf(item);
        return family == Family::kQuantity || family == Family::kInteger ||
               family == Family::kDecimal;
    };
    if (!is_amount(left) || !is_amount(right)) return WrongTypes(node, evaluation, left, right);
    if (!a || !b) return true;  // "< 5 mg" is no amount
    switch (node.op) {
        case Operator::kAdd:
            PutIfAny(Add(*a, *b), out);
            return true;
        case Operator::kSubtract:
            b->value = b->value.Negate();
            PutIfAny(Add(*a, *b), out);
            return true;
        case Operator::kMultiply:
            PutIfAny(Multiply(*a, *b), out);
            return true;
        case Operator::kDivide:
            PutIfAny(Divide(*a, *b), out);
            return true;
        default:
            return WrongTypes(node, evaluation, left, right);
    }
}

bool EvaluateMath(const Node& node, Evaluation& evaluation, const Frame& frame, Collection& out) {
    Operands operands(evaluation);
    if (!operands.Read(node, evaluation, frame)) return false;
    if (operands.left->size() > 1 || operands.right->size() > 1) return NotSingle(node, evaluation);
    if (operands.left->empty() || operands.right->empty()) return true;
    const Item& left = operands.left->front();
    const Item& right = operands.right->front();
    const Family a = FamilyOf(left);
    const Family b = FamilyOf(right);
    if (a == Family::kDate || a == Family::kDateTime || a == Family::kTime) {
        if (node.op != Operator::kAdd && node.op != Operator::kSubtract) {
            return WrongTypes(node, evaluation, left, right);
        }
        return AddDuration(node, evaluation, left, right, out);
    }
    if (a == Family::kString && b == Family::kString && node.op == Operator::kAdd) {
        return Concatenate(node, evaluation, std::string(*left.text()), *right.text(), out);
    }
    if (a == Family::kQuantity || b == Family::kQuantity) {
        return QuantityArithmetic(node, evaluation, left, right, out);
    }
    const auto is_number = [](Family f) { return f == Family::kInteger || f == Family::kDecimal; };
    if (!is_number(a) || !is_number(b)) return WrongTypes(node, evaluation, left, right);
    if (a == Family::kInteger && b == Family::kInteger) {
        const auto x = IntegerOf(left);
        const auto y = IntegerOf(right);
        if (!x || !y || IntegerArithmetic(node.op, *x, *y, out)) return true;
    }
    const auto x = DecimalOf(left);
    const auto y = DecimalOf(right);
    if (x && y) DecimalArithmetic(node.op, *x, *y, out);
    return true;
}

}  // namespace

bool EvaluateUnary(const Node& node, Evaluation& evaluation, const Frame& frame, Collection& out) {
    Scratch items(evaluation);
    if (!EvaluateOperand(*node.input, evaluation, frame, *items)) return false;
    if (items->empty()) return true;
    auto value = items->size() == 1 ? SystemOf(items->front()) : Item::System();
    if (auto* integer = std::get_if<std::int64_t>(&value)) {
        if (node.negative && *integer == INT64_MIN) return true;
        out.emplace_back(Item::System(node.negative ? -*integer : *integer));
    } else if (auto* decimal = std::get_if<Decimal>(&value)) {
        out.emplace_back(Item::System(node.negative ? decimal->Negate() : *decimal));
    } else if (auto* quantity = std::get_if<Quantity>(&value)) {
        if (node.negative) quantity->value = quantity->value.Negate();
        out.emplace_back(Item::System(std::move(*quantity)));
    } else {
        return evaluation.Fail(node, "a sign stands before one number or quantity",
                               "dấu + hoặc - chỉ đứng trước một số hoặc một số đo");
    }
    return true;
}

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
