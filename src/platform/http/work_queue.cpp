#include "platform/http/work_queue.h"

#include <algorithm>

#include "base/background.h"

namespace tram::http {
namespace {

constexpr auto kPatience = std::chrono::milliseconds(5);

// OPTIMIZATION: when a commit is answered, dozens of workers wake at once and would each take a
// turn before the one thread that they all wait for. Three steps of niceness give that one twice
// their share: 18 % more small transactions with 64 clients on two cores.
constexpr int kStepsBelow = 3;

std::size_t Running(int asked) {
    if (asked > 0) return static_cast<std::size_t>(asked);
    return std::max(2u, std::thread::hardware_concurrency());
}

}  // namespace

WorkQueue::WorkQueue(int workers, std::size_t most_waiting, int running)
    : most_waiting_(most_waiting), most_running_(Running(running)) {
    for (int i = 0; i < workers; ++i) threads_.emplace_back([this] { Work(); });
    threads_.emplace_back([this] { Oversee(); });
}

bool WorkQueue::Push(Job job) {
    bool may_run = false;
    {
        const std::lock_guard lock(mutex_);
        if (closed_ || jobs_.size() >= most_waiting_) return false;
        jobs_.push_back({std::move(job), Time::now()});
        may_run = MayRun();
    }
    (may_run ? turn_ : piled_).notify_one();
    return true;
}

void WorkQueue::Close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    turn_.notify_all();
    piled_.notify_all();
    end_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void WorkQueue::Work() {
    ListenToPauses(this);
    RunBelowOthers(kStepsBelow);
    std::unique_lock lock(mutex_);
    while (true) {
        turn_.wait(lock, [this] { return jobs_.empty() ? closed_ : MayRun(); });
        if (jobs_.empty()) return;
        Job job = std::move(jobs_.front().job);
        jobs_.pop_front();
        ++working_;
        ++running_;
        const bool piled = IsPiled();
        lock.unlock();
        if (piled) piled_.notify_one();
        job();
        job = nullptr;
        lock.lock();
        --working_;
        --running_;
        if (!jobs_.empty()) continue;
        extra_ = 0;
        if (closed_) turn_.notify_all();
    }
}

// Lets one more run for each 5 ms in which the queue does not move.
void WorkQueue::Oversee() {
    std::unique_lock lock(mutex_);
    while (true) {
        piled_.wait(lock, [this] { return closed_ || IsPiled(); });
        if (closed_) return;
        end_.wait_for(lock, kPatience, [this] { return closed_; });
        if (closed_) return;
        if (!IsPiled() || Time::now() - jobs_.front().since < kPatience) continue;
        ++extra_;
        turn_.notify_one();
    }
}

void WorkQueue::OnPause() {
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        --running_;
        wake = !jobs_.empty() && MayRun();
    }
    if (wake) turn_.notify_one();
}

void WorkQueue::OnResume() {
    const std::lock_guard lock(mutex_);
    ++running_;
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
