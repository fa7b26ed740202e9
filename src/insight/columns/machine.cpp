#include "insight/columns/machine.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace tram::columns {

Machine::Machine(const Plan& plan, const TableOf& tables, const DatesByName& dates,
                 const Texts& texts)
    : plan_(plan),
      dates_(dates),
      texts_(texts),
      cursors_(plan.cursors.size()),
      columns_(plan.cells.size()),
      parts_(plan.parts.size()),
      cores_(plan.cores.size()) {
    Bind(tables);
    Sharpen();
}

void Machine::Bind(const TableOf& tables) {
    std::vector<const Table*> of_cursor(plan_.cursors.size());
    for (std::size_t i = 0; i < plan_.cursors.size(); ++i) {
        if (const auto& name = plan_.cursors[i].register_name; !name.empty())
            of_cursor[i] = tables(name);
    }
    // What the answer does not need has no column, and is not asked.
    for (std::size_t i = 0; i < plan_.cells.size(); ++i) {
        const Table* table = of_cursor[plan_.cells[i].cursor];
        if (!table) continue;
        if (const auto place = table->Find(plan_.cells[i].column))
            columns_[i] = &table->column(*place);
    }
    for (std::size_t i = 0; i < plan_.cores.size(); ++i) {
        const Core& core = plan_.cores[i];
        CoreState& state = cores_[i];
        state.groups = RowSet(core.keys.size());
        state.key.resize(core.keys.size());
        for (std::size_t k = 0; k < core.aggregates.size(); ++k) state.counted.emplace_back(2);
        for (const auto& step : core.steps) {
            BoundStep bound{.table = of_cursor[step.cursor]};
            for (const auto& lookup : step.lookups) {
                const Index* index = nullptr;
                if (bound.table) {
                    if (const auto place = bound.table->Find(plan_.cells[lookup.column].column))
                        index = bound.table->IndexOf(*place);
                }
                bound.indexes.push_back(index);
            }
            state.steps.push_back(std::move(bound));
        }
    }
}

Result<Rows> Machine::Ask(std::optional<std::int64_t> only) {
    only_ = only;
    several_ = false;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (plan_.parts[i].person) parts_[i].ready = false;
    }
    const PartState& answer = Part(plan_.answer);
    if (several_) return NotOfColumns("several rows where one value should be");
    const auto& part = plan_.parts[plan_.answer];
    return Rows(answer.rows, part.columns.size(), part.shown);
}

// --- parts ---

const Machine::PartState& Machine::Part(std::uint32_t id) {
    PartState& state = parts_[id];
    if (!state.ready || plan_.parts[id].correlated) Fill(id);
    return state;
}

void Machine::Fill(std::uint32_t id) {
    PartState& state = parts_[id];
    state.rows.clear();
    ++state.generation;
    const auto& part = plan_.parts[id];
    for (std::size_t i = 0; i < part.cores.size(); ++i) {
        const auto begin = state.rows.size();
        const Core& core = plan_.cores[part.cores[i]];
        FillCore(id, part.cores[i]);
        if (core.distinct) KeepOnce(id, begin);
        if (i > 0 && !core.all) KeepOnce(id, 0);
    }
    if (part.limit > 0) CutRows(id);
    state.ready = true;
}

void Machine::FillCore(std::uint32_t part, std::uint32_t id) {
    const Core& core = plan_.cores[id];
    Loop(id);
    if (core.grouped) EmitGroups(core, cores_[id]);
    for (const auto& number : core.row_numbers) {
        if (core.used[number.output]) NumberRows(part, number);
    }
}

void Machine::KeepOnce(std::uint32_t id, std::size_t from) {
    auto& rows = parts_[id].rows;
    const auto width = plan_.parts[id].columns.size();
    RowSet seen(width);
    auto kept = from;
    for (auto row = from; row < rows.size(); row += width) {
        if (!seen.Add(rows.data() + row).second) continue;
        std::copy_n(rows.begin() + static_cast<std::ptrdiff_t>(row), width,
                    rows.begin() + static_cast<std::ptrdiff_t>(kept));
        kept += width;
    }
    rows.resize(kept);
}

