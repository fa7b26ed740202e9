// Acknowledger: answers the jobs of committed groups once the disk has them, on a thread of its
// own, while the writer is at work on the next group. One sync serves all groups that wait for it.
//
// A sync that fails is the end: what the disk has lost nobody can tell, nor would a later sync, so
// nothing more may be written until the store is opened anew.
//
// Thread safety: Push is the writer's.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "record/store/disk_mark.h"
#include "record/store/job.h"

namespace tram::record {

class Acknowledger {
  public:
    using Sync = std::function<Result<void>()>;
    // A committed group: its jobs, what became of each, and where the log ends with it.
    struct Group {
        std::vector<Job*> jobs;
        std::vector<Result<void>> results;
        std::int64_t position = 0;
    };

    // `mark` is moved on before a group is answered. REQUIRES: it outlives this.
    Acknowledger(Sync sync, DiskMark& mark);
    // Answers what waits, then ends the thread.
    ~Acknowledger();

    void Push(Group group);

  private:
    void Loop();

    const Sync sync_;
    DiskMark& mark_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Group> waiting_;
    bool closed_ = false;
    std::thread thread_;
};

}  // namespace tram::record
