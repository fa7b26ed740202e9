#include "insight/columns/row_set.h"

#include <bit>

namespace tram::columns {

std::uint64_t HashOf(const Value& value, std::uint64_t seed) {
    std::uint64_t bits = 0;
    switch (value.kind) {
        case Value::Kind::kNull:
            bits = 0x9E37;
            break;
        case Value::Kind::kInteger:
            // As the real it equals.
            bits = std::bit_cast<std::uint64_t>(static_cast<double>(value.integer));
            break;
        case Value::Kind::kReal:
            bits = std::bit_cast<std::uint64_t>(value.real == 0 ? 0.0 : value.real);
            break;
        case Value::Kind::kText:
            bits = value.text + (std::uint64_t{1} << 40);
            break;
    }
    bits = (bits ^ seed) * 0x9E3779B97F4A7C15U;
    return bits ^ (bits >> 29);
}

void RowSet::Clear() {
    size_ = 0;
    values_.clear();
    places_.clear();
}

bool RowSet::Same(std::uint32_t row, const Value* other) const {
    const Value* own = values_.data() + row * width_;
    for (std::size_t i = 0; i < width_; ++i) {
        if (!SameValue(own[i], other[i])) return false;
    }
    return true;
}

std::uint64_t RowSet::Hash(const Value* row) const {
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < width_; ++i) hash = HashOf(row[i], hash);
    return hash;
}

void RowSet::Grow() {
    places_.assign(std::bit_ceil(std::size_t{size_} * 4 + 4), 0);
    for (std::uint32_t row = 0; row < size_; ++row) {
        auto place = Hash(values_.data() + row * width_) & (places_.size() - 1);
        while (places_[place] != 0) place = (place + 1) & (places_.size() - 1);
        places_[place] = row + 1;
    }
}

std::pair<std::uint32_t, bool> RowSet::Add(const Value* row) {
    if (places_.empty()) {
        for (std::uint32_t i = 0; i < size_; ++i) {
            if (Same(i, row)) return {i, false};
        }
        values_.insert(values_.end(), row, row + width_);
        if (++size_ > kFew) Grow();
        return {size_ - 1, true};
    }
    auto place = Hash(row) & (places_.size() - 1);
    for (; places_[place] != 0; place = (place + 1) & (places_.size() - 1)) {
        if (Same(places_[place] - 1, row)) return {places_[place] - 1, false};
    }
    values_.insert(values_.end(), row, row + width_);
    places_[place] = ++size_;
    if (std::size_t{size_} * 2 > places_.size()) Grow();
    return {size_ - 1, true};
}

}  // namespace tram::columns
