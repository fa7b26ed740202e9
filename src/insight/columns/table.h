// Table: the rows of one register as columns in memory, for questions asked of everybody.
//
// A row keeps its number until it goes; new versions of a record are new rows at the end, the old
// ones are dead. Days, rids and codes take four bytes a cell: texts are numbers in a Texts. Rows of
// a value are found by an Index of their column; the rows of one person stand side by side, so that
// this index is the column itself. The others are made when somebody looks something up in them.
//
// Thread safety: const members from any thread; nothing else meanwhile.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "insight/columns/cells.h"

namespace tram::columns {

// What a cell holds, and what a question computes with.
struct Value {
    enum class Kind : std::uint8_t { kNull, kInteger, kReal, kText };
    Kind kind = Kind::kNull;
    union {
        std::int64_t integer = 0;
        double real;
        std::uint32_t text;  // of a Texts
    };

    static Value Integer(std::int64_t value) {
        Value out;
        out.kind = Kind::kInteger;
        out.integer = value;
        return out;
    }
    static Value Real(double value) {
        Value out;
        out.kind = Kind::kReal;
        out.real = value;
        return out;
    }
    static Value Text(std::uint32_t text) {
        Value out;
        out.kind = Kind::kText;
        out.text = text;
        return out;
    }
    bool null() const { return kind == Kind::kNull; }
};

// Texts by number: two are equal when their numbers are. Shared by all tables and questions of a
// house, so that equality never looks at letters.
//
// Thread safety: View may be called from many threads, Number from one at a time with nobody else.
class Texts {
  public:
    std::uint32_t Number(std::string_view text);
    std::string_view View(std::uint32_t number) const { return texts_[number]; }
    std::size_t size() const { return texts_.size(); }

  private:
    std::deque<std::string> texts_;
    std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

// One column. Integers take four bytes until one needs eight.
class Column {
  public:
    enum class Type : std::uint8_t { kInteger, kReal, kText };
    explicit Column(Type type) : type_(type) {}

    Type type() const { return type_; }
    void AddNull();
    void AddInteger(std::int64_t value);
    void AddReal(double value) { reals_.push_back(value); }
    void AddText(std::uint32_t value) { narrow_.push_back(static_cast<std::int32_t>(value)); }

    Value at(std::uint32_t row) const {
        if (type_ == Type::kReal)
            return reals_[row] != reals_[row] ? Value() : Value::Real(reals_[row]);
        if (!wide_.empty()) return wide_[row] == kNullWide ? Value() : Value::Integer(wide_[row]);
        const std::int32_t value = narrow_[row];
        if (value == kNull) return {};
        return type_ == Type::kText ? Value::Text(static_cast<std::uint32_t>(value))
                                    : Value::Integer(value);
    }
    // The cell as a key of an Index: the integer, or the number of the text. nullopt: NULL.
    // REQUIRES: type is not kReal.
    std::optional<std::int64_t> key(std::uint32_t row) const {
        if (!wide_.empty())
            return wide_[row] == kNullWide ? std::nullopt : std::optional(wide_[row]);
        return narrow_[row] == kNull ? std::nullopt : std::optional<std::int64_t>(narrow_[row]);
    }
    // The rows of `order`, in that order, and nothing else.
    void Keep(std::span<const std::uint32_t> order);
    // Cells as bytes: `narrow` or `wide` or `reals`, the other two empty.
    struct Raw {
        Cells<std::int32_t> narrow;
        Cells<std::int64_t> wide;
        Cells<double> reals;
    };
    std::span<const std::int32_t> narrow() const { return narrow_; }
    std::span<const std::int64_t> wide() const { return wide_; }
    std::span<const double> reals() const { return reals_; }
    // REQUIRES: as the others give it, of a column of this type.
    void Take(Raw raw);
    // Each text by another number. REQUIRES: type is kText, `numbers` has one for each.
    void Renumber(std::span<const std::uint32_t> numbers);
    std::size_t bytes() const;

    // What stands in a cell without a value; of reals NaN.
    static constexpr std::int32_t kNull = INT32_MIN;  // a text: never reached
    static constexpr std::int64_t kNullWide = INT64_MIN;

