#include "insight/columns/table.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace tram::columns {
namespace {

// `order` and what lies between keys: rows of `column` by key, NULL left out, rows of one key in
// the order of the rows.
struct Sorted {
    std::int64_t least = 0;
    std::vector<std::int64_t> keys;     // empty: dense, key k stands at place k - least
    std::vector<std::uint32_t> begins;  // one more than there are keys
    std::vector<std::uint32_t> rows;
};

Sorted SortRows(const Column& column, std::uint32_t rows, const std::vector<bool>& dead) {
    Sorted sorted;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
    std::uint32_t there = 0;
    for (std::uint32_t row = 0; row < rows; ++row) {
        const auto key = dead[row] ? std::nullopt : column.key(row);
        if (!key) continue;
        least = std::min(least, *key);
        most = std::max(most, *key);
        ++there;
    }
    if (there == 0) return sorted;
    sorted.rows.resize(there);
    // Rids, days and numbers of texts lie close together: their places are counted, not searched.
    constexpr std::int64_t kSparse = 8;
    if (most - least <= kSparse * std::int64_t{there} + 1'024) {
        sorted.least = least;
        sorted.begins.assign(static_cast<std::size_t>(most - least) + 2, 0);
        const auto each = [&](const auto& use) {
            for (std::uint32_t row = 0; row < rows; ++row) {
                if (dead[row]) continue;
                if (const auto key = column.key(row))
                    use(static_cast<std::size_t>(*key - least), row);
            }
        };
        each([&](std::size_t place, std::uint32_t) { ++sorted.begins[place + 1]; });
        std::partial_sum(sorted.begins.begin(), sorted.begins.end(), sorted.begins.begin());
        auto next = sorted.begins;
        each([&](std::size_t place, std::uint32_t row) { sorted.rows[next[place]++] = row; });
        return sorted;
    }
    std::vector<std::pair<std::int64_t, std::uint32_t>> pairs;
    pairs.reserve(there);
    for (std::uint32_t row = 0; row < rows; ++row) {
        if (dead[row]) continue;
        if (const auto key = column.key(row)) pairs.emplace_back(*key, row);
    }
    if (!std::is_sorted(pairs.begin(), pairs.end())) std::sort(pairs.begin(), pairs.end());
    for (std::uint32_t i = 0; i < there; ++i) {
        if (i == 0 || pairs[i].first != pairs[i - 1].first) {
            sorted.keys.push_back(pairs[i].first);
            sorted.begins.push_back(i);
        }
        sorted.rows[i] = pairs[i].second;
    }
    sorted.begins.push_back(there);
    return sorted;
}

}  // namespace

std::uint32_t Texts::Number(std::string_view text) {
    if (const auto known = numbers_.find(text); known != numbers_.end()) return known->second;
    const auto number = static_cast<std::uint32_t>(texts_.size());
    numbers_.emplace(texts_.emplace_back(text), number);
    return number;
}

void Column::AddNull() {
    if (type_ == Type::kReal) {
        reals_.push_back(std::numeric_limits<double>::quiet_NaN());
    } else if (!wide_.empty()) {
        wide_.push_back(kNullWide);
    } else {
        narrow_.push_back(kNull);
    }
}

void Column::AddInteger(std::int64_t value) {
    if (wide_.empty()) {
        if (value > kNull && value <= INT32_MAX) {
            narrow_.push_back(static_cast<std::int32_t>(value));
            return;
        }
        wide_.reserve(narrow_.size() + 1);
        for (const std::int32_t one : narrow_) wide_.push_back(one == kNull ? kNullWide : one);
        narrow_ = {};
    }
    wide_.push_back(value);
}

void Column::Keep(std::span<const std::uint32_t> order) {
    const auto gather = [&](auto& values) {
        if (values.empty()) return;
        std::remove_reference_t<decltype(values)> kept;
        kept.reserve(order.size());
        for (const std::uint32_t row : order) kept.push_back(values[row]);
        values = std::move(kept);
    };
    gather(narrow_);
    gather(wide_);
    gather(reals_);
}

void Column::Take(Raw raw) {
    narrow_ = std::move(raw.narrow);
    wide_ = std::move(raw.wide);
    reals_ = std::move(raw.reals);
}

