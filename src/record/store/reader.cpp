#include "record/store/reader.h"

#include <algorithm>
#include <unordered_map>

#include "fhir/definitions/definitions.h"
#include "record/storage/schema.h"
#include "record/store/faults.h"
#include "record/store/log.h"

namespace tram::record {
namespace {

constexpr std::string_view kVersionColumns =
    "SELECT rid, type, id, version, at, pos, flags, home, codec, body FROM res ";

// REQUIRES: a row of kVersionColumns.
Result<Version> ReadRow(const database::Statement& row, const ContentMaker& maker) {
    Version version;
    version.rid = row.Int(0);
    version.type = definitions::ResourceTypeName(static_cast<std::uint16_t>(row.Int(1)));
    version.id = row.Text(2);
    version.version = row.Int(3);
    version.at = {row.Int(4)};
    version.pos = row.Int(5);
    version.deleted = (row.Int(6) & storage::kDeleted) != 0;
    version.home = row.Int(7);
    if (version.version > 0 && !version.deleted) {
        version.body = TRY(maker.Text(row.Int(8), row.Blob(9)));
    }
    return version;
}

}  // namespace

SnapshotReader::~SnapshotReader() {
    lease_->Rollback();
}

std::int64_t SnapshotReader::position() {
    const auto head = LogHead::Load(*lease_);
    return head ? head->pos : 0;
}

Result<Version> SnapshotReader::Read(const Actor& actor, std::string_view type,
                                     std::string_view id) {
    auto version = TRY(Find(actor, Interaction::kRead, type, id));
    if (version.deleted) return WasDeleted(type, id);
    return version;
}

Result<Version> SnapshotReader::Find(const Actor& actor, Interaction interaction,
                                     std::string_view type, std::string_view id) {
    if (auto allowed = access::CheckRight(actor, access::Right::kRead, type); !allowed) {
        TRY(Note(actor, {.interaction = interaction, .type = std::string(type), .refused = true}));
        return std::move(allowed).error();
    }
    static const std::string sql =
        std::string(kVersionColumns) + "WHERE type = $1 AND id = $2 AND version > 0";
    auto* query = TRY(lease_->Prepare(sql));
    query->Bind(1, definitions::ResourceTypeNumber(type));
    query->BindText(2, id);
    if (!TRY(query->Step())) return NoSuchResource(type, id);
    auto version = TRY(ReadRow(*query, parts_.maker));
    query->Reset();
    TRY(parts_.writer.AwaitDisk(version.pos));
    Access access{.interaction = interaction, .type = version.type, .rid = version.rid};
    if (!TRY(parts_.searcher.Sees(*lease_, actor, version.home, version.type))) {
        access.refused = true;
        TRY(Note(actor, std::move(access)));
        return NoSuchResource(type, id);
    }
    access.homes.push_back(version.home);
    TRY(Note(actor, std::move(access)));
    return version;
}

Result<Version> SnapshotReader::ReadVersion(const Actor& actor, std::string_view type,
                                            std::string_view id, std::int64_t number) {
    auto version = TRY(Find(actor, Interaction::kVersionRead, type, id));
    if (version.version != number) {
        auto* query = TRY(lease_->Prepare(
            "SELECT at, pos, flags, codec, body FROM hist WHERE rid = $1 AND version = $2"));
        query->Bind(1, version.rid);
        query->Bind(2, number);
        if (!TRY(query->Step())) return NoSuchResource(type, std::string(id) + "/_history");
        version.version = number;
        version.at = {query->Int(0)};
        version.pos = query->Int(1);
        version.deleted = (query->Int(2) & storage::kDeleted) != 0;
        version.body.clear();
        if (!version.deleted) version.body = TRY(parts_.maker.Text(query->Int(3), query->Blob(4)));
        query->Reset();
    }
    // https://hl7.org/fhir/R4/http.html#vread: the version that is the delete has no content.
    if (version.deleted) return WasDeleted(type, id);
    return version;
}

Result<std::vector<Version>> SnapshotReader::Load(const Actor& actor, std::span<const Hit> hits) {
    std::vector<std::int64_t> rids;
    for (const auto& hit : hits) rids.push_back(hit.rid);
    auto* query =
        TRY(lease_->Prepare(std::string(kVersionColumns) + "WHERE " + lease_->InSet("rid", 1)));
    query->BindSet(1, rids);
    std::unordered_map<Rid, Version> found;
    std::int64_t newest = 0;
    while (TRY(query->Step())) {
        auto version = TRY(ReadRow(*query, parts_.maker));
        newest = std::max(newest, version.pos);
        found.emplace(version.rid, std::move(version));
    }
    TRY(parts_.writer.AwaitDisk(newest));
    std::vector<Version> versions;
    Access access{.interaction = last_search_, .type = {}};
    for (const auto& hit : hits) {
        const auto at = found.find(hit.rid);
        TRAM_CHECK(at != found.end());  // the hits come from this snapshot
        const auto& version = versions.emplace_back(std::move(at->second));
        if (access::IsCommonType(version.type)) continue;
        access.homes.push_back(version.home);
        access.type = access.homes.size() == 1 || access.type == version.type ? version.type : "";
    }
    if (!access.homes.empty()) TRY(Note(actor, std::move(access)));
    return versions;
}

Result<SearchResult> SnapshotReader::Search(const Actor& actor, const search::Query& query) {
    last_search_ = Interaction::kSearch;
    Access access{.interaction = last_search_, .type = query.type};
    if (auto allowed = access::CheckRight(actor, access::Right::kRead, query.type); !allowed) {
        access.refused = true;
        TRY(Note(actor, std::move(access)));
        return std::move(allowed).error();
    }
    auto result = TRY(parts_.searcher.Search(*lease_, actor, query));
    // What was found is noted when it is loaded; a number or nothing at all, here.
    if (result.hits.empty()) TRY(Note(actor, std::move(access)));
    return result;
}

Result<SearchResult> SnapshotReader::Everything(const Actor& actor, std::string_view patient_id,
                                                const Searcher::EverythingOptions& options) {
    last_search_ = Interaction::kEverything;
    if (auto allowed = access::CheckRight(actor, access::Right::kRead, "Patient"); !allowed) {
        TRY(Note(actor, {.interaction = last_search_, .type = "Patient", .refused = true}));
        return std::move(allowed).error();
    }
    return parts_.searcher.Everything(*lease_, actor, patient_id, options);
}

Result<std::vector<LogEntry>> SnapshotReader::LogAfter(std::int64_t pos, std::int64_t most) {
    auto* query = TRY(lease_->Prepare(
        "SELECT pos, tx, rid, home, type, version, op, at, author FROM log WHERE pos > $1 "
        "ORDER BY pos LIMIT $2"));
    query->Bind(1, pos);
    query->Bind(2, most);
    std::vector<LogEntry> entries;
    while (TRY(query->Step())) {
        auto& entry = entries.emplace_back();
        entry.pos = query->Int(0);
        entry.tx = query->Int(1);
        entry.rid = query->Int(2);
        entry.home = query->Int(3);
        entry.type = definitions::ResourceTypeName(static_cast<std::uint16_t>(query->Int(4)));
        entry.version = query->Int(5);
        entry.op = static_cast<int>(query->Int(6));
        entry.at = {query->Int(7)};
        entry.author = query->Text(8);
    }
    return entries;
}

// Common things are everybody's; who read them is nobody's business.
Result<void> SnapshotReader::Note(const Actor& actor, Access access) {
    if (!access.type.empty() && access::IsCommonType(access.type)) return {};
    return parts_.audit.Note(EntryOf(actor, std::move(access), parts_.clock.Now()));
}

}  // namespace tram::record
