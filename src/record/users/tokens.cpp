#include "record/users/tokens.h"

#include <algorithm>
#include <tuple>

#include "platform/crypto/crypto.h"

namespace tram::users {

namespace {

constexpr std::string_view kPrefix = "tram_";
constexpr std::size_t kMostLabel = 200;
// The table may lag this far behind in telling when a token was used last.
constexpr std::int64_t kLag = std::int64_t{5} * 60 * 1'000'000;

std::string IdOf(std::string_view hash) {
    return crypto::ToHex(hash.substr(0, 6));
}

std::optional<Instant> TimeOrNever(std::int64_t micros) {
    if (micros == 0) return std::nullopt;
    return Instant{micros};
}

}  // namespace

Result<std::unique_ptr<Tokens>> Tokens::Open(Write write, Clock& clock) {
    std::unique_ptr<Tokens> tokens(new Tokens(std::move(write), clock));
    TRY(tokens->Load());
    return tokens;
}

Result<void> Tokens::Load() {
    return write_([this](database::Connection& connection) -> Result<void> {
        tokens_.clear();
        auto& query =
            *TRY(connection.Prepare("SELECT hash, name, label, created_at, used_at, expires_at, "
                                    "revoked_at FROM user_token"));
        while (TRY(query.Step())) {
            const std::string hash(query.Blob(0));
            tokens_[hash] = {.id = IdOf(hash),
                             .user = std::string(query.Text(1)),
                             .label = std::string(query.Text(2)),
                             .created_at = {query.Int(3)},
                             .used_at = {query.Int(4)},
                             .expires_at = TimeOrNever(query.Int(5)),
                             .revoked_at = TimeOrNever(query.Int(6))};
        }
        return {};
    });
}

Result<std::string> Tokens::Create(std::string_view user, std::string_view label,
                                   std::optional<Instant> expires_at) {
    const auto now = clock_.Now();
    if (label.size() > kMostLabel) {
        return Error{.code = ErrorCode::kInvalid,
                     .message = "the label is too long; use at most 200 bytes",
                     .message_vi = "tên gợi nhớ quá dài; hãy dùng nhiều nhất 200 byte",
                     .path = "label"};
    }
    if (expires_at && *expires_at <= now) {
        return Error{.code = ErrorCode::kInvalid,
                     .message = "the token would be expired already; give a later time",
                     .message_vi = "mã truy cập sẽ hết hạn ngay; hãy chọn thời điểm muộn hơn",
                     .path = "expires"};
    }
    auto secret = std::string(kPrefix) + crypto::ToBase64Url(crypto::RandomBytes(32));
    const auto hash = crypto::HashOf(secret);
    TRY(write_([&](database::Connection& connection) -> Result<void> {
        auto& insert =
            *TRY(connection.Prepare("INSERT INTO user_token (hash, name, label, created_at, "
                                    "used_at, expires_at, revoked_at) "
                                    "VALUES ($1, $2, $3, $4, 0, $5, 0)"));
        insert.BindBlob(1, hash);
        insert.BindText(2, user);
        insert.BindText(3, label);
        insert.Bind(4, now.micros);
        insert.Bind(5, expires_at ? expires_at->micros : 0);
        TRY(insert.Run());
        return {};
    }));
    const std::lock_guard lock(mutex_);
    tokens_[hash] = {.id = IdOf(hash),
                     .user = std::string(user),
                     .label = std::string(label),
                     .created_at = now,
                     .expires_at = expires_at};
    return secret;
}

Result<std::optional<std::string>> Tokens::Find(std::string_view secret) {
    if (!secret.starts_with(kPrefix)) return std::optional<std::string>();
    const auto hash = crypto::HashOf(secret);
    const auto now = clock_.Now();
    std::string user;
    bool write_behind = false;
    {
        const std::lock_guard lock(mutex_);
        const auto found = tokens_.find(hash);
        if (found == tokens_.end()) return std::optional<std::string>();
        auto& token = found->second;
        if (token.revoked_at || (token.expires_at && *token.expires_at <= now)) {
            return std::optional<std::string>();
        }
        user = token.user;
        write_behind = token.used_at.micros + kLag <= now.micros;
        if (write_behind) token.used_at = now;
    }
    if (write_behind) {
        // A full disk must not keep anyone from reading: the next use after the lag writes again.
        (void)write_([&](database::Connection& connection) -> Result<void> {
            auto& update =
                *TRY(connection.Prepare("UPDATE user_token SET used_at = $1 WHERE hash = $2"));
            update.Bind(1, now.micros);
            update.BindBlob(2, hash);
            TRY(update.Run());
            return {};
        });
    }
    return std::optional<std::string>(std::move(user));
}

Result<void> Tokens::Revoke(std::string_view id) {
    const auto now = clock_.Now();
    std::string hash;
    {
        const std::lock_guard lock(mutex_);
        const auto found = std::find_if(tokens_.begin(), tokens_.end(),
                                        [&](const auto& one) { return one.second.id == id; });
        if (found == tokens_.end()) {
            return Error{
                .code = ErrorCode::kNotFound,
                .message = "no such token; `tram token list` names them",
                .message_vi = "không có mã truy cập này; `tram token list` cho xem danh sách",
                .path = "id"};
        }
        if (found->second.revoked_at) {
            return Error{.code = ErrorCode::kConflict,
                         .message = "this token is revoked already",
                         .message_vi = "mã truy cập này đã bị thu hồi từ trước",
                         .path = "id"};
        }
        hash = found->first;
    }
    TRY(write_([&](database::Connection& connection) -> Result<void> {
        auto& update =
            *TRY(connection.Prepare("UPDATE user_token SET revoked_at = $1 WHERE hash = $2"));
        update.Bind(1, now.micros);
        update.BindBlob(2, hash);
        TRY(update.Run());
        return {};
    }));
    const std::lock_guard lock(mutex_);
    tokens_[hash].revoked_at = now;
    return {};
}

std::vector<Token> Tokens::List() const {
    const std::lock_guard lock(mutex_);
    std::vector<Token> all;
    for (const auto& [hash, token] : tokens_) all.push_back(token);
    std::sort(all.begin(), all.end(), [](const Token& a, const Token& b) {
        return std::tie(a.created_at, a.id) < std::tie(b.created_at, b.id);
    });
    return all;
}

}  // namespace tram::users
