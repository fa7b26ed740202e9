// DiskMark: how far the log is on disk. Where commits are seen before they are there, whoever shows
// one waits here first: after a power cut it would be gone, and another would take its number.
//
// Thread safety: any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "base/result.h"

namespace tram::record {

class DiskMark {
  public:
    std::int64_t position() const { return position_; }
    void Set(std::int64_t position);

    // Until the log is on disk up to `position`. Errors: kUnavailable (the disk has lost it).
    Result<void> Await(std::int64_t position);
    // What comes behind the mark never gets to the disk.
    void Lose();
    bool lost() const { return lost_; }

  private:
    std::atomic<std::int64_t> position_ = 0;
    std::atomic<bool> lost_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
};

}  // namespace tram::record
