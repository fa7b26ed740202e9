// SnapshotReader: Reader over one read transaction of one connection.
//
// Thread safety: one thread.
#pragma once

#include "platform/crypto/crypto.h"
#include "record/store/audit.h"
#include "record/store/content.h"
#include "record/store/guarded_connection.h"
#include "record/store/store.h"
#include "record/store/writer.h"

namespace tram::record {

class SnapshotReader : public Reader {
  public:
    struct Parts {
        const Searcher& searcher;
        const ContentMaker& maker;
        const registers::Registers& registers;
        Audit& audit;
        Writer& writer;
        Clock& clock;
        const crypto::Key& seal_key;
    };
    // REQUIRES: the connection is in a read transaction.
    SnapshotReader(const Parts& parts, database::ConnectionPool::Lease lease)
        : parts_(parts), lease_(std::move(lease)) {
        if (parts_.registers.building()) guarded_.emplace(*lease_);
    }
    ~SnapshotReader() override;

    std::int64_t position() override;
    Result<Version> Read(const Actor& actor, std::string_view type, std::string_view id) override;
    Result<Version> ReadVersion(const Actor& actor, std::string_view type, std::string_view id,
                                std::int64_t version) override;
    Result<std::vector<Version>> Load(const Actor& actor, std::span<const Hit> hits) override;
    Result<SearchResult> Search(const Actor& actor, const search::Query& query) override;
    Result<SearchResult> Everything(const Actor& actor, std::string_view patient_id,
                                    const Searcher::EverythingOptions& options) override;
    Result<HistoryPage> History(const Actor& actor, const HistoryQuery& query) override;
    Result<std::vector<LogEntry>> LogAfter(std::int64_t pos, std::int64_t most) override;
    database::Connection& connection() override {
        if (guarded_) return *guarded_;
        return *lease_;
    }

  private:
    // The present version, allowed, seen and noted.
    Result<Version> Find(const Actor& actor, Interaction interaction, std::string_view type,
                         std::string_view id);
    Result<void> Note(const Actor& actor, Access access);

    // --- history.cpp ---
    // A stretch of the log: pos in (after, upto].
    struct Stretch {
        std::int64_t after = 0, upto = 0;
        std::int64_t start = 0;  // `upto` of the first page
    };
    Result<Stretch> StretchOf(const HistoryQuery& query);
    Result<Stretch> OpenCursor(const HistoryQuery& query) const;
    std::string SealCursor(const HistoryQuery& query, const Stretch& rest) const;
    Result<std::optional<std::int64_t>> CountHistory(const Actor& actor, const HistoryQuery& query,
                                                     std::optional<Rid> rid,
                                                     const Stretch& stretch);
    Result<void> FillPage(const Actor& actor, const HistoryQuery& query, std::optional<Rid> rid,
                          Stretch stretch, HistoryPage& page);
    Result<void> AddVersion(const Actor& actor, const database::Statement& row, bool all,
                            HistoryPage& page);
    Result<bool> MayList(const Actor& actor, std::string_view type, Rid home);

    Parts parts_;
    database::ConnectionPool::Lease lease_;
    std::optional<GuardedConnection> guarded_;
    Interaction last_search_ = Interaction::kSearch;
};

}  // namespace tram::record
