#include <algorithm>
#include <bit>

#include "insight/columns/machine.h"

namespace tram::columns {

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
    for (const auto gate : state.gates) {
        if (only_ && !MayFind(state.steps[gate])) return;
    }
    Next(core, state, 0);
}

// Has the member any row that this step may stand on?
bool Machine::MayFind(const BoundStep& step) {
    const Index::Found& found = Find(step.by_person, *only_).found;
    if (!found.later.empty() || !found.apart.empty()) return true;
    return step.sieve ? step.sieve->Next(found.begin, found.end) < found.end
                      : found.begin < found.end;
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
    if (state.tries && step + 1 == core.steps.size() && !IsBeyond(core, state)) return true;
    for (const NodeId condition : one.where) {
        if (Test(condition) != Truth::kTrue) return true;
    }
    return Next(core, state, step + 1);
}

// Would this row make the largest larger, or the smallest smaller?
bool Machine::IsBeyond(const Core& core, const CoreState& state) {
    const Aggregate& aggregate = core.aggregates[state.extreme];
    const Value value = Eval(aggregate.argument);
    if (value.null()) return false;
    const Value& most = state.totals[state.extreme].value;
    if (most.null()) return true;
    const int order = Order(value, most);
    return aggregate.kind == Aggregate::Kind::kMax ? order > 0 : order < 0;
}

// The extreme of rows of which nothing else is asked, cell by cell.
void Machine::Fold(const Core& core, CoreState& state, const BoundStep& bound, std::uint32_t begin,
                   std::uint32_t end) {
    const std::int32_t* cells = state.folds->narrow().data();
    const bool largest = core.aggregates[state.extreme].kind == Aggregate::Kind::kMax;
    Value& most = state.totals[state.extreme].value;
    std::int64_t best = most.null() ? INT64_MIN : most.integer;
    bool found = !most.null();
    const auto take = [&](std::uint32_t row) {
        const std::int32_t cell = cells[row];
        --may_look_;
        if (cell == Column::kNull) return;
        if (!found || (largest ? cell > best : cell < best)) best = cell;
        found = true;
    };
    if (bound.sieve) {
        for (auto row = bound.sieve->Next(begin, end); row < end;
             row = bound.sieve->Next(row + 1, end))
            take(row);
    } else {
        for (auto row = begin; row < end; ++row) {
            if (bound.table->alive(row)) take(row);
        }
    }
    if (found) most = Value::Integer(best);
}

const Machine::LastFound& Machine::Find(std::uint32_t place, std::int64_t key) {
    LastFound& last = found_[place];
    if (last.key == key) return last;
    last.key = key;
    last.found = last.index->Find(key, last.found.end);
    return last;
}

// One more row. False: enough is enough, and nothing is wanted any more.
bool Machine::MayLook() {
    return --may_look_ >= 0;
}

std::shared_ptr<const Machine::TableIndex> Machine::MakeTableIndex(const Step& step,
                                                                   const BoundStep& bound) const {
    auto index = std::make_shared<TableIndex>();
    std::vector<std::uint64_t> hashes;
    for (std::uint32_t row = 0; row < bound.table->rows(); ++row) {
        if (!(bound.sieve ? (*bound.sieve)[row] : bound.table->alive(row))) continue;
        std::uint64_t hash = 0;
        bool whole = true;
        for (const auto& lookup : step.lookups) {
            const Value value = columns_[lookup.column]->at(row);
            whole &= !value.null();
            hash = HashOf(value, hash);
        }
        if (!whole) continue;
        index->rows.push_back(row);
        hashes.push_back(hash);
    }
    index->heads.assign(std::bit_ceil(hashes.size() * 2 + 1), 0);
    index->next.assign(hashes.size(), 0);
    for (auto place = hashes.size(); place-- > 0;) {  // each chain in the order of the rows
        auto& head = index->heads[hashes[place] & (index->heads.size() - 1)];
        index->next[place] = head;
        head = static_cast<std::uint32_t>(place + 1);
    }
    return index;
}

