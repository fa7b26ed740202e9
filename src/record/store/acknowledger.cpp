#include "record/store/acknowledger.h"

#include "record/store/faults.h"

namespace tram::record {

Acknowledger::Acknowledger(Sync sync, DiskMark& mark)
    : sync_(std::move(sync)), mark_(mark), thread_([this] { Loop(); }) {}

Acknowledger::~Acknowledger() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void Acknowledger::Push(Group group) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(group));
    }
    changed_.notify_one();
}

void Acknowledger::Loop() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        std::vector<Group> groups;
        groups.swap(waiting_);
        lock.unlock();
        if (!mark_.lost() && !sync_()) mark_.Lose();
        if (!mark_.lost()) mark_.Set(groups.back().position);
        for (auto& group : groups) {
            for (std::size_t i = 0; i < group.jobs.size(); ++i) {
                if (mark_.lost()) group.results[i] = OutcomeUnknown();
                group.jobs[i]->Answer(std::move(group.results[i]));
            }
        }
        lock.lock();
    }
}

}  // namespace tram::record
