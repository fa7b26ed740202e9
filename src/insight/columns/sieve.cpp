#include "insight/columns/sieve.h"

#include <cmath>
#include <map>
#include <string>

#include "insight/columns/machine.h"

namespace tram::columns {

// Makes the sieves of a machine: each condition once, however many steps share it.
class SieveMaker {
  public:
    explicit SieveMaker(Machine& machine) : machine_(machine) {}

    void MakeAll() {
        for (std::size_t i = 0; i < machine_.plan_.cores.size(); ++i) {
            if (!machine_.plan_.cores[i].reached) continue;
            auto& steps = machine_.plan_.cores[i].steps;
            for (std::size_t k = 0; k < steps.size(); ++k) {
                auto& bound = machine_.cores_[i].steps[k];
                if (bound.table)
                    Make(steps[k].cursor, bound, steps[k].left ? steps[k].on : steps[k].where);
            }
        }
    }

  private:
    // Rows of which a condition holds, and those of which it does not; the others are unknown.
    struct Known {
        Bits yes, no;
    };

    // `conditions` keeps those the sieve does not answer.
    void Make(std::uint32_t cursor, Machine::BoundStep& bound, std::vector<NodeId>& conditions) {
        const Table& table = *bound.table;
        Bits rows = Alive(table);
        std::vector<NodeId> by_row, left;
        bool sifted = table.has_dead();
        for (const NodeId condition : conditions) {
            if (!OfRowAlone(condition, cursor)) {
                left.push_back(condition);
            } else if (const auto known = ByColumn(condition, table)) {
                rows.And(known->yes);
                sifted = true;
            } else {
                by_row.push_back(condition);
            }
        }
        // One by one is slow: only where it leaves few.
        if (!by_row.empty() && rows.Count() <= kFew + table.rows() / 8) {
            const auto end = rows.rows();
            for (auto row = rows.Next(0, end); row < end; row = rows.Next(row + 1, end)) {
                if (!Holds(by_row, cursor, row)) rows.Clear(row);
            }
            by_row.clear();
            sifted = true;
        }
        if (!sifted) return;
        left.insert(left.begin(), by_row.begin(), by_row.end());
        conditions = std::move(left);
        bound.sieve = std::make_shared<const Bits>(std::move(rows));
    }

    static Bits Alive(const Table& table) {
        Bits rows(table.rows());
        rows.Turn();
        for (std::uint32_t row = 0; table.has_dead() && row < table.rows(); ++row) {
            if (!table.alive(row)) rows.Clear(row);
        }
        return rows;
    }

    bool Holds(const std::vector<NodeId>& conditions, std::uint32_t cursor, std::uint32_t row) {
        machine_.cursors_[cursor].row = row;
        for (const NodeId condition : conditions) {
            if (machine_.Test(condition) != Truth::kTrue) return false;
        }
        return true;
    }

    bool OfRowAlone(NodeId id, std::uint32_t cursor) const {
        const Node& node = machine_.plan_.nodes[id];
        switch (node.op) {
            case Op::kPerson:
            case Op::kOnly:
            case Op::kPartCell:
            case Op::kPartCompare:
            case Op::kGroupKey:
            case Op::kAggregate:
            case Op::kScalar:
            case Op::kInQuery:
            case Op::kExists:
                return false;
            case Op::kCell:
            case Op::kCellOr:
            case Op::kCellCompare:
            case Op::kCellIn:
            case Op::kCellIsNull:
            case Op::kCellTextOrder:
                return node.cursor == cursor;
            default:
                break;
        }
        if (node.a != kNoNode && !OfRowAlone(node.a, cursor)) return false;
        if (node.b != kNoNode && !OfRowAlone(node.b, cursor)) return false;
        for (std::uint32_t i = 0; i < node.count; ++i) {
            if (!OfRowAlone(machine_.plan_.children[node.first + i], cursor)) return false;
        }
        return true;
    }

