#include <algorithm>

#include "base/result.h"
#include "fhir/definitions/blob.h"
#include "fhir/definitions/definitions.h"

namespace tram::definitions {

struct CodeSystem {
    std::string_view url;
    bool complete = false;
    const std::uint32_t* concepts = nullptr;  // code (2), first parent, parents
    std::span<const std::uint32_t> slots;

    static constexpr std::size_t kConceptWords = 4;

    // -1: not a code of this system.
    std::int64_t Find(std::string_view code) const {
        auto at = HashText(code) & (slots.size() - 1);
        for (; slots[at] != 0; at = (at + 1) & (slots.size() - 1)) {
            const auto place = slots[at] - 1;
            if (Text(concepts + kConceptWords * place) == code) return place;
        }
        return -1;
    }
    std::span<const std::uint32_t> ParentsOf(std::size_t place) const {
        const auto* words = concepts + kConceptWords * place;
        return Words(Section::kParents).subspan(words[2], words[3]);
    }
};

// Some code systems in whole, and single codes.
struct ValueSet {
    std::string_view url;
    bool whole = false;                      // nothing is in it but what stands here
    const std::uint32_t* members = nullptr;  // code (2), system
    std::span<const std::uint32_t> slots;
    std::span<const std::uint32_t> systems;

    static constexpr std::size_t kMemberWords = 3;
};

namespace {

constexpr std::size_t kSystemWords = 7, kSetWords = 9;

class Tables {
  public:
    Tables()
        : system_names_(Words(Section::kSystems).size() / kSystemWords),
          set_names_(Words(Section::kValueSets).size() / kSetWords) {
        const auto slots = Words(Section::kSlots);
        const auto systems = Words(Section::kSystems);
        for (std::size_t i = 0; i < systems.size(); i += kSystemWords) {
            const auto* words = &systems[i];
            system_names_.Add(Text(words), static_cast<std::uint32_t>(systems_.size()));
            systems_.push_back({.url = Text(words),
                                .complete = (words[2] & 1) != 0,
                                .concepts = Words(Section::kConcepts).data() +
                                            CodeSystem::kConceptWords * words[3],
                                .slots = slots.subspan(words[5], words[6])});
        }
        const auto sets = Words(Section::kValueSets);
        for (std::size_t i = 0; i < sets.size(); i += kSetWords) {
            const auto* words = &sets[i];
            set_names_.Add(Text(words), static_cast<std::uint32_t>(sets_.size()));
            sets_.push_back(
                {.url = Text(words),
                 .whole = (words[2] & 1) != 0,
                 .members = Words(Section::kMembers).data() + ValueSet::kMemberWords * words[3],
                 .slots = slots.subspan(words[5], words[6]),
                 .systems = Words(Section::kWholeSystems).subspan(words[7], words[8])});
        }
    }

    const CodeSystem& System(std::size_t place) const { return systems_[place]; }
    const CodeSystem* FindSystem(std::string_view url) const {
        const auto place = system_names_.Find(url);
        return place < 0 ? nullptr : &systems_[place];
    }
    const ValueSet* FindSet(std::string_view url) const {
        const auto place = set_names_.Find(url);
        return place < 0 ? nullptr : &sets_[place];
    }

  private:
    std::vector<CodeSystem> systems_;
    std::vector<ValueSet> sets_;
    NameTable system_names_;
    NameTable set_names_;
};

const Tables& All() {
    static const Tables tables;
    return tables;
}

bool Contains(const ValueSet& set, std::string_view system, std::string_view code) {
    const auto mask = set.slots.size() - 1;
    for (auto at = HashText(code) & mask; set.slots[at] != 0; at = (at + 1) & mask) {
        const auto* member = set.members + ValueSet::kMemberWords * (set.slots[at] - 1);
        if (Text(member) == code && (system.empty() || All().System(member[2]).url == system)) {
            return true;
        }
    }
    return std::any_of(set.systems.begin(), set.systems.end(), [&](std::uint32_t place) {
        const auto& whole = All().System(place);
        return (system.empty() || whole.url == system) && whole.Find(code) >= 0;
    });
}

}  // namespace

const ValueSet* FindValueSet(std::string_view url) {
    return All().FindSet(url.substr(0, url.find('|')));
}

Membership MemberOf(const ValueSet* value_set, std::string_view system, std::string_view code) {
    if (!value_set) return Membership::kUnknown;
    if (Contains(*value_set, system, code)) return Membership::kIn;
    return value_set->whole ? Membership::kNotIn : Membership::kUnknown;
}

Membership MemberOf(std::string_view value_set, std::string_view system, std::string_view code) {
    return MemberOf(FindValueSet(value_set), system, code);
}

Membership Subsumes(std::string_view system, std::string_view ancestor, std::string_view code) {
    const auto* loaded = All().FindSystem(system.substr(0, system.find('|')));
    if (!loaded) return Membership::kUnknown;
    const auto no = loaded->complete ? Membership::kNotIn : Membership::kUnknown;
    const auto from = loaded->Find(code), to = loaded->Find(ancestor);
    if (from < 0 || to < 0) return no;

    // A concept may have several parents, and no file promises that they form no circle.
    std::vector<std::uint32_t> seen{static_cast<std::uint32_t>(from)};
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (seen[i] == to) return Membership::kIn;
        for (const auto parent : loaded->ParentsOf(seen[i])) {
            if (std::find(seen.begin(), seen.end(), parent) == seen.end()) seen.push_back(parent);
        }
    }
    return no;
}

}  // namespace tram::definitions
