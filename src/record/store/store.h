// The store: everything that was ever recorded, every version of it, and what it can be found by.
//
// One process owns a store (lock file, or lease row on PostgreSQL). Writes of many callers meet in
// one writer thread that commits them in groups: each transaction is all or nothing, none disturbs
// its neighbours, and when Commit returns it is on disk. Reads are snapshots.
//
// Thread safety: a Store may be used from any thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "fhir/json/document.h"
#include "fhir/search/query.h"
#include "fhir/views/view.h"
#include "platform/database/database.h"
#include "record/access/actor.h"
#include "record/registers/registers.h"
#include "record/search/search.h"

namespace tram::record {

using access::Actor;

enum class Method : std::uint8_t { kCreate, kUpdate, kPatch, kDelete };

// Who waits for the writer: a person, or a load of many records that can wait. While both do,
// people come first: a load gives way between its transactions, which it therefore keeps small.
enum class Priority : std::uint8_t { kNormal, kBulk };

// One wish inside a transaction.
struct Change {
    Method method = Method::kCreate;
    std::string type;
    std::string id;                        // create: empty lets the store make one
    json::DocumentPtr resource;            // create, update; patch: the JSON Patch array
    std::optional<std::int64_t> if_match;  // version the caller knew
    // Conditional create (ifNoneExist), update, patch, delete: a query string without "Type?".
    // It sees what earlier changes of the same transaction have done, save those that still wait
    // for a reference to be resolved; the same condition twice finds the same resource.
    std::optional<std::string> condition;
    std::string full_url;  // urn:uuid:… by which entries of the same transaction refer to it
    std::string where;     // for errors: "Bundle.entry[3]"; empty outside bundles
};

enum class Outcome : std::uint8_t {
    kCreated,  // also an update that made it, or brought it back after a delete
    kUpdated,
    kUnchanged,  // an update to the bytes already stored, a delete of nothing: no new version
    kDeleted,
    kFoundExisting,  // a conditional create that found one
};

// A version as stored. `body` lacks id, meta.versionId and meta.lastUpdated; WithMeta puts them
// back.
struct Version {
    Rid rid = 0;
    std::string type;
    std::string id;
    std::int64_t version = 0;
    Instant at;
    std::int64_t pos = 0;
    bool deleted = false;
    Rid home = 0;
    std::string body;
};

struct Applied {
    Outcome outcome = Outcome::kCreated;
    Version version;
};

struct Receipt {
    std::vector<Applied> applied;  // in the order of the changes
    std::int64_t pos = 0;          // log position after this transaction
};

// The resource as FHIR JSON: id after resourceType, meta completed, all other bytes as stored.
std::string WithMeta(const Version& version);

enum class HistoryScope : std::uint8_t { kInstance, kType, kSystem };
struct HistoryQuery {
    HistoryScope scope = HistoryScope::kSystem;
    std::string type, id;
    std::optional<Instant> since;
    std::optional<Instant> at;  // _at
    std::int64_t count = 50;
    std::string cursor;
};
struct HistoryPage {
    std::vector<Version> versions;  // newest first
    std::vector<int> operations;    // storage::Op of each
    std::optional<std::int64_t> total;
    std::string next;
};

// What the change feed tells of one version.
struct LogEntry {
    std::int64_t pos = 0, tx = 0;
    Rid rid = 0, home = 0;
    std::string type;
    std::int64_t version = 0;
    int op = 0;
    Instant at;
    std::string author;
};

// Reads of one snapshot. What it hands out of personal records, and what it refuses, it notes for
// the audit itself, so that no caller can forget to. Thread safety: one thread.
class Reader {
  public:
    virtual ~Reader() = default;
    virtual std::int64_t position() = 0;  // newest log position in this snapshot
    // Errors: kNotFound, kDeleted, kForbidden. What the actor may not see is kNotFound.
    virtual Result<Version> Read(const Actor&, std::string_view type, std::string_view id) = 0;
    virtual Result<Version> ReadVersion(const Actor&, std::string_view type, std::string_view id,
                                        std::int64_t version) = 0;
    // Versions of hits, in their order. Seeing was decided by the search that found them.
    virtual Result<std::vector<Version>> Load(const Actor&, std::span<const Hit> hits) = 0;
    virtual Result<SearchResult> Search(const Actor&, const search::Query&) = 0;
    virtual Result<SearchResult> Everything(const Actor&, std::string_view patient_id,
                                            const Searcher::EverythingOptions&) = 0;
    virtual Result<HistoryPage> History(const Actor&, const HistoryQuery&) = 0;
    // Change feed: entries after `pos`, oldest first. REQUIRES: an unlimited actor calls.
    virtual Result<std::vector<LogEntry>> LogAfter(std::int64_t pos, std::int64_t most) = 0;
    // The connection of the snapshot, for registers and indicators of the layers above.
    virtual database::Connection& connection() = 0;
};

// A resource as a deriver hears of it. Bodies are as stored: without id and meta of the store.
struct Touched {
    Rid rid = 0;
    std::string type;
    std::string id;
    json::Value before;  // absent: created
    json::Value after;   // absent: deleted
    // Owner of the compartment it is in (or was, when deleted), and the person behind that: 0 when
    // the owner is no Patient. Both are told of before and after, since an edit may move a record
    // and a link of two patients changes the person of a Patient whose own body stays as it was.
    Rid home = 0, person = 0;
    Rid home_before = 0, person_before = 0;
};

// Which units a record opens its compartment to: what `visible` will hold of it.
//
// Thread safety: may be asked from many threads at once.
class Openings {
  public:
    virtual ~Openings() = default;
    // Ids of Organizations, of those that see on that day (days since 1970).
    virtual std::vector<std::string> UnitsOpenedTo(std::string_view type, json::Value resource,
                                                   std::int64_t day) const = 0;
};

// A deriver keeps tables of a layer above in step with the records, inside the same transaction.
// record/ knows no domain; care/ hands these in at app/.
class Deriver {
  public:
    virtual ~Deriver() = default;
    virtual std::string_view name() const = 0;
    // Schema and catch-up at start; `connection` is in a write transaction.
    virtual Result<void> Prepare(database::Connection& connection) = 0;
    // Everything else is written by now: res, search rows, registers. Hears of each changed
    // resource in commit order. One call may cover several transactions of a group or a part of
    // one; a resource changed twice since the last call comes once, with its first `before` and
    // last `after`. An error undoes the transaction at fault alone: the group is repeated with each
    // on its own.
    virtual Result<void> Apply(database::Connection& connection,
                               std::span<const Touched> touched) = 0;
    // Compares its tables with what the records say; one line for each difference.
    virtual Result<std::vector<std::string>> Check(database::Connection& connection) = 0;
    // The rules by which it keeps `visible`; nullptr: it keeps other tables.
    virtual const Openings* openings() const { return nullptr; }
};

// What someone looked at, for the audit: what for whom, never names or values.
enum class Interaction : std::uint8_t {
    kRead = 1,
    kVersionRead = 2,
    kSearch = 3,
    kEverything = 4,
    kHistory = 5,
    kCommit = 6,  // written by the store itself, with the commit
    kFigures = 7,
    kExport = 8,
    kSignIn = 9,
    kSignOut = 10,
    kPasswordChange = 11  // by the user alone
};
struct Access {
    Interaction interaction = Interaction::kRead;
    std::string type;        // empty: several
    Rid rid = 0;             // the one record asked for; 0: several
    std::vector<Rid> homes;  // compartments of which something was shown
    bool refused = false;
};

// When large registers whose views have changed are built anew: before Open returns, beside the
// work that follows, or at a later start, while those made by the views of before go on serving.
enum class Rebuilding : std::uint8_t { kBeforeOpen, kBesideWork, kLater };

struct StoreOptions {
    std::string data_dir;
    std::string database_url;  // empty: SQLite in data_dir
    std::string database_schema;
    int zone_minutes = 7 * 60;
    int readers = 8;
    Rebuilding rebuilding = Rebuilding::kBeforeOpen;
    registers::PrepareOptions registers;
};

// A transaction that was prepared and waits to be committed; its owner may drop it instead.
class Prepared {
  public:
    virtual ~Prepared() = default;
};

class Store {
  public:
    virtual ~Store() = default;

