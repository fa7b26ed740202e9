// Compares one table of search rows with what the records say it should hold: first by fingerprints
// of windows of rids, then, where a window differs, row by row.
//
// Thread safety: as Checker.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "record/store/check.h"
#include "record/store/tables.h"

namespace tram::record {

class TableCheck {
  public:
    static constexpr Rid kWindow = 4'096;  // rids
    virtual ~TableCheck() = default;

    // All tables that are made of RowKeys, and pcd.
    static std::vector<std::unique_ptr<TableCheck>> All();

    // The rows that a resource should have.
    virtual void Expect(Rid rid, std::int64_t type, const FoundBy& found_by) = 0;
    // Takes the fingerprints of the table itself.
    virtual Result<void> Scan(database::Connection& connection) = 0;
    // First rids of the windows in which the two differ.
    std::vector<Rid> DifferentWindows() const;

    // One window again, its rows kept: Expect for all resources of the window, then Compare.
    virtual void Open(Rid first) = 0;
    virtual Result<void> Compare(database::Connection& connection, Problems& problems) = 0;

    const std::string& table() const { return table_; }

  protected:
    explicit TableCheck(std::string table) : table_(std::move(table)) {}
    struct Fingerprint {
        std::uint64_t sum = 0;
        std::int64_t rows = 0;
        friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
    };
    static void Add(std::unordered_map<Rid, Fingerprint>& fingerprints, Rid rid,
                    std::uint64_t hash) {
        auto& fingerprint = fingerprints[rid / kWindow];
        fingerprint.sum += hash;
        ++fingerprint.rows;
    }

    std::string table_;
    std::unordered_map<Rid, Fingerprint> expected_, present_;  // by window
};

}  // namespace tram::record
