// Users: everything by which a person or a program shows who they are.
//
// Thread safety: may be used from any thread.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "record/access/roles.h"
#include "record/users/accounts.h"
#include "record/users/sessions.h"
#include "record/users/tables.h"
#include "record/users/throttle.h"
#include "record/users/tokens.h"

namespace tram::users {

struct SignedIn {
    Account account;
    std::string secret;  // of the session
};

// What users bring to change their own password.
struct PasswordChange {
    std::string name;
    std::string current;
    std::string next;
    std::string remote;  // where it comes from, as at signing in
};

class Users {
  public:
    // Makes the tables where they are missing. `write` and `clock` must outlive this.
    static Result<std::unique_ptr<Users>> Open(const Write& write, access::Roles roles,
                                               Clock& clock, SessionRules rules = {});

    // Errors: kUnauthenticated; kBusy with the seconds to wait in the message, and in
    // `seconds_to_wait` where one is given.
    Result<SignedIn> SignIn(std::string_view name, std::string_view password,
                            std::string_view remote, std::int64_t* seconds_to_wait = nullptr);
    // The account of a session or token. Errors: kUnauthenticated (unknown or ended), kForbidden
    // (the account is disabled, or its role is gone).
    Result<Account> OfSession(std::string_view secret);
    Result<Account> OfToken(std::string_view secret);

    // Accounts that open no door here, whatever they show, until their password is set anew: their
    // present one is known to everybody. Sign-ins, sessions and tokens of theirs are kForbidden.
    void Refuse(std::set<std::string, std::less<>> names);

    // As Accounts, and ends the user's sessions: whoever knew the old password is out.
    Result<void> SetPassword(std::string_view name, std::string_view password);
    // The same by the user alone, who goes on in a new session: its secret. A session whose cookie
    // was stolen is ended with the others. Tokens stay: programs have them from an administrator.
    // Guesses at `current` are counted, and held up, with those at signing in.
    // Errors: kInvalid with path "current" (wrong), "password" (against the rule of passwords) or
    // "next" (the present one again), kConflict, kBusy as SignIn.
    Result<std::string> ChangePassword(const PasswordChange& change,
                                       std::int64_t* seconds_to_wait = nullptr);
    Result<void> Disable(std::string_view name);

    Accounts& accounts() { return *accounts_; }
    Sessions& sessions() { return *sessions_; }
    Tokens& tokens() { return *tokens_; }

  private:
    explicit Users(Clock& clock) : throttle_(clock) {}
    // Accounts::Check for somebody who may be guessing. Errors: as SignIn.
    Result<Account> Prove(std::string_view name, std::string_view password, std::string_view remote,
                          std::int64_t* seconds_to_wait);
    // What follows from a password that was set.
    Result<void> ForgetOldPassword(std::string_view name);
    Result<Account> AccountOf(const std::optional<std::string>& name) const;
    // Errors: kForbidden (the name is one of Refuse).
    Result<void> CheckRefused(std::string_view name) const;

    Throttle throttle_;
    mutable std::shared_mutex refused_mutex_;
    std::set<std::string, std::less<>> refused_;
    std::unique_ptr<Accounts> accounts_;
    std::unique_ptr<Sessions> sessions_;
    std::unique_ptr<Tokens> tokens_;
};

}  // namespace tram::users
