#include <algorithm>
#include <array>

#include "insight/columns/compiler.h"

namespace tram::columns {
namespace {

using Kind = Expression::Kind;

bool IsAggregate(const Expression& expression) {
    constexpr std::array<std::string_view, 4> kAggregates = {"count", "min", "max", "sum"};
    return expression.kind == Kind::kCall &&
           std::find(kAggregates.begin(), kAggregates.end(), expression.text) != kAggregates.end();
}

}  // namespace

bool HasAggregate(const Expression& expression) {
    return IsAggregate(expression) ||
           std::any_of(expression.args.begin(), expression.args.end(),
                       [](const ExpressionPtr& one) { return HasAggregate(*one); });
}

bool Same(const Expression& a, const Expression& b) {
    return a.kind == b.kind && a.comparison == b.comparison && a.negated == b.negated &&
           a.star == b.star && a.distinct == b.distinct && a.has_operand == b.has_operand &&
           a.has_else == b.has_else && a.integer == b.integer && a.real == b.real &&
           a.table == b.table && a.text == b.text && !a.query && !b.query && a.order.empty() &&
           b.order.empty() &&
           std::equal(a.args.begin(), a.args.end(), b.args.begin(), b.args.end(),
                      [](const ExpressionPtr& x, const ExpressionPtr& y) { return Same(*x, *y); });
}

Result<Type> Compiler::Common(Type a, Type b) const {
    if (a == Type::kNull) return b;
    if (b == Type::kNull || a == b) return a;
    if (a == Type::kText || b == Type::kText) return NotOfColumns("a text beside a number");
    return Type::kReal;
}

Result<Type> Compiler::CommonOf(const std::vector<NodeId>& nodes) const {
    Type type = Type::kNull;
    for (const NodeId node : nodes) type = TRY(Common(type, TypeOf(node)));
    return type;
}

Result<NodeId> Compiler::Value(const Expression& expression, Scope& scope) {
    if (scope.grouped && !scope.in_aggregate) {
        for (std::size_t i = 0; i < scope.group.size(); ++i) {
            if (!Same(*scope.group[i], expression)) continue;
            const NodeId key = plan_.cores[scope.core].keys[i];
            return Add({.op = Op::kGroupKey,
                        .type = TypeOf(key),
                        .slot = static_cast<std::uint32_t>(i),
                        .core = scope.core});
        }
    }
    switch (expression.kind) {
        case Kind::kNull:
            return Constant({}, Type::kNull);
        case Kind::kInteger:
            return Constant(tram::columns::Value::Integer(expression.integer), Type::kInteger);
        case Kind::kReal:
            return Constant(tram::columns::Value::Real(expression.real), Type::kReal);
        case Kind::kText:
            return Constant(tram::columns::Value::Text(texts_.Number(expression.text)),
                            Type::kText);
        case Kind::kColumn:
            return Column(expression, scope);
        case Kind::kDate: {
            const auto date = std::find(kDateNames.begin(), kDateNames.end(), expression.text);
            if (date == kDateNames.end()) return NotOfColumns("the parameter :" + expression.text);
            return Add({.op = Op::kDate,
                        .type = Type::kInteger,
                        .slot = static_cast<std::uint32_t>(date - kDateNames.begin())});
        }
        case Kind::kNegate: {
            const NodeId a = TRY(Value(*expression.args[0], scope));
            if (TypeOf(a) == Type::kText) return NotOfColumns("- before a text");
            return Add({.op = Op::kNegate, .type = TypeOf(a), .a = a});
        }
        case Kind::kAdd:
            return Arithmetic(expression, Op::kAdd, scope);
        case Kind::kSubtract:
            return Arithmetic(expression, Op::kSubtract, scope);
        case Kind::kMultiply:
            return Arithmetic(expression, Op::kMultiply, scope);
        case Kind::kDivide:
            return Arithmetic(expression, Op::kDivide, scope);
        case Kind::kRemainder:
            return Arithmetic(expression, Op::kRemainder, scope);
        case Kind::kScalar: {
            const auto core = TRY(CompileInner(*expression.query, Core::Emit::kFirst, &scope));
            return Add(
                {.op = Op::kScalar, .type = TypeOf(plan_.cores[core].outputs[0]), .core = core});
        }
        case Kind::kCase:
            return Case(expression, scope);
        case Kind::kCast:
            return Cast(expression, scope);
        case Kind::kCall:
            return Call(expression, scope);
        case Kind::kRow:
            return NotOfColumns("a list of values where one should be");
        case Kind::kRowNumber:
            return NotOfColumns("ROW_NUMBER inside an expression");
        default:
            return NotOfColumns("a condition where a value should be");
    }
}

Result<NodeId> Compiler::Column(const Expression& expression, Scope& scope) {
    for (Scope* at = &scope; at; at = at->outer) {
        const Visible* source = nullptr;
        std::size_t place = 0;
        for (const auto& one : at->sources) {
            if (!expression.table.empty() && one.alias != expression.table) continue;
            for (std::size_t i = 0; i < one.columns.size(); ++i) {
                if (one.columns[i].name != expression.text) continue;
                if (source) return NotOfColumns("a column of two sources: " + expression.text);
                source = &one;
                place = i;
            }
        }
        if (source) return Found(*at, *source, place);
    }
    return NotOfColumns("the unknown column " +
                        (expression.table.empty() ? "" : expression.table + ".") + expression.text);
}

Result<NodeId> Compiler::Found(Scope& scope, const Visible& source, std::size_t column) {
    for (const auto& part : open_) {
        if (scope.depth <= part.depth) plan_.parts[part.part].correlated = true;
    }
    const auto& [name, type] = source.columns[column];
    if (!source.inlined.empty()) {
        const auto& [node, cursors] = source.inlined[column];
        touched_.insert(cursors.begin(), cursors.end());
        if (!scope.grouped || scope.in_aggregate) return node;
        const auto& keys = plan_.cores[scope.core].keys;
        const auto key = std::find(keys.begin(), keys.end(), node);
        if (key == keys.end()) return NotOfColumns("a column that is not grouped: " + name);
        return Add({.op = Op::kGroupKey,
                    .type = type,
                    .slot = static_cast<std::uint32_t>(key - keys.begin()),
                    .core = scope.core});
    }
    const bool of_part = plan_.cursors[source.cursor].part != UINT32_MAX;
    const auto slot = of_part ? static_cast<std::uint32_t>(column) : CellSlot(source.cursor, name);
    touched_.insert(source.cursor);
    if (scope.grouped && !scope.in_aggregate) {
        const auto& keys = plan_.cores[scope.core].keys;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const Node& key = plan_.nodes[keys[i]];
            if ((key.op == Op::kCell || key.op == Op::kPartCell) && key.cursor == source.cursor &&
                key.slot == slot) {
                return Add({.op = Op::kGroupKey,
                            .type = type,
                            .slot = static_cast<std::uint32_t>(i),
                            .core = scope.core});
            }
        }
        return NotOfColumns("a column that is not grouped: " + name);
    }
    return Add({.op = of_part ? Op::kPartCell : Op::kCell,
                .type = type,
                .cursor = source.cursor,
                .slot = slot});
}

