// Rebuild: fills the tables next_… that Registers::Prepare left to be built, beside the work, and
// puts them in the place of those that served.
//
// A chunk is read and computed from a snapshot by any thread, then put into the tables by the
// writer. Meanwhile each commit writes the whole rows of what it changes, so a resource that was
// changed after the snapshot is passed over: its rows are there, and newer. How far it came is
// written with each chunk; after a crash it goes on from there.
//
// Thread safety: one thread calls Read and Advance; the writer Put, MaySwap, Swap and Swapped,
// while the other waits.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "record/registers/registers.h"

namespace tram::registers {

class Rebuild {
  public:
    // REQUIRES: `registers` is prepared and outlives this.
    explicit Rebuild(const Registers& registers) : plan_(*registers.plan_), registers_(registers) {}

    struct Chunk {
        std::string type;
        Rid upto = 0;
        std::int64_t position = 0;  // of the log, in the snapshot
        std::vector<std::pair<Rid, Rows>> resources;
    };
    // The next resources to put; nullopt: the tables are whole.
    // REQUIRES: `snapshot` is in a read transaction, begun after the last chunk was committed;
    // `next` reads by it.
    Result<std::optional<Chunk>> Read(database::Connection& snapshot, const NextSources& next);

    // REQUIRES: `connection` is in a write transaction.
    Result<void> Put(database::Connection& connection, storage::Dictionary& dictionary,
                     const Chunk& chunk);

    // After a chunk is committed.
    void Advance(const Chunk& chunk) { done_[chunk.type] = chunk.upto; }

    // False: a snapshot from before the last chunk is still being read. PostgreSQL would show it
    // the new table without the rows put since.
    Result<bool> MaySwap(database::Connection& connection);
    // REQUIRES: as Put, and no record is written in the same transaction.
    // Errors: kBusy (PostgreSQL: a reader holds a table).
    Result<void> Swap(database::Connection& connection);
    // After the swap is committed, before anything else is written.
    void Swapped();

  private:
    Result<void> LoadProgress(database::Connection& connection);

    Registers::Plan& plan_;
    const Registers& registers_;
    bool loaded_ = false;
    std::map<std::string, Rid> done_;  // types that are not whole yet, and how far they are
    std::string whole_at_;             // PostgreSQL's time when the last chunk was there
};

}  // namespace tram::registers
