// The second half of WorkingSet: bringing what was put into the tables.
#include "record/search/row_keys.h"
#include "record/storage/schema.h"
#include "record/store/working_set.h"

namespace tram::record {
namespace {

using Column = database::Connection::BatchColumn;
using enum database::Statement::Type;

constexpr Column kRes[] = {{"rid", kInteger},     {"type", kInteger},  {"id", kText},
                           {"version", kInteger}, {"at", kInteger},    {"pos", kInteger},
                           {"flags", kInteger},   {"home", kInteger},  {"person", kInteger},
                           {"bucket", kInteger},  {"codec", kInteger}, {"body", kBlob}};
constexpr std::string_view kResKey[] = {"rid"};
constexpr Column kHist[] = {{"rid", kInteger},   {"version", kInteger}, {"at", kInteger},
                            {"pos", kInteger},   {"flags", kInteger},   {"bucket", kInteger},
                            {"codec", kInteger}, {"body", kBlob}};

// Who a state's register rows speak of.
registers::Place PlaceOf(const Resident& resident, const State& state) {
    const bool of_patient = state.person != 0;
    TRAM_CHECK(!of_patient || state.home != resident.rid || resident.type == "Patient");
    return {of_patient ? state.home : 0, state.person, state.bucket};
}

void PutBody(database::Batch& batch, const State& state) {
    batch.Int(state.packed.codec);
    if (state.HasBody()) {
        batch.Blob(state.packed.bytes);
    } else {
        batch.Null();
    }
}

}  // namespace

WorkingSet::WorkingSet(database::Connection& connection, const Parts& parts, LogHead head)
    : connection_(connection),
      parts_(parts),
      head_(std::move(head)),
      tables_(connection),
      persons_(connection, parts.dictionary, parts.registers),
      log_writer_(connection, parts.site),
      res_(connection.Insert("res", kRes, database::OnConflict::kReplace, kResKey)),
      hist_(connection.Insert("hist", kHist)) {}

Result<void> WorkingSet::Flush() {
    if (changed_.empty()) return {};
    TRY(WriteVersions());
    TRY(WriteRows());
    TRY(WriteRegisters());
    TRY(Derive());
    for (auto* resident : changed_) {
        resident->stored = resident->now;
        resident->changed = false;
    }
    changed_.clear();
    return {};
}

Result<void> WorkingSet::WriteVersions() {
    for (const auto* resident : changed_) {
        const auto& state = resident->now;
        res_->Int(resident->rid).Int(resident->type_number).Text(resident->id);
        res_->Int(state.version).Int(state.at).Int(state.pos);
        res_->Int(state.deleted ? storage::kDeleted : 0);
        res_->Int(state.home).Int(state.person).Int(state.bucket);
        PutBody(*res_, state);
    }
    for (const auto& [rid, state] : history_) {
        hist_->Int(rid).Int(state.version).Int(state.at).Int(state.pos);
        hist_->Int(state.deleted ? storage::kDeleted : 0).Int(state.bucket);
        PutBody(*hist_, state);
    }
    history_.clear();
    for (const auto& row : log_) log_writer_.Append(row);
    log_.clear();
    TRY(res_->Flush());
    TRY(hist_->Flush());
    return log_writer_.Flush();
}

Result<void> WorkingSet::WriteRows() {
    const auto found_by = [](const State& state) {
        FoundBy found{.keys = state.HasBody() ? state.keys.get() : nullptr,
                      .person = state.person,
                      .bucket = state.bucket};
        if (found.keys) found.date = state.content->keys.open.date;
        return found;
    };
    for (auto* resident : changed_) {
        TRY(FillKeys(*resident, resident->stored));
        TRY(FillKeys(*resident, resident->now));
        tables_.Change(resident->rid, resident->type_number, found_by(resident->stored),
                       found_by(resident->now));
    }
    return tables_.Flush();
}

Result<void> WorkingSet::WriteRegisters() {
    std::vector<registers::Change> changes;
    for (const auto* resident : changed_) {
        if (!parts_.registers.Covers(resident->type)) continue;
        auto& change = changes.emplace_back();
        change.rid = resident->rid;
        change.place_before = PlaceOf(*resident, resident->stored);
        change.place_after = PlaceOf(*resident, resident->now);
        if (resident->stored.HasBody()) change.before = &resident->stored.content->registers;
        if (resident->now.HasBody()) change.after = &resident->now.content->registers;
    }
    return parts_.registers.Write(connection_, parts_.dictionary, changes);
}

// Persons first, since derivers speak of them.
Result<void> WorkingSet::Derive() {
    std::vector<Rid> relinked;
    for (const auto* resident : changed_) {
        if (resident->type != "Patient") continue;
        const auto link = [](const State& state) {
            return state.HasBody() ? state.content->replaced_by : std::string();
        };
        if (link(resident->stored) != link(resident->now)) relinked.push_back(resident->rid);
    }
    std::unordered_map<Rid, Persons::Moved> moved;
    if (!relinked.empty()) {
        const auto replaced_by = [&](Rid patient) -> Result<std::string> {
            auto* resident = TRY(Get(patient));
            if (!resident->now.HasBody()) return std::string();
            return TRY(ContentOf(*resident, resident->now))->replaced_by;
        };
        for (const auto& each : TRY(persons_.Relink(relinked, replaced_by))) {
            moved.emplace(each.patient, each);
        }
        for (auto& [name, resident] : residents_) {
            const auto found = moved.find(resident->now.home);
            if (found == moved.end()) continue;
            resident->now.person = found->second.after;
            if (!resident->changed) resident->stored.person = found->second.after;
        }
    }

    std::vector<Touched> touched;
    const auto tell = [&](Resident& resident, Rid person_before) -> Result<void> {
        auto& one = touched.emplace_back();
        one.rid = resident.rid;
        one.type = resident.type;
        one.id = resident.id;
        if (resident.stored.HasBody()) {
            one.before = TRY(ContentOf(resident, resident.stored))->document->root();
        }
        if (resident.now.HasBody()) {
            one.after = TRY(ContentOf(resident, resident.now))->document->root();
        }
        one.home = resident.now.home;
        one.person = resident.now.person;
        one.home_before = resident.stored.home;
        one.person_before = person_before;
        return {};
    };
    if (parts_.derivers.empty()) return {};
    for (auto* resident : changed_) TRY(tell(*resident, resident->stored.person));
    for (const auto& [patient, each] : moved) {
        auto* resident = TRY(Get(patient));
        if (!resident->changed) TRY(tell(*resident, each.before));
    }
    for (auto& deriver : parts_.derivers) TRY(deriver->Apply(connection_, touched));
    return {};
}

}  // namespace tram::record
