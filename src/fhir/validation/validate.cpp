#include "fhir/validation/validate.h"

#include <array>

#include "fhir/definitions/definitions.h"
#include "fhir/validation/faults.h"
#include "fhir/validation/references.h"

namespace tram::validation {
namespace {

using definitions::Element;
using definitions::Membership;
using definitions::Primitive;
using definitions::Structure;
using definitions::TypeRef;

// Structures with rules of their own.
struct Special {
    const Structure* reference = definitions::FindStructure("Reference");
    const Structure* extension = definitions::FindStructure("Extension");
    const Structure* coding = definitions::FindStructure("Coding");
    const Structure* concept_type = definitions::FindStructure("CodeableConcept");
    const Structure* resource = definitions::FindStructure("Resource");
    const Element* contained = definitions::FindStructure("DomainResource")->FindByKey("contained");
};

const Special& Specials() {
    static const Special special;
    return special;
}

// Which elements of an object have been met.
class Seen {
  public:
    explicit Seen(const Structure& structure) : first_(structure.elements.data()) {
        TRAM_CHECK(structure.elements.size() <= 64);
    }
    // True the first time.
    bool Add(const Element* element) {
        const auto bit = std::uint64_t{1} << (element - first_);
        const bool first_time = (bits_ & bit) == 0;
        bits_ |= bit;
        return first_time;
    }
    bool Has(const Element& element) const { return (bits_ >> (&element - first_) & 1) != 0; }

  private:
    const Element* first_;
    std::uint64_t bits_ = 0;
};

// One walk over a resource. Recursion is bounded: the parser bounds the depth of JSON.
class Walk {
  public:
    // A resource on its own, or one inside a Bundle or Parameters: it opens a new scope for #ids.
    void Resource(json::Value value, const Place& place, std::string_view expected);

    Faults faults;

  private:
    struct Scope {
        json::Value container;   // in whose `contained` #ids are looked up
        bool contained = false;  // inside one of these
    };

    void ResourceInScope(json::Value value, const Place& place, std::string_view expected);
    void Object(json::Value value, const Structure& structure, const Place& place);
    void Member(json::Value object, json::Value value, const Structure& structure, Seen& seen,
                const Place& place);
    void Values(json::Value object, json::Value value, const Element& element, const TypeRef& type,
                const Place& place);
    void ArrayValues(json::Value object, json::Value value, const Element& element,
                     const TypeRef& type, const Place& place);
    void One(json::Value value, const Element& element, const TypeRef& type, const Place& place);
    void PrimitiveValue(json::Value value, const Element& element, const Structure& structure,
                        const Place& place);
    void Siblings(json::Value object, json::Value value, const Element& element,
                  const TypeRef& type, const Place& place);
    void Sibling(json::Value value, bool has_value, const Structure& structure, const Place& place);

    void CheckReference(json::Value value, std::span<const std::string_view> targets,
                        const Place& place);
    void CheckTarget(std::string_view type, std::span<const std::string_view> targets,
                     const Place& place);
    json::Value FindContained(std::string_view id) const;
    void CheckConcept(json::Value value, const Element& element, const Place& place);
    void CheckExtension(json::Value value, const Place& place);

