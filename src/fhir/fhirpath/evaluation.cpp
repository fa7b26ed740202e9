#include "fhir/fhirpath/evaluation.h"

#include "fhir/fhirpath/functions.h"
#include "fhir/fhirpath/navigation.h"
#include "fhir/fhirpath/references.h"
#include "fhir/fhirpath/types.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

Item ResourceItem(json::Value value) {
    return value ? Item(value, {}, StructureOfResource(value)) : Item();
}

Item ContextItem(const Environment& environment) {
    if (environment.focus) return *environment.focus;
    if (!environment.context) return ResourceItem(environment.resource);
    if (environment.context["resourceType"]) return ResourceItem(environment.context);
    const auto* structure = environment.context_type.empty()
                                ? nullptr
                                : definitions::FindStructure(environment.context_type);
    return Item(environment.context, {}, structure);
}

// Patient.name: the first name may be the type of $this, and then means $this itself.
bool NamesType(const Step& step, const Item& item) {
    return step.may_be_type && step.name[0] >= 'A' && step.name[0] <= 'Z' && item.structure() &&
           item.structure()->IsA(step.name);
}

bool Walk(Evaluation& evaluation, const Item& item, const Step* step, const Step* end,
          Collection& out) {
    if (!evaluation.Tick()) return false;
    if (step == end) {
        out.push_back(item);
        return true;
    }
    return ForEachChild(item, *step, [&](const Item& child) {
        return Walk(evaluation, child, step + 1, end, out);
    });
}

bool EvaluatePath(const Node& node, Evaluation& evaluation, const Frame& frame, Collection& out) {
    const Step* step = node.steps.data();
    const Step* end = step + node.steps.size();
    if (!node.input) {
        if (!frame.self) return true;
        if (step != end && NamesType(*step, *frame.self)) ++step;
        return Walk(evaluation, *frame.self, step, end, out);
    }
    Scratch items(evaluation);
    if (!node.input->evaluate(*node.input, evaluation, frame, *items)) return false;
    for (const Item& item : *items) {
        if (!Walk(evaluation, item, step, end, out)) return false;
    }
    return true;
}

bool EvaluateLiteral(const Node& node, Evaluation& evaluation, const Frame&, Collection& out) {
    out.insert(out.end(), node.literal.begin(), node.literal.end());
    return evaluation.Tick();
}

bool EvaluateIndex(const Node&, Evaluation& evaluation, const Frame& frame, Collection& out) {
    out.emplace_back(Item::System(frame.index));
    return evaluation.Tick();
}

bool EvaluateTotal(const Node&, Evaluation& evaluation, const Frame& frame, Collection& out) {
    if (!frame.total) return true;
    out.insert(out.end(), frame.total->begin(), frame.total->end());
    return evaluation.Tick(1 + frame.total->size());
}

void Push(const Item& item, Collection& out) {
    if (!item.is_system()) out.push_back(item);
}

bool EvaluateVariable(const Node& node, Evaluation& evaluation, const Frame&, Collection& out) {
    const std::string& name = node.name;
    const Collection* found = evaluation.FindDefined(name);
    if (!found) {
        const auto& variables = evaluation.environment().variables;
        if (const auto at = variables.find(name); at != variables.end()) found = &at->second;
    }
    if (found) {
        out.insert(out.end(), found->begin(), found->end());
        return evaluation.Tick(1 + found->size());
    }
    if (name == "resource") {
        Push(evaluation.resource(), out);
    } else if (name == "context") {
        Push(evaluation.context(), out);
    } else if (name == "rootResource") {
        Push(evaluation.root_resource(), out);
    } else if (name == "ucum") {
        out.emplace_back(Item::System("http://unitsofmeasure.org"));
    } else if (name == "sct") {
        out.emplace_back(Item::System("http://snomed.info/sct"));
    } else if (name == "loinc") {
        out.emplace_back(Item::System("http://loinc.org"));
    } else if (name.starts_with("vs-")) {
        out.emplace_back(Item::System("http://hl7.org/fhir/ValueSet/" + name.substr(3)));
    } else if (name.starts_with("ext-")) {
        out.emplace_back(Item::System("http://hl7.org/fhir/StructureDefinition/" + name.substr(4)));
    } else {
        return evaluation.Fail(node, "nothing is known under %" + name,
                               "không có giá trị nào tên %" + name);
    }
    return evaluation.Tick();
}

bool EvaluateIndexer(const Node& node, Evaluation& evaluation, const Frame& frame,
                     Collection& out) {
    Scratch place(evaluation);
    if (!EvaluateOperand(*node.arguments[0], evaluation, frame, *place)) return false;
    Scratch items(evaluation);
    if (!EvaluateInput(node, evaluation, frame, *items)) return false;
    if (place->empty()) return true;
    const auto index = place->size() == 1 ? IntegerOf(place->front()) : std::nullopt;
    if (!index) {
        return evaluation.Fail(node, "an index is one whole number",
                               "chỉ số phải là một số nguyên");
    }
    if (*index >= 0 && static_cast<std::uint64_t>(*index) < items->size()) {
        out.push_back(std::move((*items)[static_cast<std::size_t>(*index)]));
    }
    return true;
}

bool EvaluateCall(const Node& node, Evaluation& evaluation, const Frame& frame, Collection& out) {
    Scratch input(evaluation);
    if (!EvaluateInput(node, evaluation, frame, *input)) return false;
    if (!evaluation.Tick(1 + input->size())) return false;
    return node.function->run({node, evaluation, frame, *input}, out);
}

