#include "record/store/tables.h"

#include <algorithm>

namespace tram::record {
namespace {

using database::Batch;
using Column = database::Connection::BatchColumn;
using enum database::Statement::Type;

constexpr Column kKeyColumns[] = {
    {"p", kInteger}, {"v", kInteger}, {"rid", kInteger}, {"bucket", kInteger}};
constexpr Column kSpanColumns[] = {
    {"p", kInteger}, {"lo", kInteger}, {"hi", kInteger}, {"rid", kInteger}, {"bucket", kInteger}};
constexpr Column kTextColumns[] = {
    {"p", kInteger}, {"v", kText}, {"rid", kInteger}, {"bucket", kInteger}};
constexpr Column kAmountColumns[] = {{"p", kInteger},    {"lo", kReal},     {"hi", kReal},
                                     {"unit", kInteger}, {"rid", kInteger}, {"bucket", kInteger}};
constexpr Column kPairColumns[] = {{"p", kInteger},   {"v", kInteger},     {"lo", kReal},
                                   {"hi", kReal},     {"unit", kInteger},  {"text", kText},
                                   {"rid", kInteger}, {"bucket", kInteger}};
constexpr Column kClinicalColumns[] = {{"person", kInteger}, {"type", kInteger},
                                       {"code", kInteger},   {"neg_date", kInteger},
                                       {"rid", kInteger},    {"bucket", kInteger}};
constexpr Column kCountColumns[] = {{"p", kInteger}, {"v", kInteger}, {"n", kInteger}};
constexpr std::string_view kCountKey[] = {"p", "v"};

void Put(Batch& batch, const RowKeys::Key& key) {
    batch.Int(key.p).Int(key.v);
}
void Put(Batch& batch, const RowKeys::Span& key) {
    batch.Int(key.p).Int(key.lo).Int(key.hi);
}
void Put(Batch& batch, const RowKeys::Text& key) {
    batch.Int(key.p).Text(key.v);
}
void Put(Batch& batch, const RowKeys::Amount& key) {
    batch.Int(key.p).Real(key.lo).Real(key.hi).Int(key.unit);
}
void Put(Batch& batch, const RowKeys::Pair& key) {
    batch.Int(key.p).Int(key.v).Real(key.lo).Real(key.hi).Int(key.unit).Text(key.text);
}
void Put(Batch& batch, const ClinicalKey& key) {
    batch.Int(key.person).Int(key.type).Int(key.code).Int(key.neg_date);
}

const RowKeys kNoKeys;

}  // namespace

std::vector<ClinicalKey> ClinicalKeys(const FoundBy& found_by, std::int64_t type) {
    std::vector<ClinicalKey> keys;
    if (!found_by.keys || found_by.person == 0) return keys;
    for (const auto code : found_by.keys->codes) {
        keys.push_back({found_by.person, type, code, -found_by.date});
    }
    return keys;
}

template <typename Key>
void TableDifference<Key>::Compare(const std::vector<Key>& before, std::int64_t bucket_before,
                                   const std::vector<Key>& after, std::int64_t bucket_after,
                                   Rid rid) {
    // Another bucket is another place on a cluster: then every row moves.
    const bool moved = bucket_before != bucket_after;
    auto old = before.begin();
    for (const auto& key : after) {
        while (old != before.end() && *old < key) removed_.push_back({*old++, rid, bucket_before});
        const bool same = old != before.end() && *old == key;
        if (same && moved) removed_.push_back({key, rid, bucket_before});
        if (same) ++old;
        if (!same || moved) added_.push_back({key, rid, bucket_after});
    }
    for (; old != before.end(); ++old) removed_.push_back({*old, rid, bucket_before});
}

template <typename Key>
void TableDifference<Key>::Sort() {
    std::sort(removed_.begin(), removed_.end());
    std::sort(added_.begin(), added_.end());
}

template <typename Key>
Result<void> TableDifference<Key>::Flush() {
    for (const auto& row : removed_) {
        Put(*removed_batch_, row.key);
        removed_batch_->Int(row.rid).Int(row.bucket);
    }
    for (const auto& row : added_) {
        Put(*added_batch_, row.key);
        added_batch_->Int(row.rid).Int(row.bucket);
    }
    Clear();
    TRY(removed_batch_->Flush());
    return added_batch_->Flush();
}

template <typename Key>
void TableDifference<Key>::Clear() {
    added_.clear();
    removed_.clear();
}

Tables::Tables(database::Connection& connection)
    : tok_(connection, "tok", kKeyColumns),
      ref_(connection, "ref", kKeyColumns),
      dat_(connection, "dat", kSpanColumns),
      str_(connection, "str", kTextColumns),
      uri_(connection, "uri", kTextColumns),
      qty_(connection, "qty", kAmountColumns),
      cmp_(connection, "cmp", kPairColumns),
      pcd_(connection, "pcd", kClinicalColumns),
      stat_(connection.Insert("stat", kCountColumns, database::OnConflict::kAdd, kCountKey)) {}

void Tables::Change(Rid rid, std::int64_t type, const FoundBy& before, const FoundBy& after) {
    const RowKeys& old_keys = before.keys ? *before.keys : kNoKeys;
    const RowKeys& new_keys = after.keys ? *after.keys : kNoKeys;
    const auto compare = [&](auto& table, const auto& old_rows, const auto& new_rows) {
        table.Compare(old_rows, before.bucket, new_rows, after.bucket, rid);
    };
    compare(tok_, old_keys.tok, new_keys.tok);
    compare(ref_, old_keys.ref, new_keys.ref);
    compare(dat_, old_keys.dat, new_keys.dat);
    compare(str_, old_keys.str, new_keys.str);
    compare(uri_, old_keys.uri, new_keys.uri);
    compare(qty_, old_keys.qty, new_keys.qty);
    compare(cmp_, old_keys.cmp, new_keys.cmp);
    compare(pcd_, ClinicalKeys(before, type), ClinicalKeys(after, type));
    const int difference = (after.keys ? 1 : 0) - (before.keys ? 1 : 0);
    if (difference != 0) counts_[{0, type}] += difference;
}

Result<void> Tables::Flush() {
    auto done = Write();
    Clear();
    return done;
}

Result<void> Tables::Write() {
    tok_.Sort();
    CountTokens();
    for (const auto& [key, difference] : counts_) {
        if (difference != 0) stat_->Int(key.first).Int(key.second).Int(difference);
    }
    TRY(stat_->Flush());
    TRY(tok_.Flush());
    const auto flush = [](auto& table) {
        table.Sort();
        return table.Flush();
    };
    TRY(flush(ref_));
    TRY(flush(dat_));
    TRY(flush(str_));
    TRY(flush(uri_));
    TRY(flush(qty_));
    TRY(flush(cmp_));
    return flush(pcd_);
}

void Tables::CountTokens() {
    // Rows come sorted, so all of one value are counted before the map is asked.
    const auto count = [&](const auto& rows, int each) {
        for (std::size_t i = 0; i < rows.size();) {
            std::size_t end = i;
            while (end < rows.size() && rows[end].key == rows[i].key) ++end;
            counts_[{rows[i].key.p, rows[i].key.v}] += each * static_cast<std::int64_t>(end - i);
            i = end;
        }
    };
    count(tok_.removed(), -1);
    count(tok_.added(), 1);
}

void Tables::Clear() {
    tok_.Clear();
    ref_.Clear();
    dat_.Clear();
    str_.Clear();
    uri_.Clear();
    qty_.Clear();
    cmp_.Clear();
    pcd_.Clear();
    counts_.clear();
}

}  // namespace tram::record
