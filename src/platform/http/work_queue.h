// A bounded queue of jobs and the threads that do them, first come first served.
//
// Many threads are there for jobs that wait (for the disk, for another job); few of them run at a
// time, about one for each core, because more would only take turns. A job that is about to wait
// says so with a Pause (base/pause.h), and another runs in its place. A job that runs long without
// saying so is noticed: when the oldest in the queue has waited for 5 ms, one more may run, until
// the queue is empty again. Jobs run a little below the threads that they wait for.
//
// OPTIMIZATION: waking every thread for every job cost half the time of short jobs.
//
// Thread safety: all members may be called from any thread; Close from one.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/pause.h"

namespace tram::http {

class WorkQueue : private PauseListener {
  public:
    using Job = std::function<void()>;

    // `running`: how many jobs run at a time at first; 0: one for each core, at least two.
    WorkQueue(int workers, std::size_t most_waiting, int running = 0);
    ~WorkQueue() override { Close(); }
    WorkQueue(const WorkQueue&) = delete;
    WorkQueue& operator=(const WorkQueue&) = delete;

    // False: too many wait already, or the queue is closed. A job must not throw.
    [[nodiscard]] bool Push(Job job);
    // Does what is queued, takes nothing new, ends the threads.
    void Close();

    std::size_t waiting() const;
    std::size_t working() const;  // paused ones too

  private:
    using Time = std::chrono::steady_clock;
    struct Waiting {
        Job job;
        Time::time_point since;
    };
    void OnPause() override;
    void OnResume() override;
    void Work();
    void Oversee();
    bool IsPiled() const { return !jobs_.empty() && !MayRun(); }
    bool MayRun() const { return running_ < most_running_ + extra_; }

    const std::size_t most_waiting_;
    const std::size_t most_running_;
    mutable std::mutex mutex_;
    std::condition_variable turn_;   // for workers: a job is there and may run
    std::condition_variable piled_;  // for the overseer: a job is there and may not run
    std::condition_variable end_;    // for the overseer: closed
    std::deque<Waiting> jobs_;
    std::size_t working_ = 0;
    std::size_t running_ = 0;  // working, not paused
    std::size_t extra_ = 0;
    bool closed_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace tram::http