    // nullptr: this condition is not one of cells against constants.
    const Known* ByColumn(NodeId id, const Table& table) {
        const Node& node = machine_.plan_.nodes[id];
        const auto name = NameOf(id);
        if (!name) return nullptr;
        if (const auto known = known_.find(*name); known != known_.end()) return &known->second;
        Known known{Bits(table.rows()), Bits(table.rows())};
        switch (node.op) {
            case Op::kTruth:
                if (node.truth == Truth::kTrue) known.yes.Turn();
                if (node.truth == Truth::kFalse) known.no.Turn();
                break;
            case Op::kNot: {
                const Known* what = ByColumn(node.a, table);
                known = {what->no, what->yes};
                break;
            }
            case Op::kAnd:
            case Op::kOr: {
                const bool all = node.op == Op::kAnd;
                (all ? known.yes : known.no).Turn();
                for (std::uint32_t i = 0; i < node.count; ++i) {
                    const Known* one = ByColumn(machine_.plan_.children[node.first + i], table);
                    all ? known.yes.And(one->yes) : known.yes.Or(one->yes);
                    all ? known.no.Or(one->no) : known.no.And(one->no);
                }
                break;
            }
            default:
                OfCells(node, known);
                break;
        }
        return &known_.emplace(*name, std::move(known)).first->second;
    }

    // What a condition asks, so that the same one is not made twice; nullopt: not by column.
    std::optional<std::string> NameOf(NodeId id) const {
        const Node& node = machine_.plan_.nodes[id];
        std::string name = std::to_string(static_cast<int>(node.op));
        const auto add = [&name](auto... what) { ((name += ' ' + std::to_string(what)), ...); };
        const auto add_cell = [&](std::uint32_t slot) {
            add(reinterpret_cast<std::uintptr_t>(machine_.columns_[slot]));
        };
        switch (node.op) {
            case Op::kTruth:
                return std::nullopt;
            case Op::kNot:
            case Op::kAnd:
            case Op::kOr: {
                std::vector<NodeId> parts(
                    machine_.plan_.children.begin() + node.first,
                    machine_.plan_.children.begin() + node.first + node.count);
                if (node.op == Op::kNot) parts.push_back(node.a);
                for (const NodeId part : parts) {
                    const auto one = NameOf(part);
                    if (!one) return std::nullopt;
                    name += "(" + *one + ")";
                }
                return name;
            }
            case Op::kCellCompare:
                add_cell(node.slot);
                add(static_cast<int>(node.comparison), static_cast<int>(node.truth),
                    node.constant.integer);
                return name;
            case Op::kCellTextOrder:
                add_cell(node.slot);
                add(static_cast<int>(node.comparison), static_cast<int>(node.truth),
                    node.constant.text);
                return name;
            case Op::kCellIn:
                add_cell(node.slot);
                add(static_cast<int>(node.truth), static_cast<int>(node.negated));
                for (const auto one : machine_.sets_[node.a]) add(one);
                return name;
            case Op::kCellIsNull:
                add_cell(node.slot);
                add(static_cast<int>(node.negated));
                return name;
            case Op::kCompare: {
                // A real cell against a number.
                const Node& cell = machine_.plan_.nodes[node.a];
                const Node& number = machine_.plan_.nodes[node.b];
                if (cell.op != Op::kCell || number.op != Op::kConstant ||
                    machine_.columns_[cell.slot]->type() != Column::Type::kReal ||
                    !RealOf(number.constant))
                    return std::nullopt;
                add_cell(cell.slot);
                add(static_cast<int>(node.comparison),
                    std::bit_cast<std::uint64_t>(*RealOf(number.constant)));
                return name;
            }
            default:
                return std::nullopt;
        }
    }

    static std::optional<double> RealOf(const Value& value) {
        constexpr std::int64_t kExact = std::int64_t{1} << 53;
        if (value.kind == Value::Kind::kReal) return value.real;
        if (value.kind != Value::Kind::kInteger || std::abs(value.integer) > kExact)
            return std::nullopt;
        return static_cast<double>(value.integer);
    }

