// Cells: the values of one column, one beside the other.
//
// They stand in memory of their own, or in pages of the file they were read from, which nobody
// copies: a page that is written becomes the program's own, the file stays as it is. Some room is
// left behind them, so that a few later rows move nothing.
//
// Thread safety: as a vector.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

namespace tram::columns {

// A stretch of memory, given back whole; a large one to the system at once.
class Memory {
  public:
    // Where a stretch of a file may begin.
    static constexpr std::size_t kPage = 4'096;

    Memory() = default;
    explicit Memory(std::size_t bytes);
    ~Memory();
    Memory(Memory&& other) noexcept
        : at_(std::exchange(other.at_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
    Memory& operator=(Memory&& other) noexcept {
        std::swap(at_, other.at_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    // Begins with `size` bytes of a file. nullopt: they cannot be mapped.
    // REQUIRES: `offset` is a multiple of kPage, size <= bytes.
    static std::optional<Memory> OfFile(int file, std::uint64_t offset, std::size_t size,
                                        std::size_t bytes);
    void* at() const { return at_; }
    std::size_t bytes() const { return bytes_; }

  private:
    void* at_ = nullptr;
    std::size_t bytes_ = 0;
};

template <typename T>
class Cells {
    static_assert(std::is_trivially_copyable_v<T>);

  public:
    Cells() = default;
    Cells(Cells&& other) noexcept
        : memory_(std::move(other.memory_)), size_(std::exchange(other.size_, 0)) {}
    Cells& operator=(Cells&& other) noexcept {
        std::swap(memory_, other.memory_);
        std::swap(size_, other.size_);
        return *this;
    }
    // `count` cells of a file. nullopt: they cannot be mapped.
    static std::optional<Cells> OfFile(int file, std::uint64_t offset, std::size_t count) {
        auto memory = Memory::OfFile(file, offset, count * sizeof(T), RoomFor(count) * sizeof(T));
        if (!memory) return std::nullopt;
        Cells cells;
        cells.memory_ = std::move(*memory);
        cells.size_ = count;
        return cells;
    }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const T* data() const { return static_cast<const T*>(memory_.at()); }
    T* data() { return static_cast<T*>(memory_.at()); }
    T operator[](std::size_t place) const { return data()[place]; }
    operator std::span<const T>() const { return {data(), size_}; }

    void push_back(T value) {
        if ((size_ + 1) * sizeof(T) > memory_.bytes()) Move(size_ * 2 + 16);
        data()[size_++] = value;
    }
    // Makes room for as many and some more.
    void Reserve(std::size_t count) {
        if (RoomFor(count) * sizeof(T) > memory_.bytes()) Move(RoomFor(count));
    }
    std::size_t bytes() const { return size_ * sizeof(T); }

  private:
    static std::size_t RoomFor(std::size_t count) { return count + count / 8 + 16; }
    void Move(std::size_t room) {
        Memory memory(room * sizeof(T));
        if (size_ != 0) std::memcpy(memory.at(), memory_.at(), size_ * sizeof(T));
        memory_ = std::move(memory);
    }

    Memory memory_;
    std::size_t size_ = 0;
};

}  // namespace tram::columns
