// One evaluation of an expression: its world, its budget, its error.
//
// Functions that can fail answer false and leave the error here; a Result at every node of the tree
// would cost more than the work.
// Thread safety: one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fhir/fhirpath/fhirpath.h"
#include "fhir/fhirpath/node.h"

namespace tram::fhirpath {

// What $this, $index and $total mean at a place of the expression.
struct Frame {
    const Item* self = nullptr;  // nullptr: empty
    std::int64_t index = 0;
    const Collection* total = nullptr;  // nullptr: outside aggregate()
};

// Expressions come from outside: so much work, and no more, goes into one evaluation.
inline constexpr std::size_t kMostSteps = 4'000'000;
inline constexpr std::size_t kMostText = 1 << 20;  // bytes of one string made on the way

class Evaluation {
  public:
    explicit Evaluation(const Environment& environment);

    const Environment& environment() const { return environment_; }
    const Item& context() const { return context_; }
    const Item& resource() const { return resource_; }
    const Item& root_resource() const { return root_resource_; }

    // Counts work; false: the budget is spent.
    [[nodiscard]] bool Tick(std::size_t steps = 1) {
        steps_ += steps;
        return steps_ <= kMostSteps || Spent();
    }
    // Always false, so that `return evaluation.Fail(…)` ends a function.
    bool Fail(const Node& node, std::string_view message, std::string_view message_vi);
    bool Fail(Error error);
    Error TakeError() { return std::move(error_); }

    // Names given by defineVariable(); they end with the operand or argument they stand in.
    const Collection* FindDefined(std::string_view name) const;
    void Define(std::string name, Collection value);
    std::size_t defined() const { return defined_.size(); }
    void Forget(std::size_t keep) { defined_.resize(keep); }

  private:
    friend class Scratch;
    bool Spent();

    const Environment& environment_;
    Item context_;
    Item resource_;
    Item root_resource_;
    std::size_t steps_ = 0;
    std::vector<std::pair<std::string, Collection>> defined_;
    std::vector<Collection> spare_;
    Error error_;
};

// A collection for the while, whose memory is used again.
class Scratch {
  public:
    explicit Scratch(Evaluation& evaluation) : evaluation_(evaluation) {
        if (evaluation.spare_.empty()) return;
        items_ = std::move(evaluation.spare_.back());
        evaluation.spare_.pop_back();
    }
    ~Scratch() {
        items_.clear();
        evaluation_.spare_.push_back(std::move(items_));
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    Collection& operator*() { return items_; }
    Collection* operator->() { return &items_; }

  private:
    Evaluation& evaluation_;
    Collection items_;
};

// Three-valued logic: empty is neither.
enum class Truth : std::uint8_t { kFalse, kTrue, kEmpty };

// The function that evaluates nodes of this kind.
Node::Evaluator EvaluatorOf(const Node& node);
Node::Evaluator EvaluatorOfOperator(Operator op);

// node.input, or $this where there is none.
[[nodiscard]] bool EvaluateInput(const Node& node, Evaluation& evaluation, const Frame& frame,
                                 Collection& out);
// An operand or argument: what it defines ends with it.
[[nodiscard]] bool EvaluateOperand(const Node& node, Evaluation& evaluation, const Frame& frame,
                                   Collection& out);
// Singleton evaluation as a boolean
// (http://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections).
[[nodiscard]] bool ToTruth(const Node& node, Evaluation& evaluation, const Collection& items,
                           Truth& truth);
[[nodiscard]] bool EvaluateTruth(const Node& node, Evaluation& evaluation, const Frame& frame,
                                 Truth& truth);

bool EvaluateUnary(const Node& node, Evaluation& evaluation, const Frame& frame, Collection& out);

}  // namespace tram::fhirpath
