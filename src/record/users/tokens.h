// Tokens: secrets by which other programs act as a user, until they are revoked or expire. A token
// reads `tram_` and 43 letters; it is shown once.
//
// Thread safety: may be used from any thread.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "record/users/tables.h"

namespace tram::users {

struct Token {
    std::string id;  // 12 hex digits of its hash: names it, opens nothing
    std::string user;
    std::string label;
    Instant created_at;
    Instant used_at;  // to the minute or so; 0: never
    std::optional<Instant> expires_at;
    std::optional<Instant> revoked_at;
};

class Tokens {
  public:
    static Result<std::unique_ptr<Tokens>> Open(Write write, Clock& clock);

    // A new token: its secret. REQUIRES: the user exists.
    // Errors: kInvalid (label over 200 bytes, or expired at birth).
    Result<std::string> Create(std::string_view user, std::string_view label,
                               std::optional<Instant> expires_at);
    // Whose token this is; nullopt: unknown, revoked or expired.
    Result<std::optional<std::string>> Find(std::string_view secret);
    // Errors: kNotFound, kConflict (revoked already).
    Result<void> Revoke(std::string_view id);
    std::vector<Token> List() const;  // oldest first

  private:
    Tokens(Write write, Clock& clock) : write_(std::move(write)), clock_(clock) {}
    Result<void> Load();

    Write write_;
    Clock& clock_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Token> tokens_;  // by hash of the secret
};

}  // namespace tram::users
