#include "fhir/fhirpath/navigation.h"

namespace tram::fhirpath {

const definitions::Structure* StructureOfResource(json::Value resource) {
    const json::Value type = resource["resourceType"];
    if (!type) return nullptr;
    const auto* structure = definitions::FindStructure(type.text());
    return structure && structure->kind == definitions::StructureKind::kResource ? structure
                                                                                 : nullptr;
}

namespace navigation {

const definitions::Element* ElementOf(const definitions::Structure& structure, const Step& step) {
    const auto* guess = step.hint.load(std::memory_order_relaxed);
    if (guess >= structure.elements.data() &&
        guess < structure.elements.data() + structure.elements.size()) {
        return guess;
    }
    const auto* element = structure.FindByName(step.name);
    if (element) step.hint.store(element, std::memory_order_relaxed);
    return element;
}

void AppendOfValue(const Item& item, std::string_view name, Collection& out) {
    if (item.is_type_info()) {
        const auto& full = std::get<std::string>(*item.made());
        const auto point = full.find('.');
        if (name == "namespace") out.emplace_back(Item::System(full.substr(0, point)));
        if (name == "name") out.emplace_back(Item::System(full.substr(point + 1)));
        return;
    }
    if (const auto* made = item.made()) {
        if (const auto* quantity = std::get_if<Quantity>(made)) {
            if (name == "value") out.emplace_back(Item::System(quantity->value));
            if (name == "unit") out.emplace_back(Item::System(quantity->unit));
        }
        return;
    }
    const auto append = [&](const Item& one) {
        out.push_back(one);
        return true;
    };
    if (name == "extension") {
        EachItem(item.sibling()["extension"], {}, definitions::FindStructure("Extension"), append);
    } else if (name == "id") {
        EachItem(item.sibling()["id"], {}, definitions::FindStructure("string"), append);
    } else if (name == "value" && FamilyOf(item) != Family::kNone) {
        out.emplace_back(SystemOf(item));
    }
}

}  // namespace navigation

void AppendChildren(const Item& item, Collection& out) {
    const auto append = [&](const Item& one) {
        out.push_back(one);
        return true;
    };
    const json::Value object = item.json();
    if (!object.IsObject()) {
        if (item.is_type_info()) return;
        for (const std::string_view name : {"id", "extension"}) {
            navigation::AppendOfValue(item, name, out);
        }
        return;
    }
    for (const json::Value member : object) {
        std::string_view key = member.key();
        if (key == "resourceType") continue;
        const bool beside = key.starts_with('_');
        if (beside) {
            key.remove_prefix(1);
            if (object[key]) continue;  // told together with its value
        }
        const definitions::TypeRef* type = nullptr;
        const definitions::Structure* structure = nullptr;
        if (item.structure()) {
            if (!item.structure()->FindByKey(key, &type)) continue;
            structure = type ? type->structure : nullptr;
        }
        json::Value sibling = beside ? member : json::Value();
        if (!beside && (!item.structure() || navigation::IsPrimitive(structure))) {
            sibling = object["_" + std::string(key)];
        }
        navigation::EachItem(beside ? json::Value() : member, sibling, structure, append);
    }
}

}  // namespace tram::fhirpath
