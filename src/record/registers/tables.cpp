// The tables behind registers: made, dropped and filled anew as the views ask.

#include <map>
#include <set>

#include "record/registers/plan.h"
#include "record/registers/table_writer.h"

namespace tram::registers {

namespace {

constexpr std::size_t kPage = 500;

std::string_view SqlType(database::Statement::Type type) {
    switch (type) {
        case database::Statement::Type::kReal:
            return "REAL";
        case database::Statement::Type::kText:
            return "TEXT";
        default:
            return "INTEGER";
    }
}

std::string CreateTable(const Register& of) {
    std::string sql =
        "CREATE TABLE " + of.table +
        " (rid INTEGER NOT NULL, row INTEGER NOT NULL, patient INTEGER, person INTEGER";
    for (const auto& column : of.columns) {
        sql += ", " + column.name + " ";
        sql += SqlType(column.type);
    }
    return sql + ", bucket INTEGER NOT NULL, PRIMARY KEY (rid, row, bucket)) WITHOUT ROWID;\n";
}

// Made after the rows are in: sorting once is cheaper than inserting in no order.
std::string CreateIndexes(const Register& of) {
    std::string sql;
    bool by_person = false;
    std::size_t number = 0;
    for (const auto& index : of.indexes) {
        by_person |= index.front() == "person";
        sql +=
            "CREATE INDEX " + of.table + "_" + std::to_string(++number) + " ON " + of.table + " (";
        for (std::size_t at = 0; at < index.size(); ++at) sql += (at ? ", " : "") + index[at];
        sql += ");\n";
    }
    if (!by_person) sql += "CREATE INDEX " + of.table + "_person ON " + of.table + " (person);\n";
    return sql;
}

Result<std::map<std::string, std::string>> ReadHashes(database::Connection& connection) {
    std::map<std::string, std::string> hashes;
    auto* query = TRY(connection.Prepare("SELECT name, hash FROM register"));
    while (TRY(query->Step())) hashes.emplace(query->Text(0), query->Text(1));
    return hashes;
}

Result<void> SetHash(database::Connection& connection, std::string_view name,
                     std::string_view hash) {
    auto* remove = TRY(connection.Prepare("DELETE FROM register WHERE name = $1"));
    remove->BindText(1, name);
    TRY(remove->Run());
    if (hash.empty()) return {};
    auto* insert = TRY(connection.Prepare("INSERT INTO register (name, hash) VALUES ($1, $2)"));
    insert->BindText(1, name);
    insert->BindText(2, hash);
    TRY(insert->Run());
    return {};
}

}  // namespace

std::string ColumnList(const Register& of) {
    std::string list = "rid, row, patient, person";
    for (const auto& column : of.columns) list += ", " + column.name;
    return list + ", bucket";
}

Result<std::vector<std::string>> Registers::Prepare(database::Connection& connection,
                                                    storage::Dictionary& dictionary,
                                                    const NextSources& next) const {
    const auto dialect = connection.dialect();
    TRY(connection.Execute(database::ForDialect(
        "CREATE TABLE IF NOT EXISTS register (name TEXT NOT NULL PRIMARY KEY, hash TEXT NOT NULL)",
        dialect)));
    const auto hashes = TRY(ReadHashes(connection));
    for (const auto& [name, hash] : hashes) {
        if (Find(name)) continue;
        TRY(connection.Execute("DROP TABLE IF EXISTS reg_" + name));
        TRY(SetHash(connection, name, {}));
    }

    std::set<std::size_t> stale;
    std::set<std::string> types;
    for (std::size_t place = 0; place < plan_->registers.size(); ++place) {
        const auto& made = plan_->registers[place];
        const auto known = hashes.find(made.name);
        if (known != hashes.end() && known->second == plan_->mappings[place].hash) continue;
        stale.insert(place);
        types.insert(made.resource_type);
        TRY(connection.Execute("DROP TABLE IF EXISTS " + made.table));
        TRY(connection.Execute(database::ForDialect(CreateTable(made), dialect)));
    }
    for (const auto& type : types) {
        for (Rid after = 0;;) {
            const auto sources = TRY(next(type, after, kPage));
            if (sources.empty()) break;
            after = sources.back().rid;
            TableWriter writer(connection, dictionary, plan_->registers,
                               database::OnConflict::kFail);
            for (const auto& source : sources) {
                const auto rows = Compute(source.resource->root(), source.id);
                for (const auto& of : rows.registers) {
                    if (!stale.contains(of.place)) continue;
                    for (std::size_t row = 0; row < of.rows.size(); ++row) {
                        TRY(writer.Insert(of.place, source.rid, row, source.place, of.rows[row]));
                    }
                }
            }
            TRY(writer.Flush());
        }
    }
    std::vector<std::string> built;
    for (const std::size_t place : stale) {
        const auto& made = plan_->registers[place];
        TRY(connection.Execute(database::ForDialect(CreateIndexes(made), dialect)));
        TRY(SetHash(connection, made.name, plan_->mappings[place].hash));
        built.push_back(made.name);
    }
    return built;
}

}  // namespace tram::registers
