// Sieve: the rows of a table that conditions on the row alone let through, a bit a row.
//
// Made column by column for all rows at once, some tenths of a nanosecond a row and condition:
// where everybody is asked, that is far less than trying the rows of one person after the other.
//
// Thread safety: plain values.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace tram::columns {

class Bits {
  public:
    explicit Bits(std::uint32_t rows = 0) : rows_(rows), words_((std::size_t{rows} + 63) / 64) {}

    std::uint32_t rows() const { return rows_; }
    bool operator[](std::uint32_t row) const { return (words_[row / 64] >> (row % 64) & 1) != 0; }
    void Set(std::uint32_t row) { words_[row / 64] |= std::uint64_t{1} << (row % 64); }
    void Clear(std::uint32_t row) { words_[row / 64] &= ~(std::uint64_t{1} << (row % 64)); }

    // The first row of the set from `row` on, before `end`; `end`: none.
    // REQUIRES: end <= rows().
    std::uint32_t Next(std::uint32_t row, std::uint32_t end) const {
        if (row >= end) return end;
        std::uint64_t word = words_[row / 64] >> (row % 64) << (row % 64);
        for (std::uint32_t place = row / 64;; word = words_[place]) {
            if (word != 0)
                return std::min(end,
                                place * 64 + static_cast<std::uint32_t>(std::countr_zero(word)));
            if (++place * 64 >= end) return end;
        }
    }
    std::uint32_t Count() const {
        std::uint32_t count = 0;
        for (const auto word : words_) count += static_cast<std::uint32_t>(std::popcount(word));
        return count;
    }
    void And(const Bits& other) {
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    }
    void Or(const Bits& other) {
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    }
    void AndNot(const Bits& other) {
        for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
    }
    void Turn() {  // into the rows that were not in it
        for (auto& word : words_) word = ~word;
        if (rows_ % 64 != 0) words_.back() &= (std::uint64_t{1} << (rows_ % 64)) - 1;
    }

    // Adds the rows whose cell passes. REQUIRES: a cell for each row.
    template <typename Cell, typename Test>
    void AddWhere(std::span<const Cell> cells, Test test) {
        std::uint32_t row = 0;
        for (; row + 64 <= rows_; row += 64) {
            std::uint8_t hits[64];
            for (std::size_t i = 0; i < 64; ++i) hits[i] = test(cells[row + i]) ? 1 : 0;
            std::uint64_t word = 0;
            for (std::size_t i = 0; i < 8; ++i) word |= Gathered(hits + i * 8) << (i * 8);
            words_[row / 64] |= word;
        }
        for (; row < rows_; ++row) {
            if (test(cells[row])) Set(row);
        }
    }

  private:
    // Eight bytes of 0 and 1 as eight bits, the first lowest.
    static std::uint64_t Gathered(const std::uint8_t* hits) {
        std::uint64_t bytes = 0;
        for (std::size_t i = 0; i < 8; ++i) bytes |= std::uint64_t{hits[i]} << (i * 8);
        return (bytes * 0x0102040810204080U) >> 56;
    }

    std::uint32_t rows_;
    std::vector<std::uint64_t> words_;
};

}  // namespace tram::columns
