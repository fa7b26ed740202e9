#include "fhir/fhirpath/types.h"

#include <array>

namespace tram::fhirpath {
namespace {

constexpr std::array<std::string_view, 9> kSystemTypes = {
    "Any", "Boolean", "Integer", "Decimal", "String", "Date", "DateTime", "Time", "Quantity"};

}  // namespace

bool Resolve(TypeSpecifier& type) {
    using Space = TypeSpecifier::Space;
    // NOTE: an unknown type in System is not an error but a type nothing has, as the public tests
    // of FHIRPath ask (Patient.is(System.Patient) is false).
    if (type.space == Space::kSystem) return true;
    type.structure = definitions::FindStructure(type.name);
    if (type.structure || type.space == Space::kFhir) return type.structure != nullptr;
    for (const auto name : kSystemTypes) {
        if (type.name == name) {
            type.space = Space::kSystem;
            return true;
        }
    }
    return false;
}

bool IsOfType(const Item& item, const TypeSpecifier& type) {
    if (item.is_system()) {
        if (type.space == TypeSpecifier::Space::kFhir) return false;
        if (type.name == "Any" && type.space == TypeSpecifier::Space::kSystem) return true;
        return item.type_name() == type.name;
    }
    if (type.space == TypeSpecifier::Space::kSystem || !item.structure()) return false;
    for (const auto* at = item.structure(); at; at = at->base) {
        if (at == type.structure) return true;
    }
    return false;
}

bool Selects(const Item& item, const TypeSpecifier& type) {
    if (!IsOfType(item, type)) return false;
    return !type.structure || type.structure->kind != definitions::StructureKind::kPrimitive ||
           item.is_system() || item.structure() == type.structure;
}

bool ApplyIs(const Node& node, Evaluation& evaluation, const Collection& items, Collection& out) {
    if (items.empty()) return true;
    if (items.size() > 1) {
        return evaluation.Fail(node, "'is' asks one item, and there are several",
                               "'is' chỉ hỏi một giá trị nhưng có nhiều giá trị");
    }
    out.emplace_back(Item::System(IsOfType(items.front(), node.type)));
    return true;
}

bool ApplyAs(const Node& node, Evaluation& evaluation, Collection& items, Collection& out) {
    if (items.size() > 1 && evaluation.environment().single_as) {
        return evaluation.Fail(node, "'as' takes one item, and there are several; ofType() filters",
                               "'as' chỉ nhận một giá trị nhưng có nhiều giá trị; dùng ofType()");
    }
    for (Item& item : items) {
        if (Selects(item, node.type)) out.push_back(std::move(item));
    }
    return true;
}

}  // namespace tram::fhirpath