void Machine::NumberRows(std::uint32_t id, const RowNumber& number) {
    auto& rows = parts_[id].rows;
    const auto width = plan_.parts[id].columns.size();
    const auto cell = [&](std::size_t row, std::uint32_t column) -> Value& {
        return rows[row * width + column];
    };
    const auto by_partition = [&](std::size_t a, std::size_t b) {
        for (const auto column : number.partition) {
            const int order = OrderWithNull(cell(a, column), cell(b, column));
            if (order != 0) return order;
        }
        return 0;
    };
    std::vector<std::size_t> order(rows.size() / width);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (const int first = by_partition(a, b); first != 0) return first < 0;
        for (const auto& [column, descending] : number.order) {
            const int one = OrderWithNull(cell(a, column), cell(b, column));
            if (one != 0) return descending ? one > 0 : one < 0;
        }
        return false;
    });
    std::int64_t place = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i > 0 && by_partition(order[i - 1], order[i]) != 0) place = 0;
        cell(order[i], number.output) = Value::Integer(++place);
    }
}

void Machine::CutRows(std::uint32_t id) {
    const auto& part = plan_.parts[id];
    auto& rows = parts_[id].rows;
    const auto width = part.columns.size();
    std::vector<std::size_t> order(rows.size() / width);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        for (const auto& [column, descending] : part.order) {
            const int one = OrderWithNull(rows[a * width + column], rows[b * width + column]);
            if (one != 0) return descending ? one > 0 : one < 0;
        }
        return false;
    });
    order.resize(std::min(order.size(), static_cast<std::size_t>(part.limit)));
    std::vector<Value> kept;
    for (const auto row : order)
        kept.insert(kept.end(), rows.begin() + static_cast<std::ptrdiff_t>(row * width),
                    rows.begin() + static_cast<std::ptrdiff_t>((row + 1) * width));
    rows = std::move(kept);
}

// --- loops ---

void Machine::Loop(std::uint32_t id) {
    const Core& core = plan_.cores[id];
    CoreState& state = cores_[id];
    if (core.grouped) {
        state.groups.Clear();
        state.totals.clear();
        for (auto& one : state.counted) one.Clear();
        if (core.keys.empty()) state.totals.resize(core.aggregates.size());
    }
    for (const NodeId condition : core.before) {
        if (Test(condition) != Truth::kTrue) return;
    }
    Next(core, state, 0);
}

// False: no more rows are wanted.
bool Machine::Next(const Core& core, CoreState& state, std::size_t step) {
    if (step == core.steps.size()) return Emit(core, state);
    bool matched = false;
    const bool on = state.steps[step].table ? NextOfTable(core, state, step, matched)
                                            : NextOfPart(core, state, step, matched);
    if (!on) return false;
    const Step& one = core.steps[step];
    if (!one.left || matched) return true;
    Cursor& cursor = cursors_[one.cursor];
    cursor.null = true;
    cursor.cells = nullptr;
    for (const NodeId condition : one.where) {
        if (Test(condition) != Truth::kTrue) return true;
    }
    return Next(core, state, step + 1);
}

// The cursor stands on a row that its lookups let through.
bool Machine::Row(const Core& core, CoreState& state, std::size_t step, bool& matched) {
    const Step& one = core.steps[step];
    for (const NodeId condition : one.on) {
        if (Test(condition) != Truth::kTrue) return true;
    }
    matched = true;
    for (const NodeId condition : one.where) {
        if (Test(condition) != Truth::kTrue) return true;
    }
    return Next(core, state, step + 1);
}

