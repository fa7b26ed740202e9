// Check: everything that a store derives from its records, compared with a rescan of the records.
//
// One pass over the records and one over each table, in bounded memory. Each table is compared by
// fingerprints, sums of hashes of rows over windows of rids; only windows that differ are read
// again and their rows told one by one. Lines name tables, codes and ids, never values of a record.
//
// Thread safety: a Checker belongs to one thread; it reads one snapshot while others write.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "platform/database/database.h"
#include "record/store/content.h"
#include "record/store/log.h"
#include "record/store/store.h"
#include "record/store/tables.h"

namespace tram::record {

// Lines that say what is wrong; beyond the limit they are only counted.
class Problems {
  public:
    static constexpr std::size_t kMost = 1'000;
    void Add(std::string line) {
        if (++count_ <= kMost) lines_.push_back(std::move(line));
    }
    void AddAll(std::vector<std::string> lines) {
        for (auto& line : lines) Add(std::move(line));
    }
    std::vector<std::string> Take();

  private:
    std::vector<std::string> lines_;
    std::size_t count_ = 0;
};

class Checker {
  public:
    struct Parts {
        const storage::Dictionary& dictionary;
        const ContentMaker& maker;
        const registers::Registers& registers;
        const std::vector<std::unique_ptr<Deriver>>& derivers;
        std::function<void(std::string_view)> progress;
    };
    // REQUIRES: the connection is in a read transaction.
    Checker(database::Connection& connection, Parts parts)
        : connection_(connection), parts_(std::move(parts)) {}

    // Errors: of the database only; what is wrong with the store are lines.
    Result<std::vector<std::string>> Run();

  private:
    // A row of `res`.
    struct Row {
        Rid rid = 0;
        std::int64_t type = 0;
        std::string id;
        std::int64_t version = 0, pos = 0;
        bool deleted = false;
        Rid home = 0, person = 0;
        std::int64_t bucket = 0, codec = 0;
        std::string body;
    };
    using Visit = std::function<void(Rid, std::int64_t type, const FoundBy&)>;

    Result<void> CheckLog();
    void CheckLogRow(const database::Statement& row, LogHead& head);
    Result<void> CheckAudit();
    Result<void> CheckRecords();
    Result<void> ForEachRecord(Rid first, Rid end, const Visit& visit);
    Result<std::vector<Row>> ReadRows(Rid after, Rid end);
    Result<void> CheckRow(const Row& row);
    Result<void> CheckPlace(const Row& row, const Content& content);
    Result<Rid> PersonOf(Rid patient);
    Result<void> CheckCounts();

    database::Connection& connection_;
    Parts parts_;
    Problems problems_;
    bool reported_ = false;  // what is wrong with rows of `res` was told
    std::unordered_map<Rid, Rid> persons_;
};

}  // namespace tram::record
