#include "record/users/throttle.h"

#include <algorithm>

namespace tram::users {

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kPeace = 3600 * kSecond;
constexpr std::size_t kMostKept = 20'000;

}  // namespace

std::int64_t Throttle::Wait(const Tries& tries, Rule rule, Instant now) {
    const int over = tries.failures - rule.free_failures;
    if (over <= 0) return 0;
    const auto seconds = std::min(rule.most_seconds, std::int64_t{1} << std::min(over - 1, 30));
    const auto until = tries.last.micros + seconds * kSecond;
    return until <= now.micros ? 0 : (until - now.micros + kSecond - 1) / kSecond;
}

std::int64_t Throttle::SecondsToWait(std::string_view name, std::string_view remote) {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.Now();
    std::int64_t wait = 0;
    if (const auto tries = by_name_.find(name); tries != by_name_.end()) {
        wait = std::max(wait, Wait(tries->second, {.free_failures = 4, .most_seconds = 60}, now));
    }
    if (const auto tries = by_remote_.find(remote); tries != by_remote_.end()) {
        wait = std::max(wait, Wait(tries->second, {.free_failures = 30, .most_seconds = 900}, now));
    }
    return wait;
}

void Throttle::Failed(std::string_view name, std::string_view remote) {
    const std::lock_guard lock(mutex_);
    const auto now = clock_.Now();
    Forget(now);
    for (auto* tries : {&by_name_[std::string(name)], &by_remote_[std::string(remote)]}) {
        if (tries->last.micros + kPeace < now.micros) tries->failures = 0;
        ++tries->failures;
        tries->last = now;
    }
}

void Throttle::Succeeded(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto found = by_name_.find(name);
    if (found != by_name_.end()) by_name_.erase(found);
}

// Names come from outside, so the maps need a bound of their own.
void Throttle::Forget(Instant now) {
    for (auto* tries : {&by_name_, &by_remote_}) {
        if (tries->size() < kMostKept) continue;
        std::erase_if(
            *tries, [&](const auto& one) { return one.second.last.micros + kPeace < now.micros; });
        if (tries->size() >= kMostKept) tries->clear();
    }
}

}  // namespace tram::users
