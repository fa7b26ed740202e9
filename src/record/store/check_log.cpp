// The log and the audit: no gap, no step back, every link of both chains, and each version's bytes
// by its revision.
#include <fmt/format.h>

#include "fhir/definitions/definitions.h"
#include "record/store/audit.h"
#include "record/store/check.h"
#include "record/store/log.h"

namespace tram::record {
namespace {

constexpr std::int64_t kPage = 1'000;

}  // namespace

Result<void> Checker::CheckLog() {
    LogHead head;
    for (std::int64_t rows = kPage; rows == kPage;) {
        rows = 0;
        auto* query = TRY(connection_.Prepare(
            "SELECT l.pos, l.rid, l.type, l.version, l.op, l.at, l.author, l.parents, l.revision, "
            "l.chain, l.hlc, l.site_seq, r.id, b.revision, "
            "CASE WHEN r.version = l.version THEN r.codec ELSE h.codec END, "
            "CASE WHEN r.version = l.version THEN r.body ELSE h.body END, "
            "CASE WHEN r.version = l.version THEN r.pos ELSE h.pos END "
            "FROM log l LEFT JOIN res r ON r.rid = l.rid "
            "LEFT JOIN hist h ON h.rid = l.rid AND h.version = l.version "
            "LEFT JOIN log b ON b.rid = l.rid AND b.pos < l.pos AND b.version = l.version - 1 "
            "WHERE l.pos > $1 ORDER BY l.pos LIMIT $2"));
        query->Bind(1, head.pos);
        query->Bind(2, kPage);
        while (TRY(query->Step())) {
            ++rows;
            CheckLogRow(*query, head);
        }
        if (rows == kPage) parts_.progress(fmt::format("log up to {}", head.pos));
    }
    return {};
}

// REQUIRES: a row of CheckLog's query. `head` is the row before, and becomes this one.
void Checker::CheckLogRow(const database::Statement& row, LogHead& head) {
    const auto pos = row.Int(0);
    const auto tell = [&](std::string_view what) {
        problems_.Add(fmt::format("log: {}: pos={} rid={}", what, pos, row.Int(1)));
    };
    if (pos != head.pos + 1) tell("positions are missing before this one");
    if (row.Int(5) <= head.at || row.Int(10) <= head.hlc) tell("time goes back");
    if (row.Int(11) != head.site_seq + 1) tell("the site's numbers have a gap");
    const std::string revision(row.Blob(8));
    if (ChainOf(head.chain, pos, revision, row.Text(6)) != row.Blob(9)) tell("the chain is broken");
    if (row.Blob(7) != row.Blob(13)) tell("does not name the version before it");

    const bool deleted = row.Int(4) == static_cast<int>(storage::Op::kDelete);
    std::vector<std::string> parents;
    if (!row.Blob(7).empty()) parents.emplace_back(row.Blob(7));
    Result<std::string> body = std::string();
    if (!deleted) body = parts_.maker.Text(row.Int(14), row.Blob(15));
    const auto type = definitions::ResourceTypeName(static_cast<std::uint16_t>(row.Int(2)));
    if (row.IsNull(16) || row.Int(16) != pos) {
        tell("its version is missing");
    } else if (!body) {
        tell("its body cannot be read");
    } else if (RevisionOf(parents, static_cast<storage::Op>(row.Int(4)), type, row.Text(12),
                          *body) != revision) {
        tell("its body is not the one that was written");
    }
    head.pos = pos;
    head.at = row.Int(5);
    head.hlc = row.Int(10);
    head.site_seq = row.Int(11);
    head.chain = row.Blob(9);
}

Result<void> Checker::CheckAudit() {
    std::int64_t seq = 0;
    std::string chain(32, '\0');
    for (std::int64_t rows = kPage; rows == kPage;) {
        rows = 0;
        auto* query =
            TRY(connection_.Prepare("SELECT seq, at, who, role, interaction, type, rid, homes, tx, "
                                    "refused, purpose, reason, "
                                    "chain FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2"));
        query->Bind(1, seq);
        query->Bind(2, kPage);
        while (TRY(query->Step())) {
            ++rows;
            AuditEntry entry;
            entry.at = query->Int(1);
            entry.who = query->Text(2);
            entry.role = query->Text(3);
            entry.interaction = static_cast<Interaction>(query->Int(4));
            entry.type = query->Int(5);
            entry.rid = query->Int(6);
            entry.tx = query->Int(8);
            entry.refused = query->Int(9) != 0;
            entry.purpose = query->Text(10);
            entry.reason = query->Text(11);
            if (query->Int(0) != seq + 1) {
                problems_.Add(
                    fmt::format("audit: entries are missing before seq={}", query->Int(0)));
            }
            seq = query->Int(0);
            if (AuditChain(chain, seq, entry, query->Blob(7)) != query->Blob(12)) {
                problems_.Add(fmt::format("audit: the chain is broken: seq={}", seq));
            }
            if (!UnpackRids(query->Blob(7))) {
                problems_.Add(fmt::format("audit: its compartments cannot be read: seq={}", seq));
            }
            chain = query->Blob(12);
        }
    }
    return {};
}

}  // namespace tram::record
