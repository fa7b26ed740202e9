#include <algorithm>

#include "insight/columns/machine.h"

namespace tram::columns {

// A Run knows the dates: much of what stands in a question is a constant then, and most of what is
// left compares one cell with it. Children stand before their parents, so that one pass does.
void Machine::Sharpen() {
    for (Node& node : plan_.nodes) SharpenNode(node);
    for (Core& core : plan_.cores) {
        SharpenConditions(core.before);
        for (Step& step : core.steps) {
            SharpenConditions(step.on);
            SharpenConditions(step.where);
        }
    }
}

void Machine::SharpenConditions(std::vector<NodeId>& conditions) {
    const auto holds = [this](NodeId id) {
        const Node& node = plan_.nodes[id];
        return node.op == Op::kTruth && node.truth == Truth::kTrue;
    };
    conditions.erase(std::remove_if(conditions.begin(), conditions.end(), holds), conditions.end());
}

bool Machine::IsConstant(NodeId id) const {
    return plan_.nodes[id].op == Op::kConstant || plan_.nodes[id].op == Op::kTruth;
}

void Machine::SharpenNode(Node& node) {
    NodeId* list = plan_.children.data() + node.first;
    const auto value = [&node](Value constant) {
        node = {.op = Op::kConstant, .type = node.type, .constant = constant};
    };
    const auto truth = [&node](Truth known) { node = {.op = Op::kTruth, .truth = known}; };
    const auto id = static_cast<NodeId>(&node - plan_.nodes.data());
    const bool all =
        std::all_of(list, list + node.count, [this](NodeId one) { return IsConstant(one); });
    switch (node.op) {
        case Op::kDate:
            value(Value::Integer(dates_[node.slot]));
            break;
        case Op::kAdd:
        case Op::kSubtract:
        case Op::kMultiply:
        case Op::kDivide:
        case Op::kRemainder:
            if (IsConstant(node.a) && IsConstant(node.b)) value(Eval(id));
            break;
        case Op::kNegate:
        case Op::kToReal:
            if (IsConstant(node.a)) value(Eval(id));
            break;
        case Op::kCoalesce:
            if (all) {
                value(Eval(id));
            } else if (node.count == 2 && IsConstant(list[1]) &&
                       plan_.nodes[list[0]].op == Op::kCell) {
                const Node& cell = plan_.nodes[list[0]];
                node = {.op = Op::kCellOr,
                        .type = node.type,
                        .cursor = cell.cursor,
                        .slot = cell.slot,
                        .constant = plan_.nodes[list[1]].constant};
            }
            break;
        case Op::kCase:
            SharpenCase(node);
            break;
        case Op::kCaseOf:
            if (all) value(Eval(id));
            break;
        case Op::kNot:
            if (IsConstant(node.a)) truth(Test(id));
            break;
        case Op::kAnd:
        case Op::kOr: {
            const Truth decides = node.op == Op::kAnd ? Truth::kFalse : Truth::kTrue;
            const Truth idle = node.op == Op::kAnd ? Truth::kTrue : Truth::kFalse;
            const auto is = [this](NodeId one, Truth what) {
                return plan_.nodes[one].op == Op::kTruth && plan_.nodes[one].truth == what;
            };
            if (all || std::any_of(list, list + node.count,
                                   [&](NodeId one) { return is(one, decides); })) {
                truth(all ? Test(id) : decides);
                break;
            }
            node.count = static_cast<std::uint32_t>(
                std::remove_if(list, list + node.count, [&](NodeId one) { return is(one, idle); }) -
                list);
            break;
        }
        case Op::kCompare:
            if (IsConstant(node.a) && IsConstant(node.b)) {
                truth(Test(id));
            } else {
                SharpenCompare(node);
            }
            break;
        case Op::kCompareRows:
            if (all) truth(Test(id));
            break;
        case Op::kIsNull:
            if (IsConstant(node.a)) {
                truth(Test(id));
            } else if (plan_.nodes[node.a].op == Op::kCell) {
                const Node& cell = plan_.nodes[node.a];
                node = {.op = Op::kCellIsNull,
                        .negated = node.negated,
                        .cursor = cell.cursor,
                        .slot = cell.slot};
            }
            break;
        case Op::kIn:
            if (all) {
                truth(Test(id));
            } else {
                SharpenIn(node);
            }
            break;
        default:
            break;
    }
}

void Machine::SharpenCase(Node& node) {
    NodeId* list = plan_.children.data() + node.first;
    // Conditions that cannot hold are left out; one that always does is the end.
    std::uint32_t kept = 0, i = 0;
    NodeId otherwise = list[node.count - 1];
    for (; i + 1 < node.count; i += 2) {
        const Node& condition = plan_.nodes[list[i]];
        if (condition.op == Op::kTruth && condition.truth == Truth::kTrue) {
            otherwise = list[i + 1];
            break;
        }
        if (condition.op == Op::kTruth) continue;
        list[kept] = list[i];
        list[kept + 1] = list[i + 1];
        kept += 2;
    }
    list[kept] = otherwise;
    node.count = kept + 1;
    if (kept == 0) node = Node(plan_.nodes[otherwise]);
}

// A comparison of a cell, or of COALESCE(cell, constant), or of what a part gives, with a constant.
void Machine::SharpenCompare(Node& node) {
    constexpr Comparison kTurned[] = {Comparison::kEqual,   Comparison::kUnequal,
                                      Comparison::kGreater, Comparison::kGreaterEqual,
                                      Comparison::kLess,    Comparison::kLessEqual};
    NodeId cell_id = node.a, constant_id = node.b;
    Comparison comparison = node.comparison;
    if (IsConstant(cell_id)) {
        std::swap(cell_id, constant_id);
        comparison = kTurned[static_cast<int>(comparison)];
    }
    const Node cell = plan_.nodes[cell_id];
    if (!IsConstant(constant_id)) return;
    const Value constant = plan_.nodes[constant_id].constant;
    if (cell.op == Op::kPartCell && !constant.null()) {
        node = {.op = Op::kPartCompare,
                .comparison = comparison,
                .cursor = cell.cursor,
                .slot = cell.slot,
                .constant = constant};
        return;
    }
    if (cell.op != Op::kCell && cell.op != Op::kCellOr) return;
    const Column* column = columns_[cell.slot];
    if (!column || column->type() == Column::Type::kReal) return;
    if (constant.null()) {
        node = {.op = Op::kTruth, .truth = Truth::kUnknown};
        return;
    }
    Node sharp{.op = Op::kCellCompare,
               .comparison = comparison,
               .truth = cell.op == Op::kCellOr ? Compare(cell.constant, comparison, constant)
                                               : Truth::kUnknown,
               .cursor = cell.cursor,
               .slot = cell.slot,
               .constant = constant};
    if (column->type() == Column::Type::kText) {
        if (constant.kind != Value::Kind::kText) return;
        if (comparison <= Comparison::kUnequal) {
            sharp.constant = Value::Integer(constant.text);
        } else {
            sharp.op = Op::kCellTextOrder;
            sharp.a = static_cast<NodeId>(remembered_.size());
            remembered_.emplace_back();
        }
    } else if (constant.kind != Value::Kind::kInteger) {
        return;
    }
    node = sharp;
}

// A cell, or COALESCE(cell, constant), among constants.
void Machine::SharpenIn(Node& node) {
    const NodeId* list = plan_.children.data() + node.first;
    const Node& cell = plan_.nodes[list[0]];
    if (cell.op != Op::kCell && cell.op != Op::kCellOr) return;
    const Column* column = columns_[cell.slot];
    if (!column || column->type() == Column::Type::kReal) return;
    const auto wanted =
        column->type() == Column::Type::kText ? Value::Kind::kText : Value::Kind::kInteger;
    std::vector<std::int64_t> set;
    Truth when_null = Truth::kFalse;
    for (std::uint32_t i = 1; i < node.count; ++i) {
        const Node& one = plan_.nodes[list[i]];
        if (!IsConstant(list[i]) || one.constant.kind != wanted) return;
        set.push_back(wanted == Value::Kind::kText ? std::int64_t{one.constant.text}
                                                   : one.constant.integer);
        if (Compare(cell.constant, Comparison::kEqual, one.constant) == Truth::kTrue)
            when_null = Truth::kTrue;
    }
    if (cell.op == Op::kCell || cell.constant.null()) {
        when_null = Truth::kUnknown;
    } else if (node.negated) {
        when_null = when_null == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
    }
    const Node sharp{.op = Op::kCellIn,
                     .truth = when_null,
                     .negated = node.negated,
                     .cursor = cell.cursor,
                     .slot = cell.slot,
                     .a = static_cast<NodeId>(sets_.size())};
    sets_.push_back(std::move(set));
    node = sharp;
}

}  // namespace tram::columns