void Column::Renumber(std::span<const std::uint32_t> numbers) {
    for (std::int32_t& text : narrow_) {
        if (text != kNull)
            text = static_cast<std::int32_t>(numbers[static_cast<std::uint32_t>(text)]);
    }
}

std::size_t Column::bytes() const {
    return narrow_.capacity() * sizeof(narrow_[0]) + wide_.capacity() * sizeof(wide_[0]) +
           reals_.capacity() * sizeof(reals_[0]);
}

Index::Found Index::Find(std::int64_t key) const {
    Found found;
    std::size_t place = begins_.size();
    if (keys_.empty()) {
        if (key >= least_ && key - least_ < std::ssize(begins_) - 1)
            place = static_cast<std::size_t>(key - least_);
    } else if (const auto at = std::lower_bound(keys_.begin(), keys_.end(), key);
               at != keys_.end() && *at == key) {
        place = static_cast<std::size_t>(at - keys_.begin());
    }
    if (place < begins_.size())
        found.first = std::span(rows_).subspan(begins_[place], begins_[place + 1] - begins_[place]);
    if (!later_.empty()) {
        if (const auto later = later_.find(key); later != later_.end())
            found.second = later->second;
    }
    return found;
}

void Index::Make(const Column& column, std::uint32_t rows, const std::vector<bool>& dead) {
    auto sorted = SortRows(column, rows, dead);
    least_ = sorted.least;
    keys_ = std::move(sorted.keys);
    begins_ = std::move(sorted.begins);
    rows_ = std::move(sorted.rows);
    later_.clear();
}

std::size_t Index::bytes() const {
    return keys_.capacity() * sizeof(keys_[0]) +
           (begins_.capacity() + rows_.capacity()) * sizeof(rows_[0]);
}

Table::Table(std::string name, const std::vector<ColumnName>& columns)
    : name_(std::move(name)), names_(columns) {
    for (const auto& column : names_) columns_.emplace_back(column.type);
}

std::optional<std::size_t> Table::Find(std::string_view column) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (names_[i].name == column) return i;
    }
    return std::nullopt;
}

const Index* Table::IndexOf(std::size_t column) const {
    for (const Index& index : indexes_) {
        if (index.column() == column) return &index;
    }
    return nullptr;
}

void Table::NeedIndex(std::size_t column) {
    if (IndexOf(column)) return;
    indexes_.emplace_back(column);
    indexes_.back().Make(columns_[column], rows_, dead_);
}

void Table::EndRow() {
    for (Index& index : indexes_) {
        if (const auto key = columns_[index.column()].key(rows_)) index.Add(*key, rows_);
    }
    dead_.push_back(false);
    ++rows_;
    ++added_;
}

void Table::Kill(std::uint32_t row) {
    if (dead_[row]) return;
    dead_[row] = true;
    ++dead_count_;
}

void Table::SortBy(std::size_t column) {
    auto order = SortRows(columns_[column], rows_, dead_).rows;
    // Rows without a key are somebody's all the same: they stand behind.
    for (std::uint32_t row = 0; row < rows_; ++row) {
        if (!dead_[row] && !columns_[column].key(row)) order.push_back(row);
    }
    for (Column& one : columns_) one.Keep(order);
    rows_ = static_cast<std::uint32_t>(order.size());
    dead_.assign(rows_, false);
    dead_count_ = added_ = 0;
    for (Index& index : indexes_) index.Make(columns_[index.column()], rows_, dead_);
}

void Table::TakeRows(std::uint32_t rows) {
    rows_ = rows;
    dead_.assign(rows, false);
    for (Index& index : indexes_) index.Make(columns_[index.column()], rows_, dead_);
}

bool Table::worn() const {
    constexpr std::uint32_t kFew = 4'096;
    return dead_count_ + added_ > kFew + rows_ / 8;
}

std::size_t Table::bytes() const {
    std::size_t bytes = dead_.size() / 8;
    for (const Column& column : columns_) bytes += column.bytes();
    for (const Index& index : indexes_) bytes += index.bytes();
    return bytes;
}

}  // namespace tram::columns
