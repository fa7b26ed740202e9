#include "record/store/job_queue.h"

#include "record/store/faults.h"

namespace tram::record {
namespace {

Error TooManyWait() {
    return {.code = ErrorCode::kBusy,
            .message = "too many changes wait to be written; try again in a moment",
            .message_vi = "Có quá nhiều thay đổi đang chờ ghi. Hãy thử lại sau giây lát."};
}

}  // namespace

void JobQueue::Push(Job& job) {
    std::optional<Error> refused;
    {
        const std::lock_guard lock(mutex_);
        if (closed_) {
            refused = ClosedForWriting();
        } else if (refusal_) {
            refused = refusal_;
        } else if (Waiting() >= most_) {
            refused = TooManyWait();
        } else {
            (job.alone()                         ? alone_
             : job.priority() == Priority::kBulk ? bulk_
                                                 : normal_)
                .push_back(&job);
        }
    }
    if (refused) {
        job.Answer(*std::move(refused));
    } else {
        changed_.notify_one();
    }
}

void JobQueue::Refuse(const Error& why) {
    std::deque<Job*> waiting;
    {
        const std::lock_guard lock(mutex_);
        refusal_ = why;
        waiting = std::move(normal_);
        waiting.insert(waiting.end(), bulk_.begin(), bulk_.end());
        normal_.clear();
        bulk_.clear();
        waiting.insert(waiting.end(), alone_.begin(), alone_.end());
        alone_.clear();
    }
    for (auto* job : waiting) job->Answer(why);
}

void JobQueue::Accept() {
    const std::lock_guard lock(mutex_);
    refusal_.reset();
}

void JobQueue::Close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    changed_.notify_all();
}

bool JobQueue::Wait(std::chrono::milliseconds most) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, most, [&] { return closed_ || Waiting() > 0; });
    return !closed_ || Waiting() > 0;
}

bool JobQueue::WaitForClose(std::chrono::milliseconds most) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, most, [&] { return closed_; });
}

Job* JobQueue::TakeFrom(std::deque<Job*>& jobs) {
    const std::lock_guard lock(mutex_);
    if (jobs.empty()) return nullptr;
    auto* job = jobs.front();
    jobs.pop_front();
    return job;
}

Job* JobQueue::TakeNormal() {
    return TakeFrom(normal_);
}
Job* JobQueue::TakeBulk() {
    return TakeFrom(bulk_);
}
Job* JobQueue::TakeAlone() {
    return TakeFrom(alone_);
}

std::size_t JobQueue::size() const {
    const std::lock_guard lock(mutex_);
    return Waiting();
}

}  // namespace tram::record