  private:
    Type type_;
    Cells<std::int32_t> narrow_;
    Cells<std::int64_t> wide_;  // instead of narrow_, once a value needs it
    Cells<double> reals_;       // NaN: NULL
};

class Table;

// Rows by the value of a column.
//
// Thread safety: as Table; Find makes it where nobody has yet, and others wait.
class Index {
  public:
    // Rows of one value, in the order of the rows; some may be dead.
    struct Found {
        std::uint32_t begin = 0, end = 0;             // these side by side,
        std::span<const std::uint32_t> apart, later;  // or these one by one; then those
        std::size_t size() const { return end - begin + apart.size() + later.size(); }
        template <typename Use>
        void ForEach(Use use) const {
            for (std::uint32_t row = begin; row < end; ++row) use(row);
            for (const auto row : apart) use(row);
            for (const auto row : later) use(row);
        }
    };
    Index(const Table& table, std::size_t column) : table_(table), column_(column) {}
    std::size_t column() const { return column_; }
    // `near`: the `end` of what was found before, or 0; keys are mostly asked ascending.
    Found Find(std::int64_t key, std::uint32_t near = 0) const;
    std::size_t bytes() const;

  private:
    friend class Table;
    bool sorted() const;
    Found FindSorted(std::int64_t key, std::uint32_t near) const;
    bool Make(std::int64_t key) const;
    void Add(std::int64_t key, std::uint32_t row);
    void Forget();

    const Table& table_;
    std::size_t column_;
    // Of rows when it was made, nothing of them where rows are sorted by it; the later ones beside.
    mutable std::mutex making_;
    mutable std::atomic<bool> made_ = false;
    mutable std::optional<std::int64_t> most_;  // no row has a larger one; nullopt: not known
    // Keys close together: the rows of key k are rows_[begins_[k - least_]] … Else keys_ is
    // searched, and begins_ is parallel to it.
    mutable std::int64_t least_ = 0;
    mutable std::vector<std::int64_t> keys_;
    mutable std::vector<std::uint32_t> begins_, rows_;
    std::unordered_map<std::int64_t, std::vector<std::uint32_t>> later_;
};

class Table {
  public:
    struct ColumnName {
        std::string name;  // "start_day"
        Column::Type type = Column::Type::kInteger;
    };
    Table(std::string name, const std::vector<ColumnName>& columns);
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    const std::string& name() const { return name_; }  // of the register: "encounters"
    // nullopt: no such column here.
    std::optional<std::size_t> Find(std::string_view column) const;
    const std::vector<ColumnName>& names() const { return names_; }

    std::uint32_t rows() const { return rows_; }  // the dead included
    bool alive(std::uint32_t row) const { return !dead_[row]; }
    bool has_dead() const { return dead_count_ != 0; }
    const Column& column(std::size_t place) const { return columns_[place]; }
    // nullptr: none was asked for.
    const Index* IndexOf(std::size_t column) const;
    // The first `sorted_rows` ascend by this column, none of them NULL; no column: nobody sorted.
    std::optional<std::size_t> sorted_by() const { return sorted_by_; }
    std::uint32_t sorted_rows() const { return sorted_rows_; }
    // Those alive by the keys of a column, rows of one key as they stand, without a key behind.
    std::vector<std::uint32_t> OrderBy(std::size_t column) const;

    // --- while nobody reads ---
    // An index of a column from now on. REQUIRES: its type is not kReal.
    void NeedIndex(std::size_t column);
    // One row: its cells are added to each column, then this.
    Column& column(std::size_t place) { return columns_[place]; }
    void EndRow();
    void Kill(std::uint32_t row);
    // Rows in the order of a column's keys, the dead gone: those of one value lie together. Numbers
    // of rows change.
    void SortBy(std::size_t column);
    // REQUIRES: it has no rows; each column has taken as many, in the order of `sorted_by`.
    void TakeRows(std::uint32_t rows, std::size_t sorted_by);
    // Many rows are dead or beside the indexes: SortBy again pays.
    bool worn() const;
    std::size_t bytes() const;

  private:
    void Sorted(std::size_t by);

    std::string name_;
    std::vector<ColumnName> names_;
    std::vector<Column> columns_;
    std::vector<bool> dead_;
    std::vector<std::unique_ptr<Index>> indexes_;
    std::optional<std::size_t> sorted_by_;
    std::uint32_t rows_ = 0, dead_count_ = 0, sorted_rows_ = 0;
    std::uint32_t added_ = 0;  // since they were sorted
};

}  // namespace tram::columns
