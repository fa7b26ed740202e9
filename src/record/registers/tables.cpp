// The tables behind registers: made, dropped and filled anew as the views ask.

#include <algorithm>
#include <map>
#include <set>

#include "fhir/definitions/definitions.h"
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

std::string CreateTable(const Register& of, const std::string& table) {
    std::string sql =
        "CREATE TABLE " + table +
        " (rid INTEGER NOT NULL, row INTEGER NOT NULL, patient INTEGER, person INTEGER";
    for (const auto& column : of.columns) {
        sql += ", " + column.name + " ";
        sql += SqlType(column.type);
    }
    return sql + ", bucket INTEGER NOT NULL, PRIMARY KEY (rid, row, bucket)) WITHOUT ROWID;\n";
}

// Named after the view's hash: the indexes of the table that still serves have other names.
std::string CreateIndexes(const Register& of, const std::string& table, std::string_view hash) {
    std::string sql;
    bool by_person = false;
    std::size_t number = 0;
    const auto begin = [&] {
        sql += "CREATE INDEX reg_" + of.name + "_" + std::string(hash.substr(0, 8)) + "_" +
               std::to_string(++number) + " ON " + table + " (";
    };
    for (const auto& index : of.indexes) {
        by_person |= index.front() == "person";
        begin();
        for (std::size_t at = 0; at < index.size(); ++at) sql += (at ? ", " : "") + index[at];
        sql += ");\n";
    }
    if (!by_person) {
        begin();
        sql += "person);\n";
    }
    return sql;
}

constexpr std::string_view kTables = R"sql(
-- By which view the table reg_<name> was made.
CREATE TABLE IF NOT EXISTS register (name TEXT NOT NULL PRIMARY KEY, hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS register_view (name TEXT NOT NULL PRIMARY KEY, view TEXT NOT NULL);
-- Tables next_<name> that are being built, and the rid up to which they are.
CREATE TABLE IF NOT EXISTS register_build (name TEXT NOT NULL PRIMARY KEY, hash TEXT NOT NULL,
    done INTEGER NOT NULL);
)sql";

// The two text columns of a table, or a text and a number as text.
Result<std::map<std::string, std::string>> ReadMap(database::Connection& connection,
                                                   std::string_view sql) {
    std::map<std::string, std::string> values;
    auto* query = TRY(connection.Prepare(sql));
    while (TRY(query->Step())) values.emplace(query->Text(0), query->Text(1));
    return values;
}

Result<void> RunFor(database::Connection& connection, std::string_view sql, std::string_view name,
                    std::string_view value = {}, std::string_view other = {}) {
    auto* change = TRY(connection.Prepare(sql));
    change->BindText(1, name);
    if (!value.empty()) change->BindText(2, value);
    if (!other.empty()) change->BindText(3, other);
    TRY(change->Run());
    return {};
}

Result<void> ForgetTable(database::Connection& connection, const std::string& name) {
    TRY(connection.Execute("DROP TABLE IF EXISTS reg_" + name));
    TRY(RunFor(connection, "DELETE FROM register_view WHERE name = $1", name));
    return RunFor(connection, "DELETE FROM register WHERE name = $1", name);
}

Result<void> ForgetBuild(database::Connection& connection, const std::string& name) {
    TRY(connection.Execute("DROP TABLE IF EXISTS next_" + name));
    return RunFor(connection, "DELETE FROM register_build WHERE name = $1", name);
}

Result<std::int64_t> Living(database::Connection& connection, std::string_view type) {
    auto* query = TRY(connection.Prepare("SELECT n FROM stat WHERE p = 0 AND v = $1"));
    query->Bind(1, definitions::ResourceTypeNumber(type));
    const std::int64_t count = TRY(query->Step()) ? query->Int(0) : 0;
    query->Reset();
    return count;
}

}  // namespace

std::string ColumnList(const Register& of) {
    std::string list = "rid, row, patient, person";
    for (const auto& column : of.columns) list += ", " + column.name;
    return list + ", bucket";
}

Result<void> RecordTable(database::Connection& connection, const Register& of,
                         const Mapping& mapping) {
    TRY(RunFor(connection, "DELETE FROM register_view WHERE name = $1", of.name));
    TRY(RunFor(connection, "DELETE FROM register WHERE name = $1", of.name));
    TRY(RunFor(connection, "INSERT INTO register (name, hash) VALUES ($1, $2)", of.name,
               mapping.hash));
    return RunFor(connection, "INSERT INTO register_view (name, view) VALUES ($1, $2)", of.name,
                  mapping.view.definition());
}

