// Compiler: from the tree of a statement to its Plan. Names find their sources, conditions find the
// first row at which they are known, and sources the order in which they are cheap to find.
//
// Types are known beforehand, as in PostgreSQL: a comparison of a text with a number, or a
// condition where a value should be, is refused, since the two databases read it differently.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "insight/columns/plan.h"
#include "insight/columns/question.h"

namespace tram::columns {

class Compiler {
  public:
    Compiler(const Catalogue& catalogue, Texts& texts) : catalogue_(catalogue), texts_(texts) {}
    // Errors: kNotSupported.
    Result<Plan> Compile(const Statement& statement);

  private:
    // A column of a query that is carried out as part of the one around it.
    struct Inlined {
        NodeId node = kNoNode;
        std::set<std::uint32_t> cursors;  // that it names
    };
    // A source as the expressions of its query see it.
    struct Visible {
        std::string alias;
        std::uint32_t cursor = 0;
        std::vector<PartColumn> columns;
        std::vector<Inlined> inlined;  // parallel to `columns`; empty: they are those of `cursor`
    };
    struct Scope {
        Scope* outer = nullptr;
        std::uint32_t depth = 1;  // 1: of a statement or a part
        std::uint32_t core = 0;
        std::vector<Visible> sources;
        bool grouped = false;       // what is compiled now comes after grouping …
        bool in_aggregate = false;  // … unless it is the argument of an aggregate
        std::vector<const Expression*> group;
    };
    // A condition of a query with the rows that decide it; of an equality both sides as well.
    struct Conjunct {
        NodeId node = kNoNode;
        std::set<std::uint32_t> cursors;
        NodeId sides[2] = {kNoNode, kNoNode};
        std::set<std::uint32_t> side_cursors[2];
    };
    struct OpenPart {
        std::uint32_t part = 0;
        std::uint32_t depth = 0;  // scopes up to this are around it
    };

    // compiler.cpp: queries
    Result<std::uint32_t> CompilePart(const Select& select, std::string name, Scope* outer);
    // `part`: whose rows it makes; UINT32_MAX: it gives a value by `emit`.
    Result<std::uint32_t> CompileCore(const Select& select, const SelectCore& core,
                                      std::uint32_t part, Core::Emit emit, Scope* outer);
    // A query that gives a value, or a yes or no: its core.
    Result<std::uint32_t> CompileInner(const Select& select, Core::Emit emit, Scope* outer);
    Result<std::uint32_t> WrapInner(const Select& select, Core::Emit emit, Scope* outer);
    Result<void> CompileFrom(const SelectCore& core, Scope& scope);
    Result<void> CompileItems(const SelectCore& core, Scope& scope,
                              std::vector<PartColumn>& columns);
    Result<void> CompileRowNumbers(const SelectCore& core, Scope& scope);
    Result<void> CompileOrder(const Select& select, const std::vector<PartColumn>& columns,
                              Scope& scope);
    Result<void> GiveColumns(std::uint32_t part, std::uint32_t core,
                             std::vector<PartColumn> columns);
    std::uint32_t Hide(NodeId node, Scope& scope);

    // joins.cpp
    struct Joined {
        std::uint32_t cursor = 0;
        bool left = false;
        std::vector<Conjunct> on;  // of a LEFT JOIN
    };
    Result<void> AddFrom(const SelectCore& core, Scope& scope, std::vector<Joined>& joined,
                         std::vector<Conjunct>& conditions);
    Result<void> AddSource(const Source& source, Visible& visible, const Scope& scope);
    Result<void> Inline(const SelectCore& core, Visible& visible, const Scope& around,
                        std::vector<Joined>& joined, std::vector<Conjunct>& conditions);
    Result<void> Split(const Expression& condition, Scope& scope, std::vector<Conjunct>& into);
    void Join(const std::vector<Joined>& sources, const std::vector<Conjunct>& conditions,
              Core& core) const;
    std::vector<Lookup> LookupsOf(std::uint32_t cursor, const std::vector<Conjunct>& conditions,
                                  const std::set<std::uint32_t>& waiting) const;
    // The less, the sooner a source is read.
    int RankOf(std::uint32_t cursor, const std::vector<Lookup>& lookups) const;

    // expressions.cpp
    Result<NodeId> Value(const Expression& expression, Scope& scope);
    Result<NodeId> Condition(const Expression& expression, Scope& scope);
    Result<NodeId> Column(const Expression& expression, Scope& scope);
    Result<NodeId> Found(Scope& scope, const Visible& source, std::size_t column);
    Result<NodeId> Arithmetic(const Expression& expression, Op op, Scope& scope);
    Result<NodeId> Case(const Expression& expression, Scope& scope);
    Result<NodeId> Call(const Expression& expression, Scope& scope);
    Result<NodeId> Cast(const Expression& expression, Scope& scope);
    Result<NodeId> Compare(NodeId a, Comparison comparison, NodeId b);
    Result<NodeId> CompareRows(const Expression& expression, Scope& scope);
    Result<NodeId> In(const Expression& expression, Scope& scope);
    Result<Type> Common(Type a, Type b) const;
    Result<Type> CommonOf(const std::vector<NodeId>& nodes) const;

    NodeId Add(Node node) {
        plan_.nodes.push_back(node);
        return static_cast<NodeId>(plan_.nodes.size() - 1);
    }
    NodeId AddList(Node node, const std::vector<NodeId>& list) {
        node.first = static_cast<std::uint32_t>(plan_.children.size());
        node.count = static_cast<std::uint32_t>(list.size());
        plan_.children.insert(plan_.children.end(), list.begin(), list.end());
        return Add(node);
    }
    NodeId Constant(tram::columns::Value value, Type type) {
        return Add({.op = Op::kConstant, .type = type, .constant = value});
    }
    Type TypeOf(NodeId node) const { return plan_.nodes[node].type; }
    void MarkPerson();
    std::uint32_t CellSlot(std::uint32_t cursor, const std::string& column);

    const Catalogue& catalogue_;
    Texts& texts_;
    Plan plan_;
    std::map<std::string, std::uint32_t, std::less<>> named_;  // parts of the WITH so far
    std::vector<OpenPart> open_;
    std::set<std::uint32_t> touched_;  // cursors named since it was last emptied
};

// Does the expression hold an aggregate of its own query?
bool HasAggregate(const Expression& expression);
bool Aggregates(const SelectCore& core);
bool NumbersRows(const SelectCore& core);
// Written alike.
bool Same(const Expression& a, const Expression& b);

}  // namespace tram::columns
