// What is in force of a content file that every request asks about: the shipped one until another
// is put in its place. Read without a lock; what was replaced stays alive for those who still read
// it.
//
// Thread safety: Put is called while the program starts; Get from any thread.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "platform/content/library.h"

namespace tram::access {

// T has `static Result<T> Parse(text, file)`.
template <typename T>
class InForce {
  public:
    explicit constexpr InForce(std::string_view file) : file_(file) {}

    const T& Get() {
        if (const auto* current = current_.load()) return *current;
        std::call_once(once_, [this] {
            if (current_.load() != nullptr) return;
            const auto library = content::Library::Open({});
            TRAM_CHECK(library.ok());
            const auto* file = library->Find(file_);
            TRAM_CHECK(file != nullptr);
            auto shipped = T::Parse(file->bytes, file_);
            TRAM_CHECK(
                shipped.ok());  // a test reads the shipped file; a broken one is not released
            Put(std::move(*shipped));
        });
        return *current_.load();
    }

    void Put(T value) {
        const std::lock_guard lock(mutex_);
        kept_.push_back(std::make_unique<const T>(std::move(value)));
        current_ = kept_.back().get();
    }

  private:
    std::string_view file_;
    std::atomic<const T*> current_ = nullptr;
    std::once_flag once_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<const T>> kept_;
};

}  // namespace tram::access
