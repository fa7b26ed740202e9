// Throttle: makes guessing passwords slow without shutting anybody out for good. After some
// failures each further one doubles the wait, up to a bound; a success or an hour of peace forgets
// them.
//
// A user name is throttled early, an address late: a whole station may share one address. The bound
// for a name is low, or a stranger could keep a nurse from her work by guessing at her name.
//
// Thread safety: may be used from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace tram::users {

class Throttle {
  public:
    explicit Throttle(Clock& clock) : clock_(clock) {}

    // Whole seconds to wait before this user may try from this address; 0: go ahead.
    std::int64_t SecondsToWait(std::string_view name, std::string_view remote);
    void Failed(std::string_view name, std::string_view remote);
    void Succeeded(std::string_view name);

  private:
    struct Tries {
        int failures = 0;
        Instant last;
    };
    struct Rule {
        int free_failures;
        std::int64_t most_seconds;
    };
    static std::int64_t Wait(const Tries& tries, Rule rule, Instant now);
    void Forget(Instant now);

    Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Tries, std::less<>> by_name_;
    std::map<std::string, Tries, std::less<>> by_remote_;
};

}  // namespace tram::users
