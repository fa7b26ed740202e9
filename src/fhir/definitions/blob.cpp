#include "fhir/definitions/blob.h"

#include <bit>
#include <cstring>

#include "base/result.h"

extern "C" {
extern const std::uint32_t tram_definitions_begin[];
extern const char tram_definitions_end[];
}

namespace tram::definitions {
namespace {

constexpr std::uint32_t kMagic = 0x31464454;

const char* Bytes() {
    return reinterpret_cast<const char*>(tram_definitions_begin);
}

std::uint64_t Load(const char* from, std::size_t size) {
    std::uint64_t value = 0;
    std::memcpy(&value, from, size);
    return value;
}

}  // namespace

std::span<const std::uint32_t> Words(Section section) {
    TRAM_MUST(tram_definitions_begin[0] == kMagic);
    const auto* header = tram_definitions_begin + 1 + 2 * static_cast<int>(section);
    return {tram_definitions_begin + header[0] / 4, header[1]};
}

std::string_view Text(const std::uint32_t* words) {
    static const char* const text =
        Bytes() + tram_definitions_begin[1 + 2 * static_cast<int>(Section::kText)];
    return {text + words[0], words[1]};
}

std::span<const std::string_view> Names() {
    static const auto names = [] {
        const auto words = Words(Section::kNames);
        std::vector<std::string_view> all;
        all.reserve(words.size() / 2);
        for (std::size_t i = 0; i < words.size(); i += 2) all.push_back(Text(&words[i]));
        return all;
    }();
    return names;
}

std::uint32_t HashText(std::string_view text) {
    std::uint32_t hash = 0x811C9DC5;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193;
    return hash;
}

std::uint32_t HashKey(std::string_view key) {
    const auto n = key.size();
    const char* p = key.data();
    std::uint64_t first = 0, last = 0;
    if (n >= 8) {
        first = Load(p, 8);
        last = Load(p + n - 8, 8);
    } else if (n >= 4) {
        first = Load(p, 4);
        last = Load(p + n - 4, 4);
    } else if (n > 0) {
        first = static_cast<unsigned char>(p[0]) | static_cast<unsigned char>(p[n / 2]) << 8;
        last = static_cast<unsigned char>(p[n - 1]);
    }
    const auto mixed = (first ^ std::rotl(last * 0x9E3779B97F4A7C15, 29) ^ n) * 0xD6E8FEB86659FD93;
    return static_cast<std::uint32_t>(mixed >> 32);
}

NameTable::NameTable(std::size_t count) : slots_(std::bit_ceil(2 * count + 1)) {}

void NameTable::Add(std::string_view name, std::uint32_t place) {
    auto at = HashKey(name) & (slots_.size() - 1);
    while (slots_[at].used) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {name, place, true};
}

std::int64_t NameTable::Find(std::string_view name) const {
    auto at = HashKey(name) & (slots_.size() - 1);
    while (slots_[at].used) {
        if (slots_[at].name == name) return slots_[at].place;
        at = (at + 1) & (slots_.size() - 1);
    }
    return -1;
}

}  // namespace tram::definitions
