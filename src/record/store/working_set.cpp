#include "record/store/working_set.h"

#include "fhir/definitions/definitions.h"
#include "record/search/row_keys.h"

namespace tram::record {
namespace {

constexpr std::string_view kResidentColumns =
    "rid, type, id, version, at, pos, flags, home, person, bucket, codec, body";

std::string Name(std::string_view type, std::string_view id) {
    return std::string(type).append("/").append(id);
}

}  // namespace

Result<Resident*> WorkingSet::Find(std::string_view type, std::string_view id) {
    const auto known = residents_.find(Name(type, id));
    if (known != residents_.end()) return known->second.get();
    static const std::string sql =
        "SELECT " + std::string(kResidentColumns) + " FROM res WHERE type = $1 AND id = $2";
    auto* query = TRY(connection_.Prepare(sql));
    query->Bind(1, definitions::ResourceTypeNumber(type));
    query->BindText(2, id);
    if (!TRY(query->Step())) return New(type, id);
    auto* resident = Add(type, id);
    TRY(Load(*resident, *query));
    return resident;
}

Resident* WorkingSet::New(std::string_view type, std::string_view id) {
    const auto known = residents_.find(Name(type, id));
    if (known != residents_.end()) return known->second.get();
    unknown_.push_back(Name(type, id));
    return Add(type, id);
}

Result<Resident*> WorkingSet::Get(Rid rid) {
    if (const auto known = by_rid_.find(rid); known != by_rid_.end()) return known->second;
    static const std::string sql =
        "SELECT " + std::string(kResidentColumns) + " FROM res WHERE rid = $1";
    auto* query = TRY(connection_.Prepare(sql));
    query->Bind(1, rid);
    TRAM_CHECK(TRY(query->Step()));
    const auto type = definitions::ResourceTypeName(static_cast<std::uint16_t>(query->Int(1)));
    auto* resident = Add(type, query->Text(2));
    TRY(Load(*resident, *query));
    return resident;
}

Result<Rid> WorkingSet::FindRid(std::string_view type, std::string_view id) {
    return TRY(parts_.dictionary.FindRid(connection_, type, id)).value_or(0);
}

Resident* WorkingSet::Add(std::string_view type, std::string_view id) {
    auto& place = residents_[Name(type, id)];
    place = std::make_unique<Resident>();
    place->type = type;
    place->id = id;
    place->type_number = definitions::ResourceTypeNumber(type);
    return place.get();
}

Result<void> WorkingSet::Load(Resident& resident, database::Statement& row) {
    resident.rid = row.Int(0);
    auto& state = resident.stored;
    state.version = row.Int(3);
    state.at = row.Int(4);
    state.pos = row.Int(5);
    state.deleted = (row.Int(6) & storage::kDeleted) != 0;
    state.home = row.Int(7);
    state.person = row.Int(8);
    state.bucket = row.Int(9);
    state.packed = {row.Int(10), std::string(row.Blob(11))};
    row.Reset();
    resident.now = state;
    by_rid_[resident.rid] = &resident;
    return {};
}

void WorkingSet::Release() {
    for (const auto& name : unknown_) {
        const auto found = residents_.find(name);
        if (found != residents_.end() && found->second->rid == 0) residents_.erase(found);
    }
    unknown_.clear();
}

void WorkingSet::Enroll(Resident& resident) {
    if (resident.rid != 0) return;
    resident.rid = parts_.dictionary.ReserveRid(resident.type, resident.id);
    by_rid_[resident.rid] = &resident;
}

Result<void> WorkingSet::Put(Resident& resident, storage::Op op, ContentPtr content, Packed packed,
                             std::int64_t tx, std::string_view author, Instant now) {
    TRAM_CHECK(resident.rid != 0);
    auto& state = resident.now;
    std::vector<std::string> parents;
    if (state.version > 0) {
        if (state.revision.empty()) {
            auto* query = TRY(connection_.Prepare("SELECT revision FROM log WHERE pos = $1"));
            query->Bind(1, state.pos);
            TRAM_CHECK(TRY(query->Step()));
            state.revision = query->Blob(0);
            query->Reset();
        }
        parents.push_back(state.revision);
        history_.push_back({resident.rid, state});
    }

    State next;
    next.version = state.version + 1;
    next.deleted = content == nullptr;
    next.home = state.home;
    next.person = state.person;
    next.bucket = state.bucket;
    next.revision = RevisionOf(parents, op, resident.type, resident.id,
                               content ? std::string_view(content->document->text()) : "");
    next.content = std::move(content);
    next.packed = std::move(packed);
    head_.Advance(now, next.revision, author);
    next.pos = head_.pos;
    next.at = head_.at;
    state = std::move(next);
    // A record that was deleted stays in the compartment it was in.
    if (!state.deleted) TRY(Settle(resident, state.content->patient));

    log_.push_back({.tx = tx,
                    .rid = resident.rid,
                    .type = resident.type_number,
                    .version = state.version,
                    .op = op,
                    .home = state.home,
                    .bucket = state.bucket,
                    .author = std::string(author),
                    .parent = parents.empty() ? "" : parents.front(),
                    .revision = state.revision,
                    .head = head_});
    if (!resident.changed) changed_.push_back(&resident);
    resident.changed = true;
    return {};
}

Result<void> WorkingSet::Settle(Resident& resident, std::string_view patient) {
    auto& state = resident.now;
    if (patient.empty()) {
        state.home = resident.rid;
        state.bucket = storage::BucketOf(resident.type, resident.id);
        state.person = resident.type == "Patient" ? TRY(persons_.Of(resident.rid)) : 0;
        return {};
    }
    state.home = TRY(parts_.dictionary.InternRid(connection_, "Patient", patient));
    state.bucket = storage::BucketOf("Patient", patient);
    state.person = TRY(persons_.Of(state.home));
    return {};
}

Result<ContentPtr> WorkingSet::ContentOf(const Resident& resident, State& state) {
    TRAM_CHECK(state.HasBody());
    if (!state.content) {
        auto document = TRY(parts_.maker.Unpack(state.packed.codec, state.packed.bytes));
        state.content = TRY(parts_.maker.Make(std::move(document), resident.id));
    }
    return state.content;
}

Result<void> WorkingSet::FillKeys(const Resident& resident, State& state) {
    if (!state.HasBody() || state.keys) return {};
    const auto content = TRY(ContentOf(resident, state));
    if (content->keys.complete) {
        state.keys = {content, &content->keys.known};
        return {};
    }
    state.keys = std::make_shared<const RowKeys>(
        TRY(Translate(content->keys, parts_.dictionary, connection_)));
    return {};
}

void WorkingSet::Finish() {
    TRAM_CHECK(changed_.empty());
    residents_.clear();
    by_rid_.clear();
    unknown_.clear();
}

void WorkingSet::Forget(LogHead head) {
    head_ = std::move(head);
    changed_.clear();
    history_.clear();
    log_.clear();
    tables_.Clear();
    persons_.Forget();
    Finish();
}

}  // namespace tram::record
