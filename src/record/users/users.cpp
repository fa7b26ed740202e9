#include "record/users/users.h"

#include <fmt/format.h>

namespace tram::users {

Result<std::unique_ptr<Users>> Users::Open(const Write& write, access::Roles roles, Clock& clock,
                                           SessionRules rules) {
    TRY(MakeTables(write));
    std::unique_ptr<Users> users(new Users(clock));
    users->accounts_ = TRY(Accounts::Open(write, std::move(roles), clock));
    users->sessions_ = TRY(Sessions::Open(write, clock, rules));
    users->tokens_ = TRY(Tokens::Open(write, clock));
    return users;
}

Result<Account> Users::Prove(std::string_view name, std::string_view password,
                             std::string_view remote, std::int64_t* seconds_to_wait) {
    // A name that could be nobody's is counted under one key, so that it cannot fill the memory.
    const auto clean = CleanName(name);
    const std::string key = clean ? *clean : "";
    const auto wait = throttle_.SecondsToWait(key, remote);
    if (seconds_to_wait) *seconds_to_wait = wait;
    if (wait > 0) {
        return Error{
            .code = ErrorCode::kBusy,
            .message = fmt::format("too many failed attempts; try again in {} seconds", wait),
            .message_vi = fmt::format("đã nhập sai nhiều lần; vui lòng thử lại sau {} giây", wait)};
    }
    auto account = accounts_->Check(name, password);
    if (!account) {
        if (account.error().code == ErrorCode::kUnauthenticated) throttle_.Failed(key, remote);
        return std::move(account).error();
    }
    throttle_.Succeeded(key);
    return std::move(*account);
}

Result<SignedIn> Users::SignIn(std::string_view name, std::string_view password,
                               std::string_view remote, std::int64_t* seconds_to_wait) {
    auto account = TRY(Prove(name, password, remote, seconds_to_wait));
    TRY(CheckRefused(account.name));
    auto secret = TRY(sessions_->Begin(account.name));
    return SignedIn{.account = std::move(account), .secret = std::move(secret)};
}

Result<Account> Users::AccountOf(const std::optional<std::string>& name) const {
    auto account = name ? accounts_->Find(*name) : std::nullopt;
    if (!account) {
        return Error{
            .code = ErrorCode::kUnauthenticated,
            .message = "the session has ended or the token is not valid; sign in again",
            .message_vi =
                "phiên làm việc đã hết hoặc mã truy cập không còn giá trị; vui lòng đăng nhập lại"};
    }
    if (account->disabled || !account->role) {
        return Error{.code = ErrorCode::kForbidden,
                     .message = "this account is disabled; ask an administrator",
                     .message_vi = "tài khoản này đã bị khóa; vui lòng hỏi người quản trị"};
    }
    TRY(CheckRefused(account->name));
    return std::move(*account);
}

void Users::Refuse(std::set<std::string, std::less<>> names) {
    const std::unique_lock lock(refused_mutex_);
    refused_ = std::move(names);
}

Result<void> Users::CheckRefused(std::string_view name) const {
    const std::shared_lock lock(refused_mutex_);
    if (!refused_.contains(name)) return {};
    return Error{.code = ErrorCode::kForbidden,
                 .message =
                     "this sign-in of the demo works only on the machine itself, since its "
                     "password is public; ask an administrator to set another password",
                 .message_vi =
                     "Tài khoản xem thử chỉ dùng được ngay trên máy chủ vì mật khẩu của nó "
                     "là công khai. Hãy nhờ người quản trị đặt mật khẩu khác."};
}

Result<Account> Users::OfSession(std::string_view secret) {
    return AccountOf(TRY(sessions_->Find(secret)));
}

Result<Account> Users::OfToken(std::string_view secret) {
    return AccountOf(TRY(tokens_->Find(secret)));
}

Result<void> Users::SetPassword(std::string_view name, std::string_view password) {
    TRY(accounts_->SetPassword(name, password));
    return ForgetOldPassword(TRY(CleanName(name)));
}

Result<void> Users::ForgetOldPassword(std::string_view name) {
    {
        const std::unique_lock lock(refused_mutex_);
        if (const auto found = refused_.find(name); found != refused_.end()) refused_.erase(found);
    }
    return sessions_->EndAllOf(name);
}

Result<std::string> Users::ChangePassword(const PasswordChange& change,
                                          std::int64_t* seconds_to_wait) {
    const auto account = Prove(change.name, change.current, change.remote, seconds_to_wait);
    if (!account) {
        if (account.error().code != ErrorCode::kUnauthenticated) return account.error();
        return Error{.code = ErrorCode::kInvalid,
                     .message =
                         "this is not the current password; type it again, or ask an "
                         "administrator to set a new one",
                     .message_vi =
                         "Mật khẩu hiện tại chưa đúng. Hãy nhập lại; nếu đã quên, nhờ "
                         "người quản trị đặt mật khẩu mới.",
                     .path = "current"};
    }
    // Whoever was given a password is to have one that nobody else knows.
    if (change.next == change.current) {
        return Error{.code = ErrorCode::kInvalid,
                     .message = "this is the current password; choose another",
                     .message_vi = "Mật khẩu mới trùng mật khẩu hiện tại; hãy chọn mật khẩu khác.",
                     .path = "next"};
    }
    // An administrator who sets a password while this one is looked at has the last word.
    TRY(accounts_->SetPassword(account->name, change.next, account->password_at));
    TRY(ForgetOldPassword(account->name));
    return sessions_->Begin(account->name);
}

Result<void> Users::Disable(std::string_view name) {
    TRY(accounts_->SetDisabled(name, true));
    return sessions_->EndAllOf(TRY(CleanName(name)));
}

}  // namespace tram::users
