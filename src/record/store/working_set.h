// WorkingSet: what the writer has decided and not yet put into the tables. Changes are kept as
// states, what the tables hold and what they shall hold, so a resource changed several times in a
// group of transactions is written once, and each table gets exactly the difference.
//
// Between two flushes the tables do not show what was put: Find and Get do.
//
// Thread safety: none; the writer's own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "record/store/content.h"
#include "record/store/log.h"
#include "record/store/persons.h"
#include "record/store/store.h"
#include "record/store/tables.h"

namespace tram::record {

// A version of a resource as `res` holds it. version 0: referred to at most, never stored.
struct State {
    std::int64_t version = 0;
    std::int64_t at = 0, pos = 0;
    bool deleted = false;
    Rid home = 0, person = 0;
    std::int64_t bucket = 0;
    Packed packed;
    // Worked out when needed; both absent where there is no body.
    ContentPtr content;
    std::shared_ptr<const RowKeys> keys;
    std::string revision;

    bool HasBody() const { return version > 0 && !deleted; }
};

struct Resident {
    Rid rid = 0;  // 0: the store does not know it in any way
    std::string type, id;
    std::int64_t type_number = 0;
    State stored;  // in the tables
    State now;
    bool changed = false;
};

class WorkingSet {
  public:
    // What is always the same for a store. REQUIRES: all outlive the working set.
    struct Parts {
        storage::Dictionary& dictionary;
        const ContentMaker& maker;
        const registers::Registers& registers;
        std::vector<std::unique_ptr<Deriver>>& derivers;
        std::string site;
    };
    WorkingSet(database::Connection& connection, const Parts& parts, LogHead head);

    // A resource by name; one that the store does not know has rid 0 and version 0.
    // The pointer lives until Forget, or Release if it is unknown.
    Result<Resident*> Find(std::string_view type, std::string_view id);
    // As Find for a name just made up: not looked for in the tables.
    Resident* New(std::string_view type, std::string_view id);
    // REQUIRES: the rid is in `res`.
    Result<Resident*> Get(Rid rid);
    // Of a resource by name, without its body; 0: the store does not know it in any way.
    Result<Rid> FindRid(std::string_view type, std::string_view id);
    // Drops the residents that are still unknown, at the end of each transaction: a later one may
    // find them referred to.
    void Release();

    // Gives it a rid if it has none. Before any body that refers to it is flushed.
    void Enroll(Resident& resident);
    // The next version. `content` is absent for a delete.
    // REQUIRES: enrolled.
    Result<void> Put(Resident& resident, storage::Op op, ContentPtr content, Packed packed,
                     std::int64_t tx, std::string_view author, Instant now);

    // Worked out from the body where it is not known yet. REQUIRES: state.HasBody().
    Result<ContentPtr> ContentOf(const Resident& resident, State& state);

    // Writes all changes: res, hist, log, search rows, registers, persons, then the derivers.
    // Errors: of the database or a deriver; then only a rollback may follow.
    Result<void> Flush();
    // After a rollback, to the head before it.
    void Forget(LogHead head);
    // After a commit. REQUIRES: flushed.
    void Finish();

    const LogHead& head() const { return head_; }
    database::Connection& connection() { return connection_; }

  private:
    Resident* Add(std::string_view type, std::string_view id);
    Result<void> Load(Resident& resident, database::Statement& row);
    Result<void> Settle(Resident& resident, std::string_view patient);
    Result<void> FillKeys(const Resident& resident, State& state);
    Result<void> WriteVersions();
    Result<void> WriteRows();
    Result<void> WriteRegisters();
    Result<void> Derive();

    database::Connection& connection_;
    Parts parts_;
    LogHead head_;
    Tables tables_;
    Persons persons_;
    std::unordered_map<std::string, std::unique_ptr<Resident>> residents_;  // by Type/id
    std::unordered_map<Rid, Resident*> by_rid_;
    std::vector<std::string> unknown_;  // names of residents without rid
    std::vector<Resident*> changed_;

    struct OldVersion {
        Rid rid;
        State state;
    };
    std::vector<OldVersion> history_;
    std::vector<LogRow> log_;
    LogWriter log_writer_;
    std::unique_ptr<database::Batch> res_, hist_;
};

}  // namespace tram::record
