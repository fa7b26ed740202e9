#include "insight/columns/compiler.h"

#include <algorithm>

namespace tram::columns {

using Kind = Expression::Kind;

bool Aggregates(const SelectCore& core) {
    return (core.having && HasAggregate(*core.having)) ||
           std::any_of(core.items.begin(), core.items.end(),
                       [](const Item& item) { return item.value && HasAggregate(*item.value); });
}

bool NumbersRows(const SelectCore& core) {
    return std::any_of(core.items.begin(), core.items.end(), [](const Item& item) {
        return item.value && item.value->kind == Kind::kRowNumber;
    });
}

Result<Plan> Compiler::Compile(const Statement& statement) {
    for (const auto& [name, select] : statement.parts) {
        const auto part = TRY(CompilePart(*select, name, nullptr));
        if (!named_.emplace(name, part).second) return NotOfColumns("two parts named " + name);
        plan_.named.push_back(part);
    }
    plan_.answer = TRY(CompilePart(*statement.answer, "", nullptr));
    return std::move(plan_);
}

Result<std::uint32_t> Compiler::CompilePart(const Select& select, std::string name, Scope* outer) {
    const auto id = static_cast<std::uint32_t>(plan_.parts.size());
    plan_.parts.push_back({.name = std::move(name)});
    open_.push_back({id, outer ? outer->depth : 0});
    for (const auto& core : select.cores)
        TRY(CompileCore(select, core, id, Core::Emit::kRows, outer));
    auto& part = plan_.parts[id];
    part.limit = select.limit;
    if (select.limit > 0 && select.cores.size() > 1) {
        if (select.order.empty()) return NotOfColumns("LIMIT without ORDER BY");
        for (const auto& [value, descending] : select.order) {
            const auto column =
                std::find_if(part.columns.begin(), part.columns.end(), [&](const PartColumn& one) {
                    return value->kind == Kind::kColumn && value->text == one.name;
                });
            if (column == part.columns.end()) return NotOfColumns("this ORDER BY of a UNION");
            part.order.emplace_back(column - part.columns.begin(), descending);
        }
    }
    open_.pop_back();
    return id;
}

Result<std::uint32_t> Compiler::CompileCore(const Select& select, const SelectCore& core,
                                            std::uint32_t part, Core::Emit emit, Scope* outer) {
    const auto id = static_cast<std::uint32_t>(plan_.cores.size());
    plan_.cores.push_back({.emit = emit, .part = part, .distinct = core.distinct, .all = core.all});
    if (part != UINT32_MAX) plan_.parts[part].cores.push_back(id);
    Scope scope{.outer = outer, .depth = outer ? outer->depth + 1 : 1, .core = id};
    TRY(CompileFrom(core, scope));
    if (emit == Core::Emit::kExists) return id;

    if (!core.group.empty() || Aggregates(core)) {
        for (const auto& key : core.group) {
            if (key->kind == Kind::kInteger) return NotOfColumns("GROUP BY a place");
            const NodeId node = TRY(Value(*key, scope));
            plan_.cores[id].keys.push_back(node);
            scope.group.push_back(key.get());
        }
        scope.grouped = true;
        plan_.cores[id].grouped = true;
        if (NumbersRows(core)) return NotOfColumns("ROW_NUMBER of groups");
    } else if (core.having) {
        return NotOfColumns("HAVING where nothing is grouped");
    }
    std::vector<PartColumn> columns;
    TRY(CompileItems(core, scope, columns));
    if (core.having) {
        const NodeId having = TRY(Condition(*core.having, scope));
        plan_.cores[id].having.push_back(having);
    }
    if (part != UINT32_MAX) {
        TRY(GiveColumns(part, id, columns));
    } else if (columns.size() != 1) {
        return NotOfColumns("several columns where a value should be");
    }
    TRY(CompileRowNumbers(core, scope));
    if (select.limit > 0 && select.cores.size() == 1) TRY(CompileOrder(select, columns, scope));
    plan_.cores[id].used.assign(plan_.cores[id].outputs.size(), false);
    return id;
}

Result<std::uint32_t> Compiler::CompileInner(const Select& select, Core::Emit emit, Scope* outer) {
    const auto& core = select.cores[0];
    const bool aggregates = Aggregates(core);
    const bool plain = select.cores.size() == 1 && !core.distinct && core.group.empty() &&
                       !core.having && !NumbersRows(core) && select.limit <= 1;
    if (!plain || (aggregates && emit != Core::Emit::kFirst) ||
        (select.limit > 0 && emit == Core::Emit::kAmong))
        return WrapInner(select, emit, outer);
    if (aggregates) emit = Core::Emit::kGroups;
    if (emit == Core::Emit::kFirst && select.limit == 1) emit = Core::Emit::kBest;
    return CompileCore(select, core, UINT32_MAX, emit, outer);
}

// (a query that is more than one loop) is a part that stands here alone.
Result<std::uint32_t> Compiler::WrapInner(const Select& select, Core::Emit emit, Scope* outer) {
    const auto part = TRY(CompilePart(select, "", outer));
    if (emit != Core::Emit::kExists && plan_.parts[part].shown != 1)
        return NotOfColumns("several columns where a value should be");
    if (emit == Core::Emit::kFirst && select.limit > 1)
        return NotOfColumns("several rows where a value should be");
    const auto cursor = static_cast<std::uint32_t>(plan_.cursors.size());
    plan_.cursors.push_back({.part = part});
    const NodeId value = Add({.op = Op::kPartCell,
                              .type = plan_.parts[part].columns[0].type,
                              .cursor = cursor,
                              .slot = 0});
    plan_.cores.push_back({.emit = emit});
    auto& core = plan_.cores.back();
    core.steps.push_back({.cursor = cursor});
    core.outputs = {value};
    core.used = {false};
    return static_cast<std::uint32_t>(plan_.cores.size() - 1);
}

Result<void> Compiler::CompileItems(const SelectCore& core, Scope& scope,
                                    std::vector<PartColumn>& columns) {
    const auto give = [&](std::string name, NodeId node) {
        columns.push_back({std::move(name), node == kNoNode ? Type::kInteger : TypeOf(node)});
        plan_.cores[scope.core].outputs.push_back(node);
    };
    for (const auto& item : core.items) {
        if (item.value) {
            // The place of a number of rows is filled once all rows are there.
            const bool number = item.value->kind == Kind::kRowNumber;
            give(item.name, number ? kNoNode : TRY(Value(*item.value, scope)));
            continue;
        }
        bool found = false;
        for (const auto& source : scope.sources) {
            if (!item.table.empty() && item.table != source.alias) continue;
            if (source.inlined.empty() && plan_.cursors[source.cursor].part == UINT32_MAX)
                return NotOfColumns("every column of a register");
            found = true;
            for (std::size_t i = 0; i < source.columns.size(); ++i)
                give(source.columns[i].name, TRY(Found(scope, source, i)));
        }
        if (!found) return NotOfColumns("every column of nothing");
    }
    return {};
}

Result<void> Compiler::GiveColumns(std::uint32_t id, std::uint32_t core,
                                   std::vector<PartColumn> columns) {
    auto& part = plan_.parts[id];
    if (part.cores.front() == core) {
        part.shown = columns.size();
        part.columns = std::move(columns);
        return {};
    }
    if (part.columns.size() != columns.size())
        return NotOfColumns("a UNION of different numbers of columns");
    for (std::size_t i = 0; i < columns.size(); ++i)
        part.columns[i].type = TRY(Common(part.columns[i].type, columns[i].type));
    return {};
}

// A column of a part that others do not see.
std::uint32_t Compiler::Hide(NodeId node, Scope& scope) {
    auto& core = plan_.cores[scope.core];
    core.outputs.push_back(node);
    plan_.parts[core.part].columns.push_back({"", TypeOf(node)});
    return static_cast<std::uint32_t>(core.outputs.size() - 1);
}

Result<void> Compiler::CompileRowNumbers(const SelectCore& core, Scope& scope) {
    if (!NumbersRows(core)) return {};
    const auto part = plan_.cores[scope.core].part;
    if (plan_.parts[part].cores.size() > 1 || core.distinct)
        return NotOfColumns("ROW_NUMBER in a UNION or DISTINCT");
    for (std::uint32_t i = 0; i < core.items.size(); ++i) {
        const auto& item = core.items[i];
        if (!item.value) return NotOfColumns("ROW_NUMBER beside *");
        if (item.value->kind != Kind::kRowNumber) continue;
        RowNumber number{.output = i};
        for (const auto& one : item.value->args)
            number.partition.push_back(Hide(TRY(Value(*one, scope)), scope));
        for (const auto& [one, descending] : item.value->order)
            number.order.emplace_back(Hide(TRY(Value(*one, scope)), scope), descending);
        plan_.cores[scope.core].row_numbers.push_back(std::move(number));
    }
    return {};
}

Result<void> Compiler::CompileOrder(const Select& select, const std::vector<PartColumn>& columns,
                                    Scope& scope) {
    const auto emit = plan_.cores[scope.core].emit;
    if (emit == Core::Emit::kGroups) return {};  // one row in any case
    if (select.order.empty()) return NotOfColumns("LIMIT without ORDER BY");
    if (select.cores[0].distinct) return NotOfColumns("LIMIT of DISTINCT");
    for (const auto& [value, descending] : select.order) {
        if (value->kind == Kind::kInteger) return NotOfColumns("ORDER BY a place");
        NodeId node = kNoNode;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (value->kind == Kind::kColumn && value->table.empty() &&
                value->text == columns[i].name)
                node = plan_.cores[scope.core].outputs[i];
        }
        if (node == kNoNode) node = TRY(Value(*value, scope));
        if (emit == Core::Emit::kBest) {
            plan_.cores[scope.core].order.emplace_back(node, descending);
        } else {
            const auto column = Hide(node, scope);
            plan_.parts[plan_.cores[scope.core].part].order.emplace_back(column, descending);
        }
    }
    return {};
}

}  // namespace tram::columns
