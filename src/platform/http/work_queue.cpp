#include "platform/http/work_queue.h"

namespace tram::http {

WorkQueue::WorkQueue(int workers, std::size_t most_waiting) : most_waiting_(most_waiting) {
    for (int i = 0; i < workers; ++i) threads_.emplace_back([this] { Work(); });
}

bool WorkQueue::Push(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (closed_ || jobs_.size() >= most_waiting_) return false;
        jobs_.push_back(std::move(job));
    }
    arrived_.notify_one();
    return true;
}

void WorkQueue::Close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    arrived_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void WorkQueue::Work() {
    std::unique_lock lock(mutex_);
    while (true) {
        arrived_.wait(lock, [this] { return closed_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        Job job = std::move(jobs_.front());
        jobs_.pop_front();
        ++working_;
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
        --working_;
    }
}

std::size_t WorkQueue::waiting() const {
    const std::lock_guard lock(mutex_);
    return jobs_.size();
}

std::size_t WorkQueue::working() const {
    const std::lock_guard lock(mutex_);
    return working_;
}

}  // namespace tram::http
