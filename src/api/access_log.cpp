#include "api/access_log.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace tram::api {
namespace {
constexpr auto kPause = std::chrono::milliseconds(500);
constexpr std::size_t kMostHeld = 16 << 20;  // lines kept while the disk does not take them
}  // namespace

Result<std::unique_ptr<AccessLog>> AccessLog::Open(std::string path, std::size_t most_bytes) {
    std::FILE* file = std::fopen(path.c_str(), "ae");
    if (!file) {
        const std::string why = std::strerror(errno);
        return Error{.code = ErrorCode::kUnavailable,
                     .message = "cannot write the access log " + path + ": " + why,
                     .message_vi = "không ghi được nhật ký truy cập " + path + ": " + why,
                     .path = path};
    }
    std::fseek(file, 0, SEEK_END);
    const auto size = static_cast<std::size_t>(std::max(0L, std::ftell(file)));
    return std::unique_ptr<AccessLog>(new AccessLog(std::move(path), file, size, most_bytes));
}

AccessLog::AccessLog(std::string path, std::FILE* file, std::size_t size, std::size_t most_bytes)
    : path_(std::move(path)), most_bytes_(most_bytes), file_(file), size_(size) {
    thread_ = std::thread([this] { Run(); });
}

AccessLog::~AccessLog() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    end_.notify_all();
    thread_.join();
    if (file_) std::fclose(file_);
}

void AccessLog::Write(Instant at, std::string_view method, std::string_view route, int status,
                      std::chrono::nanoseconds took, std::size_t bytes) {
    const auto line = fmt::format("{} {} {} {} {:.3f}ms {}B\n", FormatInstant(at), method, route,
                                  status, static_cast<double>(took.count()) / 1e6, bytes);
    const std::lock_guard lock(mutex_);
    if (lines_.size() + line.size() <= kMostHeld) lines_ += line;
}

void AccessLog::Run() {
    std::unique_lock lock(mutex_);
    while (true) {
        end_.wait_for(lock, kPause, [this] { return ending_; });
        auto lines = std::move(lines_);
        lines_.clear();
        const bool last = ending_;
        lock.unlock();
        if (!lines.empty()) Flush(std::move(lines));
        lock.lock();
        if (last) return;
    }
}

void AccessLog::Flush(std::string lines) {
    if (size_ + lines.size() > most_bytes_ && size_ > 0) {
        if (file_) std::fclose(file_);
        std::rename(path_.c_str(), (path_ + ".1").c_str());
        file_ = nullptr;
        size_ = 0;
    }
    if (!file_) file_ = std::fopen(path_.c_str(), "ae");
    if (!file_) return;
    size_ += std::fwrite(lines.data(), 1, lines.size(), file_);
    std::fflush(file_);
}

}  // namespace tram::api
