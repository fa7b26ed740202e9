#include <algorithm>
#include <cmath>

#include "insight/columns/machine.h"

namespace tram::columns {
namespace {

using Kind = Value::Kind;

Truth Of(bool yes) {
    return yes ? Truth::kTrue : Truth::kFalse;
}
Truth Not(Truth truth) {
    if (truth == Truth::kUnknown) return truth;
    return Of(truth == Truth::kFalse);
}
template <typename T>
int OrderOf(T a, T b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

// A whole number against a real one, without rounding the first.
int OrderMixed(std::int64_t a, double b) {
    constexpr double kEnd = 9223372036854775808.0;
    if (b >= kEnd) return -1;
    if (b < -kEnd) return 1;
    const auto whole = static_cast<std::int64_t>(b);
    if (a != whole) return a < whole ? -1 : 1;
    return OrderOf(0.0, b - static_cast<double>(whole));
}

double RealOf(const Value& value) {
    return value.kind == Kind::kInteger ? static_cast<double>(value.integer) : value.real;
}

}  // namespace

int Machine::Order(const Value& a, const Value& b) const {
    if (a.kind == Kind::kInteger && b.kind == Kind::kInteger) return OrderOf(a.integer, b.integer);
    if (a.kind == Kind::kText && b.kind == Kind::kText)
        return a.text == b.text ? 0 : texts_.View(a.text).compare(texts_.View(b.text));
    if (a.kind == Kind::kInteger) return OrderMixed(a.integer, b.real);
    if (b.kind == Kind::kInteger) return -OrderMixed(b.integer, a.real);
    return OrderOf(a.real, b.real);
}

int Machine::OrderWithNull(const Value& a, const Value& b) const {
    if (a.null() || b.null()) return OrderOf(!a.null(), !b.null());
    return Order(a, b);
}

Truth Machine::Compare(const Value& a, Comparison comparison, const Value& b) const {
    if (a.null() || b.null()) return Truth::kUnknown;
    if (a.kind == Kind::kText && comparison <= Comparison::kUnequal)
        return Of((a.text == b.text) == (comparison == Comparison::kEqual));
    if (a.kind == Kind::kInteger && b.kind == Kind::kInteger)
        return Holds(a.integer, comparison, b.integer);
    return Holds(Order(a, b), comparison, 0);
}

Value Machine::Arithmetic(const Node& node, const Value& a, const Value& b) {
    if (a.null() || b.null()) return {};
    if (a.kind == Kind::kInteger && b.kind == Kind::kInteger) {
        std::int64_t out = 0;
        switch (node.op) {
            case Op::kAdd:
                if (!__builtin_add_overflow(a.integer, b.integer, &out)) return Value::Integer(out);
                break;
            case Op::kSubtract:
                if (!__builtin_sub_overflow(a.integer, b.integer, &out)) return Value::Integer(out);
                break;
            case Op::kMultiply:
                if (!__builtin_mul_overflow(a.integer, b.integer, &out)) return Value::Integer(out);
                break;
            default:
                if (b.integer == 0) return {};
                if (b.integer == -1 && a.integer == INT64_MIN) break;
                return Value::Integer(node.op == Op::kDivide ? a.integer / b.integer
                                                             : a.integer % b.integer);
        }
    }
    const double x = RealOf(a), y = RealOf(b);
    switch (node.op) {
        case Op::kAdd:
            return Value::Real(x + y);
        case Op::kSubtract:
            return Value::Real(x - y);
        case Op::kMultiply:
            return Value::Real(x * y);
        default:
            return y == 0 ? Value() : Value::Real(x / y);
    }
}

Value Machine::Scalar(std::uint32_t id) {
    const Core& core = plan_.cores[id];
    CoreState& state = cores_[id];
    state.found = false;
    state.value = {};
    Loop(id);
    if (core.emit != Core::Emit::kGroups) return state.value;
    state.group = 0;
    return Eval(core.outputs[0]);
}

Value Machine::EvalMore(const Node& node) {
    const NodeId* list = plan_.children.data() + node.first;
    switch (node.op) {
        case Op::kCellOr: {
            const Cursor& cursor = cursors_[node.cursor];
            if (cursor.null) return node.constant;
            const Value value = columns_[node.slot]->at(cursor.row);
            return value.null() ? node.constant : value;
        }
        case Op::kDate:
            return Value::Integer(dates_[node.slot]);
        case Op::kPerson:
            return only_ ? Value::Integer(*only_) : Value();
        case Op::kGroupKey:
            return cores_[node.core].groups[cores_[node.core].group][node.slot];
        case Op::kAggregate: {
            const CoreState& state = cores_[node.core];
            const auto& aggregates = plan_.cores[node.core].aggregates;
            const Total& total = state.totals[state.group * aggregates.size() + node.slot];
            return aggregates[node.slot].kind <= Aggregate::Kind::kCountDistinct
                       ? Value::Integer(total.count)
                       : total.value;
        }
        case Op::kAdd:
        case Op::kSubtract:
        case Op::kMultiply:
        case Op::kDivide:
        case Op::kRemainder: {
            const Value a = Eval(node.a);
            return Arithmetic(node, a, Eval(node.b));
        }
        case Op::kNegate:
            return Arithmetic({.op = Op::kSubtract}, Value::Integer(0), Eval(node.a));
        case Op::kToReal: {
            const Value a = Eval(node.a);
            return a.null() ? a : Value::Real(RealOf(a));
        }
        case Op::kCoalesce: {
            for (std::uint32_t i = 0; i < node.count; ++i) {
                const Value value = Eval(list[i]);
                if (!value.null()) return value;
            }
            return {};
        }
        case Op::kCase: {
            std::uint32_t i = 0;
            for (; i + 1 < node.count; i += 2) {
                if (Test(list[i]) == Truth::kTrue) return Eval(list[i + 1]);
            }
            return Eval(list[i]);
        }
        case Op::kCaseOf: {
            const Value what = Eval(list[0]);
            std::uint32_t i = 1;
            for (; i + 1 < node.count; i += 2) {
                if (Compare(what, Comparison::kEqual, Eval(list[i])) == Truth::kTrue)
                    return Eval(list[i + 1]);
            }
            return Eval(list[i]);
        }
        case Op::kScalar:
            return Scalar(node.core);
        default:
            TRAM_CHECK(false);
    }
}

Truth Machine::CompareTextCell(const Node& node, std::uint32_t text) {
    auto& known = remembered_[node.a];
    if (text >= known.size()) known.resize(std::max<std::size_t>(text + 1, texts_.size()));
    auto& truth = known[text];
    if (truth == 0) {
        truth = static_cast<std::uint8_t>(
            1 + static_cast<int>(Compare(Value::Text(text), node.comparison, node.constant)));
    }
    return static_cast<Truth>(truth - 1);
}

Truth Machine::CompareRows(const Node& node) {
    const NodeId* list = plan_.children.data() + node.first;
    const auto half = node.count / 2;
    const bool equality = node.comparison <= Comparison::kUnequal;
    bool unknown = false;
    for (std::uint32_t i = 0; i < half; ++i) {
        const Value a = Eval(list[i]), b = Eval(list[i + half]);
        if (a.null() || b.null()) {
            if (!equality) return Truth::kUnknown;
            unknown = true;
            continue;
        }
        const int order = Order(a, b);
        if (order != 0) return Holds(order, node.comparison, 0);
    }
    return unknown ? Truth::kUnknown : Holds(0, node.comparison, 0);
}

Truth Machine::In(const Node& node) {
    const NodeId* list = plan_.children.data() + node.first;
    const Value what = Eval(list[0]);
    if (what.null()) return Truth::kUnknown;
    Truth found = Truth::kFalse;
    for (std::uint32_t i = 1; i < node.count; ++i) {
        const Truth same = Compare(what, Comparison::kEqual, Eval(list[i]));
        if (same == Truth::kTrue) {
            found = same;
            break;
        }
        if (same == Truth::kUnknown) found = same;
    }
    return node.negated ? Not(found) : found;
}

Truth Machine::Among(const Node& node) {
    CoreState& state = cores_[node.core];
    state.value = Eval(node.a);
    state.found = state.saw_null = false;
    Loop(node.core);
    const Truth found = state.found      ? Truth::kTrue
                        : state.saw_null ? Truth::kUnknown
                                         : Truth::kFalse;
    return node.negated ? Not(found) : found;
}

Truth Machine::TestMore(const Node& node) {
    const NodeId* list = plan_.children.data() + node.first;
    switch (node.op) {
        case Op::kCellTextOrder: {
            const Cursor& cursor = cursors_[node.cursor];
            if (cursor.null) return node.truth;
            const auto key = columns_[node.slot]->key(cursor.row);
            return key ? CompareTextCell(node, static_cast<std::uint32_t>(*key)) : node.truth;
        }
        case Op::kCellIn: {
            const Cursor& cursor = cursors_[node.cursor];
            if (cursor.null) return node.truth;
            const auto key = columns_[node.slot]->key(cursor.row);
            if (!key) return node.truth;
            const auto& set = sets_[node.a];
            return Of((std::find(set.begin(), set.end(), *key) != set.end()) != node.negated);
        }
        case Op::kCellIsNull: {
            const Cursor& cursor = cursors_[node.cursor];
            const bool null = cursor.null || columns_[node.slot]->at(cursor.row).null();
            return Of(null != node.negated);
        }
        case Op::kOnly: {
            if (!only_) return Truth::kTrue;
            return Compare(Eval(node.a), Comparison::kEqual, Value::Integer(*only_));
        }
        case Op::kNot:
            return Not(Test(node.a));
        case Op::kAnd: {
            Truth all = Truth::kTrue;
            for (std::uint32_t i = 0; i < node.count; ++i) {
                const Truth one = Test(list[i]);
                if (one == Truth::kFalse) return one;
                if (one == Truth::kUnknown) all = one;
            }
            return all;
        }
        case Op::kOr: {
            Truth any = Truth::kFalse;
            for (std::uint32_t i = 0; i < node.count; ++i) {
                const Truth one = Test(list[i]);
                if (one == Truth::kTrue) return one;
                if (one == Truth::kUnknown) any = one;
            }
            return any;
        }
        case Op::kCompare: {
            const Value a = Eval(node.a);
            return Compare(a, node.comparison, Eval(node.b));
        }
        case Op::kCompareRows:
            return CompareRows(node);
        case Op::kIsNull:
            return Of(Eval(node.a).null() != node.negated);
        case Op::kIn:
            return In(node);
        case Op::kInQuery:
            return Among(node);
        case Op::kExists: {
            cores_[node.core].found = false;
            Loop(node.core);
            return Of(cores_[node.core].found);
        }
        default:
            TRAM_CHECK(false);
    }
}

}  // namespace tram::columns
