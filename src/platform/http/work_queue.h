// A bounded queue of jobs and the threads that do them, first come first served.
//
// Thread safety: all members may be called from any thread; Close from one.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tram::http {

class WorkQueue {
  public:
    using Job = std::function<void()>;

    WorkQueue(int workers, std::size_t most_waiting);
    ~WorkQueue() { Close(); }
    WorkQueue(const WorkQueue&) = delete;
    WorkQueue& operator=(const WorkQueue&) = delete;

    // False: too many wait already, or the queue is closed. A job must not throw.
    [[nodiscard]] bool Push(Job job);
    // Does what is queued, takes nothing new, ends the threads.
    void Close();

    std::size_t waiting() const;
    std::size_t working() const;

  private:
    void Work();

    const std::size_t most_waiting_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Job> jobs_;
    std::size_t working_ = 0;
    bool closed_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace tram::http