Result<NodeId> Compiler::Arithmetic(const Expression& expression, Op op, Scope& scope) {
    const NodeId a = TRY(Value(*expression.args[0], scope));
    const NodeId b = TRY(Value(*expression.args[1], scope));
    const Type type = TRY(Common(TypeOf(a), TypeOf(b)));
    if (type == Type::kText) return NotOfColumns("arithmetic of texts");
    if (op == Op::kRemainder && type == Type::kReal) return NotOfColumns("% of real numbers");
    return Add({.op = op, .type = type, .a = a, .b = b});
}

Result<NodeId> Compiler::Case(const Expression& expression, Scope& scope) {
    std::vector<NodeId> list, values;
    std::size_t at = 0;
    if (expression.has_operand) list.push_back(TRY(Value(*expression.args[at++], scope)));
    const auto end = expression.args.size() - (expression.has_else ? 1 : 0);
    for (; at < end; at += 2) {
        if (expression.has_operand) {
            list.push_back(TRY(Value(*expression.args[at], scope)));
            TRY(Common(TypeOf(list[0]), TypeOf(list.back())));
        } else {
            list.push_back(TRY(Condition(*expression.args[at], scope)));
        }
        list.push_back(TRY(Value(*expression.args[at + 1], scope)));
        values.push_back(list.back());
    }
    list.push_back(expression.has_else ? TRY(Value(*expression.args.back(), scope))
                                       : Constant({}, Type::kNull));
    values.push_back(list.back());
    return AddList(
        {.op = expression.has_operand ? Op::kCaseOf : Op::kCase, .type = TRY(CommonOf(values))},
        list);
}

