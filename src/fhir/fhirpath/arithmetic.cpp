// Arithmetic (http://hl7.org/fhirpath/N1/#math, #datetime-arithmetic) and the sign before an
// operand.

#include "fhir/fhirpath/dates.h"
#include "fhir/fhirpath/operands.h"
#include "fhir/fhirpath/units.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {

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

namespace {

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

}  // namespace

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

}  // namespace tram::fhirpath
