#include "record/users/accounts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "record/users/password.h"

namespace tram::users {

namespace {

constexpr std::size_t kMostName = 64;

std::vector<std::string> SplitWords(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

Error UnknownUser() {
    return {.code = ErrorCode::kNotFound,
            .message = "no such user; `tram user list` names them",
            .message_vi = "không có người dùng này; `tram user list` cho xem danh sách",
            .path = "name"};
}

bool IsUnitId(std::string_view id) {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '.';
    });
}

Result<void> CheckUnits(const access::Role& role, const std::vector<std::string>& units) {
    for (const auto& unit : units) {
        if (IsUnitId(unit)) continue;
        return Error{.code = ErrorCode::kInvalid,
                     .message = "a unit is given by the id of its Organization",
                     .message_vi = "đơn vị được ghi bằng mã (id) Organization của đơn vị đó",
                     .path = "unit"};
    }
    if (role.names && !role.unlimited && units.empty()) {
        return Error{.code = ErrorCode::kInvalid,
                     .message = fmt::format(
                         "the role '{}' sees the records of its units; name at least one", role.id),
                     .message_vi = fmt::format(
                         "vai trò '{}' chỉ xem hồ sơ của đơn vị mình; hãy ghi ít nhất một đơn vị",
                         role.title_vi),
                     .path = "unit"};
    }
    return {};
}

Result<void> CheckDisplayName(std::string_view name) {
    const bool has_control = std::any_of(name.begin(), name.end(),
                                         [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (name.size() <= 200 && !has_control) return {};
    return Error{.code = ErrorCode::kInvalid,
                 .message = "a display name is one line of at most 200 bytes",
                 .message_vi = "tên hiển thị là một dòng, dài nhất 200 byte",
                 .path = "display_name"};
}

std::string KnownRoles(const access::Roles& roles) {
    std::vector<std::string> ids;
    for (const auto& role : roles.All()) ids.push_back(role->id);
    return fmt::format("{}", fmt::join(ids, ", "));
}

}  // namespace

Result<std::string> CleanName(std::string_view name) {
    std::string clean(name);
    for (auto& c : clean) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    const bool fits = clean.size() >= 2 && clean.size() <= kMostName &&
                      std::all_of(clean.begin(), clean.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
                                 c == '_' || c == '-' || c == '@';
                      });
    // "system" is the program itself in every log; nobody may sign in as it.
    if (!fits || clean == "system") {
        return Error{
            .code = ErrorCode::kInvalid,
            .message =
                "a user name has 2 to 64 of a-z, 0-9, '.', '_', '-', '@', and is not 'system'",
            .message_vi =
                "tên đăng nhập gồm 2 đến 64 ký tự a-z, 0-9, '.', '_', '-', '@' và không phải là "
                "'system'",
            .path = "name"};
    }
    return clean;
}

Result<std::unique_ptr<Accounts>> Accounts::Open(Write write, access::Roles roles, Clock& clock) {
    std::unique_ptr<Accounts> accounts(new Accounts(std::move(write), std::move(roles), clock));
    TRY(accounts->Load());
    return accounts;
}

Result<void> Accounts::Load() {
    return write_([this](database::Connection& connection) -> Result<void> {
        accounts_.clear();
        auto& query =
            *TRY(connection.Prepare("SELECT name, password, role, units, disabled, created_at, "
                                    "password_at, display_name FROM user_account"));
        while (TRY(query.Step())) {
            Kept kept;
            kept.account.name = query.Text(0);
            kept.password = query.Text(1);
            kept.role_id = query.Text(2);
            kept.account.role = roles_.Find(kept.role_id);
            kept.account.units = SplitWords(query.Text(3));
            kept.account.disabled = query.Int(4) != 0;
            kept.account.created_at = {query.Int(5)};
            kept.account.password_at = {query.Int(6)};
            kept.account.display_name = query.Text(7);
            auto name = kept.account.name;
            accounts_.emplace(std::move(name), std::move(kept));
        }
        return {};
    });
}

Result<void> Accounts::Add(const NewAccount& account) {
    const auto name = TRY(CleanName(account.name));
    const auto role = roles_.Find(account.role);
    if (!role) {
        const auto known = KnownRoles(roles_);
        return Error{
            .code = ErrorCode::kNotFound,
            .message = fmt::format("no such role; there are: {}", known),
            .message_vi = fmt::format("không có vai trò này; các vai trò hiện có: {}", known),
            .path = "role"};
    }
    TRY(CheckUnits(*role, account.units));
    TRY(CheckDisplayName(account.display_name));
    TRY(CheckPassword(account.password, name));
    const std::lock_guard changing(changing_);
    if (Find(name)) {
        return Error{.code = ErrorCode::kConflict,
                     .message = "this user name is taken; choose another",
                     .message_vi = "tên đăng nhập này đã có người dùng; hãy chọn tên khác",
                     .path = "name"};
    }
    const auto now = clock_.Now();
    const auto& shown = account.display_name.empty() ? name : account.display_name;
    return Replace({.account = {.name = name,
                                .display_name = shown,
                                .role = role,
                                .units = account.units,
                                .created_at = now,
                                .password_at = now},
                    .role_id = role->id,
                    .password = TRY(KeepPassword(account.password))});
}

Result<void> Accounts::SetPassword(std::string_view name, std::string_view password,
                                   std::optional<Instant> only_if_set_at) {
    const std::lock_guard changing(changing_);
    auto kept = TRY(Copy(name));
    if (only_if_set_at && kept.account.password_at.micros != only_if_set_at->micros) {
        return Error{.code = ErrorCode::kConflict,
                     .message = "the password has been set anew meanwhile; sign in with that one",
                     .message_vi =
                         "Mật khẩu vừa được đặt lại ở nơi khác; hãy đăng nhập bằng mật "
                         "khẩu đó."};
    }
    TRY(CheckPassword(password, kept.account.name));
    kept.password = TRY(KeepPassword(password));
    kept.account.password_at = clock_.Now();
    return Replace(kept);
}

Result<void> Accounts::SetDisabled(std::string_view name, bool disabled) {
    const std::lock_guard changing(changing_);
    auto kept = TRY(Copy(name));
    const bool administrator = kept.account.role && kept.account.role->administrator;
    if (disabled && administrator && CountAdministrators(kept.account.name) == 0) {
        return Error{
            .code = ErrorCode::kConflict,
            .message = "this is the last administrator; add another one first",
            .message_vi = "đây là người quản trị cuối cùng; hãy thêm một người quản trị khác trước",
            .path = "name"};
    }
    kept.account.disabled = disabled;
    return Replace(kept);
}

Result<Accounts::Kept> Accounts::Copy(std::string_view name) const {
    const auto clean = CleanName(name);
    const std::shared_lock lock(mutex_);
    const auto found = clean ? accounts_.find(*clean) : accounts_.end();
    if (found == accounts_.end()) return UnknownUser();
    return found->second;
}

Result<void> Accounts::Replace(const Kept& kept) {
    const auto& account = kept.account;
    TRY(write_([&](database::Connection& connection) -> Result<void> {
        auto& remove = *TRY(connection.Prepare("DELETE FROM user_account WHERE name = $1"));
        remove.BindText(1, account.name);
        TRY(remove.Run());
        auto& insert =
            *TRY(connection.Prepare("INSERT INTO user_account (name, password, role, units, "
                                    "disabled, created_at, password_at, display_name) "
                                    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"));
        const auto units = fmt::format("{}", fmt::join(account.units, " "));
        insert.BindText(1, account.name);
        insert.BindText(2, kept.password);
        insert.BindText(3, kept.role_id);
        insert.BindText(4, units);
        insert.Bind(5, account.disabled ? 1 : 0);
        insert.Bind(6, account.created_at.micros);
        insert.Bind(7, account.password_at.micros);
        insert.BindText(8, account.display_name);
        TRY(insert.Run());
        return {};
    }));
    const std::unique_lock lock(mutex_);
    accounts_.insert_or_assign(account.name, kept);
    return {};
}

std::optional<Account> Accounts::Find(std::string_view name) const {
    const auto kept = Copy(name);
    if (!kept) return std::nullopt;
    return kept->account;
}

std::vector<Account> Accounts::List() const {
    const std::shared_lock lock(mutex_);
    std::vector<Account> all;
    for (const auto& [name, kept] : accounts_) all.push_back(kept.account);
    return all;
}

int Accounts::CountAdministrators(std::string_view besides) const {
    const std::shared_lock lock(mutex_);
    return static_cast<int>(std::count_if(accounts_.begin(), accounts_.end(), [&](const auto& one) {
        const auto& account = one.second.account;
        return account.name != besides && !account.disabled && account.role &&
               account.role->administrator;
    }));
}

bool Accounts::HasAdministrator() const {
    return CountAdministrators("") > 0;
}

Result<Account> Accounts::Check(std::string_view name, std::string_view password) const {
    // What an unknown name is checked against, so that time does not tell who exists.
    static const auto nobody = KeepPassword(NewPassword());
    const auto kept = Copy(name);
    const bool known = kept && !kept->account.disabled && kept->account.role;
    const auto& hash = known ? kept->password : TRY(nobody);
    const bool right = TRY(IsPassword(hash, password));
    if (!known || !right) {
        return Error{
            .code = ErrorCode::kUnauthenticated,
            .message = "user name or password is wrong, or the user is disabled",
            .message_vi = "tên đăng nhập hoặc mật khẩu chưa đúng, hoặc tài khoản đã bị khóa"};
    }
    return kept->account;
}

}  // namespace tram::users
