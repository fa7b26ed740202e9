// JobQueue: the jobs that wait for the writer. People come before loads.
//
// Thread safety: Push and Close may be called from any thread, the rest is the writer's.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

#include "record/store/job.h"

namespace tram::record {

class JobQueue {
  public:
    explicit JobQueue(std::size_t most) : most_(most) {}

    // Refused jobs (queue closed or full) are answered at once.
    // REQUIRES: the job lives until it is answered.
    void Push(Job& job);
    // Until Accept, jobs are refused with `why`; those that wait are answered with it too.
    void Refuse(const Error& why);
    void Accept();
    // No new jobs; those that wait are still done.
    void Close();

    // Waits for a job, but no longer than `most`. False: closed and empty.
    bool Wait(std::chrono::milliseconds most);
    // The same, for nothing but the end. True: closed.
    bool WaitForClose(std::chrono::milliseconds most);
    Job* TakeNormal();
    Job* TakeBulk();
    Job* TakeAlone();
    std::size_t size() const;

  private:
    // REQUIRES: the lock.
    std::size_t Waiting() const { return normal_.size() + bulk_.size() + alone_.size(); }
    Job* TakeFrom(std::deque<Job*>& jobs);

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job*> normal_, bulk_, alone_;
    std::size_t most_;
    bool closed_ = false;
    std::optional<Error> refusal_;
};

}  // namespace tram::record