bool Machine::NextOfTable(const Core& core, CoreState& state, std::size_t step, bool& matched) {
    const Step& one = core.steps[step];
    const BoundStep& bound = state.steps[step];
    const Table& table = *bound.table;
    Cursor& cursor = cursors_[one.cursor];
    cursor.null = false;
    // The index that finds fewest.
    Index::Found found;
    std::size_t chosen = one.lookups.size(), fewest = SIZE_MAX;
    for (std::size_t i = 0; i < one.lookups.size(); ++i) {
        const NodeId key = one.lookups[i].key;
        if (plan_.nodes[key].op == Op::kPerson && !only_) continue;
        const Value value = Eval(key);
        if (value.null()) return true;
        if (!bound.indexes[i]) continue;
        const auto those = bound.indexes[i]->Find(
            value.kind == Value::Kind::kText ? std::int64_t{value.text} : value.integer);
        if (those.first.size() + those.second.size() >= fewest) continue;
        found = those;
        fewest = those.first.size() + those.second.size();
        chosen = i;
    }
    const auto row = [&](std::uint32_t place) {
        if (!table.alive(place)) return true;
        cursor.row = place;
        for (std::size_t i = 0; i < one.lookups.size(); ++i) {
            if (i != chosen && Test(one.lookups[i].condition) != Truth::kTrue) return true;
        }
        return Row(core, state, step, matched);
    };
    if (chosen == one.lookups.size()) {
        for (std::uint32_t place = 0; place < table.rows(); ++place) {
            if (!row(place)) return false;
        }
        return true;
    }
    for (const std::uint32_t place : found.first) {
        if (!row(place)) return false;
    }
    for (const std::uint32_t place : found.second) {
        if (!row(place)) return false;
    }
    return true;
}

bool Machine::NextOfPart(const Core& core, CoreState& state, std::size_t step, bool& matched) {
    constexpr std::size_t kFew = 8;
    const Step& one = core.steps[step];
    const auto id = plan_.cursors[one.cursor].part;
    const PartState& part = Part(id);
    const auto stride = plan_.parts[id].columns.size();
    const auto count = part.rows.size() / stride;
    Cursor& cursor = cursors_[one.cursor];
    const bool everybody =
        !only_ && std::any_of(one.lookups.begin(), one.lookups.end(), [this](const Lookup& lookup) {
            return plan_.nodes[lookup.key].op == Op::kPerson;
        });
    const auto row = [&](std::size_t place) {
        cursor.cells = part.rows.data() + place * stride;
        for (const auto& lookup : one.lookups) {
            if (Test(lookup.condition) != Truth::kTrue) return true;
        }
        return Row(core, state, step, matched);
    };
    if (one.lookups.empty() || count <= kFew || everybody) {
        for (std::size_t place = 0; place < count; ++place) {
            if (!row(place)) return false;
        }
        return true;
    }
    const PartIndex& index = IndexOf(one, state.steps[step], part, stride);
    std::uint64_t hash = 0;
    for (const auto& lookup : one.lookups) {
        const Value value = Eval(lookup.key);
        if (value.null()) return true;
        hash = HashOf(value, hash);
    }
    for (auto next = index.heads[hash & (index.heads.size() - 1)]; next != 0;
         next = index.next[next - 1]) {
        if (!row(next - 1)) return false;
    }
    return true;
}

const Machine::PartIndex& Machine::IndexOf(const Step& step, BoundStep& bound,
                                           const PartState& part, std::size_t stride) {
    PartIndex& index = bound.by_key;
    if (index.generation == part.generation) return index;
    index.generation = part.generation;
    const auto count = part.rows.size() / stride;
    index.heads.assign(std::bit_ceil(count * 2), 0);
    index.next.assign(count, 0);
    for (auto row = count; row-- > 0;) {  // so that each chain is in the order of the rows
        std::uint64_t hash = 0;
        for (const auto& lookup : step.lookups)
            hash = HashOf(part.rows[row * stride + lookup.column], hash);
        auto& head = index.heads[hash & (index.heads.size() - 1)];
        index.next[row] = head;
        head = static_cast<std::uint32_t>(row + 1);
    }
    return index;
}

// --- what becomes of a row ---

