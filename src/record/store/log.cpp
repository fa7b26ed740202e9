#include "record/store/log.h"

#include <algorithm>
#include <vector>

#include "platform/crypto/crypto.h"

namespace tram::record {

std::string RevisionOf(std::span<const std::string> parents, storage::Op op, std::string_view type,
                       std::string_view id, std::string_view body) {
    std::vector<std::string_view> sorted(parents.begin(), parents.end());
    std::sort(sorted.begin(), sorted.end());
    crypto::Hash hash;
    hash.AddNumber(static_cast<std::int64_t>(sorted.size()));
    for (const auto parent : sorted) hash.AddField(parent);
    hash.AddNumber(static_cast<std::int64_t>(op));
    return hash.AddField(type).AddField(id).AddField(body).Finish();
}

std::string ChainOf(std::string_view before, std::int64_t pos, std::string_view revision,
                    std::string_view author) {
    return crypto::Hash()
        .AddField(before)
        .AddNumber(pos)
        .AddField(revision)
        .AddField(author)
        .Finish();
}

Result<LogHead> LogHead::Load(database::Connection& connection) {
    LogHead head;
    auto* newest = TRY(connection.Prepare(
        "SELECT pos, at, hlc, site_seq, chain FROM log ORDER BY pos DESC LIMIT 1"));
    if (TRY(newest->Step())) {
        head.pos = newest->Int(0);
        head.at = newest->Int(1);
        head.hlc = newest->Int(2);
        head.site_seq = newest->Int(3);
        head.chain = newest->Blob(4);
        newest->Reset();
    }
    return head;
}

void LogHead::Advance(Instant now, std::string_view revision, std::string_view author) {
    ++pos;
    ++site_seq;
    at = std::max(now.micros, at + 1);
    hlc = std::max((at / 1000) << 16, hlc + 1);
    chain = ChainOf(chain, pos, revision, author);
}

LogWriter::LogWriter(database::Connection& connection, std::string site) : site_(std::move(site)) {
    using enum database::Statement::Type;
    static constexpr database::Connection::BatchColumn kColumns[] = {
        {"pos", kInteger},     {"tx", kInteger},   {"rid", kInteger},      {"type", kInteger},
        {"version", kInteger}, {"op", kInteger},   {"at", kInteger},       {"home", kInteger},
        {"bucket", kInteger},  {"site", kText},    {"site_seq", kInteger}, {"hlc", kInteger},
        {"author", kText},     {"parents", kBlob}, {"revision", kBlob},    {"chain", kBlob}};
    batch_ = connection.Insert("log", kColumns);
}

void LogWriter::Append(const LogRow& row) {
    batch_->Int(row.head.pos).Int(row.tx).Int(row.rid).Int(row.type).Int(row.version);
    batch_->Int(static_cast<std::int64_t>(row.op)).Int(row.head.at).Int(row.home).Int(row.bucket);
    batch_->Text(site_).Int(row.head.site_seq).Int(row.head.hlc).Text(row.author);
    batch_->Blob(row.parent).Blob(row.revision).Blob(row.head.chain);
}

}  // namespace tram::record
