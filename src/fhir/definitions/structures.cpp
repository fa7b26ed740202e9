#include <algorithm>
#include <bit>
#include <deque>
#include <string>

#include "base/result.h"
#include "fhir/definitions/blob.h"
#include "fhir/definitions/definitions.h"

namespace tram::definitions {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::size_t kStructureWords = 9, kElementWords = 10, kTypeWords = 5;

// In the order of Primitive.
constexpr std::string_view kPrimitives[] = {
    "",        "base64Binary", "boolean",     "canonical", "code",     "date", "dateTime",
    "decimal", "id",           "instant",     "integer",   "markdown", "oid",  "positiveInt",
    "string",  "time",         "unsignedInt", "uri",       "url",      "uuid", "xhtml"};

Primitive PrimitiveOf(std::string_view name, StructureKind kind) {
    if (kind != StructureKind::kPrimitive) return Primitive::kNone;
    const auto* at = std::find(std::begin(kPrimitives), std::end(kPrimitives), name);
    TRAM_MUST(at != std::end(kPrimitives));
    return static_cast<Primitive>(at - std::begin(kPrimitives));
}

// Everything about structures, built once at first use: a millisecond.
class Tables {
  public:
    Tables();

    const Structure* Find(std::string_view name) const {
        const auto place = names_.Find(name);
        return place < 0 ? nullptr : &structures_[place];
    }
    std::span<const Structure* const> resource_types() const { return resource_types_; }
    std::uint16_t NumberOf(std::string_view name) const {
        return static_cast<std::uint16_t>(numbers_.Find(name) + 1);
    }
    std::string_view NameOf(std::uint16_t number) const {
        return number == 0 || number > numbered_.size() ? "" : numbered_[number - 1];
    }

  private:
    void ReadTypes();
    void ReadElements();
    void ReadStructures();
    std::span<const ElementKey> KeysOf(const Structure& structure);

    std::vector<Structure> structures_;
    std::vector<Element> elements_;
    std::vector<TypeRef> types_;
    std::deque<std::string> choice_keys_;
    std::deque<std::vector<ElementKey>> keys_;
    std::vector<const Structure*> resource_types_;
    std::vector<std::string_view> numbered_;
    NameTable names_;
    NameTable numbers_;
};

Tables::Tables()
    : names_(Words(Section::kStructures).size() / kStructureWords),
      numbers_(Words(Section::kResourceTypes).size() / 2) {
    structures_.resize(Words(Section::kStructures).size() / kStructureWords);
    ReadTypes();
    ReadElements();
    ReadStructures();

    const auto words = Words(Section::kResourceTypes);
    for (std::size_t i = 0; i < words.size(); i += 2) {
        numbered_.push_back(Text(&words[i]));
        numbers_.Add(numbered_.back(), static_cast<std::uint32_t>(i / 2));
        resource_types_.push_back(Find(numbered_.back()));
    }
    std::sort(resource_types_.begin(), resource_types_.end(),
              [](const Structure* a, const Structure* b) { return a->name < b->name; });
}

void Tables::ReadTypes() {
    const auto words = Words(Section::kTypes);
    types_.reserve(words.size() / kTypeWords);
    for (std::size_t i = 0; i < words.size(); i += kTypeWords) {
        types_.push_back({.code = Text(&words[i]),
                          .structure = &structures_[words[i + 2]],
                          .targets = Names().subspan(words[i + 3], words[i + 4])});
    }
}

void Tables::ReadElements() {
    const auto words = Words(Section::kElements);
    elements_.reserve(words.size() / kElementWords);
    for (std::size_t i = 0; i < words.size(); i += kElementWords) {
        const auto flags = words[i + 6];
        const auto value_set = Text(&words[i + 8]);
        elements_.push_back(
            {.name = Text(&words[i]),
             .path = Text(&words[i + 2]),
             .types = std::span(types_).subspan(words[i + 4], words[i + 5]),
             .choice = (flags & 1) != 0,
             .min = static_cast<std::uint16_t>(words[i + 7] & 0xFFFF),
             .max = static_cast<std::uint16_t>(words[i + 7] >> 16),
             .is_modifier = (flags & 2) != 0,
             .in_summary = (flags & 4) != 0,
             .required_value_set = value_set,
             .required_set = value_set.empty() ? nullptr : FindValueSet(value_set)});
    }
}

void Tables::ReadStructures() {
    const auto words = Words(Section::kStructures);
    for (std::size_t i = 0; i < words.size(); i += kStructureWords) {
        auto& structure = structures_[i / kStructureWords];
        structure = {.name = Text(&words[i]),
                     .kind = static_cast<StructureKind>(words[i + 2]),
                     .is_abstract = (words[i + 3] & 1) != 0,
                     .is_backbone = (words[i + 3] & 2) != 0,
                     .base = words[i + 4] == kNone ? nullptr : &structures_[words[i + 4]],
                     .elements = std::span(elements_).subspan(words[i + 5], words[i + 6]),
                     .pattern = Text(&words[i + 7])};
        structure.primitive = PrimitiveOf(structure.name, structure.kind);
        structure.keys = KeysOf(structure);
        names_.Add(structure.name, static_cast<std::uint32_t>(i / kStructureWords));
    }
}

std::span<const ElementKey> Tables::KeysOf(const Structure& structure) {
    std::vector<ElementKey> keys;
    for (const auto& element : structure.elements) {
        if (!element.choice) {
            keys.push_back({element.name, &element, &element.types.front()});
            continue;
        }
        for (const auto& type : element.types) {
            auto& key = choice_keys_.emplace_back(element.name);
            key += type.code;
            auto& initial = key[element.name.size()];
            if (initial >= 'a' && initial <= 'z') initial -= 'a' - 'A';
            keys.push_back({key, &element, &type});
        }
    }
    auto& slots = keys_.emplace_back(std::bit_ceil(2 * keys.size() + 1));
    for (const auto& key : keys) {
        auto at = HashKey(key.key) & (slots.size() - 1);
        while (slots[at].element) at = (at + 1) & (slots.size() - 1);
        slots[at] = key;
    }
    return slots;
}

const Tables& All() {
    static const Tables tables;
    return tables;
}

}  // namespace

const Element* Structure::FindByKey(std::string_view key, const TypeRef** type) const {
    auto at = HashKey(key) & (keys.size() - 1);
    for (; keys[at].element; at = (at + 1) & (keys.size() - 1)) {
        if (keys[at].key != key) continue;
        if (type) *type = keys[at].type;
        return keys[at].element;
    }
    return nullptr;
}

const Element* Structure::FindByName(std::string_view name) const {
    for (const auto& element : elements) {
        if (element.name == name) return &element;
    }
    return nullptr;
}

bool Structure::IsA(std::string_view type) const {
    for (const auto* at = this; at; at = at->base) {
        if (at->name == type) return true;
    }
    return false;
}

const Structure* FindStructure(std::string_view name) {
    return All().Find(name);
}

std::span<const Structure* const> ResourceTypes() {
    return All().resource_types();
}

std::uint16_t ResourceTypeNumber(std::string_view name) {
    return All().NumberOf(name);
}

std::string_view ResourceTypeName(std::uint16_t number) {
    return All().NameOf(number);
}

}  // namespace tram::definitions
