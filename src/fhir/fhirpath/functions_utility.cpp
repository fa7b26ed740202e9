// Tree navigation, tracing, variables, reflection (http://hl7.org/fhirpath/N1/#tree-navigation).

#include "fhir/fhirpath/functions.h"
#include "fhir/fhirpath/navigation.h"

namespace tram::fhirpath {
namespace {

bool Children(const Call& call, Collection& out) {
    for (const Item& item : call.input) AppendChildren(item, out);
    return call.evaluation.Tick(out.size());
}

// Depth first. Recursion ends with the depth of the document.
bool AppendDescendants(Evaluation& evaluation, const Item& item, Collection& out) {
    Scratch children(evaluation);
    AppendChildren(item, *children);
    for (const Item& child : *children) {
        if (!evaluation.Tick()) return false;
        out.push_back(child);
        if (!AppendDescendants(evaluation, child, out)) return false;
    }
    return true;
}

bool Descendants(const Call& call, Collection& out) {
    for (const Item& item : call.input) {
        if (!AppendDescendants(call.evaluation, item, out)) return false;
    }
    return true;
}

bool Trace(const Call& call, Collection& out) {
    std::optional<std::string> name;
    if (!TextArgument(call, 0, name)) return false;
    Scratch told(call.evaluation);
    std::int64_t index = 0;
    for (const Item& item : call.input) {
        if (!HasArgument(call, 1)) break;
        const Frame frame{.self = &item, .index = index++, .total = call.frame.total};
        if (!EvaluateOperand(*call.node.arguments[1], call.evaluation, frame, *told)) return false;
    }
    if (const auto& trace = call.evaluation.environment().trace) {
        trace(name.value_or(""), HasArgument(call, 1) ? *told : call.input);
    }
    out = std::move(call.input);
    return true;
}

bool DefineVariable(const Call& call, Collection& out) {
    std::optional<std::string> name;
    if (!TextArgument(call, 0, name)) return false;
    if (!name) return Refuse(call, "asks for a name", "cần một tên");
    const bool fixed = *name == "context" || *name == "resource" || *name == "rootResource" ||
                       *name == "ucum" || *name == "sct" || *name == "loinc";
    if (fixed || call.evaluation.FindDefined(*name) ||
        call.evaluation.environment().variables.contains(*name)) {
        return Refuse(call, "finds the name %" + *name + " taken", "thấy tên %" + *name + " đã có");
    }
    Collection value;
    if (!HasArgument(call, 1)) {
        value = call.input;
    } else if (!Argument(call, 1, value)) {
        return false;
    }
    call.evaluation.Define(std::move(*name), std::move(value));
    out = std::move(call.input);
    return true;
}

bool Type(const Call& call, Collection& out) {
    for (const Item& item : call.input) {
        if (item.is_system()) {
            out.push_back(Item::TypeInfo("System", item.type_name()));
        } else {
            out.push_back(Item::TypeInfo(
                "FHIR", item.structure() ? item.structure()->name : item.type_name()));
        }
    }
    return call.evaluation.Tick(out.size());
}

constexpr FunctionRow kFunctions[] = {
    {"children", 0, 0, Children}, {"descendants", 0, 0, Descendants},
    {"trace", 1, 2, Trace},       {"defineVariable", 1, 2, DefineVariable},
    {"type", 0, 0, Type},
};

}  // namespace

std::span<const FunctionRow> UtilityFunctions() {
    return kFunctions;
}

}  // namespace tram::fhirpath
