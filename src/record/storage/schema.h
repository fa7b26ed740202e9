// The tables of a store: one logical schema on SQLite and PostgreSQL.
//
// Short codes keep the clustered tables small:
//   rid     a resource, numbered when first stored or first referred to (then version 0: dangling)
//   type    definitions::ResourceTypeNumber
//   p       a search parameter of a type under a facet, numbered in `param`
//   term    a token, unit or outside reference, numbered in `term`
//   pos     place in the log: 1, 2, 3 … without gaps, one for each version
//   home    rid of the compartment's owner: the person, or the resource itself
//   bucket  15-bit hash of the home's "Type/id": the distribution column on Citus, last in each key
#pragma once

#include <string_view>

#include "base/result.h"
#include "platform/database/database.h"

namespace tram::storage {

inline constexpr int kSchemaVersion = 1;

inline constexpr std::string_view kSchema = R"sql(
-- What the store knows of itself: schema version, site, log head, content hash, lease.
CREATE TABLE store (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE codec (codec INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, dictionary BLOB NOT NULL);
-- The parameter's number under search::Facet f is p + f; p is a multiple of 16.
CREATE TABLE param (p INTEGER NOT NULL PRIMARY KEY, type TEXT NOT NULL, code TEXT NOT NULL,
    UNIQUE (type, code));
CREATE TABLE term (term INTEGER NOT NULL PRIMARY KEY, system TEXT NOT NULL, code TEXT NOT NULL,
    UNIQUE (code, system));
CREATE INDEX term_by_system ON term (system, code);

-- The current version of each resource. version 0: referred to, never stored.
CREATE TABLE res (rid INTEGER NOT NULL PRIMARY KEY, type INTEGER NOT NULL, id TEXT NOT NULL,
    version INTEGER NOT NULL, at INTEGER NOT NULL, pos INTEGER NOT NULL, flags INTEGER NOT NULL,
    home INTEGER NOT NULL, person INTEGER NOT NULL, bucket INTEGER NOT NULL,
    codec INTEGER NOT NULL, body BLOB, UNIQUE (type, id));
-- The living ones of a type, newest last: what a search without a narrower clause walks.
CREATE INDEX res_by_type ON res (type, rid, home) WHERE version > 0 AND flags = 0;
-- Older versions.
CREATE TABLE hist (rid INTEGER NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL,
    pos INTEGER NOT NULL, flags INTEGER NOT NULL, bucket INTEGER NOT NULL,
    codec INTEGER NOT NULL, body BLOB, PRIMARY KEY (rid, version, bucket)) WITHOUT ROWID;
-- Every version in commit order. `tx` is the first pos of its transaction.
CREATE TABLE log (pos INTEGER NOT NULL PRIMARY KEY, tx INTEGER NOT NULL, rid INTEGER NOT NULL,
    type INTEGER NOT NULL, version INTEGER NOT NULL, op INTEGER NOT NULL, at INTEGER NOT NULL,
    home INTEGER NOT NULL, bucket INTEGER NOT NULL,
    site TEXT NOT NULL, site_seq INTEGER NOT NULL, hlc INTEGER NOT NULL, author TEXT NOT NULL,
    parents BLOB NOT NULL, revision BLOB NOT NULL, chain BLOB NOT NULL);
CREATE INDEX log_by_type ON log (type, pos);
CREATE INDEX log_by_rid ON log (rid, pos);

-- Search rows, one clustered table for each kind. What each holds for a parameter is told in
-- record/search/row_keys.h. The indexes by rid serve what starts from a known resource: sorting a few
-- matches, following a reference, checking a range. New rids come at their end, so they cost little.
CREATE TABLE tok (p INTEGER NOT NULL, v INTEGER NOT NULL, rid INTEGER NOT NULL, bucket INTEGER NOT NULL,
    PRIMARY KEY (p, v, rid, bucket)) WITHOUT ROWID;
CREATE TABLE ref (p INTEGER NOT NULL, v INTEGER NOT NULL, rid INTEGER NOT NULL, bucket INTEGER NOT NULL,
    PRIMARY KEY (p, v, rid, bucket)) WITHOUT ROWID;
CREATE INDEX ref_by_rid ON ref (rid, p);
CREATE TABLE dat (p INTEGER NOT NULL, lo INTEGER NOT NULL, hi INTEGER NOT NULL, rid INTEGER NOT NULL,
    bucket INTEGER NOT NULL, PRIMARY KEY (p, lo, hi, rid, bucket)) WITHOUT ROWID;
CREATE INDEX dat_by_rid ON dat (rid, p);
CREATE TABLE str (p INTEGER NOT NULL, v TEXT NOT NULL, rid INTEGER NOT NULL, bucket INTEGER NOT NULL,
    PRIMARY KEY (p, v, rid, bucket)) WITHOUT ROWID;
CREATE INDEX str_by_rid ON str (rid, p);
CREATE TABLE qty (p INTEGER NOT NULL, lo REAL NOT NULL, hi REAL NOT NULL, unit INTEGER NOT NULL,
    rid INTEGER NOT NULL, bucket INTEGER NOT NULL,
    PRIMARY KEY (p, lo, hi, unit, rid, bucket)) WITHOUT ROWID;
CREATE INDEX qty_by_rid ON qty (rid, p);
CREATE TABLE uri (p INTEGER NOT NULL, v TEXT NOT NULL, rid INTEGER NOT NULL, bucket INTEGER NOT NULL,
    PRIMARY KEY (p, v, rid, bucket)) WITHOUT ROWID;
-- Composites: v the first component (term or rid); lo, hi, unit, text the second.
CREATE TABLE cmp (p INTEGER NOT NULL, v INTEGER NOT NULL, lo REAL NOT NULL, hi REAL NOT NULL,
    unit INTEGER NOT NULL, text TEXT NOT NULL, rid INTEGER NOT NULL, bucket INTEGER NOT NULL,
    PRIMARY KEY (p, v, lo, hi, unit, text, rid, bucket)) WITHOUT ROWID;
-- The clinical index: what a person has, by kind and code, newest first. neg_date = -milliseconds.
CREATE TABLE pcd (person INTEGER NOT NULL, type INTEGER NOT NULL, code INTEGER NOT NULL,
    neg_date INTEGER NOT NULL, rid INTEGER NOT NULL, bucket INTEGER NOT NULL,
    PRIMARY KEY (person, type, code, neg_date, rid, bucket)) WITHOUT ROWID;
-- Exact counts: (0, type) resources of a type not deleted; (p, v) rows of tok.
CREATE TABLE stat (p INTEGER NOT NULL, v INTEGER NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (p, v)) WITHOUT ROWID;

-- Which units see a compartment, why, and in which days (days since 1970; open ends ±2^31). `n` counts
-- the records that say so.
CREATE TABLE visible (home INTEGER NOT NULL, unit INTEGER NOT NULL, why INTEGER NOT NULL,
    from_on INTEGER NOT NULL, to_on INTEGER NOT NULL, n INTEGER NOT NULL DEFAULT 1,
    bucket INTEGER NOT NULL,
    PRIMARY KEY (home, unit, why, from_on, to_on, bucket)) WITHOUT ROWID;
CREATE INDEX visible_by_unit ON visible (unit, home);
-- How units stand below each other, and in which days; `rid` is the record that says so.
CREATE TABLE unit_link (rid INTEGER NOT NULL, child INTEGER NOT NULL, parent INTEGER NOT NULL,
    from_on INTEGER NOT NULL, to_on INTEGER NOT NULL,
    PRIMARY KEY (rid, child, parent, from_on, to_on)) WITHOUT ROWID;
CREATE INDEX unit_link_by_parent ON unit_link (parent, child);

-- Who did what, append-only and chained; ids only. A commit has one row: its versions are those of `log`
-- with tx = `tx`. `homes` packs the rids of the compartments that were shown (record/store/audit.h).
CREATE TABLE audit (seq INTEGER NOT NULL PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL,
    role TEXT NOT NULL, interaction INTEGER NOT NULL, type INTEGER NOT NULL, rid INTEGER NOT NULL,
    homes BLOB NOT NULL, tx INTEGER NOT NULL, refused INTEGER NOT NULL, purpose TEXT NOT NULL,
    reason TEXT NOT NULL, chain BLOB NOT NULL);
)sql";

// res.flags and hist.flags
inline constexpr int kDeleted = 1;
// log.op
enum class Op { kCreate = 1, kUpdate = 2, kDelete = 3 };

// Makes the tables of kSchema, on PostgreSQL with the settings that our way of writing asks for.
// REQUIRES: none of them is there.
Result<void> CreateTables(database::Connection& connection);

// After many writes at once: lets PostgreSQL count its rows anew, so that it plans by what is there.
// On SQLite nothing: there the SQL alone decides.
// REQUIRES: `connection` can write.
Result<void> RefreshStatistics(database::Connection& connection);

}  // namespace tram::storage
