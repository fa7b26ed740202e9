// Applies one transaction in the writer: decides what each change means for the store as it is now,
// finishes what the caller's thread had to leave open, and puts the versions into the working set.
//
// A transaction that asks nothing of the tables fails before its first version is put; one that
// asks may fail later and needs a savepoint around it (Transaction::Asks).
//
// Thread safety: none; the writer's own.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "record/store/newcomers.h"
#include "record/store/transaction.h"
#include "record/store/working_set.h"

namespace tram::record {

class Applier {
  public:
    struct Tools {
        const Searcher& searcher;
        const ContentMaker& maker;
        Clock& clock;
        int zone_minutes;
        const Openings* openings;  // nullptr: whoever is new may be out of sight
    };
    // REQUIRES: all outlive this.
    Applier(const Tools& tools, WorkingSet& set, const Transaction& transaction);

    // Errors: as Store::Commit.
    Result<Receipt> Run();

  private:
    // What one draft came to.
    struct Decision {
        bool decided = false;
        Resident* resident = nullptr;  // nullptr: a delete of nothing
        Outcome outcome = Outcome::kUnchanged;
        bool writes = false;  // a version is still to be put
        ContentPtr content;   // ready to put
        Packed packed;
    };

    Result<void> Decide(std::size_t place);
    Result<void> DecideCreate(const Draft& draft, Decision& decision);
    Result<void> DecideUpdate(const Draft& draft, Decision& decision);
    Result<void> DecidePatch(const Draft& draft, Decision& decision);
    Result<void> DecideDelete(const Draft& draft, Decision& decision);
    // The resource a condition selects; nullptr: none.
    Result<Resident*> Match(std::string_view type, const search::Query& query);
    Result<bool> Sees(const Resident& resident);
    Result<void> CheckVersion(const Draft& draft, const Resident* resident) const;

    // Puts all versions whose links are known by now. Conditional references are resolved only at
    // last.
    enum class References { kOpen, kResolve };
    Result<void> PutReady(References references);
    Result<bool> Make(std::size_t place, References references);
    Result<std::optional<std::vector<std::string>>> TargetsOf(const Draft& draft,
                                                              References references);
    Result<std::string> Resolve(const Link& link);
    Result<ContentPtr> Patched(const Draft& draft, Resident& resident);
    Result<void> CheckHome(const Draft& draft, const Content& content);
    Result<void> CheckReserved(Resident& resident, json::Value after);
    Result<void> CheckNewcomers();
    Newcomers Gather();
    Result<bool> IsUnchanged(const Resident& resident, const Packed& packed) const;

    Result<Receipt> MakeReceipt();

    const Tools& tools_;
    WorkingSet& set_;
    const Transaction& transaction_;
    std::vector<Decision> decisions_;
    std::vector<std::size_t> open_;  // places of those decided whose version is still to be put
    std::map<std::string, std::size_t> asked_;     // Type?condition → the first draft with it
    std::map<std::string, std::string> resolved_;  // conditional references
    std::set<const Resident*> written_;
    bool newcomers_checked_ = false;
    std::int64_t tx_ = 0;
};

}  // namespace tram::record
