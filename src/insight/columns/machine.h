// Machine: a plan bound to tables and dates, carried out.
//
// Queries are loops inside one another, one for each source, in the order of the plan. Parts are
// rows in memory: those that hang on the member are emptied before the next is asked, without
// giving their memory back. Who asks of many has the rows of registers sieved beforehand.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "insight/columns/plan.h"
#include "insight/columns/question.h"
#include "insight/columns/row_set.h"
#include "insight/columns/sieve.h"

namespace tram::columns {

class Machine {
  public:
    Machine(const Plan& plan, const TableOf& tables, const DatesByName& dates, const Texts& texts,
            Asks asks);
    Result<Rows> Ask(std::optional<std::int64_t> only);
    void KeepPart(PartRows& into) { keep_ = &into; }
    void TakePart(const PartRows& from) { take_ = &from; }

  private:
    friend class SieveMaker;
    // Where a source stands.
    struct Cursor {
        std::uint32_t row = 0;         // of a register
        bool null = false;             // LEFT JOIN without a match
        const Value* cells = nullptr;  // of a part; nullptr as `null`
    };
    // Rows of a part by several of its columns at once.
    struct PartIndex {
        std::uint64_t generation = 0;            // of the rows it was made of
        std::vector<std::uint32_t> heads, next;  // 1 + row; 0: the end
    };
    // What an index found last: many steps look for the rows of the same person.
    struct LastFound {
        const Index* index = nullptr;
        std::optional<std::int64_t> key;
        Index::Found found;
    };
    // Rows of a table by all the columns a step looks for at once.
    struct TableIndex {
        std::vector<std::uint32_t> heads, next, rows;  // 1 + place in `rows`; 0: the end
    };
    struct BoundStep {
        const Table* table = nullptr;
        std::vector<std::uint32_t> indexes;  // of its lookups: places in found_
        std::uint32_t by_person = 0;         // the one that looks for the member; 0: none
        std::shared_ptr<const Bits> sieve;   // rows that may be; nullptr: those alive
        // What the columns it is looked up by must hold; the one it was found by first.
        struct Wanted {
            const Column* column = nullptr;
            std::int64_t key = 0;
            std::uint32_t index = 0;  // place in found_
        };
        std::vector<Wanted> wanted;
        PartIndex by_key;
        std::uint32_t visits = 0;  // of everybody, until TableIndex pays; 0: it never does
        std::shared_ptr<const TableIndex> by_all;
    };
    struct PartState {
        std::vector<Value> rows;
        bool ready = false;
        std::uint64_t generation = 0;
    };
    struct Total {
        Value value;
        std::int64_t count = 0;
    };
    struct CoreState {
        std::vector<BoundStep> steps;
        std::vector<std::uint32_t> gates;  // steps without a row of the member: there is no row
        // The largest or smallest of all rows: `extreme` says which aggregate. A row that is not
        // beyond those before need not be tried.
        std::uint32_t extreme = UINT32_MAX;
        bool tries = false;             // conditions of the last step ask other queries
        const Column* folds = nullptr;  // nothing but this column has to be looked at
        bool found = false, saw_null = false;
        Value value;              // of kFirst, kBest; what kAmong looks for
        std::vector<Value> best;  // of kBest: by what it is the first
        RowSet groups;
        std::vector<Value> key;
        std::vector<Total> totals;    // of each group and aggregate
        std::vector<RowSet> counted;  // of each aggregate: what COUNT(DISTINCT) saw
        std::uint32_t group = 0;      // the one looked at
    };

    // sharpen.cpp: what the dates make constant, and comparisons that need no Value.
    void Sharpen();
    void SharpenNode(Node& node);
    void SharpenCase(Node& node);
    bool IsConstant(NodeId node) const;
    bool SharpenList(Node& node);
    void SharpenCompare(Node& node);
    void SharpenIn(Node& node);
    void SharpenConditions(std::vector<NodeId>& conditions);

    // sieve.cpp: rows that conditions on themselves let through.
    void MakeSieves();

    // machine.cpp
    void Bind(const TableOf& tables);
    std::uint32_t PlaceOf(const Index* index);
    void WatchVisits();
    void FindExtremes();
    const PartState& Part(std::uint32_t part);
    void Fill(std::uint32_t part);
    void FillCore(std::uint32_t part, std::uint32_t core);
    void KeepOnce(std::uint32_t part, std::size_t from);
    void NumberRows(std::uint32_t part, const RowNumber& number);
    void CutRows(std::uint32_t part);

