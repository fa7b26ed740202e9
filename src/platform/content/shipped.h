// The files inside the program: tools/embed.py writes the list and the bytes at build time.
//
// Thread safety: immutable; views live as long as the program.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

// The bytes of all files, one after another.
extern "C" const char tram_shipped_bytes[];

namespace tram::content {

struct ShippedFile {
    std::string_view path;  // "content/registers/patients.json"
    std::size_t offset = 0;
    std::size_t size = 0;

    std::string_view bytes() const { return {tram_shipped_bytes + offset, size}; }
};

// All of them, sorted by path within each embedded folder.
std::span<const ShippedFile> ShippedFiles();

}  // namespace tram::content
