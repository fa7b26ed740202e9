// Blob: the embedded tables as tools/definitions/blob.py wrote them: sections of 32-bit words and
// one of strings. Only for the sources of this folder.
//
// Thread safety: immutable.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tram::definitions {

// The order of SECTIONS in tools/make_definitions.py.
enum class Section {
    kStructures,
    kElements,
    kTypes,
    kNames,
    kParameters,
    kComponents,
    kCompartments,
    kSystems,
    kConcepts,
    kParents,
    kValueSets,
    kMembers,
    kWholeSystems,
    kSlots,
    kResourceTypes,
    kText,
};

std::span<const std::uint32_t> Words(Section section);
// The string that two words name.
std::string_view Text(const std::uint32_t* words);
// All of kNames, in order.
std::span<const std::string_view> Names();

// FNV-1a: by this hash the generator laid out kSlots.
std::uint32_t HashText(std::string_view text);

// Quick and for tables built in memory only: the first and last eight bytes and the length.
std::uint32_t HashKey(std::string_view key);

// Names to places, fixed once filled: open addressing at half load.
class NameTable {
  public:
    explicit NameTable(std::size_t count);
    void Add(std::string_view name, std::uint32_t place);
    // -1: no such name.
    std::int64_t Find(std::string_view name) const;

  private:
    struct Slot {
        std::string_view name;
        std::uint32_t place = 0;
        bool used = false;
    };
    std::vector<Slot> slots_;
};

}  // namespace tram::definitions