    // loops.cpp
    void Loop(std::uint32_t core);
    bool Next(const Core& core, CoreState& state, std::size_t step);
    bool NextOfTable(const Core& core, CoreState& state, std::size_t step, bool& matched);
    bool NextByAll(const Core& core, CoreState& state, std::size_t step, bool& matched);
    bool NextOfPart(const Core& core, CoreState& state, std::size_t step, bool& matched);
    bool Row(const Core& core, CoreState& state, std::size_t step, bool& matched);
    const LastFound& Find(std::uint32_t place, std::int64_t key);
    const PartIndex& IndexOf(const Step& step, BoundStep& bound, const PartState& rows,
                             std::size_t stride);
    std::shared_ptr<const TableIndex> MakeTableIndex(const Step& step,
                                                     const BoundStep& bound) const;
    bool MayLook();
    bool IsBeyond(const Core& core, const CoreState& state);
    void Fold(const Core& core, CoreState& state, const BoundStep& bound, std::uint32_t begin,
              std::uint32_t end);
    bool MayFind(const BoundStep& step);

    // emit.cpp
    bool Emit(const Core& core, CoreState& state);
    void Gather(const Core& core, CoreState& state);
    void EmitGroups(const Core& core, CoreState& state);
    void EmitRow(const Core& core);
    bool IsBest(const Core& core, CoreState& state);

    // OPTIMIZATION: what most nodes are is told without a call; the rest by evaluate.cpp. A fifth
    // of all time was spent on saving registers for a cell.
    Value Eval(NodeId id) {
        const Node& node = plan_.nodes[id];
        switch (node.op) {
            case Op::kConstant:
                return node.constant;
            case Op::kPartCell: {
                const Value* cells = cursors_[node.cursor].cells;
                return cells ? cells[node.slot] : Value();
            }
            case Op::kCell: {
                const Cursor& cursor = cursors_[node.cursor];
                return cursor.null ? Value() : columns_[node.slot]->at(cursor.row);
            }
            default:
                return EvalMore(node);
        }
    }
    Truth Test(NodeId id) {
        const Node& node = plan_.nodes[id];
        switch (node.op) {
            case Op::kTruth:
                return node.truth;
            case Op::kCellCompare: {
                const Cursor& cursor = cursors_[node.cursor];
                if (cursor.null) return node.truth;
                const auto key = columns_[node.slot]->key(cursor.row);
                return key ? Holds(*key, node.comparison, node.constant.integer) : node.truth;
            }
            case Op::kPartCompare: {
                const Value* cells = cursors_[node.cursor].cells;
                if (!cells) return Truth::kUnknown;
                const Value& value = cells[node.slot];
                if (value.kind == Value::Kind::kInteger &&
                    node.constant.kind == Value::Kind::kInteger)
                    return Holds(value.integer, node.comparison, node.constant.integer);
                return Compare(value, node.comparison, node.constant);
            }
            default:
                return TestMore(node);
        }
    }
    static Truth Holds(std::int64_t a, Comparison comparison, std::int64_t b) {
        const auto of = [](bool yes) { return yes ? Truth::kTrue : Truth::kFalse; };
        switch (comparison) {
            case Comparison::kEqual:
                return of(a == b);
            case Comparison::kUnequal:
                return of(a != b);
            case Comparison::kLess:
                return of(a < b);
            case Comparison::kLessEqual:
                return of(a <= b);
            case Comparison::kGreater:
                return of(a > b);
            case Comparison::kGreaterEqual:
                return of(a >= b);
        }
        return Truth::kUnknown;
    }

    // evaluate.cpp
    Value EvalMore(const Node& node);
    Truth TestMore(const Node& node);
    Value Arithmetic(const Node& node, const Value& a, const Value& b);
    Value Scalar(std::uint32_t core);
    Truth Among(const Node& node);
    Truth CompareRows(const Node& node);
    Truth In(const Node& node);
    Truth Compare(const Value& a, Comparison comparison, const Value& b) const;
    int Order(const Value& a, const Value& b) const;  // REQUIRES: neither is NULL
    int OrderWithNull(const Value& a, const Value& b) const;
    Truth CompareTextCell(const Node& node, std::uint32_t text);

    Plan plan_;
    const DatesByName dates_;
    const Texts& texts_;
    std::optional<std::int64_t> only_;
    std::vector<Cursor> cursors_;
    std::vector<const Column*> columns_;  // of Plan::cells
    std::vector<PartState> parts_;
    std::vector<CoreState> cores_;
    std::vector<LastFound> found_;                       // of each index; the first: of none
    std::vector<std::vector<std::int64_t>> sets_;        // of kCellIn, ascending
    std::vector<std::vector<std::uint8_t>> remembered_;  // of kCellTextOrder: 1 + Truth, by text
    bool several_ = false;                               // rows where one should be
    PartRows* keep_ = nullptr;                           // of the part that is handed on
    const PartRows* take_ = nullptr;
    std::size_t taken_near_ = 0;  // where the last was taken
    // Rows it may still look at. Less than none: it has stopped, and has no answer.
    std::int64_t may_look_ = 0;
};

}  // namespace tram::columns