bool Machine::Emit(const Core& core, CoreState& state) {
    switch (core.emit) {
        case Core::Emit::kRows:
            if (core.grouped) {
                Gather(core, state);
            } else {
                EmitRow(core);
            }
            return true;
        case Core::Emit::kGroups:
            Gather(core, state);
            return true;
        case Core::Emit::kExists:
            state.found = true;
            return false;
        case Core::Emit::kFirst:
            if (state.found) {
                several_ = true;
                return false;
            }
            state.found = true;
            state.value = Eval(core.outputs[0]);
            return true;
        case Core::Emit::kBest:
            if (IsBest(core, state)) state.value = Eval(core.outputs[0]);
            return true;
        case Core::Emit::kAmong: {
            const Truth same = Compare(state.value, Comparison::kEqual, Eval(core.outputs[0]));
            if (same == Truth::kUnknown) state.saw_null = true;
            state.found = same == Truth::kTrue;
            return !state.found;
        }
    }
    return true;
}

void Machine::EmitRow(const Core& core) {
    auto& rows = parts_[core.part].rows;
    for (std::size_t i = 0; i < core.outputs.size(); ++i) {
        const NodeId output = core.outputs[i];
        rows.push_back(core.used[i] && output != kNoNode ? Eval(output) : Value());
    }
}

bool Machine::IsBest(const Core& core, CoreState& state) {
    const auto count = core.order.size();
    if (!state.found) {
        state.found = true;
        state.best.resize(count);
        for (std::size_t i = 0; i < count; ++i) state.best[i] = Eval(core.order[i].first);
        return true;
    }
    for (std::size_t i = 0; i < count; ++i) {
        const Value value = Eval(core.order[i].first);
        const int order = OrderWithNull(value, state.best[i]);
        if (order == 0) continue;
        if ((order < 0) == core.order[i].second) return false;
        state.best[i] = value;
        for (++i; i < count; ++i) state.best[i] = Eval(core.order[i].first);
        return true;
    }
    return false;
}

void Machine::Gather(const Core& core, CoreState& state) {
    const auto width = core.aggregates.size();
    std::uint32_t group = 0;
    if (!core.keys.empty()) {
        for (std::size_t i = 0; i < core.keys.size(); ++i) state.key[i] = Eval(core.keys[i]);
        const auto [place, fresh] = state.groups.Add(state.key.data());
        group = place;
        if (fresh) state.totals.resize(state.totals.size() + width);
    }
    for (std::size_t i = 0; i < width; ++i) {
        const Aggregate& aggregate = core.aggregates[i];
        if (!aggregate.used) continue;
        if (aggregate.kind == Aggregate::Kind::kCountRows) {
            ++state.totals[group * width + i].count;
            continue;
        }
        const Value value = Eval(aggregate.argument);
        if (value.null()) continue;
        Total& total = state.totals[group * width + i];
        switch (aggregate.kind) {
            case Aggregate::Kind::kCountRows:
            case Aggregate::Kind::kCount:
                ++total.count;
                break;
            case Aggregate::Kind::kCountDistinct: {
                const Value both[] = {Value::Integer(group), value};
                total.count += state.counted[i].Add(both).second;
                break;
            }
            case Aggregate::Kind::kMin:
                if (total.value.null() || Order(value, total.value) < 0) total.value = value;
                break;
            case Aggregate::Kind::kMax:
                if (total.value.null() || Order(value, total.value) > 0) total.value = value;
                break;
            case Aggregate::Kind::kSum:
                total.value =
                    total.value.null() ? value : Arithmetic({.op = Op::kAdd}, total.value, value);
                break;
        }
    }
}

void Machine::EmitGroups(const Core& core, CoreState& state) {
    const auto count = core.keys.empty() ? 1 : state.groups.size();
    for (state.group = 0; state.group < count; ++state.group) {
        bool here = true;
        for (const NodeId having : core.having) here &= Test(having) == Truth::kTrue;
        if (here) EmitRow(core);
    }
}

}  // namespace tram::columns
