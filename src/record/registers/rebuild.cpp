#include "record/registers/rebuild.h"

#include <algorithm>

#include "record/registers/plan.h"
#include "record/registers/table_writer.h"

namespace tram::registers {
namespace {

constexpr std::size_t kPage = 500;

}  // namespace

Result<void> Rebuild::LoadProgress(database::Connection& connection) {
    std::map<std::string, Rid> by_name;
    auto* query = TRY(connection.Prepare("SELECT name, done FROM register_build"));
    while (TRY(query->Step())) by_name.emplace(query->Text(0), query->Int(1));
    for (const auto place : plan_.next) {
        const auto& of = plan_.registers[place];
        // Those over one type go together, from where the one furthest behind is.
        const auto [at, first] = done_.emplace(of.resource_type, by_name[of.name]);
        if (!first) at->second = std::min(at->second, by_name[of.name]);
    }
    loaded_ = true;
    return {};
}

Result<std::optional<Rebuild::Chunk>> Rebuild::Read(database::Connection& snapshot,
                                                    const NextSources& next) {
    if (!loaded_) TRY(LoadProgress(snapshot));
    Chunk chunk;
    auto* query = TRY(snapshot.Prepare("SELECT coalesce(max(pos), 0) FROM log"));
    if (TRY(query->Step())) chunk.position = query->Int(0);
    query->Reset();
    while (!done_.empty()) {
        chunk.type = done_.begin()->first;
        const auto sources = TRY(next(chunk.type, done_.begin()->second, kPage));
        if (sources.empty()) {
            done_.erase(done_.begin());
            continue;
        }
        chunk.upto = sources.back().rid;
        for (const auto& source : sources) {
            chunk.resources.emplace_back(source.rid,
                                         registers_.Compute(source.resource->root(), source.id));
        }
        return std::optional(std::move(chunk));
    }
    return std::optional<Chunk>();
}

Result<void> Rebuild::Put(database::Connection& connection, storage::Dictionary& dictionary,
                          const Chunk& chunk) {
    std::vector<Rid> rids;
    for (const auto& [rid, rows] : chunk.resources) rids.push_back(rid);
    // Whose they are is asked now: a merge of patients changes it without a version.
    std::map<Rid, Place> places;
    auto* query = TRY(connection.Prepare("SELECT rid, home, person, bucket FROM res WHERE " +
                                         connection.InSet("rid", 1) +
                                         " AND version > 0 AND flags = 0 AND pos <= $2"));
    query->BindSet(1, rids);
    query->Bind(2, chunk.position);
    while (TRY(query->Step())) {
        const auto person = query->Int(2);
        places[query->Int(0)] = {person != 0 ? query->Int(1) : 0, person, query->Int(3)};
    }
    TableWriter writer(connection, dictionary, plan_, database::OnConflict::kReplace);
    for (const auto& [rid, rows] : chunk.resources) {
        const auto place = places.find(rid);
        if (place == places.end()) continue;
        for (const auto& of : rows.registers) {
            if (!plan_.IsNext(of.place)) continue;
            for (std::size_t row = 0; row < of.rows.size(); ++row) {
                TRY(writer.Insert(of.place, rid, row, place->second, of.rows[row]));
            }
        }
    }
    TRY(writer.Flush());
    for (const auto place : plan_.next) {
        if (plan_.registers[place].resource_type != chunk.type) continue;
        auto* update =
            TRY(connection.Prepare("UPDATE register_build SET done = $1 WHERE name = $2"));
        update->Bind(1, chunk.upto);
        update->BindText(2, plan_.registers[place].name);
        TRY(update->Run());
    }
    return {};
}

Result<bool> Rebuild::MaySwap(database::Connection& connection) {
    if (connection.dialect() == database::Dialect::kSqlite) return true;
    if (whole_at_.empty()) {
        auto* now = TRY(connection.Prepare("SELECT CAST(clock_timestamp() AS text)"));
        if (TRY(now->Step())) whole_at_ = now->Text(0);
        now->Reset();
    }
    auto* query = TRY(connection.Prepare(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
        "application_name = current_setting('application_name') AND pid <> pg_backend_pid() AND "
        "xact_start <= CAST(CAST($1 AS text) AS timestamptz)"));
    query->BindText(1, whole_at_);
    const bool older = TRY(query->Step()) && query->Int(0) > 0;
    query->Reset();
    return !older;
}

Result<void> Rebuild::Swap(database::Connection& connection) {
    if (connection.dialect() == database::Dialect::kPostgres) {
        // Readers queue behind who waits for a table, so the wait is short and tried again.
        TRY(connection.Execute("SET LOCAL lock_timeout = '200ms'"));
    }
    for (const auto place : plan_.next) {
        const auto& of = plan_.registers[place];
        TRY(connection.Execute("DROP TABLE IF EXISTS reg_" + of.name));
        TRY(connection.Execute("ALTER TABLE next_" + of.name + " RENAME TO reg_" + of.name));
        TRY(RecordTable(connection, of, plan_.mappings[place]));
    }
    return connection.Execute("DELETE FROM register_build");
}

void Rebuild::Swapped() {
    plan_.building = false;
    ++plan_.generation;
}

}  // namespace tram::registers
