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

Sorted SortRows(const Column& column, const Table& table) {
    const std::uint32_t rows = table.rows();
    Sorted sorted;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
    std::uint32_t there = 0;
    for (std::uint32_t row = 0; row < rows; ++row) {
        const auto key = table.alive(row) ? column.key(row) : std::nullopt;
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
                if (!table.alive(row)) continue;
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
        if (!table.alive(row)) continue;
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
        wide_.Reserve(narrow_.size() + 1);
        for (const std::int32_t one : narrow()) wide_.push_back(one == kNull ? kNullWide : one);
        narrow_ = {};
    }
    wide_.push_back(value);
}

void Column::Keep(std::span<const std::uint32_t> order) {
    const auto gather = [&](auto& values) {
        if (values.empty()) return;
        std::remove_reference_t<decltype(values)> kept;
        kept.Reserve(order.size());
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
    std::int32_t* texts = narrow_.data();
    for (std::size_t row = 0; row < narrow_.size(); ++row) {
        if (texts[row] != kNull)
            texts[row] = static_cast<std::int32_t>(numbers[static_cast<std::uint32_t>(texts[row])]);
    }
}

std::size_t Column::bytes() const {
    return narrow_.bytes() + wide_.bytes() + reals_.bytes();
}

Index::Found Index::Find(std::int64_t key, std::uint32_t near) const {
    Found found;
    if (sorted()) {
        found = FindSorted(key, near);
    } else if (made_.load(std::memory_order_acquire) || Make(key)) {
        std::size_t place = begins_.size();
        if (keys_.empty()) {
            if (key >= least_ && key - least_ < std::ssize(begins_) - 1)
                place = static_cast<std::size_t>(key - least_);
        } else if (const auto at = std::lower_bound(keys_.begin(), keys_.end(), key);
                   at != keys_.end() && *at == key) {
            place = static_cast<std::size_t>(at - keys_.begin());
        }
        if (place + 1 < begins_.size()) {
            const auto rows =
                std::span(rows_).subspan(begins_[place], begins_[place + 1] - begins_[place]);
            if (!rows.empty() && rows.back() - rows.front() + 1 == rows.size()) {
                found.begin = rows.front();
                found.end = rows.back() + 1;
            } else {
                found.apart = rows;
            }
        }
    }
    if (!later_.empty()) {
        if (const auto later = later_.find(key); later != later_.end()) found.later = later->second;
    }
    return found;
}

bool Index::sorted() const {
    return table_.sorted_by() == column_;
}

namespace {

// The first place from `from` on whose cell does not come before the key; close ones are found in
// few steps. REQUIRES: cells ascend.
template <typename Cell>
std::uint32_t FirstFrom(std::span<const Cell> cells, std::uint32_t from, std::int64_t key) {
    const auto count = static_cast<std::uint32_t>(cells.size());
    std::uint32_t step = 1, low = from;
    while (from < count && cells[from] < key) {
        low = from + 1;
        from += step;
        step *= 2;
    }
    const auto end = std::min(from, count);
    return static_cast<std::uint32_t>(
        std::lower_bound(cells.begin() + low, cells.begin() + end, key) - cells.begin());
}

template <typename Cell>
Index::Found FindAmong(std::span<const Cell> cells, std::int64_t key, std::uint32_t near) {
    if (near > cells.size() || (near > 0 && cells[near - 1] >= key)) near = 0;
    Index::Found found;
    found.begin = FirstFrom(cells, near, key);
    found.end = found.begin;
    if (found.begin < cells.size() && cells[found.begin] == key)
        found.end = key == std::numeric_limits<std::int64_t>::max()
                        ? static_cast<std::uint32_t>(cells.size())
                        : FirstFrom(cells, found.begin, key + 1);
    return found;
}

}  // namespace

Index::Found Index::FindSorted(std::int64_t key, std::uint32_t near) const {
    const Column& column = table_.column(column_);
    const auto rows = table_.sorted_rows();
    return column.wide().empty() ? FindAmong(column.narrow().first(rows), key, near)
                                 : FindAmong(column.wide().first(rows), key, near);
}

// False: no row has the key, and nothing was made to know it: records written lately have rids
// larger than all before.
bool Index::Make(std::int64_t key) const {
    const std::lock_guard lock(making_);
    if (made_) return true;
    const Column& column = table_.column(column_);
    if (!most_) {
        most_ = std::numeric_limits<std::int64_t>::min();
        for (const auto cell : column.narrow()) most_ = std::max<std::int64_t>(*most_, cell);
        for (const auto cell : column.wide()) most_ = std::max(*most_, cell);
    }
    if (key > *most_) return false;
    auto sorted = SortRows(column, table_);
    least_ = sorted.least;
    keys_ = std::move(sorted.keys);
    begins_ = std::move(sorted.begins);
    rows_ = std::move(sorted.rows);
    made_.store(true, std::memory_order_release);
    return true;
}

void Index::Add(std::int64_t key, std::uint32_t row) {
    if (most_) most_ = std::max(*most_, key);
    if (made_ || sorted()) later_[key].push_back(row);
}

void Index::Forget() {
    made_ = false;
    keys_ = {};
    begins_ = {};
    rows_ = {};
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
    for (const auto& index : indexes_) {
        if (index->column() == column) return index.get();
    }
    return nullptr;
}

void Table::NeedIndex(std::size_t column) {
    if (IndexOf(column)) return;
    Index& index = *indexes_.emplace_back(std::make_unique<Index>(*this, column));
    if (sorted_by_ != column) return;
    for (std::uint32_t row = sorted_rows_; row < rows_; ++row) {
        if (const auto key = columns_[column].key(row)) index.Add(*key, row);
    }
}

void Table::EndRow() {
    for (const auto& index : indexes_) {
        if (const auto key = columns_[index->column()].key(rows_)) index->Add(*key, rows_);
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

std::vector<std::uint32_t> Table::OrderBy(std::size_t column) const {
    auto order = SortRows(columns_[column], *this).rows;
    // Rows without a key are somebody's all the same: they stand behind.
    for (std::uint32_t row = 0; row < rows_; ++row) {
        if (!dead_[row] && !columns_[column].key(row)) order.push_back(row);
    }
    return order;
}

void Table::SortBy(std::size_t column) {
    const auto order = OrderBy(column);
    for (Column& one : columns_) one.Keep(order);
    rows_ = static_cast<std::uint32_t>(order.size());
    Sorted(column);
}

void Table::TakeRows(std::uint32_t rows, std::size_t sorted_by) {
    rows_ = rows;
    Sorted(sorted_by);
}

void Table::Sorted(std::size_t by) {
    dead_.assign(rows_, false);
    dead_count_ = added_ = 0;
    sorted_by_ = by;
    sorted_rows_ = rows_;
    while (sorted_rows_ > 0 && !columns_[by].key(sorted_rows_ - 1)) --sorted_rows_;
    for (const auto& index : indexes_) index->Forget();
}

bool Table::worn() const {
    constexpr std::uint32_t kFew = 4'096;
    return dead_count_ + added_ > kFew + rows_ / 8;
}

std::size_t Table::bytes() const {
    std::size_t bytes = dead_.size() / 8;
    for (const Column& column : columns_) bytes += column.bytes();
    for (const auto& index : indexes_) bytes += index->bytes();
    return bytes;
}

}  // namespace tram::columns
