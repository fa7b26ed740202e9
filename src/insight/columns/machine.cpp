#include "insight/columns/machine.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace tram::columns {

namespace {

// A question of shipped content looks at some 40 rows a person. One whose rows are not found by
// the person looks at all rows for each, and would hold the tables for hours.
constexpr std::int64_t kRowsInAnyCase = 20'000'000, kRowsForEachRow = 20,
                       kRowsForEachMember = 4'000;

Error TooManyRows() {
    return {.code = ErrorCode::kTooCostly,
            .message =
                "the question looks at many more rows than its registers hold: join each "
                "register by the person or by an id, or narrow what is counted",
            .message_vi =
                "Câu hỏi phải duyệt quá nhiều dòng so với số dòng của các sổ: hãy nối "
                "từng sổ theo người hoặc theo mã, hoặc thu hẹp điều được đếm.",
            .path = "sql"};
}

}  // namespace

Machine::Machine(const Plan& plan, const TableOf& tables, const DatesByName& dates,
                 const Texts& texts, Asks asks)
    : plan_(plan),
      dates_(dates),
      texts_(texts),
      cursors_(plan.cursors.size()),
      columns_(plan.cells.size()),
      parts_(plan.parts.size()),
      cores_(plan.cores.size()),
      found_(1),
      may_look_(kRowsInAnyCase) {
    Bind(tables);
    Sharpen();
    if (asks == Asks::kMany) {
        MakeSieves();
        WatchVisits();
    }
    FindExtremes();
}

// MAX or MIN alone, of all rows.
void Machine::FindExtremes() {
    for (std::size_t i = 0; i < cores_.size(); ++i) {
        const Core& core = plan_.cores[i];
        CoreState& state = cores_[i];
        if (!core.reached || !core.keys.empty() || core.steps.empty()) continue;
        std::uint32_t used = 0, last = 0;
        for (std::uint32_t k = 0; k < core.aggregates.size(); ++k) {
            if (!core.aggregates[k].used) continue;
            ++used;
            last = k;
        }
        if (used != 1 || core.aggregates[last].kind < Aggregate::Kind::kMin ||
            core.aggregates[last].kind > Aggregate::Kind::kMax)
            continue;
        state.extreme = last;
        const Step& step = core.steps.back();
        const BoundStep& bound = state.steps.back();
        state.tries = std::any_of(step.where.begin(), step.where.end(),
                                  [this](NodeId node) { return AsksMore(plan_, node); });
        const Node& argument = plan_.nodes[core.aggregates[last].argument];
        if (core.steps.size() == 1 && bound.table && !step.left && step.where.empty() &&
            step.lookups.size() == 1 && argument.op == Op::kCell &&
            argument.type == Type::kInteger && columns_[argument.slot]->wide().empty())
            state.folds = columns_[argument.slot];
    }
}

// Steps that look for several columns at once, none of them the member, count how often.
void Machine::WatchVisits() {
    for (CoreState& state : cores_) {
        for (BoundStep& bound : state.steps) {
            if (bound.table && bound.by_person == 0 && bound.indexes.size() > 1) bound.visits = 1;
        }
    }
}

// Where what an index found is kept; 0: there is no index.
std::uint32_t Machine::PlaceOf(const Index* index) {
    for (std::uint32_t place = 0; place < found_.size(); ++place) {
        if (found_[place].index == index) return place;
    }
    found_.push_back({.index = index});
    return static_cast<std::uint32_t>(found_.size() - 1);
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
                bound.indexes.push_back(PlaceOf(index));
                if (plan_.nodes[lookup.key].op == Op::kPerson)
                    bound.by_person = bound.indexes.back();
            }
            if (bound.by_person != 0 && !step.left)
                state.gates.push_back(static_cast<std::uint32_t>(state.steps.size()));
            if (bound.table) may_look_ += kRowsForEachRow * bound.table->rows();
            state.steps.push_back(std::move(bound));
        }
    }
}

Result<Rows> Machine::Ask(std::optional<std::int64_t> only) {
    if (may_look_ < 0) return TooManyRows();
    only_ = only;
    several_ = false;
    may_look_ += kRowsForEachMember;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (plan_.parts[i].person) parts_[i].ready = false;
    }
    const PartState& answer = Part(plan_.answer);
    if (may_look_ < 0) return TooManyRows();
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
    ++state.generation;
    if (id == plan_.handed_on && take_ && only_) {
        std::span<const Value> rows;
        if (take_->Find(*only_, taken_near_, rows)) {
            state.rows.assign(rows.begin(), rows.end());
            state.ready = true;
            return;
        }
    }
    state.rows.clear();
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
    if (id == plan_.handed_on && keep_ && only_) keep_->Add(*only_, state.rows);
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

}  // namespace tram::columns