Result<std::vector<std::string>> Registers::Prepare(database::Connection& connection,
                                                    storage::Dictionary& dictionary,
                                                    const NextSources& next,
                                                    PrepareOptions options) {
    const auto dialect = connection.dialect();
    TRY(connection.Execute(database::ForDialect(kTables, dialect)));
    const auto hashes = TRY(ReadMap(connection, "SELECT name, hash FROM register"));
    const auto views = TRY(ReadMap(connection, "SELECT name, view FROM register_view"));
    const auto builds = TRY(ReadMap(connection, "SELECT name, hash FROM register_build"));
    for (const auto& [name, hash] : hashes) {
        if (!Find(name)) TRY(ForgetTable(connection, name));
    }

    // Whether the view of before still makes the rows that the table holds: another version of this
    // program may have made them otherwise.
    const auto serving = [&](const std::string& name) -> std::optional<views::View> {
        const auto hash = hashes.find(name);
        const auto view = views.find(name);
        if (hash == hashes.end() || view == views.end()) return std::nullopt;
        const auto document = json::Document::Parse(view->second);
        if (!document) return std::nullopt;
        auto compiled = views::View::Compile((*document)->root());
        if (!compiled) return std::nullopt;
        const auto made = Make({*compiled}, plan_->zone_minutes);
        if (!made || made->plan_->mappings[0].hash != hash->second) return std::nullopt;
        return std::move(compiled).value();
    };

    std::set<std::size_t> stale, later;
    std::vector<views::View> before;
    for (std::size_t place = 0; place < plan_->registers.size(); ++place) {
        const auto& made = plan_->registers[place];
        const auto known = hashes.find(made.name);
        if (known != hashes.end() && known->second == plan_->mappings[place].hash) {
            // A store from before views were kept.
            if (!views.contains(made.name)) {
                TRY(RecordTable(connection, made, plan_->mappings[place]));
            }
            continue;
        }
        auto view = serving(made.name);
        const bool is_new = known == hashes.end();
        const bool large = TRY(Living(connection, made.resource_type)) > options.at_once;
        if (!large || (!view && !is_new)) {
            stale.insert(place);
            continue;
        }
        later.insert(place);
        if (view) before.push_back(*std::move(view));
    }
    for (const auto& build : builds) {
        const auto goes_on = std::any_of(later.begin(), later.end(), [&](std::size_t place) {
            return plan_->registers[place].name == build.first &&
                   plan_->mappings[place].hash == build.second;
        });
        if (!goes_on) TRY(ForgetBuild(connection, build.first));
    }

    std::set<std::string> types;
    for (const auto place : stale) {
        const auto& made = plan_->registers[place];
        types.insert(made.resource_type);
        TRY(ForgetTable(connection, made.name));
        TRY(connection.Execute(database::ForDialect(CreateTable(made, made.table), dialect)));
    }
    for (const auto& type : types) {
        for (Rid after = 0;;) {
            const auto sources = TRY(next(type, after, kPage));
            if (sources.empty()) break;
            after = sources.back().rid;
            TableWriter writer(connection, dictionary, *plan_, database::OnConflict::kFail);
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
        const auto& mapping = plan_->mappings[place];
        // After the rows: sorting once is cheaper than inserting in no order.
        TRY(connection.Execute(
            database::ForDialect(CreateIndexes(made, made.table, mapping.hash), dialect)));
        TRY(RecordTable(connection, made, mapping));
        built.push_back(made.name);
    }

    for (const std::size_t place : later) {
        const auto& made = plan_->registers[place];
        const auto& hash = plan_->mappings[place].hash;
        const auto build = builds.find(made.name);
        if (build != builds.end() && build->second == hash) continue;
        const std::string table = "next_" + made.name;
        TRY(connection.Execute(database::ForDialect(
            CreateTable(made, table) + CreateIndexes(made, table, hash), dialect)));
        TRY(RunFor(connection, "INSERT INTO register_build (name, hash, done) VALUES ($1, $2, 0)",
                   made.name, hash));
    }
    if (!later.empty()) {
        plan_->next = std::move(later);
        if (!before.empty()) {
            plan_->before = TRY(Make(std::move(before), plan_->zone_minutes)).plan_;
        }
        plan_->building = true;
    }
    return built;
}

}  // namespace tram::registers
