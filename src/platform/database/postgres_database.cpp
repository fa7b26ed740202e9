#include <fmt/format.h>

#include "platform/database/faults.h"
#include "platform/database/postgres.h"

namespace tram::database::postgres {
namespace {

constexpr int kOldestServer = 140000;

std::string QuotedName(std::string_view name) {
    std::string quoted = "\"";
    for (const char c : name) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

class PostgresDatabase final : public Database {
  public:
    explicit PostgresDatabase(Options options) : options_(std::move(options)) {}

    Dialect dialect() const override { return Dialect::kPostgres; }

    Result<std::unique_ptr<Connection>> Connect(Connection::Mode mode) override {
        // The address comes last, so that whoever wrote it may decide otherwise.
        const char* const names[] = {"connect_timeout",
                                     "keepalives_idle",
                                     "keepalives_interval",
                                     "tcp_user_timeout",
                                     "fallback_application_name",
                                     "client_encoding",
                                     "dbname",
                                     nullptr};
        const char* const values[] = {
            "5", "30", "10", "30000", "tram", "UTF8", options_.url.c_str(), nullptr};
        PGconn* line = PQconnectdbParams(names, values, /*expand_dbname=*/1);
        auto connection = std::make_unique<PostgresConnection>(line, mode);
        if (PQstatus(line) != CONNECTION_OK) return ConnectionLost(PQerrorMessage(line));
        PQsetNoticeProcessor(
            line, [](void*, const char*) {}, nullptr);
        TRY(CheckServer(line));
        if (PQenterPipelineMode(line) != 1) return ConnectionLost(PQerrorMessage(line));
        TRY(connection->Execute(Settings(mode)));
        return std::unique_ptr<Connection>(std::move(connection));
    }

  private:
    static Result<void> CheckServer(PGconn* line) {
        const char* encoding = PQparameterStatus(line, "server_encoding");
        if (PQserverVersion(line) < kOldestServer || !encoding ||
            std::string_view(encoding) != "UTF8")
            return Error{
                .code = ErrorCode::kUnavailable,
                .message = "The database must be PostgreSQL 14 or newer, with encoding UTF8.",
                .message_vi = "Cơ sở dữ liệu phải là PostgreSQL 14 trở lên, bảng mã UTF8."};
        return {};
    }

    std::string Settings(Connection::Mode mode) const {
        // Short statements by the hundred thousand: compiling them, or waiting long for a lock, is
        // never worth it. Pages are assumed to lie in memory or on an SSD.
        std::string settings =
            "SET timezone = 'UTC'; SET jit = off; SET lock_timeout = 5000; SET random_page_cost = "
            "1.1; "
            "SET synchronous_commit = on;";
        if (!options_.schema.empty())
            settings +=
                fmt::format("SET search_path = {0}; SET application_name = {1};",
                            QuotedName(options_.schema), QuotedName("tram " + options_.schema));
        // Writers run the same few statements by key: planning each anew costs more than it can
        // gain.
        settings += mode == Connection::Mode::kRead ? "SET default_transaction_read_only = on"
                                                    : "SET plan_cache_mode = force_generic_plan";
        return settings;
    }

    Options options_;
};

}  // namespace

Result<std::unique_ptr<Database>> Open(const Options& options) {
    auto database = std::make_unique<PostgresDatabase>(options);
    auto first = TRY(database->Connect(Connection::Mode::kWrite));
    if (!options.schema.empty())
        TRY(first->Execute(
            fmt::format("CREATE SCHEMA IF NOT EXISTS {}", QuotedName(options.schema))));
    return std::unique_ptr<Database>(std::move(database));
}

}  // namespace tram::database::postgres