    // Opens or creates. Errors: kConflict (another process owns it; the message says which),
    // kUnavailable, kInvalid (schema of a newer program).
    static Result<std::unique_ptr<Store>> Open(const StoreOptions& options, Clock& clock,
                                               RandomSource& random,
                                               std::vector<std::unique_ptr<Deriver>> derivers,
                                               std::vector<views::View> registers);

    // All or nothing. Checks rights, validates, resolves urn:uuid and conditional references,
    // and returns when the group that holds it is on disk.
    // A new Patient whom a limited actor would not see is refused (newcomers.h).
    // Errors: of validation, kVersionConflict, kMultipleMatches, kNotFound, kForbidden, kConflict,
    // kInvalid, kBusy, kUnavailable. Error::path starts with Change::where.
    virtual Result<Receipt> Commit(const Actor& actor, std::vector<Change> changes,
                                   Priority priority = Priority::kNormal) = 0;

    // Commit in two steps, for one who writes much in an order of its own: while one transaction is
    // written the next is prepared. The order is that of CommitPrepared.
    // Errors: those of Commit, some of them already here.
    virtual Result<std::unique_ptr<Prepared>> Prepare(const Actor& actor,
                                                      std::vector<Change> changes,
                                                      Priority priority = Priority::kNormal) = 0;
    // REQUIRES: `prepared` is of this store.
    virtual Result<Receipt> CommitPrepared(std::unique_ptr<Prepared> prepared) = 0;

    // Runs `work` on the writer's connection within the next group, under a savepoint of its own:
    // for the small tables beside the records (users, sessions). All or nothing, and on disk when
    // it returns. `work` is quick, touches no table of the records, and may be called again when a
    // transaction is repeated. Errors: those of `work`, kBusy, kUnavailable.
    virtual Result<void> Write(std::function<Result<void>(database::Connection&)> work) = 0;

    // Errors: kBusy (all readers taken), kUnavailable (database; or an audit that can no longer be
    // written: nothing is shown that could not be accounted for).
    virtual Result<std::unique_ptr<Reader>> Read() = 0;

    // Notes an access that goes round Reader: figures, lists from registers, exports, sign-ins. On
    // disk within a second. Errors: kUnavailable (do not show what was asked for).
    virtual Result<void> Audit(const Actor& actor, Access access) = 0;

    // Newest log position on disk.
    virtual std::int64_t position() const = 0;

    // Rescans everything: search rows, counts, registers, derivers, chain. One line a problem.
    virtual Result<std::vector<std::string>> Check(
        std::function<void(std::string_view)> progress) = 0;

    virtual Clock& clock() = 0;
    virtual RandomSource& random() = 0;
    virtual int zone_minutes() const = 0;
    virtual const storage::Dictionary& dictionary() const = 0;
    virtual const registers::Registers& registers() const = 0;
    // By which sight is decided; nullptr: no deriver keeps `visible`, and nobody new is refused.
    virtual const Openings* openings() const { return nullptr; }
};

}  // namespace tram::record
