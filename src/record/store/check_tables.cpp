#include "record/store/check_tables.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <optional>

#include <fmt/format.h>

namespace tram::record {
namespace {

constexpr std::int64_t kPage = 20'000;

// A row's cells one after the other, for hashing, reading, binding and telling.
template <typename Visit>
void Cells(RowKeys::Key& key, const Visit& visit) {
    visit("p", key.p);
    visit("v", key.v);
}
template <typename Visit>
void Cells(RowKeys::Span& key, const Visit& visit) {
    visit("p", key.p);
    visit("lo", key.lo);
    visit("hi", key.hi);
}
template <typename Visit>
void Cells(RowKeys::Text& key, const Visit& visit) {
    visit("p", key.p);
    visit("v", key.v);
}
template <typename Visit>
void Cells(RowKeys::Amount& key, const Visit& visit) {
    visit("p", key.p);
    visit("lo", key.lo);
    visit("hi", key.hi);
    visit("unit", key.unit);
}
template <typename Visit>
void Cells(RowKeys::Pair& key, const Visit& visit) {
    visit("p", key.p);
    visit("v", key.v);
    visit("lo", key.lo);
    visit("hi", key.hi);
    visit("unit", key.unit);
    visit("text", key.text);
}
template <typename Visit>
void Cells(ClinicalKey& key, const Visit& visit) {
    visit("person", key.person);
    visit("type", key.type);
    visit("code", key.code);
    visit("neg_date", key.neg_date);
}
template <typename Key, typename Visit>
void Cells(typename TableDifference<Key>::Row& row, const Visit& visit) {
    Cells(row.key, visit);
    visit("rid", row.rid);
    visit("bucket", row.bucket);
}

// splitmix64's finish: sums of such hashes tell sets apart.
std::uint64_t Mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}
std::uint64_t Bits(std::int64_t value) {
    return static_cast<std::uint64_t>(value);
}
std::uint64_t Bits(double value) {
    return std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
}
std::uint64_t Bits(const std::string& value) {
    return std::hash<std::string>()(value);
}

template <typename Key>
class TableCheckOf : public TableCheck {
  public:
    using Row = typename TableDifference<Key>::Row;
    using Rows = std::function<std::vector<Key>(const FoundBy&, std::int64_t type)>;

    TableCheckOf(std::string table, Rows rows)
        : TableCheck(std::move(table)), rows_(std::move(rows)) {}

    void Expect(Rid rid, std::int64_t type, const FoundBy& found_by) override {
        if (window_ && rid / kWindow != *window_) return;
        for (auto& key : rows_(found_by, type)) {
            Row row{std::move(key), rid, found_by.bucket};
            if (window_) {
                should_.push_back(std::move(row));
            } else {
                Add(expected_, rid, Hash(row));
            }
        }
    }

    // Page by page along the key, so that no database need hold the table's rows at once.
    Result<void> Scan(database::Connection& connection) override {
        std::string columns, places;
        Row last;
        int parameter = 0;
        Cells<Key>(last, [&](const char* name, const auto&) {
            columns += fmt::format("{}{}", columns.empty() ? "" : ", ", name);
            places += fmt::format("{}${}", places.empty() ? "" : ", ", ++parameter);
        });
        const auto first_sql =
            fmt::format("SELECT {0} FROM {1} ORDER BY {0} LIMIT {2}", columns, table_, kPage);
        const auto next_sql =
            fmt::format("SELECT {0} FROM {1} WHERE ({0}) > ({2}) ORDER BY {0} LIMIT {3}", columns,
                        table_, places, kPage);
        for (std::int64_t rows = kPage, page = 0; rows == kPage; ++page) {
            rows = 0;
            const Row behind = last;
            auto* query = TRY(connection.Prepare(page == 0 ? first_sql : next_sql));
            if (page > 0) Bind(*query, behind);
            while (TRY(query->Step())) {
                ++rows;
                last = Read(*query);
                Add(present_, last.rid, Hash(last));
            }
        }
        return {};
    }

    void Open(Rid first) override {
        window_ = first / kWindow;
        should_.clear();
    }

