#include "record/store/disk_mark.h"

#include "base/pause.h"
#include "record/store/faults.h"

namespace tram::record {

void DiskMark::Set(std::int64_t position) {
    {
        const std::lock_guard lock(mutex_);
        position_ = position;
    }
    changed_.notify_all();
}

void DiskMark::Lose() {
    {
        const std::lock_guard lock(mutex_);
        lost_ = true;
    }
    changed_.notify_all();
}

Result<void> DiskMark::Await(std::int64_t position) {
    if (position <= position_) return {};
    const Pause pause;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return lost_ || position <= position_; });
    if (position <= position_) return {};
    return DiskLostWrites();
}

}  // namespace tram::record
