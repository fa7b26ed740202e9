// History: https://hl7.org/fhir/R4/http.html#history, at the levels of a resource, a type and all.
//
// Pages follow the log from its newest end down, so what is written meanwhile lies behind the first
// page and disturbs none.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "fhir/definitions/definitions.h"
#include "record/storage/schema.h"
#include "record/store/faults.h"
#include "record/store/log.h"
#include "record/store/reader.h"

namespace tram::record {
namespace {

constexpr std::int64_t kMostCount = 1'000;
// How many versions are looked at for a page of someone who may see few of them.
constexpr std::int64_t kMostLookedAt = 20'000, kChunk = 500;
constexpr std::int64_t kMostCounted = 100'000;

// The newest position whose version is older than `at`, or as old with `included`. `at` rises with
// pos, so a dozen or two key probes find it among millions.
enum class Bound { kExcluded, kIncluded };
Result<std::int64_t> LastBefore(database::Connection& connection, std::int64_t newest, Instant at,
                                Bound bound) {
    std::int64_t low = 0, high = newest;  // the answer lies in [low, high]
    while (low < high) {
        const auto middle = low + (high - low + 1) / 2;
        auto* query = TRY(connection.Prepare("SELECT at FROM log WHERE pos = $1"));
        query->Bind(1, middle);
        TRAM_CHECK(TRY(query->Step()));  // the log has no gaps
        const auto found = query->Int(0);
        query->Reset();
        const bool before = bound == Bound::kIncluded ? found <= at.micros : found < at.micros;
        (before ? low : high) = before ? middle : middle - 1;
    }
    return low;
}

std::string CursorContext(const HistoryQuery& query) {
    return fmt::format("history|{}|{}|{}|{}|{}", static_cast<int>(query.scope), query.type,
                       query.id, query.since ? query.since->micros : -1,
                       query.at ? query.at->micros : -1);
}

}  // namespace

Result<HistoryPage> SnapshotReader::History(const Actor& actor, const HistoryQuery& query) {
    std::optional<Rid> rid;
    if (query.scope == HistoryScope::kInstance) {
        rid = TRY(Find(actor, Interaction::kHistory, query.type, query.id)).rid;
    } else if (query.scope == HistoryScope::kType) {
        TRY(access::CheckRight(actor, access::Right::kHistory, query.type));
    }
    const auto stretch = TRY(StretchOf(query));
    HistoryPage page;
    page.total = TRY(CountHistory(actor, query, rid, stretch));
    TRY(FillPage(actor, query, rid, stretch, page));
    return page;
}

Result<SnapshotReader::Stretch> SnapshotReader::StretchOf(const HistoryQuery& query) {
    const auto newest = TRY(LogHead::Load(*lease_)).pos;
    Stretch stretch{.upto = newest, .start = newest};
    if (!query.cursor.empty()) stretch = TRY(OpenCursor(query));
    if (query.since) {
        stretch.after = TRY(LastBefore(*lease_, newest, *query.since, Bound::kExcluded));
    }
    if (query.at) {
        const auto last = TRY(LastBefore(*lease_, newest, *query.at, Bound::kIncluded));
        stretch.upto = std::min(stretch.upto, last);
        stretch.start = last;
    }
    return stretch;
}

std::string SnapshotReader::SealCursor(const HistoryQuery& query, const Stretch& rest) const {
    return crypto::ToBase64Url(crypto::Seal(parts_.seal_key, CursorContext(query),
                                            fmt::format("{} {}", rest.upto, rest.start)));
}

Result<SnapshotReader::Stretch> SnapshotReader::OpenCursor(const HistoryQuery& query) const {
    const auto sealed = crypto::FromBase64Url(query.cursor);
    const auto text =
        sealed ? crypto::Open(parts_.seal_key, CursorContext(query), *sealed) : std::nullopt;
    if (!text) {
        return Error{.code = ErrorCode::kMalformed,
                     .message =
                         "this page link was not made by this server for this history; begin "
                         "again at the first page",
                     .message_vi = "Liên kết trang không hợp lệ. Hãy bắt đầu lại từ trang đầu.",
                     .path = "_cursor"};
    }
    Stretch rest;
    const auto end = text->data() + text->size();
    const auto [stop, fault] = std::from_chars(text->data(), end, rest.upto);
    TRAM_CHECK(fault == std::errc() && stop != end);
    std::from_chars(stop + 1, end, rest.start);
    return rest;
}

// Exact or absent: counting what someone may not see would tell of it, and counting millions holds
// others up.
Result<std::optional<std::int64_t>> SnapshotReader::CountHistory(const Actor& actor,
                                                                 const HistoryQuery& query,
                                                                 std::optional<Rid> rid,
                                                                 const Stretch& stretch) {
    std::optional<std::int64_t> unknown;
    if (query.at || (!rid && !actor.unlimited())) return unknown;
    if (query.scope == HistoryScope::kSystem) {
        return std::optional(std::max<std::int64_t>(0, stretch.start - stretch.after));
    }
    auto* count = TRY(lease_->Prepare(
        rid ? "SELECT count(*) FROM (SELECT 1 FROM log WHERE rid = $1 AND pos > $2 AND pos <= $3 "
              "LIMIT $4) AS n"
            : "SELECT count(*) FROM (SELECT 1 FROM log WHERE type = $1 AND pos > $2 AND pos <= $3 "
              "LIMIT $4) AS n"));
    count->Bind(1, rid ? *rid : definitions::ResourceTypeNumber(query.type));
    count->Bind(2, stretch.after);
    count->Bind(3, stretch.start);
    count->Bind(4, kMostCounted + 1);
    TRAM_CHECK(TRY(count->Step()));
    const auto total = count->Int(0);
    count->Reset();
    return total > kMostCounted ? unknown : std::optional(total);
}

Result<void> SnapshotReader::FillPage(const Actor& actor, const HistoryQuery& query,
                                      std::optional<Rid> rid, Stretch stretch, HistoryPage& page) {
    const auto wanted =
        static_cast<std::size_t>(std::clamp<std::int64_t>(query.count, 0, kMostCount));
    if (wanted == 0) return {};
    std::string sql =
        "SELECT l.pos, l.rid, l.type, l.version, l.op, l.at, l.home, r.id, "
        "CASE WHEN r.version = l.version THEN r.codec ELSE h.codec END, "
        "CASE WHEN r.version = l.version THEN r.body ELSE h.body END "
        "FROM log l JOIN res r ON r.rid = l.rid "
        "LEFT JOIN hist h ON h.rid = l.rid AND h.version = l.version "
        "WHERE l.pos > $1 AND l.pos <= $2";
    if (rid) sql += " AND l.rid = $3";
    if (query.scope == HistoryScope::kType) sql += " AND l.type = $3";
    // `_at`: what was the version then. One replaced by then, or a delete, was not.
    if (query.at) {
        sql += fmt::format(
            " AND l.op <> {} AND NOT EXISTS (SELECT 1 FROM log n WHERE n.rid = l.rid AND "
            "n.pos > l.pos AND n.pos <= $4)",
            static_cast<int>(storage::Op::kDelete));
    }
    // Who sees all needs no more rows than the page has, and one to know of the next.
    const bool all = rid || actor.unlimited();
    const auto chunk = all ? static_cast<std::int64_t>(wanted) + 1 : kChunk;
    sql += fmt::format(" ORDER BY l.pos DESC LIMIT {}", chunk);

    Access access;
    access.interaction = Interaction::kHistory;
    access.type = query.type;
    bool more = true;
    for (std::int64_t looked_at = 0; more && looked_at < kMostLookedAt; looked_at += chunk) {
        auto* rows = TRY(lease_->Prepare(sql));
        rows->Bind(1, stretch.after);
        rows->Bind(2, stretch.upto);
        if (query.scope != HistoryScope::kSystem) {
            rows->Bind(3, rid ? *rid : definitions::ResourceTypeNumber(query.type));
        }
        if (query.at) rows->Bind(4, stretch.start);
        std::int64_t count = 0;
        bool full = false;
        while (!full && TRY(rows->Step())) {
            ++count;
            full = page.versions.size() == wanted;
            if (full) break;
            stretch.upto = rows->Int(0) - 1;
            TRY(AddVersion(actor, *rows, all, page));
        }
        rows->Reset();
        more = full || count == chunk;
        if (full) break;
    }
    if (!page.versions.empty()) TRY(parts_.writer.AwaitDisk(page.versions.front().pos));
    if (more) page.next = SealCursor(query, stretch);
    for (const auto& version : page.versions) {
        if (!access::IsCommonType(version.type)) access.homes.push_back(version.home);
    }
    if (!rid && !access.homes.empty()) TRY(Note(actor, std::move(access)));
    return {};
}

// The version in this row, if the actor may see it.
Result<void> SnapshotReader::AddVersion(const Actor& actor, const database::Statement& row,
                                        bool all, HistoryPage& page) {
    Version version;
    version.pos = row.Int(0);
    version.rid = row.Int(1);
    version.type = definitions::ResourceTypeName(static_cast<std::uint16_t>(row.Int(2)));
    version.version = row.Int(3);
    version.at = {row.Int(5)};
    version.home = row.Int(6);
    version.id = row.Text(7);
    const auto op = static_cast<storage::Op>(row.Int(4));
    version.deleted = op == storage::Op::kDelete;
    if (!all && !TRY(MayList(actor, version.type, version.home))) return {};
    if (!version.deleted) version.body = TRY(parts_.maker.Text(row.Int(8), row.Blob(9)));
    page.versions.push_back(std::move(version));
    page.operations.push_back(static_cast<int>(op));
    return {};
}

// May a version of this compartment stand in a list for this actor?
Result<bool> SnapshotReader::MayList(const Actor& actor, std::string_view type, Rid home) {
    if (!access::CheckRight(actor, access::Right::kHistory, type)) return false;
    return parts_.searcher.Sees(*lease_, actor, home, type);
}

}  // namespace tram::record
