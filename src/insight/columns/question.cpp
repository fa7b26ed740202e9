#include "insight/columns/question.h"

#include <algorithm>
#include <map>

#include "insight/columns/compiler.h"
#include "insight/columns/machine.h"

namespace tram::columns {
namespace {

// Walks from the answer to all that decides it: columns nobody asks for are left out.
class Reach {
  public:
    explicit Reach(Plan& plan)
        : plan_(plan),
          seen_parts_(plan.parts.size()),
          seen_nodes_(plan.nodes.size()),
          seen_cores_(plan.cores.size()) {}

    std::vector<Need> From(std::uint32_t answer, std::uint32_t whole) {
        for (std::uint32_t i = 0; i < plan_.parts[answer].shown; ++i) Output(answer, i);
        if (whole != UINT32_MAX && seen_parts_[whole]) {
            for (std::uint32_t i = 0; i < plan_.parts[whole].shown; ++i) Output(whole, i);
        }
        std::vector<Need> needs;
        for (auto& [name, need] : needs_) needs.push_back(std::move(need));
        return needs;
    }

  private:
    void OfPart(std::uint32_t id) {
        if (seen_parts_[id]) return;
        seen_parts_[id] = true;
        const auto& part = plan_.parts[id];
        bool distinct = false;
        for (std::size_t i = 0; i < part.cores.size(); ++i) {
            const auto& core = plan_.cores[part.cores[i]];
            distinct |= core.distinct || (i > 0 && !core.all);
            OfCore(part.cores[i]);
        }
        for (const auto& [column, descending] : part.order) Output(id, column);
        for (std::uint32_t i = 0; distinct && i < part.shown; ++i) Output(id, i);
    }

    void Output(std::uint32_t id, std::uint32_t column) {
        OfPart(id);
        for (const auto core : plan_.parts[id].cores) {
            OutputOf(core, column);
            for (const auto& number : plan_.cores[core].row_numbers) {
                if (number.output != column) continue;
                for (const auto one : number.partition) OutputOf(core, one);
                for (const auto& [one, descending] : number.order) OutputOf(core, one);
            }
        }
    }

    void OutputOf(std::uint32_t id, std::uint32_t column) {
        auto& core = plan_.cores[id];
        if (core.used[column]) return;
        core.used[column] = true;
        OfNode(core.outputs[column]);
    }

    void OfCore(std::uint32_t id) {
        if (seen_cores_[id]) return;
        seen_cores_[id] = true;
        plan_.cores[id].reached = true;
        const auto& core = plan_.cores[id];
        const auto all = [this](const std::vector<NodeId>& nodes) {
            for (const NodeId node : nodes) OfNode(node);
        };
        all(core.before);
        all(core.keys);
        all(core.having);
        for (const auto& [node, descending] : core.order) OfNode(node);
        for (const auto& step : core.steps) {
            const auto& cursor = plan_.cursors[step.cursor];
            if (cursor.part != UINT32_MAX) {
                OfPart(cursor.part);
            } else {
                needs_[cursor.register_name].register_name = cursor.register_name;
            }
            all(step.on);
            all(step.where);
            for (const auto& lookup : step.lookups) {
                OfNode(lookup.key);
                OfNode(lookup.condition);
                if (cursor.part == UINT32_MAX)
                    needs_[cursor.register_name].indexed.insert(plan_.cells[lookup.column].column);
            }
        }
        if (core.part == UINT32_MAX && !core.outputs.empty()) OutputOf(id, 0);
    }

    void OfNode(NodeId id) {
        if (id == kNoNode || seen_nodes_[id]) return;
        seen_nodes_[id] = true;
        const Node& node = plan_.nodes[id];
        OfNode(node.a);
        OfNode(node.b);
        for (std::uint32_t i = 0; i < node.count; ++i) OfNode(plan_.children[node.first + i]);
        switch (node.op) {
            case Op::kCell: {
                const auto& cell = plan_.cells[node.slot];
                needs_[plan_.cursors[cell.cursor].register_name].columns.insert(cell.column);
                break;
            }
            case Op::kPartCell:
                Output(plan_.cursors[node.cursor].part, node.slot);
                break;
            case Op::kAggregate: {
                auto& aggregate = plan_.cores[node.core].aggregates[node.slot];
                aggregate.used = true;
                OfNode(aggregate.argument);
                break;
            }
            case Op::kScalar:
            case Op::kExists:
            case Op::kInQuery:
                OfCore(node.core);
                break;
            default:
                break;
        }
    }

    Plan& plan_;
    std::map<std::string, Need> needs_;
    std::vector<bool> seen_parts_, seen_nodes_, seen_cores_;
};

}  // namespace

Result<Question> Question::Compile(std::string_view text, const Catalogue& catalogue, Texts& texts,
                                   HandsOn hands_on) {
    const auto statement = TRY(Parse(text));
    auto plan = std::make_shared<Plan>(TRY(Compiler(catalogue, texts).Compile(statement)));
    Question question;
    const auto until = hands_on == HandsOn::kNothing ? 0
                       : hands_on == HandsOn::kFirstPart
                           ? std::min<std::size_t>(1, plan->named.size())
                           : plan->named.size();
    for (std::size_t i = 0; i < until; ++i) {
        const auto& part = plan->parts[plan->named[i]];
        if (!part.person || part.correlated) continue;
        plan->handed_on = plan->named[i];
        question.handed_on_ = statement.up_to[i];
    }
    question.needs_ = Reach(*plan).From(plan->answer, plan->handed_on);
    const auto& answer = plan->parts[plan->answer];
    for (std::size_t i = 0; i < answer.shown; ++i)
        question.columns_.push_back(answer.columns[i].name);
    question.of_persons_ = answer.person;
    question.plan_ = std::move(plan);
    return question;
}

Run::Run(const Question& question, const TableOf& tables, const DatesByName& dates,
         const Texts& texts, Asks asks)
    : machine_(std::make_unique<Machine>(*question.plan_, tables, dates, texts, asks)) {}
Run::Run(std::unique_ptr<Machine> machine) : machine_(std::move(machine)) {}
Run::~Run() = default;
Run::Run(Run&&) noexcept = default;

Run Run::Another() const {
    return Run(std::make_unique<Machine>(*machine_));
}

void Run::KeepPart(PartRows& into) {
    machine_->KeepPart(into);
}

void Run::TakePart(const PartRows& from) {
    machine_->TakePart(from);
}

Result<Rows> Run::Ask(std::optional<std::int64_t> only) {
    return machine_->Ask(only);
}

}  // namespace tram::columns