// `subject.where(resolve() is Patient)`: search parameters ask this of references whose target
// need not be at hand, and the reference itself nearly always tells.
bool EvaluateIsOfResolved(const Node& node, Evaluation& evaluation, const Frame& frame,
                          Collection& out) {
    Scratch references(evaluation);
    const Node& resolve = *node.input;
    if (!EvaluateInput(resolve, evaluation, frame, *references)) return false;
    const auto* type = references->size() == 1 ? TypeOfReference(references->front()) : nullptr;
    if (type && node.type.structure) {
        out.emplace_back(Item::System(type->IsA(node.type.structure->name)));
        return evaluation.Tick();
    }
    Scratch items(evaluation);
    return resolve.function->run({resolve, evaluation, frame, *references}, *items) &&
           ApplyIs(node, evaluation, *items, out);
}

bool EvaluateIs(const Node& node, Evaluation& evaluation, const Frame& frame, Collection& out) {
    Scratch items(evaluation);
    if (!EvaluateOperand(*node.input, evaluation, frame, *items)) return false;
    return ApplyIs(node, evaluation, *items, out);
}

bool EvaluateAs(const Node& node, Evaluation& evaluation, const Frame& frame, Collection& out) {
    Scratch items(evaluation);
    if (!EvaluateOperand(*node.input, evaluation, frame, *items)) return false;
    return ApplyAs(node, evaluation, *items, out);
}

}  // namespace

Evaluation::Evaluation(const Environment& environment)
    : environment_(environment),
      context_(ContextItem(environment)),
      resource_(ResourceItem(environment.resource)),
      root_resource_(environment.root_resource ? ResourceItem(environment.root_resource)
                                               : resource_) {}

bool Evaluation::Fail(const Node& node, std::string_view message, std::string_view message_vi) {
    const std::string column = std::to_string(node.column) + ": ";
    return Fail(
        {.code = ErrorCode::kInvalid,
         .message = "FHIRPath, column " + column + std::string(message),
         .message_vi = "Biểu thức FHIRPath, cột " + column + std::string(message_vi) + "."});
}

bool Evaluation::Fail(Error error) {
    error_ = std::move(error);
    return false;
}

bool Evaluation::Spent() {
    return Fail({.code = ErrorCode::kTooCostly,
                 .message = "the FHIRPath expression needs more work than one evaluation may take",
                 .message_vi = "Biểu thức FHIRPath cần quá nhiều phép tính. Viết lại gọn hơn."});
}

const Collection* Evaluation::FindDefined(std::string_view name) const {
    for (auto at = defined_.rbegin(); at != defined_.rend(); ++at) {
        if (at->first == name) return &at->second;
    }
    return nullptr;
}

void Evaluation::Define(std::string name, Collection value) {
    defined_.emplace_back(std::move(name), std::move(value));
}

Node::Evaluator EvaluatorOf(const Node& node) {
    switch (node.kind) {
        case NodeKind::kPath:
            return EvaluatePath;
        case NodeKind::kLiteral:
            return EvaluateLiteral;
        case NodeKind::kIndex:
            return EvaluateIndex;
        case NodeKind::kTotal:
            return EvaluateTotal;
        case NodeKind::kVariable:
            return EvaluateVariable;
        case NodeKind::kIndexer:
            return EvaluateIndexer;
        case NodeKind::kCall:
            return EvaluateCall;
        case NodeKind::kUnary:
            return EvaluateUnary;
        case NodeKind::kBinary:
            return EvaluatorOfOperator(node.op);
        case NodeKind::kIs:
            return node.input->kind == NodeKind::kCall && node.input->name == "resolve"
                       ? EvaluateIsOfResolved
                       : EvaluateIs;
        case NodeKind::kAs:
            return EvaluateAs;
    }
    return nullptr;
}

bool EvaluateInput(const Node& node, Evaluation& evaluation, const Frame& frame, Collection& out) {
    if (node.input) return node.input->evaluate(*node.input, evaluation, frame, out);
    if (frame.self) out.push_back(*frame.self);
    return true;
}

bool EvaluateOperand(const Node& node, Evaluation& evaluation, const Frame& frame,
                     Collection& out) {
    const std::size_t defined = evaluation.defined();
    const bool done = node.evaluate(node, evaluation, frame, out);
    if (evaluation.defined() != defined) evaluation.Forget(defined);
    return done;
}

bool ToTruth(const Node& node, Evaluation& evaluation, const Collection& items, Truth& truth) {
    if (items.empty()) {
        truth = Truth::kEmpty;
        return true;
    }
    if (items.size() > 1) {
        return evaluation.Fail(node, "a condition needs one value, and there are several",
                               "điều kiện cần một giá trị nhưng có nhiều giá trị");
    }
    const auto boolean = BooleanOf(items.front());
    truth = !boolean || *boolean ? Truth::kTrue : Truth::kFalse;
    return true;
}

bool EvaluateTruth(const Node& node, Evaluation& evaluation, const Frame& frame, Truth& truth) {
    Scratch items(evaluation);
    return EvaluateOperand(node, evaluation, frame, *items) &&
           ToTruth(node, evaluation, *items, truth);
}

}  // namespace tram::fhirpath
