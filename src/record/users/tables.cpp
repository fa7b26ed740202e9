#include "record/users/tables.h"

namespace tram::users {

namespace {

// Times are microseconds since 1970; 0 in expires_at and revoked_at: never.
constexpr std::string_view kSchema = R"sql(
-- Who may sign in. `units` are ids of Organizations, separated by spaces.
CREATE TABLE IF NOT EXISTS user_account (name TEXT NOT NULL PRIMARY KEY, password TEXT NOT NULL,
    display_name TEXT NOT NULL, role TEXT NOT NULL, units TEXT NOT NULL, disabled INTEGER NOT NULL,
    created_at INTEGER NOT NULL, password_at INTEGER NOT NULL);
-- Of a secret only its hash is kept, so that a copy of the database opens no door.
CREATE TABLE IF NOT EXISTS user_session (hash BLOB NOT NULL PRIMARY KEY, name TEXT NOT NULL,
    created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS user_token (hash BLOB NOT NULL PRIMARY KEY, name TEXT NOT NULL,
    label TEXT NOT NULL, created_at INTEGER NOT NULL, used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL, revoked_at INTEGER NOT NULL);
)sql";

}  // namespace

Result<void> MakeTables(const Write& write) {
    return write([](database::Connection& connection) -> Result<void> {
        return connection.Execute(database::ForDialect(kSchema, connection.dialect()));
    });
}

}  // namespace tram::users
