#include "record/users/sessions.h"

#include <vector>

#include "platform/crypto/crypto.h"

namespace tram::users {

namespace {

constexpr std::int64_t kSecond = 1'000'000;
// The table may lag this far behind memory, or each click would be a write. A restart can cut a
// session short by it.
constexpr std::int64_t kLag = 60 * kSecond;
constexpr std::size_t kMostOfOneUser = 20;

}  // namespace

Result<std::unique_ptr<Sessions>> Sessions::Open(Write write, Clock& clock, SessionRules rules) {
    std::unique_ptr<Sessions> sessions(new Sessions(std::move(write), clock, rules));
    TRY(sessions->Load());
    return sessions;
}

Result<void> Sessions::Load() {
    const auto now = clock_.Now();
    return write_([this, now](database::Connection& connection) -> Result<void> {
        sessions_.clear();
        auto& sweep = *TRY(
            connection.Prepare("DELETE FROM user_session WHERE created_at <= $1 OR seen_at <= $2"));
        sweep.Bind(1, now.micros - rules_.most_seconds * kSecond);
        sweep.Bind(2, now.micros - rules_.idle_seconds * kSecond);
        TRY(sweep.Run());
        auto& query =
            *TRY(connection.Prepare("SELECT hash, name, created_at, seen_at FROM user_session"));
        while (TRY(query.Step())) {
            sessions_[std::string(query.Blob(0))] = {.name = std::string(query.Text(1)),
                                                     .created_at = {query.Int(2)},
                                                     .seen_at = {query.Int(3)},
                                                     .written_at = {query.Int(3)}};
        }
        return {};
    });
}

bool Sessions::HasEnded(const Session& session, Instant now) const {
    return session.created_at.micros + rules_.most_seconds * kSecond <= now.micros ||
           session.seen_at.micros + rules_.idle_seconds * kSecond <= now.micros;
}

Result<std::string> Sessions::Begin(std::string_view user_name) {
    auto secret = crypto::ToBase64Url(crypto::RandomBytes(32));
    const auto hash = crypto::HashOf(secret);
    const auto now = clock_.Now();
    std::vector<std::string> ended;
    {
        const std::lock_guard lock(mutex_);
        std::size_t of_user = 0;
        const std::string* oldest = nullptr;
        for (const auto& [key, session] : sessions_) {
            if (HasEnded(session, now)) {
                ended.push_back(key);
            } else if (session.name == user_name) {
                ++of_user;
                if (!oldest || session.seen_at < sessions_.at(*oldest).seen_at) oldest = &key;
            }
        }
        if (of_user >= kMostOfOneUser) ended.push_back(*oldest);
        for (const auto& key : ended) sessions_.erase(key);
    }
    TRY(write_([&](database::Connection& connection) -> Result<void> {
        auto& remove = *TRY(connection.Prepare("DELETE FROM user_session WHERE hash = $1"));
        for (const auto& key : ended) {
            remove.BindBlob(1, key);
            TRY(remove.Run());
        }
        auto& insert = *TRY(connection.Prepare(
            "INSERT INTO user_session (hash, name, created_at, seen_at) VALUES ($1, $2, $3, $4)"));
        insert.BindBlob(1, hash);
        insert.BindText(2, user_name);
        insert.Bind(3, now.micros);
        insert.Bind(4, now.micros);
        TRY(insert.Run());
        return {};
    }));
    const std::lock_guard lock(mutex_);
    sessions_[hash] = {
        .name = std::string(user_name), .created_at = now, .seen_at = now, .written_at = now};
    return secret;
}

Result<std::optional<std::string>> Sessions::Find(std::string_view secret) {
    // The table is looked up by hash: how long that takes tells nothing of the secret.
    const auto hash = crypto::HashOf(secret);
    const auto now = clock_.Now();
    std::string name;
    bool write_behind = false;
    {
        const std::lock_guard lock(mutex_);
        const auto found = sessions_.find(hash);
        if (found == sessions_.end()) return std::optional<std::string>();
        auto& session = found->second;
        if (HasEnded(session, now)) {
            sessions_.erase(found);
            return std::optional<std::string>();
        }
        session.seen_at = now;
        name = session.name;
        write_behind = session.written_at.micros + kLag <= now.micros;
        if (write_behind) session.written_at = now;
    }
    if (write_behind) {
        // A full disk must not keep anyone from reading: the next click after the lag writes again.
        (void)write_([&](database::Connection& connection) -> Result<void> {
            auto& update =
                *TRY(connection.Prepare("UPDATE user_session SET seen_at = $1 WHERE hash = $2"));
            update.Bind(1, now.micros);
            update.BindBlob(2, hash);
            TRY(update.Run());
            return {};
        });
    }
    return std::optional<std::string>(std::move(name));
}

Result<void> Sessions::End(std::string_view secret) {
    const auto hash = crypto::HashOf(secret);
    {
        const std::lock_guard lock(mutex_);
        if (sessions_.erase(hash) == 0) return {};
    }
    return write_([&](database::Connection& connection) -> Result<void> {
        auto& remove = *TRY(connection.Prepare("DELETE FROM user_session WHERE hash = $1"));
        remove.BindBlob(1, hash);
        TRY(remove.Run());
        return {};
    });
}

Result<void> Sessions::EndAllOf(std::string_view user_name) {
    {
        const std::lock_guard lock(mutex_);
        std::erase_if(sessions_, [&](const auto& one) { return one.second.name == user_name; });
    }
    return write_([&](database::Connection& connection) -> Result<void> {
        auto& remove = *TRY(connection.Prepare("DELETE FROM user_session WHERE name = $1"));
        remove.BindText(1, user_name);
        TRY(remove.Run());
        return {};
    });
}

}  // namespace tram::users