    Scope scope_;
};

void Walk::Resource(json::Value value, const Place& place, std::string_view expected) {
    const auto outer = scope_;
    scope_ = {.container = value};
    ResourceInScope(value, place, expected);
    scope_ = outer;
}

void Walk::ResourceInScope(json::Value value, const Place& place, std::string_view expected) {
    if (!value.IsObject()) return faults.WrongJson(place, "Resource");
    const auto type = value["resourceType"];
    if (!type) return faults.NoResourceType(place);
    if (!type.IsString() || definitions::ResourceTypeNumber(type.text()) == 0) {
        return faults.UnknownResourceType(place);
    }
    if (!expected.empty() && type.text() != expected) {
        return faults.OtherResourceType(place, expected);
    }
    const auto* structure = definitions::FindStructure(type.text());
    // A resource on its own stands under its type's name, one inside another under its element's.
    if (place.name.empty()) {
        return Object(value, *structure, {nullptr, structure->name});
    }
    Object(value, *structure, place);
}

void Walk::Object(json::Value value, const Structure& structure, const Place& place) {
    if (value.size() == 0) return faults.EmptyObject(place);
    Seen seen(structure);
    for (const auto member : value) {
        if (faults.full()) return;
        Member(value, member, structure, seen, place);
    }
    for (const auto& element : structure.elements) {
        if (element.min > 0 && !seen.Has(element)) faults.Missing(place, element.name);
    }
}

void Walk::Member(json::Value object, json::Value value, const Structure& structure, Seen& seen,
                  const Place& place) {
    auto key = value.key();
    const bool sibling = key.starts_with('_');
    if (sibling) key.remove_prefix(1);
    const TypeRef* type = nullptr;
    const auto* element = structure.FindByKey(key, &type);
    if (!element || element->max == 0) {
        const bool names_type = key == "resourceType" && !sibling &&
                                structure.kind == definitions::StructureKind::kResource;
        if (!names_type) faults.UnknownElement(place, value.key(), structure.name);
        return;
    }
    // Ids of elements and the url of an extension are attributes: nothing can be said about them.
    const bool attribute = key == "id" || (&structure == Specials().extension && key == "url");
    if (sibling && (type->structure->primitive == Primitive::kNone || attribute)) {
        return faults.UnknownElement(place, value.key(), structure.name);
    }
    const Place here{&place, element->name};
    if (!seen.Add(element) && element->choice) {
        const auto partner = sibling ? std::string(key) : '_' + std::string(key);
        if (!object[partner]) faults.SecondChoice(here);
    }
    if (sibling) {
        Siblings(object, value, *element, *type, here);
    } else {
        Values(object, value, *element, *type, here);
    }
}

void Walk::Values(json::Value object, json::Value value, const Element& element,
                  const TypeRef& type, const Place& place) {
    if (element.IsArray()) return ArrayValues(object, value, element, type, place);
    if (value.IsArray()) return faults.UnexpectedArray(place);
    if (value.IsNull()) return faults.UnexpectedNull(place);
    One(value, element, type, place);
}

void Walk::ArrayValues(json::Value object, json::Value value, const Element& element,
                       const TypeRef& type, const Place& place) {
    if (!value.IsArray()) return faults.NotAnArray(place);
    if (value.size() == 0) return faults.EmptyArray(place);
    Place item{place.parent, place.name, -1};
    for (const auto child : value) {
        if (faults.full()) return;
        ++item.index;
        if (!child.IsNull()) {
            One(child, element, type, item);
            continue;
        }
        const bool primitive = type.structure->primitive != Primitive::kNone;
        const auto siblings = primitive ? object['_' + std::string(value.key())] : json::Value();
        const auto sibling = siblings.At(static_cast<std::size_t>(item.index));
        if (!sibling || sibling.IsNull()) faults.UnexpectedNull(item);
    }
}

void Walk::One(json::Value value, const Element& element, const TypeRef& type, const Place& place) {
    const auto& special = Specials();
    const auto& structure = *type.structure;
    if (structure.primitive != Primitive::kNone) {
        return PrimitiveValue(value, element, structure, place);
    }
    if (&structure == special.resource) {
        if (element.name != special.contained->name) return Resource(value, place, {});
        if (scope_.contained) return faults.NestedContained(place);
        scope_.contained = true;
        ResourceInScope(value, place, {});
        scope_.contained = false;
        return;
    }
    if (!value.IsObject()) return faults.WrongJson(place, type.code);
    Object(value, structure, place);
    if (&structure == special.reference) {
        CheckReference(value, type.targets, place);
    } else if (&structure == special.extension) {
        CheckExtension(value, place);
    } else if (!element.required_value_set.empty()) {
        CheckConcept(value, element, place);
    }
}

void Walk::PrimitiveValue(json::Value value, const Element& element, const Structure& structure,
                          const Place& place) {
    const auto type = structure.primitive;
    const auto fault = CheckPrimitive(type, value);
    if (fault != PrimitiveFault::kNone) {
        return faults.BadPrimitive(place, type, structure.name, fault);
    }
    if (type == Primitive::kXhtml) {
        const auto narrative = CheckNarrative(value.text());
        if (narrative != NarrativeFault::kNone) faults.BadNarrative(place, narrative);
        return;
    }
    if (type == Primitive::kCode && element.required_set &&
        MemberOf(element.required_set, {}, value.text()) == Membership::kNotIn) {
        faults.BadCode(place, element.required_value_set);
    }
}

// https://hl7.org/fhir/R4/json.html#primitive
void Walk::Siblings(json::Value object, json::Value value, const Element& element,
                    const TypeRef& type, const Place& place) {
    const auto values = object[value.key().substr(1)];
    if (!element.IsArray()) {
        if (value.IsArray()) return faults.UnexpectedArray(place);
        return Sibling(value, static_cast<bool>(values), *type.structure, place);
    }
    if (!value.IsArray()) return faults.NotAnArray(place);
    if (value.size() == 0) return faults.EmptyArray(place);
    if (values && values.size() != value.size()) return faults.SiblingLength(place);
    Place item{place.parent, place.name, -1};
    for (const auto child : value) {
        if (faults.full()) return;
        ++item.index;
        const auto partner = values.At(static_cast<std::size_t>(item.index));
        const bool has_value = partner && !partner.IsNull();
        if (!child.IsNull()) {
            Sibling(child, has_value, *type.structure, item);
        } else if (!values) {
            faults.UnexpectedNull(item);  // null in both is reported where the values stand
        }
    }
}

void Walk::Sibling(json::Value value, bool has_value, const Structure& structure,
                   const Place& place) {
    if (!value.IsObject()) return faults.WrongJson(place, "Element");
    Object(value, structure, place);
    if (!has_value && !value["extension"]) faults.SiblingWithoutContent(place);
}

void Walk::CheckReference(json::Value value, std::span<const std::string_view> targets,
                          const Place& place) {
    const auto type = value["type"];
    std::string_view named = type.text();
    if (type.IsString()) {
        constexpr std::string_view kBase = "http://hl7.org/fhir/StructureDefinition/";
        if (named.starts_with(kBase)) named.remove_prefix(kBase.size());
        if (definitions::ResourceTypeNumber(named) != 0) {
            CheckTarget(named, targets, {&place, "type"});
        } else if (named.find(':') == std::string_view::npos) {
            faults.ReferenceTypeDiffers({&place, "type"});
        }
    }
    const auto text = value["reference"];
    if (!text.IsString() || text.text().empty()) return;
    const Place here{&place, "reference"};
    const auto reference = ReadReference(text.text());
    auto target = reference.type;
    if (reference.form == ReferenceForm::kBroken) return faults.BadReference(here);
    if (reference.form == ReferenceForm::kContained) {
        const auto contained = FindContained(reference.id);
        if (!contained) return faults.MissingContained(here);
        target = contained["resourceType"].text();
    }
    if (target.empty()) return;
    CheckTarget(target, targets, here);
    if (type.IsString() && definitions::ResourceTypeNumber(named) != 0 && named != target) {
        faults.ReferenceTypeDiffers({&place, "type"});
    }
}

void Walk::CheckTarget(std::string_view type, std::span<const std::string_view> targets,
                       const Place& place) {
    if (targets.empty() || definitions::ResourceTypeNumber(type) == 0) return;
    for (const auto target : targets) {
        if (target == type) return;
    }
    faults.WrongTarget(place, type, targets);
}

json::Value Walk::FindContained(std::string_view id) const {
    if (id.empty()) return scope_.container;
    for (const auto candidate : scope_.container["contained"]) {
        if (candidate["id"].IsString() && candidate["id"].text() == id) return candidate;
    }
    return {};
}

// https://hl7.org/fhir/R4/terminologies.html#required: of several codings one must be in the set.
void Walk::CheckConcept(json::Value value, const Element& element, const Place& place) {
    const auto judge = [&](json::Value coding) {
        return MemberOf(element.required_set, coding["system"].text(), coding["code"].text());
    };
    const auto codings = value["coding"];
    if (codings.IsArray()) {
        for (const auto coding : codings) {
            if (judge(coding) != Membership::kNotIn) return;
        }
    } else if (judge(value) != Membership::kNotIn) {
        return;
    }
    faults.BadCode(place, element.required_value_set);
}

// Constraint ext-1, checked here because an extension that says nothing or two things cannot be
// read.
void Walk::CheckExtension(json::Value value, const Place& place) {
    bool has_value = false, has_extension = false;
    for (const auto member : value) {
        const auto key = member.key();
        has_extension |= key == "extension";
        has_value |= key.starts_with("value") || key.starts_with("_value");
    }
    if (has_value == has_extension) faults.ExtensionContent(place);
}

}  // namespace

Result<void> ValidateResource(json::Value resource, std::string_view type) {
    Walk walk;
    walk.Resource(resource, {}, type);
    return std::move(walk.faults).Outcome();
}

}  // namespace tram::validation
