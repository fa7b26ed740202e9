// RowSet: rows of values, each kept once; a row's number is the order in which it came. NULL is
// equal to NULL here, as in GROUP BY, DISTINCT and UNION.
//
// Few rows are compared one by one: most questions of one person make no more.
#pragma once

#include <cstdint>
#include <vector>

#include "insight/columns/table.h"

namespace tram::columns {

inline bool SameValue(const Value& a, const Value& b) {
    if (a.kind == b.kind) {
        switch (a.kind) {
            case Value::Kind::kNull:
                return true;
            case Value::Kind::kInteger:
                return a.integer == b.integer;
            case Value::Kind::kReal:
                return a.real == b.real;
            case Value::Kind::kText:
                return a.text == b.text;
        }
    }
    if (a.kind == Value::Kind::kInteger && b.kind == Value::Kind::kReal)
        return static_cast<double>(a.integer) == b.real;
    if (a.kind == Value::Kind::kReal && b.kind == Value::Kind::kInteger)
        return a.real == static_cast<double>(b.integer);
    return false;
}

std::uint64_t HashOf(const Value& value, std::uint64_t seed);

class RowSet {
  public:
    explicit RowSet(std::size_t width = 0) : width_(width) {}
    void Clear();
    // `row`: of `width` values. True: it is new.
    std::pair<std::uint32_t, bool> Add(const Value* row);
    std::uint32_t size() const { return size_; }
    const Value* operator[](std::uint32_t row) const { return values_.data() + row * width_; }

  private:
    static constexpr std::uint32_t kFew = 8;
    bool Same(std::uint32_t row, const Value* other) const;
    std::uint64_t Hash(const Value* row) const;
    void Grow();

    std::size_t width_;
    std::uint32_t size_ = 0;
    std::vector<Value> values_;
    std::vector<std::uint32_t> places_;  // 1 + row; 0: free. Empty while there are few
};

}  // namespace tram::columns
