#include "record/store/audit.h"

#include <algorithm>
#include <iterator>

#include "fhir/definitions/definitions.h"
#include "platform/crypto/crypto.h"
#include "record/store/faults.h"

namespace tram::record {

AuditEntry EntryOf(const Actor& actor, Access access, Instant at) {
    AuditEntry entry;
    entry.at = at.micros;
    entry.who = actor.user;
    entry.role = actor.role ? actor.role->id : "";
    entry.purpose = actor.purpose;
    entry.reason = actor.reason;
    entry.interaction = access.interaction;
    entry.type = definitions::ResourceTypeNumber(access.type);
    entry.rid = access.rid;
    entry.homes = std::move(access.homes);
    std::sort(entry.homes.begin(), entry.homes.end());
    entry.homes.erase(std::unique(entry.homes.begin(), entry.homes.end()), entry.homes.end());
    entry.refused = access.refused;
    return entry;
}

std::string PackRids(const std::vector<Rid>& rids) {
    std::string bytes;
    Rid before = 0;
    for (const Rid rid : rids) {
        auto rest = static_cast<std::uint64_t>(rid - before);
        before = rid;
        for (; rest >= 0x80; rest >>= 7) bytes += static_cast<char>((rest & 0x7F) | 0x80);
        bytes += static_cast<char>(rest);
    }
    return bytes;
}

std::optional<std::vector<Rid>> UnpackRids(std::string_view bytes) {
    std::vector<Rid> rids;
    std::uint64_t value = 0, rid = 0;
    int shift = 0;
    for (const char c : bytes) {
        if (shift > 56) return std::nullopt;
        value |= static_cast<std::uint64_t>(c & 0x7F) << shift;
        shift += 7;
        if (c & 0x80) continue;
        rid += value;
        rids.push_back(static_cast<Rid>(rid));
        value = 0;
        shift = 0;
    }
    if (shift != 0) return std::nullopt;
    return rids;
}

std::string AuditChain(std::string_view before, std::int64_t seq, const AuditEntry& entry,
                       std::string_view packed_homes) {
    crypto::Hash hash;
    hash.AddField(before).AddNumber(seq).AddNumber(entry.at).AddField(entry.who).AddField(
        entry.role);
    hash.AddNumber(static_cast<std::int64_t>(entry.interaction)).AddNumber(entry.type);
    hash.AddNumber(entry.rid).AddField(packed_homes).AddNumber(entry.tx);
    hash.AddNumber(entry.refused).AddField(entry.purpose).AddField(entry.reason);
    return hash.Finish();
}

Result<void> Audit::Note(AuditEntry entry) {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= kMostWaiting) return StoreIsDown("audit is full");
    waiting_.push_back(std::move(entry));
    return {};
}

bool Audit::HasRoom() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size() < kMostWaiting;
}

bool Audit::HasWaiting() const {
    const std::lock_guard lock(mutex_);
    return !waiting_.empty();
}

Result<void> Audit::Load(database::Connection& connection) {
    auto* query = TRY(connection.Prepare("SELECT seq, chain FROM audit ORDER BY seq DESC LIMIT 1"));
    if (TRY(query->Step())) {
        committed_seq_ = query->Int(0);
        committed_chain_ = query->Blob(1);
        query->Reset();
    }
    seq_ = committed_seq_;
    chain_ = committed_chain_;
    return {};
}

Result<void> Audit::Write(database::Connection& connection,
                          const std::vector<AuditEntry>& commits) {
    {
        const std::lock_guard lock(mutex_);
        writing_.insert(writing_.end(), std::make_move_iterator(waiting_.begin()),
                        std::make_move_iterator(waiting_.end()));
        waiting_.clear();
    }
    if (writing_.empty() && commits.empty()) return {};
    using enum database::Statement::Type;
    static constexpr database::Connection::BatchColumn kColumns[] = {
        {"seq", kInteger},         {"at", kInteger},      {"who", kText},     {"role", kText},
        {"interaction", kInteger}, {"type", kInteger},    {"rid", kInteger},  {"homes", kBlob},
        {"tx", kInteger},          {"refused", kInteger}, {"purpose", kText}, {"reason", kText},
        {"chain", kBlob}};
    const auto batch = connection.Insert("audit", kColumns);
    for (const auto& entry : writing_) Append(*batch, entry);
    for (const auto& entry : commits) Append(*batch, entry);
    return batch->Flush();
}

void Audit::Append(database::Batch& batch, const AuditEntry& entry) {
    const auto homes = PackRids(entry.homes);
    chain_ = AuditChain(chain_, ++seq_, entry, homes);
    batch.Int(seq_).Int(entry.at).Text(entry.who).Text(entry.role);
    batch.Int(static_cast<std::int64_t>(entry.interaction)).Int(entry.type).Int(entry.rid);
    batch.Blob(homes).Int(entry.tx).Int(entry.refused).Text(entry.purpose).Text(entry.reason);
    batch.Blob(chain_);
}

void Audit::Committed() {
    writing_.clear();
    committed_seq_ = seq_;
    committed_chain_ = chain_;
}

void Audit::RolledBack() {
    seq_ = committed_seq_;
    chain_ = committed_chain_;
    const std::lock_guard lock(mutex_);
    waiting_.insert(waiting_.begin(), std::make_move_iterator(writing_.begin()),
                    std::make_move_iterator(writing_.end()));
    writing_.clear();
}

}  // namespace tram::record
