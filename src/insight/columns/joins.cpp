#include <algorithm>

#include "insight/columns/compiler.h"

namespace tram::columns {
namespace {

Type TypeOfColumn(Column::Type type) {
    switch (type) {
        case Column::Type::kInteger:
            return Type::kInteger;
        case Column::Type::kReal:
            return Type::kReal;
        case Column::Type::kText:
            return Type::kText;
    }
    return Type::kNull;
}

bool HoldsQuery(const Expression& expression) {
    return expression.query ||
           std::any_of(expression.args.begin(), expression.args.end(),
                       [](const ExpressionPtr& one) { return HoldsQuery(*one); });
}

// May a query in FROM be carried out as part of the query around it? One loop, whose columns are
// cheap to compute as often as they are named.
bool MayInline(const Source& source) {
    if (!source.query || source.left || source.query->cores.size() != 1 || source.query->limit != 0)
        return false;
    const auto& core = source.query->cores[0];
    return !core.distinct && core.group.empty() && !core.having && !core.from.empty() &&
           !Aggregates(core) && !NumbersRows(core) &&
           std::all_of(core.items.begin(), core.items.end(), [](const Item& item) {
               return item.value && !item.name.empty() && !HoldsQuery(*item.value);
           });
}

}  // namespace

Result<void> Compiler::CompileFrom(const SelectCore& core, Scope& scope) {
    std::vector<Joined> joined;
    std::vector<Conjunct> conditions;
    TRY(AddFrom(core, scope, joined, conditions));
    Join(joined, conditions, plan_.cores[scope.core]);
    return {};
}

Result<void> Compiler::AddFrom(const SelectCore& core, Scope& scope, std::vector<Joined>& joined,
                               std::vector<Conjunct>& conditions) {
    std::vector<Visible> sources;
    std::vector<std::size_t> places;  // in `joined`
    for (const auto& source : core.from) {
        Visible visible{.alias = source.alias};
        places.push_back(joined.size());
        if (MayInline(source)) {
            TRY(Inline(source.query->cores[0], visible, scope, joined, conditions));
        } else {
            TRY(AddSource(source, visible, scope));
            joined.push_back({.cursor = visible.cursor, .left = source.left});
        }
        for (const auto& other : sources) {
            if (!other.alias.empty() && other.alias == visible.alias)
                return NotOfColumns("two sources named " + visible.alias);
        }
        sources.push_back(std::move(visible));
    }
    scope.sources = std::move(sources);
    for (std::size_t i = 0; i < core.from.size(); ++i) {
        const auto& source = core.from[i];
        if (source.on)
            TRY(Split(*source.on, scope, source.left ? joined[places[i]].on : conditions));
    }
    if (core.where) TRY(Split(*core.where, scope, conditions));
    return {};
}

Result<void> Compiler::AddSource(const Source& source, Visible& visible, const Scope& scope) {
    CursorOf cursor;
    if (source.query) {
        // It sees what is around the whole query, not its neighbours.
        cursor.part = TRY(CompilePart(*source.query, source.alias, scope.outer));
    } else if (const auto part = named_.find(source.name); part != named_.end()) {
        cursor.part = part->second;
    } else {
        const auto* columns = catalogue_(source.name);
        if (!columns) return NotOfColumns("the unknown source " + source.name);
        cursor.register_name = source.name;
        for (const auto& [name, type] : *columns)
            visible.columns.push_back({name, TypeOfColumn(type)});
    }
    if (cursor.part != UINT32_MAX) {
        const auto& part = plan_.parts[cursor.part];
        visible.columns.assign(part.columns.begin(),
                               part.columns.begin() + static_cast<std::ptrdiff_t>(part.shown));
        if (part.person) MarkPerson();
    }
    visible.cursor = static_cast<std::uint32_t>(plan_.cursors.size());
    plan_.cursors.push_back(std::move(cursor));
    return {};
}

Result<void> Compiler::Inline(const SelectCore& core, Visible& visible, const Scope& around,
                              std::vector<Joined>& joined, std::vector<Conjunct>& conditions) {
    Scope scope{.outer = around.outer, .depth = around.depth, .core = around.core};
    TRY(AddFrom(core, scope, joined, conditions));
    for (const auto& item : core.items) {
        auto before = std::move(touched_);
        touched_.clear();
        const NodeId node = TRY(Value(*item.value, scope));
        visible.columns.push_back({item.name, TypeOf(node)});
        before.insert(touched_.begin(), touched_.end());
        visible.inlined.push_back({node, std::move(touched_)});
        touched_ = std::move(before);
    }
    return {};
}

Result<void> Compiler::Split(const Expression& condition, Scope& scope,
                             std::vector<Conjunct>& into) {
    if (condition.kind == Expression::Kind::kAnd) {
        for (const auto& one : condition.args) TRY(Split(*one, scope, into));
        return {};
    }
    auto around = std::move(touched_);
    const auto take = [&](std::set<std::uint32_t>& cursors) {
        cursors = std::move(touched_);
        touched_.clear();
        around.insert(cursors.begin(), cursors.end());
    };
    touched_.clear();
    Conjunct conjunct;
    if (condition.kind == Expression::Kind::kCompare &&
        condition.comparison == Comparison::kEqual &&
        condition.args[0]->kind != Expression::Kind::kRow) {
        for (const int side : {0, 1}) {
            conjunct.sides[side] = TRY(Value(*condition.args[side], scope));
            take(conjunct.side_cursors[side]);
            conjunct.cursors.insert(conjunct.side_cursors[side].begin(),
                                    conjunct.side_cursors[side].end());
        }
        conjunct.node = TRY(Compare(conjunct.sides[0], Comparison::kEqual, conjunct.sides[1]));
    } else {
        conjunct.node = TRY(Condition(condition, scope));
        take(conjunct.cursors);
        if (const Node node = plan_.nodes[conjunct.node]; node.op == Op::kOnly) {
            conjunct.sides[0] = node.a;
            conjunct.side_cursors[0] = conjunct.cursors;
            conjunct.sides[1] = Add({.op = Op::kPerson, .type = Type::kInteger});
        }
    }
    touched_ = std::move(around);
    into.push_back(std::move(conjunct));
    return {};
}

std::vector<Lookup> Compiler::LookupsOf(std::uint32_t cursor,
                                        const std::vector<Conjunct>& conditions,
                                        const std::set<std::uint32_t>& waiting) const {
    std::vector<Lookup> lookups;
    for (const auto& conjunct : conditions) {
        if (conjunct.sides[0] == kNoNode) continue;
        for (const int side : {0, 1}) {
            const Node& cell = plan_.nodes[conjunct.sides[side]];
            const Node& key = plan_.nodes[conjunct.sides[1 - side]];
            const auto& needs = conjunct.side_cursors[1 - side];
            const bool is_cell =
                (cell.op == Op::kCell || cell.op == Op::kPartCell) && cell.cursor == cursor;
            const bool ready = std::none_of(needs.begin(), needs.end(), [&](std::uint32_t one) {
                return one == cursor || waiting.contains(one);
            });
            // A constant is a filter: what it finds is rarely few.
            const bool tells = key.op == Op::kPerson || !needs.empty();
            if (!is_cell || !ready || !tells || cell.type != key.type || cell.type == Type::kReal)
                continue;
            lookups.push_back({cell.slot, conjunct.sides[1 - side], conjunct.node});
            break;
        }
    }
    return lookups;
}

int Compiler::RankOf(std::uint32_t cursor, const std::vector<Lookup>& lookups) const {
    const bool person = std::any_of(lookups.begin(), lookups.end(), [&](const Lookup& lookup) {
        return plan_.nodes[lookup.key].op == Op::kPerson;
    });
    if (person) return 0;
    if (!lookups.empty()) return 1;
    const auto part = plan_.cursors[cursor].part;
    if (part == UINT32_MAX) return 4;
    return plan_.parts[part].person ? 2 : 3;
}

void Compiler::Join(const std::vector<Joined>& sources, const std::vector<Conjunct>& conditions,
                    Core& core) const {
    std::set<std::uint32_t> waiting;
    for (const auto& source : sources) waiting.insert(source.cursor);
    const auto place = [&](const Joined& source) {
        Step step{.cursor = source.cursor, .left = source.left};
        waiting.erase(source.cursor);
        step.lookups = LookupsOf(source.cursor, source.left ? source.on : conditions, waiting);
        for (const auto& conjunct : source.on) {
            const auto same = [&](const Lookup& one) { return one.condition == conjunct.node; };
            if (std::none_of(step.lookups.begin(), step.lookups.end(), same))
                step.on.push_back(conjunct.node);
        }
        core.steps.push_back(std::move(step));
    };
    // A LEFT JOIN keeps its place; those between two of them are read in the cheapest order.
    std::vector<const Joined*> inner;
    const auto place_inner = [&] {
        while (!inner.empty()) {
            const auto rank = [&](const Joined* one) {
                return RankOf(one->cursor, LookupsOf(one->cursor, conditions, waiting));
            };
            const auto best = std::min_element(
                inner.begin(), inner.end(),
                [&](const Joined* a, const Joined* b) { return rank(a) < rank(b); });
            place(**best);
            inner.erase(best);
        }
    };
    for (const auto& source : sources) {
        if (!source.left) {
            inner.push_back(&source);
            continue;
        }
        place_inner();
        place(source);
    }
    place_inner();

    for (const bool asks : {false, true}) {  // cheap ones first
        for (const auto& conjunct : conditions) {
            if (AsksMore(plan_, conjunct.node) != asks) continue;
            Step* last = nullptr;
            bool found = false;
            for (auto& step : core.steps) {
                if (conjunct.cursors.contains(step.cursor)) last = &step;
                found |= !step.left && std::any_of(step.lookups.begin(), step.lookups.end(),
                                                   [&](const Lookup& one) {
                                                       return one.condition == conjunct.node;
                                                   });
            }
            if (!found) (last ? last->where : core.before).push_back(conjunct.node);
        }
    }
}

}  // namespace tram::columns