    Result<void> Compare(database::Connection& connection, Problems& problems) override {
        std::string columns;
        Row row;
        Cells<Key>(row, [&](const char* name, const auto&) {
            columns += fmt::format("{}{}", columns.empty() ? "" : ", ", name);
        });
        auto* query = TRY(connection.Prepare(
            fmt::format("SELECT {} FROM {} WHERE rid >= $1 AND rid < $2", columns, table_)));
        query->Bind(1, *window_ * kWindow);
        query->Bind(2, (*window_ + 1) * kWindow);
        std::vector<Row> is;
        while (TRY(query->Step())) is.push_back(Read(*query));
        std::sort(is.begin(), is.end());
        std::sort(should_.begin(), should_.end());
        std::vector<Row> difference;
        std::set_difference(is.begin(), is.end(), should_.begin(), should_.end(),
                            std::back_inserter(difference));
        for (auto& each : difference) problems.Add(Tell("row too many", each));
        difference.clear();
        std::set_difference(should_.begin(), should_.end(), is.begin(), is.end(),
                            std::back_inserter(difference));
        for (auto& each : difference) problems.Add(Tell("row missing", each));
        window_.reset();
        return {};
    }

  private:
    static std::uint64_t Hash(Row& row) {
        std::uint64_t hash = 0x9E3779B97F4A7C15ULL;
        Cells<Key>(row, [&](const char*, const auto& cell) { hash = Mix(hash + Bits(cell)); });
        return hash;
    }

    static Row Read(const database::Statement& query) {
        Row row;
        int column = 0;
        Cells<Key>(row, [&](const char*, auto& cell) {
            using Cell = std::decay_t<decltype(cell)>;
            if constexpr (std::is_same_v<Cell, double>) {
                cell = query.Real(column);
            } else if constexpr (std::is_same_v<Cell, std::string>) {
                cell = query.Text(column);
            } else {
                cell = query.Int(column);
            }
            ++column;
        });
        return row;
    }

    static void Bind(database::Statement& query, const Row& row) {
        int parameter = 0;
        Cells<Key>(const_cast<Row&>(row), [&](const char*, const auto& cell) {
            using Cell = std::decay_t<decltype(cell)>;
            ++parameter;
            if constexpr (std::is_same_v<Cell, double>) {
                query.BindReal(parameter, cell);
            } else if constexpr (std::is_same_v<Cell, std::string>) {
                query.BindText(parameter, cell);
            } else {
                query.Bind(parameter, cell);
            }
        });
    }

    // Texts may be names, and dates and amounts are a person's too: only codes and ids are told.
    std::string Tell(std::string_view what, Row& row) const {
        std::string line = fmt::format("{}: {}:", table_, what);
        Cells<Key>(row, [&](std::string_view name, const auto& cell) {
            using Cell = std::decay_t<decltype(cell)>;
            if constexpr (std::is_same_v<Cell, std::int64_t>) {
                const bool is_code = name != "lo" && name != "hi" && name != "neg_date";
                if (is_code) line += fmt::format(" {}={}", name, cell);
            }
        });
        return line;
    }

    Rows rows_;
    std::optional<Rid> window_;
    std::vector<Row> should_;
};

template <typename Key>
std::unique_ptr<TableCheck> Of(std::string table, std::vector<Key> RowKeys::*rows) {
    return std::make_unique<TableCheckOf<Key>>(
        std::move(table),
        [rows](const FoundBy& found_by, std::int64_t) { return found_by.keys->*rows; });
}

}  // namespace

std::vector<std::unique_ptr<TableCheck>> TableCheck::All() {
    std::vector<std::unique_ptr<TableCheck>> all;
    all.push_back(Of("tok", &RowKeys::tok));
    all.push_back(Of("ref", &RowKeys::ref));
    all.push_back(Of("dat", &RowKeys::dat));
    all.push_back(Of("str", &RowKeys::str));
    all.push_back(Of("uri", &RowKeys::uri));
    all.push_back(Of("qty", &RowKeys::qty));
    all.push_back(Of("cmp", &RowKeys::cmp));
    all.push_back(std::make_unique<TableCheckOf<ClinicalKey>>("pcd", ClinicalKeys));
    return all;
}

std::vector<Rid> TableCheck::DifferentWindows() const {
    std::vector<Rid> windows;
    for (const auto& [window, fingerprint] : expected_) {
        const auto found = present_.find(window);
        if (found == present_.end() || found->second != fingerprint) {
            windows.push_back(window * kWindow);
        }
    }
    for (const auto& [window, fingerprint] : present_) {
        if (!expected_.contains(window)) windows.push_back(window * kWindow);
    }
    std::sort(windows.begin(), windows.end());
    return windows;
}

}  // namespace tram::record
