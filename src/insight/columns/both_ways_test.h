// For tests alone: the same rows in SQLite and in tables in memory, and the same SQL asked of both.
#pragma once

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/clock.h"
#include "insight/columns/question.h"
#include "platform/database/testing.h"

namespace tram::columns {

class BothWays {
  public:
    using Shapes = std::map<std::string, std::vector<Table::ColumnName>, std::less<>>;
    using Told = std::vector<std::string>;

    explicit BothWays(Shapes shapes) : shapes_(std::move(shapes)) {
        std::string folder = std::filesystem::temp_directory_path() / "tram-test-XXXXXX";
        if (!::mkdtemp(folder.data())) throw std::runtime_error("no folder");
        folder_ = folder;
        database_ = Must(database::Database::Open({.path = folder_ / "tram.db"}));
        connection_ = Must(database_->Connect(database::Connection::Mode::kWrite));
        for (const auto& [name, columns] : shapes_) {
            std::string sql = "CREATE TABLE " + name + " (";
            for (const auto& column : columns) {
                sql += (&column == &columns.front() ? "\"" : ", \"") + column.name + "\" " +
                       (column.type == Column::Type::kText   ? "TEXT"
                        : column.type == Column::Type::kReal ? "REAL"
                                                             : "INTEGER");
            }
            Must(connection_->Execute(sql + ")"));
        }
        Empty();
    }
    ~BothWays() {
        connection_.reset();
        database_.reset();
        std::filesystem::remove_all(folder_);
    }

    const Shapes& shapes() const { return shapes_; }

    // Everything anew; `fill` adds the rows.
    void Refill(const std::function<void()>& fill) {
        Must(connection_->Begin(database::Connection::Mode::kWrite));
        Empty();
        fill();
        Must(connection_->Commit());
    }

    void Empty() {
        for (const auto& [name, columns] : shapes_) {
            Must(connection_->Execute("DELETE FROM " + name));
            tables_[name] = std::make_unique<Table>(name, columns);
        }
    }

    // One row; a cell is an SQL literal: NULL, 12, 1.5, 'text'.
    void Add(const std::string& name, const std::vector<std::string>& cells) {
        std::string sql;
        for (const auto& cell : cells) sql += (sql.empty() ? "" : ", ") + cell;
        Must(connection_->Execute("INSERT INTO " + name + " VALUES (" + sql + ")"));
        Table& table = *tables_.at(name);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            Column& column = table.column(i);
            if (cells[i] == "NULL") {
                column.AddNull();
            } else if (column.type() == Column::Type::kText) {
                column.AddText(texts_.Number(cells[i].substr(1, cells[i].size() - 2)));
            } else if (column.type() == Column::Type::kReal) {
                column.AddReal(std::stod(cells[i]));
            } else {
                column.AddInteger(std::stoll(cells[i]));
            }
        }
        table.EndRow();
    }

    Result<Question> Compile(std::string_view sql,
                             Question::HandsOn hands_on = Question::HandsOn::kNothing) {
        return Question::Compile(
            sql,
            [this](std::string_view name) {
                const auto known = shapes_.find(name);
                return known == shapes_.end() ? nullptr : &known->second;
            },
            texts_, hands_on);
    }

    // Indexes as the question wants them.
    Run Start(const Question& question, const DatesByName& dates, Asks asks = Asks::kFew) {
        for (const auto& need : question.needs()) {
            Table& table = *tables_.at(need.register_name);
            for (const auto& column : need.indexed) table.NeedIndex(*table.Find(column));
        }
        return Run(
            question, [this](std::string_view name) { return tables_.find(name)->second.get(); },
            dates, texts_, asks);
    }

    Told OverColumns(Run& run, std::optional<std::int64_t> only) const {
        Told told;
        const auto rows = Must(run.Ask(only));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::string row;
            for (const Value& value : rows[i]) {
                switch (value.kind) {
                    case Value::Kind::kNull:
                        row += "- ";
                        break;
                    case Value::Kind::kInteger:
                        row += std::to_string(value.integer) + " ";
                        break;
                    case Value::Kind::kReal:
                        row += OfReal(value.real);
                        break;
                    case Value::Kind::kText:
                        row += "'" + std::string(texts_.View(value.text)) + "' ";
                }
            }
            told.push_back(std::move(row));
        }
        std::sort(told.begin(), told.end());
        return told;
    }

    Told OverDatabase(std::string_view sql, const DatesByName& dates,
                      std::optional<std::int64_t> only) {
        auto& rows = *Must(connection_->Prepare(Filled(sql, dates, only)));
        Told told;
        while (Must(rows.Step())) {
            std::string row;
            for (int i = 0; i < rows.columns(); ++i) {
                switch (rows.ColumnType(i)) {
                    case database::Statement::Type::kInteger:
                        row += std::to_string(rows.Int(i)) + " ";
                        break;
                    case database::Statement::Type::kReal:
                        row += OfReal(rows.Real(i));
                        break;
                    case database::Statement::Type::kText:
                        row += "'" + std::string(rows.Text(i)) + "' ";
                        break;
                    default:
                        row += "- ";
                }
            }
            told.push_back(std::move(row));
        }
        std::sort(told.begin(), told.end());
        return told;
    }

    template <typename T>
    static T Must(Result<T> result) {
        return database::testing::Must(std::move(result));
    }
    static void Must(Result<void> result) { database::testing::Must(std::move(result)); }

  private:
    static std::string OfReal(double value) {
        char text[40];
        std::snprintf(text, sizeof(text), "%.12gr ", value);
        return text;
    }

    // Dates and :only as what they stand for.
    static std::string Filled(std::string_view sql, const DatesByName& dates,
                              std::optional<std::int64_t> only) {
        std::string out;
        for (std::size_t at = 0; at < sql.size();) {
            if (sql[at] != ':') {
                out += sql[at++];
                continue;
            }
            auto end = at + 1;
            while (end < sql.size() &&
                   (std::isalnum(static_cast<unsigned char>(sql[end])) || sql[end] == '_'))
                ++end;
            const auto word = sql.substr(at + 1, end - at - 1);
            if (word == "only") {
                const auto close = sql.find(')', end);
                out += only ? std::string(sql.substr(end, close - end)) + " = " +
                                  std::to_string(*only) + ")"
                            : "(1 = 1)";
                at = close + 1;
                continue;
            }
            const auto name = std::find(kDateNames.begin(), kDateNames.end(), word);
            out += std::to_string(dates[static_cast<std::size_t>(name - kDateNames.begin())]);
            at = end;
        }
        return out;
    }

    Shapes shapes_;
    std::filesystem::path folder_;
    std::unique_ptr<database::Database> database_;
    std::unique_ptr<database::Connection> connection_;
    Texts texts_;
    std::map<std::string, std::unique_ptr<Table>, std::less<>> tables_;
};

}  // namespace tram::columns