Result<NodeId> Compiler::Call(const Expression& expression, Scope& scope) {
    if (expression.text == "coalesce") {
        std::vector<NodeId> list;
        for (const auto& one : expression.args) list.push_back(TRY(Value(*one, scope)));
        return AddList({.op = Op::kCoalesce, .type = TRY(CommonOf(list))}, list);
    }
    if (!IsAggregate(expression)) return NotOfColumns("the function " + expression.text);
    if (!scope.grouped || scope.in_aggregate)
        return NotOfColumns(expression.text + " where nothing is grouped");
    Aggregate aggregate;
    Type type = Type::kInteger;
    if (expression.star) {
        if (expression.text != "count") return NotOfColumns(expression.text + "(*)");
    } else {
        if (expression.args.size() != 1) return NotOfColumns(expression.text + " of several");
        scope.in_aggregate = true;
        auto argument = Value(*expression.args[0], scope);
        scope.in_aggregate = false;
        aggregate.argument = TRY(std::move(argument));
        type = TypeOf(aggregate.argument);
        aggregate.kind = Aggregate::Kind::kMin;
        if (expression.text == "count") {
            aggregate.kind =
                expression.distinct ? Aggregate::Kind::kCountDistinct : Aggregate::Kind::kCount;
            type = Type::kInteger;
        } else if (expression.text == "max") {
            aggregate.kind = Aggregate::Kind::kMax;
        } else if (expression.text == "sum") {
            if (type == Type::kText) return NotOfColumns("SUM of texts");
            if (expression.distinct) return NotOfColumns("SUM(DISTINCT)");
            aggregate.kind = Aggregate::Kind::kSum;
        }
    }
    auto& aggregates = plan_.cores[scope.core].aggregates;
    aggregates.push_back(aggregate);
    return Add({.op = Op::kAggregate,
                .type = type,
                .slot = static_cast<std::uint32_t>(aggregates.size() - 1),
                .core = scope.core});
}

Result<NodeId> Compiler::Cast(const Expression& expression, Scope& scope) {
    const NodeId a = TRY(Value(*expression.args[0], scope));
    const auto& to = expression.text;
    const Type type = TypeOf(a);
    // Of a real the databases differ: one cuts, the other rounds.
    if ((to == "bigint" || to == "integer") && (type == Type::kInteger || type == Type::kNull))
        return a;
    if ((to == "real" || to == "double precision") && type != Type::kText)
        return Add({.op = Op::kToReal, .type = Type::kReal, .a = a});
    if (to == "text" && type == Type::kText) return a;
    return NotOfColumns("this CAST to " + to);
}

Result<NodeId> Compiler::Compare(NodeId a, Comparison comparison, NodeId b) {
    TRY(Common(TypeOf(a), TypeOf(b)));
    return Add({.op = Op::kCompare, .comparison = comparison, .a = a, .b = b});
}

