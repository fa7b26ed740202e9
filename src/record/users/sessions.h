// Sessions: who is signed in at a screen. A session ends 12 hours after it began, or after 30
// minutes in which nobody touched the screen.
//
// Thread safety: may be used from any thread.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/result.h"
#include "record/users/tables.h"

namespace tram::users {

struct SessionRules {
    std::int64_t most_seconds = 12 * 3600;
    std::int64_t idle_seconds = 30 * 60;
};

class Sessions {
  public:
    static Result<std::unique_ptr<Sessions>> Open(Write write, Clock& clock, SessionRules rules);

    // A new session: its secret, which is kept nowhere.
    Result<std::string> Begin(std::string_view user_name);
    // Whose session this is; nullopt: unknown or ended. Being asked for keeps it awake.
    Result<std::optional<std::string>> Find(std::string_view secret);
    Result<void> End(std::string_view secret);
    // All sessions of a user: password changed, account disabled.
    Result<void> EndAllOf(std::string_view user_name);

    const SessionRules& rules() const { return rules_; }

  private:
    struct Session {
        std::string name;
        Instant created_at;
        Instant seen_at;
        Instant written_at;  // seen_at as the table has it
    };
    Sessions(Write write, Clock& clock, SessionRules rules)
        : write_(std::move(write)), clock_(clock), rules_(rules) {}
    Result<void> Load();
    bool HasEnded(const Session& session, Instant now) const;

    Write write_;
    Clock& clock_;
    SessionRules rules_;
    std::mutex mutex_;
    std::unordered_map<std::string, Session> sessions_;  // by hash of the secret
};

}  // namespace tram::users
