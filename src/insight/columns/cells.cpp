#include "insight/columns/cells.h"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace tram::columns {
namespace {

// What is smaller is not worth pages of its own.
constexpr std::size_t kSmall = 64 << 10;

std::size_t WholePages(std::size_t bytes) {
    return (bytes + Memory::kPage - 1) / Memory::kPage * Memory::kPage;
}

void* MapNothing(std::size_t bytes) {
    return ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

}  // namespace

Memory::Memory(std::size_t bytes) : bytes_(bytes < kSmall ? bytes : WholePages(bytes)) {
    if (bytes_ == 0) return;
    at_ = bytes_ < kSmall ? std::malloc(bytes_) : MapNothing(bytes_);
    if (!at_ || at_ == MAP_FAILED) throw std::bad_alloc();
}

Memory::~Memory() {
    if (!at_) return;
    if (bytes_ < kSmall) {
        std::free(at_);
    } else {
        ::munmap(at_, bytes_);
    }
}

std::optional<Memory> Memory::OfFile(int file, std::uint64_t offset, std::size_t size,
                                     std::size_t bytes) {
    // Pages behind those of the file are memory; the last one is both.
    Memory memory;
    memory.bytes_ = WholePages(std::max(bytes, kSmall));
    memory.at_ = MapNothing(memory.bytes_);
    if (memory.at_ == MAP_FAILED) {
        memory.at_ = nullptr;
        return std::nullopt;
    }
    if (size != 0 && ::mmap(memory.at_, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file,
                            static_cast<off_t>(offset)) == MAP_FAILED)
        return std::nullopt;
    return memory;
}

}  // namespace tram::columns
