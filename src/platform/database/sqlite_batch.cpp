#include "platform/database/sqlite_batch.h"

#include <fmt/format.h>

namespace tram::database::sqlite {
namespace {

std::string TextOf(const BatchSql& sql, std::size_t rows) {
    std::string text = sql.head;
    for (std::size_t row = 0, parameter = 1; row < rows; ++row) {
        text += row == 0 ? "(" : ", (";
        for (std::size_t i = 0; i < sql.columns; ++i)
            text += fmt::format("{}${}", i == 0 ? "" : ", ", parameter++);
        text += ')';
    }
    return text + sql.tail;
}

class SqliteBatch final : public Batch {
  public:
    SqliteBatch(SqliteConnection& connection, BatchSql sql)
        : connection_(connection), sql_(std::move(sql)), columns_(sql_.columns) {}

    Batch& Int(std::int64_t value) override {
        cells_.push_back({Statement::Type::kInteger, {.integer = value}, 0});
        return *this;
    }
    Batch& Real(double value) override {
        cells_.push_back({Statement::Type::kReal, {.real = value}, 0});
        return *this;
    }
    Batch& Text(std::string_view value) override { return Bytes(Statement::Type::kText, value); }
    Batch& Blob(std::string_view value) override { return Bytes(Statement::Type::kBlob, value); }
    Batch& Null() override {
        cells_.push_back({Statement::Type::kNull, {.integer = 0}, 0});
        return *this;
    }
    std::size_t rows() const override { return cells_.size() / columns_; }

    Result<void> Flush() override {
        if (cells_.empty()) return {};
        TRAM_CHECK(cells_.size() % columns_ == 0);
        Result<void> done = Send();
        cells_.clear();
        bytes_.clear();
        return done;
    }

  private:
    struct Cell {
        Statement::Type type;
        union {
            std::int64_t integer;
            double real;
            std::size_t begin;  // in bytes_
        };
        std::size_t size;
    };

    Batch& Bytes(Statement::Type type, std::string_view value) {
        cells_.push_back({type, {.begin = bytes_.size()}, value.size()});
        bytes_ += value;
        return *this;
    }

    // All rows or none, and one fsync for them, also outside a transaction.
    Result<void> Send() {
        if (!sqlite3_get_autocommit(connection_.handle())) return RunAll();
        TRY(connection_.Begin(Connection::Mode::kWrite));
        if (auto done = RunAll(); !done) {
            connection_.Rollback();
            return done;
        }
        return connection_.Commit();
    }

    Result<void> RunAll() {
        const std::size_t whole = rows() / sql_.most_rows * sql_.most_rows * columns_;
        TRY(RunAll(many_, sql_.most_rows, 0, whole));
        return RunAll(one_, 1, whole, cells_.size());
    }

    // `text`: of the statement for so many rows, made when it is first needed.
    Result<void> RunAll(std::string& text, std::size_t rows, std::size_t begin, std::size_t end) {
        if (begin == end) return {};
        if (text.empty()) text = TextOf(sql_, rows);
        auto* statement = TRY(connection_.PrepareOwn(text));
        const std::size_t cells = rows * columns_;
        Result<void> done;
        for (std::size_t at = begin; at < end && done; at += cells)
            done = Run(*statement, std::span(cells_).subspan(at, cells));
        // The bindings point into bytes_, which the next rows overwrite.
        statement->MakeReady();
        return done;
    }

    Result<void> Run(SqliteStatement& statement, std::span<const Cell> cells) {
        int parameter = 0;
        for (const Cell& cell : cells) {
            ++parameter;
            switch (cell.type) {
                case Statement::Type::kNull:
                    statement.BindNull(parameter);
                    break;
                case Statement::Type::kInteger:
                    statement.Bind(parameter, cell.integer);
                    break;
                case Statement::Type::kReal:
                    statement.BindReal(parameter, cell.real);
                    break;
                case Statement::Type::kText:
                    statement.BindText(parameter, BytesOf(cell));
                    break;
                case Statement::Type::kBlob:
                    statement.BindBlob(parameter, BytesOf(cell));
                    break;
            }
        }
        TRY(statement.Step());
        return {};
    }

    std::string_view BytesOf(const Cell& cell) const {
        return std::string_view(bytes_).substr(cell.begin, cell.size);
    }

    SqliteConnection& connection_;
    BatchSql sql_;
    std::size_t columns_;
    std::string one_, many_;
    std::vector<Cell> cells_;
    std::string bytes_;
};

}  // namespace

std::unique_ptr<Batch> MakeBatch(SqliteConnection& connection, BatchSql sql) {
    TRAM_CHECK(sql.columns > 0 && sql.most_rows > 0);
    return std::make_unique<SqliteBatch>(connection, std::move(sql));
}

}  // namespace tram::database::sqlite
