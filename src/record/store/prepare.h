// What the caller's thread does of a commit, so that the one writer is left with little: rights by
// type, validation, ids, links, search rows, register rows, compression.
//
// What hangs on the present state (conditions, conditional references, patches) is guessed from a
// snapshot where that is likely to save the writer work; the writer asks again and throws wrong
// guesses away.
//
// Thread safety: may be called from many threads.
#pragma once

#include <vector>

#include "base/clock.h"
#include "record/store/transaction.h"

namespace tram::record {

class Preparer {
  public:
    // REQUIRES: all outlive this.
    Preparer(const ContentMaker& maker, const Searcher& searcher, database::ConnectionPool& readers,
             Clock& clock, RandomSource& random, int zone_minutes)
        : maker_(maker),
          searcher_(searcher),
          readers_(readers),
          clock_(clock),
          random_(random),
          zone_minutes_(zone_minutes) {}

    // Errors: as Store::Commit, those of the writer left out.
    Result<Transaction> Prepare(const Actor& actor, std::vector<Change> changes,
                                Priority priority) const;

  private:
    class Snapshot;

    Result<void> Check(const Actor& actor, Draft& draft) const;
    Result<void> Identify(Draft& draft) const;
    Result<void> Complete(const Transaction& transaction, Draft& draft, Snapshot& snapshot) const;

    const ContentMaker& maker_;
    const Searcher& searcher_;
    database::ConnectionPool& readers_;
    Clock& clock_;
    RandomSource& random_;
    int zone_minutes_;
};

// The query of a condition ("identifier=x"), or of a conditional reference.
// Errors: of search::ParseQuery; kInvalid for an empty one, which would select everything.
Result<search::Query> ParseCondition(std::string_view type, std::string_view condition,
                                     int zone_minutes);

}  // namespace tram::record
