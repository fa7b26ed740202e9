// From an element to its children: by name, or all of them.
//
// https://hl7.org/fhir/R4/fhirpath.html: choice elements go by their stem, a primitive's id and
// extensions live in its "_name" member, a resource inside a resource has the type it names.
// Thread safety: pure functions.
#pragma once

#include "fhir/fhirpath/node.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {

// By its resourceType; nullptr: none, or unknown.
const definitions::Structure* StructureOfResource(json::Value resource);

// All children, in document order.
void AppendChildren(const Item& item, Collection& out);

namespace navigation {

const definitions::Element* ElementOf(const definitions::Structure& structure, const Step& step);

// The structure an element's value really has: abstract resources become the one they name.
inline const definitions::Structure* Actual(const definitions::Structure* structure,
                                            json::Value value) {
    if (structure && structure->kind != definitions::StructureKind::kResource) return structure;
    return value.IsObject() ? StructureOfResource(value) : structure;
}

inline bool IsPrimitive(const definitions::Structure* structure) {
    return structure && structure->kind == definitions::StructureKind::kPrimitive;
}

// One member, with its "_name" beside it, as one or several items.
template <typename Found>
bool EachItem(json::Value value, json::Value sibling, const definitions::Structure* structure,
              Found&& found) {
    if (!value.IsArray() && !sibling.IsArray()) {
        const Item item(value, sibling, Actual(structure, value));
        return item.is_system() || found(item);
    }
    auto other = sibling.begin();
    const auto other_end = sibling.end();
    for (const json::Value one : value) {
        json::Value beside;
        if (other != other_end) {
            beside = *other;
            ++other;
        }
        const Item item(one, beside, Actual(structure, one));
        if (!item.is_system() && !found(item)) return false;
    }
    for (; other != other_end; ++other) {
        const Item item({}, *other, structure);
        if (!item.is_system() && !found(item)) return false;
    }
    return true;
}

template <typename Found>
bool EachOfChoice(json::Value object, const definitions::Structure& structure,
                  const definitions::Element& element, Found&& found) {
    for (const json::Value member : object) {
        std::string_view key = member.key();
        const bool beside = key.starts_with('_');
        if (beside) key.remove_prefix(1);
        if (key.size() <= element.name.size() || !key.starts_with(element.name)) continue;
        const definitions::TypeRef* type = nullptr;
        if (structure.FindByKey(key, &type) != &element || !type) continue;
        json::Value sibling;
        if (beside) {
            if (object[key]) continue;  // told together with its value
            sibling = member;
        } else if (IsPrimitive(type->structure)) {
            for (const json::Value other : object) {
                if (other.key().size() == key.size() + 1 && other.key()[0] == '_' &&
                    other.key().substr(1) == key) {
                    sibling = other;
                }
            }
        }
        if (!EachItem(beside ? json::Value() : member, sibling, type->structure, found))
            return false;
    }
    return true;
}

// Children of what is no object: of a primitive, of a quantity made on the way, of type().
void AppendOfValue(const Item& item, std::string_view name, Collection& out);

}  // namespace navigation

// Calls found(const Item&) for each child of that name until one answers false, and answers that.
template <typename Found>
bool ForEachChild(const Item& item, const Step& step, Found&& found) {
    const json::Value object = item.json();
    if (!object.IsObject()) {
        Collection made;
        navigation::AppendOfValue(item, step.name, made);
        for (const Item& one : made) {
            if (!found(one)) return false;
        }
        return true;
    }
    const definitions::Structure* type = nullptr;
    bool primitive = true;
    if (const auto* structure = item.structure()) {
        const auto* element = navigation::ElementOf(*structure, step);
        if (!element) return true;
        if (element->choice) return navigation::EachOfChoice(object, *structure, *element, found);
        type = element->types.empty() ? nullptr : element->types.front().structure;
        primitive = navigation::IsPrimitive(type);
    }
    json::Value value;
    json::Value sibling;
    const std::string_view name = step.name;
    for (const json::Value member : object) {
        const std::string_view key = member.key();
        if (key.size() == name.size()) {
            if (key == name) {
                value = member;
                if (!primitive) break;
            }
        } else if (primitive && key.size() == name.size() + 1 && key[0] == '_' &&
                   key.substr(1) == name) {
            sibling = member;
        }
    }
    if (!value && !sibling) return true;
    return navigation::EachItem(value, sibling, type, found);
}

}  // namespace tram::fhirpath