Result<NodeId> Compiler::CompareRows(const Expression& expression, Scope& scope) {
    const auto& left = *expression.args[0];
    const auto& right = *expression.args[1];
    if (left.kind != right.kind || left.args.size() != right.args.size())
        return NotOfColumns("lists of different lengths");
    std::vector<NodeId> list;
    for (const auto* side : {&left, &right}) {
        for (const auto& one : side->args) list.push_back(TRY(Value(*one, scope)));
    }
    for (std::size_t i = 0; i < left.args.size(); ++i)
        TRY(Common(TypeOf(list[i]), TypeOf(list[i + left.args.size()])));
    return AddList({.op = Op::kCompareRows, .comparison = expression.comparison}, list);
}

Result<NodeId> Compiler::In(const Expression& expression, Scope& scope) {
    const NodeId what = TRY(Value(*expression.args[0], scope));
    if (expression.query) {
        const auto core = TRY(CompileInner(*expression.query, Core::Emit::kAmong, &scope));
        TRY(Common(TypeOf(what), TypeOf(plan_.cores[core].outputs[0])));
        return Add({.op = Op::kInQuery, .negated = expression.negated, .core = core, .a = what});
    }
    std::vector<NodeId> list = {what};
    for (std::size_t i = 1; i < expression.args.size(); ++i)
        list.push_back(TRY(Value(*expression.args[i], scope)));
    TRY(CommonOf(list));
    return AddList({.op = Op::kIn, .negated = expression.negated}, list);
}

Result<NodeId> Compiler::Condition(const Expression& expression, Scope& scope) {
    const auto list_of = [&](Op op) -> Result<NodeId> {
        std::vector<NodeId> list;
        for (const auto& one : expression.args) list.push_back(TRY(Condition(*one, scope)));
        return AddList({.op = op}, list);
    };
    switch (expression.kind) {
        case Kind::kAnd:
            return list_of(Op::kAnd);
        case Kind::kOr:
            return list_of(Op::kOr);
        case Kind::kNot: {
            const NodeId a = TRY(Condition(*expression.args[0], scope));
            return Add({.op = Op::kNot, .a = a});
        }
        case Kind::kCompare: {
            if (expression.args[0]->kind == Kind::kRow) return CompareRows(expression, scope);
            const NodeId a = TRY(Value(*expression.args[0], scope));
            return Compare(a, expression.comparison, TRY(Value(*expression.args[1], scope)));
        }
        case Kind::kIsNull: {
            const NodeId a = TRY(Value(*expression.args[0], scope));
            return Add({.op = Op::kIsNull, .negated = expression.negated, .a = a});
        }
        case Kind::kIn:
            return In(expression, scope);
        case Kind::kBetween: {
            const NodeId what = TRY(Value(*expression.args[0], scope));
            const NodeId from = TRY(Value(*expression.args[1], scope));
            const NodeId to = TRY(Value(*expression.args[2], scope));
            const std::vector<NodeId> both = {TRY(Compare(what, Comparison::kGreaterEqual, from)),
                                              TRY(Compare(what, Comparison::kLessEqual, to))};
            const NodeId between = AddList({.op = Op::kAnd}, both);
            return expression.negated ? Add({.op = Op::kNot, .a = between}) : between;
        }
        case Kind::kExists: {
            const auto core = TRY(CompileInner(*expression.query, Core::Emit::kExists, &scope));
            return Add({.op = Op::kExists, .core = core});
        }
        case Kind::kOnly: {
            const NodeId a = TRY(Value(*expression.args[0], scope));
            if (TypeOf(a) != Type::kInteger) return NotOfColumns(":only of no member");
            MarkPerson();
            return Add({.op = Op::kOnly, .a = a});
        }
        default:
            return NotOfColumns("a value where a condition should be");
    }
}

void Compiler::MarkPerson() {
    for (const auto& part : open_) plan_.parts[part.part].person = true;
}

std::uint32_t Compiler::CellSlot(std::uint32_t cursor, const std::string& column) {
    for (std::uint32_t i = 0; i < plan_.cells.size(); ++i) {
        if (plan_.cells[i].cursor == cursor && plan_.cells[i].column == column) return i;
    }
    plan_.cells.push_back({cursor, column});
    return static_cast<std::uint32_t>(plan_.cells.size() - 1);
}

}  // namespace tram::columns
