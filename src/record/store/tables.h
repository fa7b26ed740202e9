// The tables that a version is found by: search rows, the clinical index, counts. Given what a
// resource had and what it shall have, exactly the difference is written: collected for many
// resources, put in key order so that the clustered tables are touched from front to back, and sent
// table by table.
//
// Thread safety: none; the writer's own.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "platform/database/database.h"
#include "record/search/row_keys.h"
#include "record/storage/dictionary.h"

namespace tram::record {

using storage::Rid;

// The rows of one resource as it stands, or should.
struct FoundBy {
    const RowKeys* keys =
        nullptr;            // nullptr: none, for a resource that is deleted or was never there
    Rid person = 0;         // of pcd; 0: none
    std::int64_t date = 0;  // of pcd, milliseconds
    std::int64_t bucket = 0;
};

// One row of pcd without rid and bucket.
struct ClinicalKey {
    std::int64_t person = 0, type = 0, code = 0, neg_date = 0;
    friend auto operator<=>(const ClinicalKey&, const ClinicalKey&) = default;
};
std::vector<ClinicalKey> ClinicalKeys(const FoundBy& found_by, std::int64_t type);

// The difference for one table, over many resources.
template <typename Key>
class TableDifference {
  public:
    TableDifference(database::Connection& connection, std::string_view table,
                    std::span<const database::Connection::BatchColumn> columns)
        : added_batch_(connection.Insert(table, columns)),
          removed_batch_(connection.Delete(table, columns)) {}

    struct Row {
        Key key;
        Rid rid = 0;
        std::int64_t bucket = 0;
        friend auto operator<=>(const Row&, const Row&) = default;
    };

    // REQUIRES: both are sorted and without twins.
    void Compare(const std::vector<Key>& before, std::int64_t bucket_before,
                 const std::vector<Key>& after, std::int64_t bucket_after, Rid rid);
    // Sorts what was collected. Rows of equal key stand together then.
    void Sort();
    const std::vector<Row>& added() const { return added_; }
    const std::vector<Row>& removed() const { return removed_; }
    Result<void> Flush();
    void Clear();

  private:
    std::vector<Row> added_, removed_;
    std::unique_ptr<database::Batch> added_batch_, removed_batch_;
};

class Tables {
  public:
    explicit Tables(database::Connection& connection);

    void Change(Rid rid, std::int64_t type, const FoundBy& before, const FoundBy& after);
    // Errors: of the database; what was collected is gone either way.
    Result<void> Flush();
    // After a rollback.
    void Clear();

  private:
    Result<void> Write();
    void CountTokens();

    TableDifference<RowKeys::Key> tok_, ref_;
    TableDifference<RowKeys::Span> dat_;
    TableDifference<RowKeys::Text> str_, uri_;
    TableDifference<RowKeys::Amount> qty_;
    TableDifference<RowKeys::Pair> cmp_;
    TableDifference<ClinicalKey> pcd_;
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> counts_;  // (p, v) and (0, type)
    std::unique_ptr<database::Batch> stat_;
};

}  // namespace tram::record
