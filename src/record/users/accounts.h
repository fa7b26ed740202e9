// Accounts: who may sign in, in which role, for which units.
//
// Invariant: memory and table agree; a change is in the table before anybody sees it.
// Thread safety: may be used from any thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "record/access/roles.h"
#include "record/users/tables.h"

namespace tram::users {

struct Account {
    std::string name;  // lower case: a-z 0-9 . _ - @
    std::string display_name;
    std::shared_ptr<const access::Role> role;
    std::vector<std::string> units;  // ids of Organizations
    bool disabled = false;
    Instant created_at;
    Instant password_at;  // when the password was set
};

struct NewAccount {
    std::string name;
    std::string role;
    std::vector<std::string> units;
    std::string password;
    std::string display_name = {};  // empty: the name
};

class Accounts {
  public:
    // Accounts whose role is no longer in `roles` are kept and cannot sign in.
    static Result<std::unique_ptr<Accounts>> Open(Write write, access::Roles roles, Clock& clock);

    // Errors: kInvalid (name, password, or a role that needs a unit), kNotFound (role), kConflict
    // (the name is taken); path "name", "password", "role" or "unit".
    Result<void> Add(const NewAccount& account);
    // With `only_if_set_at`: only while the password is still the one set at that instant.
    // Errors: kNotFound, kInvalid, kConflict (it has been set anew since).
    Result<void> SetPassword(std::string_view name, std::string_view password,
                             std::optional<Instant> only_if_set_at = std::nullopt);
    // Errors: kNotFound, kConflict (would leave no administrator).
    Result<void> SetDisabled(std::string_view name, bool disabled);

    // Any case of letters names the same user.
    std::optional<Account> Find(std::string_view name) const;
    std::vector<Account> List() const;  // by name
    bool HasAdministrator() const;      // one that is not disabled

    // The account behind a name and its password. Takes as long for an unknown name as for a wrong
    // password, and says the same. Errors: kUnauthenticated, kBusy.
    Result<Account> Check(std::string_view name, std::string_view password) const;

    const access::Roles& roles() const { return roles_; }

  private:
    struct Kept {
        Account account;
        std::string role_id;
        std::string password;  // as KeepPassword made it
    };
    Accounts(Write write, access::Roles roles, Clock& clock)
        : write_(std::move(write)), roles_(std::move(roles)), clock_(clock) {}
    Result<void> Load();
    Result<Kept> Copy(std::string_view name) const;
    Result<void> Replace(const Kept& kept);
    int CountAdministrators(std::string_view besides) const;

    Write write_;
    access::Roles roles_;
    Clock& clock_;
    std::mutex changing_;  // one change at a time, from the check to the table to memory
    mutable std::shared_mutex mutex_;
    std::map<std::string, Kept, std::less<>> accounts_;
};

// The name as accounts are kept under. Errors: kInvalid with path "name".
Result<std::string> CleanName(std::string_view name);

}  // namespace tram::users
