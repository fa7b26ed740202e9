// A batch on PostgreSQL: each column grows as one array in its binary form, and Flush sends all of
// them as the parameters of a single statement over unnest().
#include <fmt/format.h>

#include <unordered_set>

#include "platform/database/faults.h"
#include "platform/database/postgres.h"

namespace tram::database::postgres {
namespace {

using BatchColumn = Connection::BatchColumn;

constexpr std::size_t kMostBytes = std::size_t{512} << 20;

class PostgresBatch final : public Batch {
  public:
    PostgresBatch(PostgresConnection& connection, std::span<const BatchColumn> columns,
                  std::vector<bool> in_key, std::string sql, std::string sql_with_twins)
        : connection_(connection),
          in_key_(std::move(in_key)),
          sql_(std::move(sql)),
          sql_with_twins_(std::move(sql_with_twins)) {
        for (const auto& column : columns) arrays_.emplace_back(column.type);
    }

    Batch& Int(std::int64_t value) override {
        Next(std::string_view(reinterpret_cast<const char*>(&value), sizeof value)).Int(value);
        return Placed();
    }
    Batch& Real(double value) override {
        Next(std::string_view(reinterpret_cast<const char*>(&value), sizeof value)).Real(value);
        return Placed();
    }
    Batch& Text(std::string_view value) override {
        Next(value).Bytes(value);
        return Placed();
    }
    Batch& Blob(std::string_view value) override { return Text(value); }
    Batch& Null() override {
        Next("").Null();
        return Placed();
    }
    std::size_t rows() const override { return rows_; }

    Result<void> Flush() override {
        TRAM_CHECK(at_ == 0);
        if (rows_ == 0) return {};
        Result<void> done = Send();
        for (auto& array : arrays_) array.Clear();
        keys_.clear();
        rows_ = 0;
        has_twins_ = false;
        return done;
    }

  private:
    ArrayBytes& Next(std::string_view value) {
        if (!in_key_.empty() && in_key_[at_]) {
            key_ += fmt::format("{}:", value.size());
            key_ += value;
        }
        return arrays_[at_];
    }

    Batch& Placed() {
        if (++at_ < arrays_.size()) return *this;
        at_ = 0;
        ++rows_;
        if (!in_key_.empty()) {
            has_twins_ = !keys_.insert(std::move(key_)).second || has_twins_;
            key_.clear();
        }
        return *this;
    }

    Result<void> Send() {
        std::size_t bytes = 0;
        for (const auto& array : arrays_) bytes += array.size();
        if (bytes > kMostBytes) return BrokenQuery("a batch of over 512 MB");
        auto* statement = TRY(connection_.PrepareOwn(has_twins_ ? sql_with_twins_ : sql_));
        for (std::size_t i = 0; i < arrays_.size(); ++i)
            statement->BindArray(static_cast<int>(i) + 1, arrays_[i].Finish());
        TRY(statement->Run());
        return {};
    }

    PostgresConnection& connection_;
    std::vector<bool> in_key_;  // empty unless rows replace others
    std::string sql_, sql_with_twins_;
    std::vector<ArrayBytes> arrays_;
    std::size_t at_ = 0, rows_ = 0;
    std::string key_;
    std::unordered_set<std::string> keys_;
    bool has_twins_ = false;
};

std::string Join(std::span<const BatchColumn> columns, auto&& write) {
    std::string text;
    for (std::size_t i = 0; i < columns.size(); ++i) text += (i ? ", " : "") + write(i, columns[i]);
    return text;
}

std::string Arrays(std::span<const BatchColumn> columns) {
    return Join(columns, [](std::size_t i, const BatchColumn& column) {
        return fmt::format("${}::{}[]", i + 1, ArrayBytes::TypeName(column.type));
    });
}

}  // namespace

std::unique_ptr<Batch> PostgresConnection::Insert(std::string_view table,
                                                  std::span<const BatchColumn> columns,
                                                  OnConflict conflict,
                                                  std::span<const std::string_view> key) {
    const auto quoted = [](std::size_t, const BatchColumn& column) {
        return fmt::format("\"{}\"", column.name);
    };
    const std::string names = Join(columns, quoted);
    const std::string insert = fmt::format("INSERT INTO \"{}\" ({}) ", table, names);
    const std::string plain = fmt::format("SELECT * FROM unnest({})", Arrays(columns));
    if (conflict == OnConflict::kFail || conflict == OnConflict::kIgnore) {
        const bool ignore = conflict == OnConflict::kIgnore;
        return std::make_unique<PostgresBatch>(
            *this, columns, std::vector<bool>(),
            insert + plain + (ignore ? " ON CONFLICT DO NOTHING" : ""), "");
    }

    TRAM_CHECK(!key.empty());
    std::vector<bool> in_key(columns.size());
    std::string key_names, updates;
    for (const auto name : key)
        key_names += fmt::format("{}\"{}\"", key_names.empty() ? "" : ", ", name);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (const auto name : key) in_key[i] = in_key[i] || name == columns[i].name;
        if (in_key[i]) continue;
        const std::string_view form = conflict == OnConflict::kAdd
                                          ? "{0}\"{1}\" = \"{2}\".\"{1}\" + excluded.\"{1}\""
                                          : "{0}\"{1}\" = excluded.\"{1}\"";
        updates +=
            fmt::format(fmt::runtime(form), updates.empty() ? "" : ", ", columns[i].name, table);
    }
    const std::string replace =
        updates.empty() ? std::string(" ON CONFLICT DO NOTHING")
                        : fmt::format(" ON CONFLICT ({}) DO UPDATE SET {}", key_names, updates);
    // One statement may not touch a row twice, so of twins only the last goes through.
    const std::string last = fmt::format(
        "SELECT {0} FROM (SELECT DISTINCT ON ({1}) * FROM unnest({2}) WITH ORDINALITY AS u({0}, "
        "batch_row) ORDER BY {1}, batch_row DESC) AS latest",
        names, key_names, Arrays(columns));
    return std::make_unique<PostgresBatch>(*this, columns, std::move(in_key),
                                           insert + plain + replace, insert + last + replace);
}

std::unique_ptr<Batch> PostgresConnection::Delete(std::string_view table,
                                                  std::span<const BatchColumn> columns) {
    std::string condition;
    for (std::size_t i = 0; i < columns.size(); ++i)
        condition += fmt::format("{}t.\"{}\" = d.c{}", i ? " AND " : "", columns[i].name, i);
    const auto alias = [](std::size_t i, const BatchColumn&) { return fmt::format("c{}", i); };
    return std::make_unique<PostgresBatch>(
        *this, columns, std::vector<bool>(),
        fmt::format("DELETE FROM \"{}\" AS t USING unnest({}) AS d({}) WHERE {}", table,
                    Arrays(columns), Join(columns, alias), condition),
        "");
}

}  // namespace tram::database::postgres
