#include "insight/columns/machine.h"

namespace tram::columns {

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
    const auto begin = rows.size();
    rows.resize(begin + core.outputs.size());
    for (std::size_t i = 0; i < core.outputs.size(); ++i) {
        const NodeId output = core.outputs[i];
        if (core.used[i] && output != kNoNode) rows[begin + i] = Eval(output);
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
