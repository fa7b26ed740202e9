// The access log: one line a request – when, method, route template, status, milliseconds, bytes.
// Never a path, a query, an id or a name: who looked at whom is the audit's business.
//
// The file is written within half a second and bounded: at `most_bytes` it becomes FILE.1, and the
// FILE.1 before it is gone.
//
// Thread safety: Write may be called from any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "base/result.h"

namespace tram::api {

class AccessLog {
  public:
    // Errors: kUnavailable (the file cannot be written).
    static Result<std::unique_ptr<AccessLog>> Open(std::string path,
                                                   std::size_t most_bytes = 32 << 20);
    ~AccessLog();
    AccessLog(const AccessLog&) = delete;
    AccessLog& operator=(const AccessLog&) = delete;

    void Write(Instant at, std::string_view method, std::string_view route, int status,
               std::chrono::nanoseconds took, std::size_t bytes);

  private:
    AccessLog(std::string path, std::FILE* file, std::size_t size, std::size_t most_bytes);
    void Run();
    void Flush(std::string lines);

    const std::string path_;
    const std::size_t most_bytes_;
    std::FILE* file_;       // of the writing thread alone
    std::size_t size_ = 0;  // as above
    std::mutex mutex_;
    std::condition_variable end_;
    std::string lines_;  // guarded by mutex_
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace tram::api