    void OfCells(const Node& node, Known& known) {
        const NodeId cell_id = node.op == Op::kCompare ? node.a : kNoNode;
        const Column& column =
            *machine_.columns_[cell_id == kNoNode ? node.slot : machine_.plan_.nodes[cell_id].slot];
        const Bits& null = NullOf(column, known.yes.rows());
        switch (node.op) {
            case Op::kCellIsNull:
                known = {null, null};
                (node.negated ? known.yes : known.no).Turn();
                return;
            case Op::kCellCompare:
                Where(column, node.comparison, node.constant.integer, known.yes);
                break;
            case Op::kCellIn:
                for (const auto one : machine_.sets_[node.a])
                    Where(column, Comparison::kEqual, one, known.yes);
                if (node.negated) known.yes.Turn();
                break;
            case Op::kCellTextOrder:
                for (std::uint32_t row = 0; row < known.yes.rows(); ++row) {
                    const auto text = column.key(row);
                    if (text && machine_.CompareTextCell(node, static_cast<std::uint32_t>(*text)) ==
                                    Truth::kTrue)
                        known.yes.Set(row);
                }
                break;
            default:
                Where(column.reals(), node.comparison,
                      *RealOf(machine_.plan_.nodes[node.b].constant), known.yes);
                break;
        }
        known.no = known.yes;
        known.no.Turn();
        // What is NULL says what the node says of it.
        const Truth of_null = node.op == Op::kCompare ? Truth::kUnknown : node.truth;
        for (auto [side, truth] : {std::pair{&known.yes, Truth::kTrue}, {&known.no, Truth::kFalse}})
            of_null == truth ? side->Or(null) : side->AndNot(null);
    }

    const Bits& NullOf(const Column& column, std::uint32_t count) {
        const auto known = null_.find(&column);
        if (known != null_.end()) return known->second;
        Bits& rows = null_.emplace(&column, Bits(count)).first->second;
        if (column.type() == Column::Type::kReal) {
            rows.AddWhere(column.reals(), [](double cell) { return cell != cell; });
        } else if (!column.wide().empty()) {
            rows.AddWhere(column.wide(), [](auto cell) { return cell == Column::kNullWide; });
        } else {
            rows.AddWhere(column.narrow(), [](auto cell) { return cell == Column::kNull; });
        }
        return rows;
    }

    static void Where(const Column& column, Comparison comparison, std::int64_t constant,
                      Bits& rows) {
        if (!column.wide().empty()) {
            Where(column.wide(), comparison, constant, rows);
        } else if (constant >= INT32_MIN && constant <= INT32_MAX) {
            Where(column.narrow(), comparison, static_cast<std::int32_t>(constant), rows);
        } else {
            // Every cell is on the same side of it.
            const std::vector<std::int64_t> beyond(rows.rows(), 0);
            Where<std::int64_t>(beyond, comparison, constant, rows);
        }
    }
    template <typename Cell>
    static void Where(std::span<const Cell> cells, Comparison comparison, Cell constant,
                      Bits& rows) {
        switch (comparison) {
            case Comparison::kEqual:
                return rows.AddWhere(cells, [=](Cell cell) { return cell == constant; });
            case Comparison::kUnequal:
                return rows.AddWhere(cells, [=](Cell cell) { return cell != constant; });
            case Comparison::kLess:
                return rows.AddWhere(cells, [=](Cell cell) { return cell < constant; });
            case Comparison::kLessEqual:
                return rows.AddWhere(cells, [=](Cell cell) { return cell <= constant; });
            case Comparison::kGreater:
                return rows.AddWhere(cells, [=](Cell cell) { return cell > constant; });
            case Comparison::kGreaterEqual:
                return rows.AddWhere(cells, [=](Cell cell) { return cell >= constant; });
        }
    }

    static constexpr std::uint32_t kFew = 1'000;

    Machine& machine_;
    std::map<std::string, Known, std::less<>> known_;
    std::map<const Column*, Bits> null_;
};

void Machine::MakeSieves() {
    SieveMaker(*this).MakeAll();
}

}  // namespace tram::columns
