#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <optional>

#include "record/store/ownership.h"

namespace tram::record {
namespace {

constexpr std::int64_t kLeaseMicros = 15'000'000;
constexpr std::int64_t kRenewMicros = 5'000'000;

// The row `lease` of `store`: who holds it, until when, by the clock of the database.
struct Terms {
    std::int64_t fence = 0;  // rises with each owner
    std::int64_t until = 0;  // microseconds since 1970; 0: given back
    std::int64_t pid = 0;
    std::string host;

    std::string ToText() const {
        return std::to_string(fence) + " " + std::to_string(until) + " " + std::to_string(pid) +
               " " + host;
    }
    static std::optional<Terms> Parse(std::string_view text) {
        Terms terms;
        const char* at = text.data();
        const char* const end = at + text.size();
        for (auto* number : {&terms.fence, &terms.until, &terms.pid}) {
            const auto [stop, fault] = std::from_chars(at, end, *number);
            if (fault != std::errc() || stop == end || *stop != ' ') return std::nullopt;
            at = stop + 1;
        }
        terms.host.assign(at, end);
        return terms;
    }
};

std::string HostName() {
    char name[256] = {};
    ::gethostname(name, sizeof(name) - 1);
    return name;
}

// A process of this machine that is gone will not come back, so nobody need wait for its lease to
// end.
bool IsGone(const Terms& terms, const std::string& host) {
    return terms.host == host && ::kill(static_cast<pid_t>(terms.pid), 0) != 0 && errno == ESRCH;
}

Result<std::int64_t> DatabaseNow(database::Connection& connection) {
    auto* query = TRY(connection.Prepare(
        "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)"));
    TRAM_CHECK(TRY(query->Step()));
    const auto now = query->Int(0);
    query->Reset();
    return now;
}

// The row, locked until the transaction ends; nullopt: none yet.
Result<std::optional<Terms>> LockRow(database::Connection& connection) {
    auto* query = TRY(connection.Prepare("SELECT value FROM store WHERE key = 'lease' FOR UPDATE"));
    if (!TRY(query->Step())) return std::optional<Terms>();
    const auto terms = Terms::Parse(query->Text(0));
    query->Reset();
    return terms;
}

Result<void> WriteRow(database::Connection& connection, const Terms& terms) {
    auto* statement =
        TRY(connection.Prepare("INSERT INTO store (key, value) VALUES ('lease', $1) "
                               "ON CONFLICT (key) DO UPDATE SET value = excluded.value"));
    const auto text = terms.ToText();
    statement->BindText(1, text);
    TRY(statement->Run());
    return {};
}

class Lease : public Ownership {
  public:
    Lease(database::Database& database, Terms terms)
        : database_(database), terms_(std::move(terms)), renewed_(Steady::now()) {}

    ~Lease() override {
        auto connection = database_.Connect(database::Connection::Mode::kWrite);
        if (!connection) return;  // it ends by itself
        auto& line = **connection;
        if (!line.Begin(database::Connection::Mode::kWrite)) return;
        const auto row = LockRow(line);
        terms_.until = 0;
        const bool ours = row && *row && (*row)->fence == terms_.fence;
        if (!ours || !WriteRow(line, terms_) || !line.Commit()) line.Rollback();
    }

    Result<void> Verify(database::Connection& connection) override {
        const auto row = TRY(LockRow(connection));
        if (!row || row->fence != terms_.fence) {
            return Error{.code = ErrorCode::kUnavailable,
                         .message =
                             "another process has taken over this database; this one no longer "
                             "writes and should be stopped",
                         .message_vi =
                             "Một tiến trình khác đã tiếp quản cơ sở dữ liệu này. Hãy dừng "
                             "tiến trình này."};
        }
        const auto since =
            std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - renewed_);
        if (since.count() < kRenewMicros) return {};
        terms_.until = TRY(DatabaseNow(connection)) + kLeaseMicros;
        TRY(WriteRow(connection, terms_));
        renewed_ = Steady::now();
        return {};
    }

    int renew_millis() const override { return static_cast<int>(kRenewMicros / 1000); }

  private:
    using Steady = std::chrono::steady_clock;
    database::Database& database_;
    Terms terms_;
    Steady::time_point renewed_;
};

Error HeldBy(const Terms& terms) {
    const std::string owner = "process " + std::to_string(terms.pid) + " on " + terms.host;
    return {
        .code = ErrorCode::kConflict,
        .message = "this database is in use by " + owner +
                   "; stop that one first, or wait some 15 seconds if it has died",
        .message_vi = "Cơ sở dữ liệu đang được tiến trình " + std::to_string(terms.pid) +
                      " trên máy " + terms.host +
                      " sử dụng. Hãy dừng tiến trình đó, hoặc đợi khoảng 15 giây nếu nó đã hỏng."};
}

Result<Terms> Take(database::Connection& connection) {
    const auto host = HostName();
    const auto now = TRY(DatabaseNow(connection));
    const auto present = TRY(LockRow(connection));
    if (present && present->until > now && !IsGone(*present, host)) return HeldBy(*present);
    Terms terms{.fence = (present ? present->fence : 0) + 1,
                .until = now + kLeaseMicros,
                .pid = ::getpid(),
                .host = host};
    TRY(WriteRow(connection, terms));
    return terms;
}

}  // namespace

Result<std::unique_ptr<Ownership>> Ownership::OfDatabase(database::Database& database,
                                                         database::Connection& connection) {
    TRY(connection.Begin(database::Connection::Mode::kWrite));
    auto terms = Take(connection);
    if (!terms) {
        connection.Rollback();
        return std::move(terms).error();
    }
    TRY(connection.Commit());
    return std::unique_ptr<Ownership>(std::make_unique<Lease>(database, std::move(terms).value()));
}

}  // namespace tram::record
