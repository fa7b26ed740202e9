// Machine: a plan bound to tables and dates, carried out.
//
// Queries are loops inside one another, one for each source, in the order of the plan. Parts are
// rows in memory: those that hang on the member are emptied before the next is asked, without
// giving their memory back.
#pragma once

#include <optional>
#include <vector>

#include "insight/columns/plan.h"
#include "insight/columns/question.h"
#include "insight/columns/row_set.h"

namespace tram::columns {

class Machine {
  public:
    Machine(const Plan& plan, const TableOf& tables, const DatesByName& dates, const Texts& texts);
    Result<Rows> Ask(std::optional<std::int64_t> only);

  private:
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
    struct BoundStep {
        const Table* table = nullptr;
        std::vector<const Index*> indexes;  // of its lookups; nullptr: none
        PartIndex by_key;
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

    // machine.cpp
    void Bind(const TableOf& tables);
    const PartState& Part(std::uint32_t part);
    void Fill(std::uint32_t part);
    void FillCore(std::uint32_t part, std::uint32_t core);
    void KeepOnce(std::uint32_t part, std::size_t from);
    void NumberRows(std::uint32_t part, const RowNumber& number);
    void CutRows(std::uint32_t part);
    void Loop(std::uint32_t core);
    bool Next(const Core& core, CoreState& state, std::size_t step);
    bool NextOfTable(const Core& core, CoreState& state, std::size_t step, bool& matched);
    bool NextOfPart(const Core& core, CoreState& state, std::size_t step, bool& matched);
    bool Row(const Core& core, CoreState& state, std::size_t step, bool& matched);
    bool Emit(const Core& core, CoreState& state);
    void Gather(const Core& core, CoreState& state);
    void EmitGroups(const Core& core, CoreState& state);
    void EmitRow(const Core& core);
    bool IsBest(const Core& core, CoreState& state);
    const PartIndex& IndexOf(const Step& step, BoundStep& bound, const PartState& rows,
                             std::size_t stride);

    // evaluate.cpp
    Value Eval(NodeId id);
    Truth Test(NodeId id);
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
    std::vector<std::vector<std::int64_t>> sets_;        // of kCellIn, ascending
    std::vector<std::vector<std::uint8_t>> remembered_;  // of kCellTextOrder: 1 + Truth, by text
    bool several_ = false;                               // rows where one should be
};

}  // namespace tram::columns
