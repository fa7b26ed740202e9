#include "record/storage/schema.h"

namespace tram::storage {
namespace {

// Bodies come compressed: trying again would cost time and gain nothing (EXTERNAL). Search rows are
// put in and taken out, never changed, so pages may be full; but index-only scans need the pages
// marked as visible to all, which is vacuum's work, so it comes after a twentieth and not a fifth.
// Counts change all the time, and with room in the page a change touches no index.
constexpr std::string_view kPostgresSettings = R"sql(
ALTER TABLE res ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE hist ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE codec ALTER COLUMN dictionary SET STORAGE EXTERNAL;
ALTER TABLE stat SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE store SET (fillfactor = 50);
DO $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['res', 'tok', 'ref', 'dat', 'str', 'qty', 'uri', 'cmp', 'pcd',
                                'visible', 'log', 'hist', 'term'] LOOP
        EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_scale_factor = 0.05, '
            'autovacuum_vacuum_insert_scale_factor = 0.05, '
            'autovacuum_analyze_scale_factor = 0.05)', name);
    END LOOP;
END $$;
)sql";

}  // namespace

Result<void> CreateTables(database::Connection& connection) {
    TRY(connection.Execute(database::ForDialect(kSchema, connection.dialect())));
    if (connection.dialect() == database::Dialect::kSqlite) return {};
    return connection.Execute(kPostgresSettings);
}

Result<void> RefreshStatistics(database::Connection& connection) {
    if (connection.dialect() == database::Dialect::kSqlite) return {};
    return connection.Execute(
        "ANALYZE res, hist, log, term, tok, ref, dat, str, qty, uri, cmp, pcd, stat, visible, "
        "unit_link");
}

}  // namespace tram::storage