bool Machine::NextByAll(const Core& core, CoreState& state, std::size_t step, bool& matched) {
    const Step& one = core.steps[step];
    const auto index = state.steps[step].by_all;
    std::uint64_t hash = 0;
    for (const auto& lookup : one.lookups) {
        const Value value = Eval(lookup.key);
        if (value.null()) return true;
        hash = HashOf(value, hash);
    }
    Cursor& cursor = cursors_[one.cursor];
    for (auto next = index->heads[hash & (index->heads.size() - 1)]; next != 0;
         next = index->next[next - 1]) {
        if (!MayLook()) return false;
        cursor.row = index->rows[next - 1];
        bool same = true;
        for (const auto& lookup : one.lookups)
            same = same && Test(lookup.condition) == Truth::kTrue;
        if (same && !Row(core, state, step, matched)) return false;
    }
    return true;
}

bool Machine::NextOfTable(const Core& core, CoreState& state, std::size_t step, bool& matched) {
    constexpr std::uint32_t kOften = 64;
    const Step& one = core.steps[step];
    BoundStep& bound = state.steps[step];
    if (bound.visits != 0 && !only_ && ++bound.visits == kOften) {
        bound.by_all = MakeTableIndex(one, bound);
        bound.visits = 0;
    }
    if (bound.by_all) {
        cursors_[one.cursor].null = false;
        return NextByAll(core, state, step, matched);
    }
    const Table& table = *bound.table;
    Cursor& cursor = cursors_[one.cursor];
    cursor.null = false;
    bound.wanted.clear();
    for (std::size_t i = 0; i < one.lookups.size(); ++i) {
        const auto& lookup = one.lookups[i];
        if (plan_.nodes[lookup.key].op == Op::kPerson && !only_) continue;
        const Value value = Eval(lookup.key);
        // A sum beyond whole numbers is real, and no cell's.
        if (value.null() || value.kind == Value::Kind::kReal) return true;
        const auto key =
            value.kind == Value::Kind::kText ? std::int64_t{value.text} : value.integer;
        bound.wanted.push_back({columns_[lookup.column], key, bound.indexes[i]});
    }
    // The index that finds fewest; few rows are tried sooner than looked up once more.
    constexpr std::size_t kFew = 32;
    Index::Found found;
    bool chosen = false;
    std::size_t fewest = SIZE_MAX;
    for (auto& wanted : bound.wanted) {
        if (wanted.index == 0 || fewest <= kFew) continue;
        const LastFound& those = Find(wanted.index, wanted.key);
        if (those.found.size() >= fewest) continue;
        chosen = true;
        found = those.found;
        fewest = found.size();
        std::swap(bound.wanted.front(), wanted);
    }
    const auto wanted = std::span(bound.wanted).subspan(chosen ? 1 : 0);
    const auto look = [&](std::uint32_t place) {
        if (!MayLook()) return false;
        cursor.row = place;
        for (const auto& other : wanted) {
            if (other.column->key(place) != other.key) return true;
        }
        return Row(core, state, step, matched);
    };
    const Bits* sieve = bound.sieve.get();
    const auto stretch = [&](std::uint32_t begin, std::uint32_t end) {
        if (state.folds && chosen) {
            Fold(core, state, bound, begin, end);
            return may_look_ >= 0;
        }
        if (sieve) {
            for (auto row = sieve->Next(begin, end); row < end; row = sieve->Next(row + 1, end)) {
                if (!look(row)) return false;
            }
            return true;
        }
        for (auto row = begin; row < end; ++row) {
            if (table.alive(row) && !look(row)) return false;
        }
        return true;
    };
    const auto each = [&](std::span<const std::uint32_t> rows) {
        for (const auto row : rows) {
            if ((sieve ? (*sieve)[row] : table.alive(row)) && !look(row)) return false;
        }
        return true;
    };
    if (!chosen) return stretch(0, table.rows());
    return stretch(found.begin, found.end) && each(found.apart) && each(found.later);
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
        if (!MayLook()) return false;
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

}  // namespace tram::columns
