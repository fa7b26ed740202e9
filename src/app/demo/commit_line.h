// CommitLine: brings what the demo makes into the store in the order given, while the demo makes
// what comes next. One thread reads and prepares, one commits: three steps of one line, each a
// little ahead of the one behind it.
//
// Invariant: transactions, their order and their instants do not depend on who was quicker.
// Thread safety: one thread puts and finishes.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "record/store/store.h"

namespace tram::demo {

class CommitLine {
  public:
    // REQUIRES: both outlive the line; nobody else sets the clock meanwhile.
    CommitLine(record::Store& store, SimulatedClock& clock);
    // Gives up what is not committed yet.
    ~CommitLine();

    // What is put from now on is committed at this moment.
    void At(Instant now);
    // Each record has its id.
    void Put(std::vector<std::string> records);
    void Put(std::vector<record::Change> changes);
    // Returns when all is committed.
    // Errors: the first that parsing or committing met; nothing behind it was committed.
    Result<void> Finish();
    // Has an error been met? Then what is put is lost.
    bool failed() const { return failed_; }

  private:
    struct Work {
        std::optional<Instant> at;
        std::vector<std::string> records;
        std::vector<record::Change> changes;
        std::unique_ptr<record::Prepared> prepared;
    };

    // A queue that holds up who puts too much.
    class Channel {
      public:
        explicit Channel(std::size_t most) : most_(most) {}
        void Put(Work work);
        std::optional<Work> Take();  // nullopt: that was all
        void Close();                // what is in it can still be taken

      private:
        std::size_t most_;
        std::mutex mutex_;
        std::condition_variable changed_;
        std::deque<Work> waiting_;
        bool closed_ = false;
    };

    void PrepareAll();
    Result<void> Prepare(Work work);
    void CommitAll();
    Result<void> Commit(Work work);
    void Fail(Error error);

    record::Store& store_;
    SimulatedClock& clock_;
    Channel made_, prepared_;
    std::atomic<bool> failed_ = false;
    std::mutex mutex_;
    std::optional<Error> error_;
    std::jthread preparing_, committing_;
};

}  // namespace tram::demo
