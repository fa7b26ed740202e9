#include <fmt/format.h>

#include <cstring>

#include "platform/database/faults.h"
#include "platform/database/postgres.h"

namespace tram::database::postgres {

PostgresConnection::~PostgresConnection() {
    statements_.Clear();
    PQfinish(line_);
}

// https://www.postgresql.org/docs/15/errcodes-appendix.html
Error PostgresConnection::FaultOf(const PGresult* answer) {
    const char* field = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    const std::string_view state = field ? field : "";
    if (PQstatus(line_) != CONNECTION_OK || state.empty()) return Lost();
    const auto in_class = [&](std::string_view two) { return state.substr(0, 2) == two; };
    std::string detail = fmt::format("postgres {}", state);
    // The words of class 22 (data exceptions) quote the value at fault.
    const char* words = PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY);
    if (words && !in_class("22")) detail += fmt::format(": {}", words);

    if (state == "57014") return TookTooLong(std::move(detail));
    if (state == "40001" || state == "40P01" || state == "55P03")
        return LockedByOthers(std::move(detail));
    if (state == "53100") return DiskFull(std::move(detail));
    if (state == "53300") return TooManyConnections(std::move(detail));
    if (state == "23505") return AlreadyThere(std::move(detail));
    if (in_class("53") || in_class("58") || state == "XX001" || state == "XX002")
        return CannotReachDisk(std::move(detail));
    // A writer that may no longer write talks to a server that has become a replica.
    const bool demoted = state == "25006" && mode_ == Mode::kWrite;
    if (in_class("08") || demoted || state == "57P01" || state == "57P02" || state == "57P03" ||
        state == "57P05") {
        broken_ = true;
        return ConnectionLost(std::move(detail));
    }
    // A table was swapped under a prepared statement ("cached plan must not change result type");
    // the next Prepare reads it anew.
    if (state == "0A000" && words && std::strstr(words, "cached plan")) {
        broken_ = true;
        return LockedByOthers(std::move(detail));
    }
    return BrokenQuery(std::move(detail));
}

Error PostgresConnection::Lost() {
    broken_ = true;
    return ConnectionLost(PQerrorMessage(line_));
}

void PostgresConnection::CancelNow() {
    if (auto* cancel = PQgetCancel(line_)) {
        char why[256];
        PQcancel(cancel, why, sizeof why);
        PQfreeCancel(cancel);
    }
}

void PostgresConnection::Deallocate(const std::string& name) {
    waiting_.push_back(fmt::format("DEALLOCATE {}", name));
}

Result<void> PostgresConnection::Settle() {
    if (under_way_) under_way_->SetAside();
    for (; unread_syncs_ > 0 && !Broken(); --unread_syncs_) ReadToSync();
    if (Broken()) return Lost();
    return {};
}

bool PostgresConnection::SendWaiting() {
    // What is set inside a transaction goes when that is rolled back; so a setting goes ahead of
    // BEGIN if it can, and behind a sync, without which the server would take both for one
    // transaction.
    const std::string setting = TakeSetting();
    const bool inside = in_transaction_ && begun_;
    if (!setting.empty()) {
        if (!Send(setting.c_str())) return false;
        if (inside) {
            set_inside_ = true;
            waiting_.insert(waiting_.begin(), setting);
        } else {
            if (PQpipelineSync(line_) != 1) return false;
            ++unread_syncs_;
        }
    }
    begun_ = in_transaction_;
    for (std::size_t i = inside && !setting.empty() ? 1 : 0; i < waiting_.size(); ++i)
        if (!Send(waiting_[i].c_str())) return false;
    return true;
}

Result<void> PostgresConnection::AnswersOfWaiting(bool sent) {
    const std::size_t count = waiting_.size();
    waiting_.clear();
    if (!sent) return Lost();
    for (; unread_syncs_ > 0 && !Broken(); --unread_syncs_) ReadToSync();
    for (std::size_t i = 0; i < count; ++i) {
        const Answer answer(PQgetResult(line_));
        if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) {
            Error error = FaultOf(answer.get());
            time_limit_there_ = -1;
            ReadToSync();
            return error;
        }
        const Answer end(PQgetResult(line_));
    }
    return {};
}

bool PostgresConnection::Send(const char* command) {
    return PQsendQueryParams(line_, command, 0, nullptr, nullptr, nullptr, nullptr, 0) == 1;
}

std::string PostgresConnection::TakeSetting() {
    if (time_limit_millis_ == time_limit_there_) return "";
    time_limit_there_ = time_limit_millis_;
    return fmt::format("SET statement_timeout = {}", time_limit_millis_);
}

void PostgresConnection::EndTrip() {
    ReadToSync();
}

void PostgresConnection::ReadToSync() {
    // Two empty answers in a row: the line has nothing more to say.
    for (int empty = 0; empty < 2;) {
        const Answer answer(PQgetResult(line_));
        if (PQresultStatus(answer.get()) == PGRES_PIPELINE_SYNC) return;
        empty = answer ? 0 : empty + 1;
        if (PQstatus(line_) != CONNECTION_OK) break;
    }
    if (PQstatus(line_) != CONNECTION_OK) broken_ = true;
}

void PostgresConnection::SendWithoutWaiting(const char* command) {
    if (!Send(command) || PQpipelineSync(line_) != 1) {
        broken_ = true;
        return;
    }
    ++unread_syncs_;
}

Result<Statement*> PostgresConnection::Prepare(std::string_view sql) {
    return TRY(PrepareOwn(sql));
}

Result<PostgresStatement*> PostgresConnection::PrepareOwn(std::string_view sql) {
    if (auto* statement = statements_.Find(sql)) {
        statement->MakeReady();
        return statement;
    }
    std::string name = fmt::format("s{}", ++names_);
    const std::string text(sql);
    TRY(StartTrip([&](PGconn* line) {
        return PQsendPrepare(line, name.c_str(), text.c_str(), 0, nullptr) == 1 &&
               PQsendDescribePrepared(line, name.c_str()) == 1;
    }));
    const Answer prepared(PQgetResult(line_));
    if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK) {
        Error error = FaultOf(prepared.get());
        ReadToSync();
        return error;
    }
    const Answer end(PQgetResult(line_));
    const Answer description(PQgetResult(line_));
    if (PQresultStatus(description.get()) != PGRES_COMMAND_OK) {
        Error error = FaultOf(description.get());
        ReadToSync();
        return error;
    }
    ReadToSync();
    if (text.find_first_not_of(" \t\r\n;") == text.npos)
        return BrokenQuery("not exactly one statement");
    return statements_.Add(
        sql, std::make_unique<PostgresStatement>(*this, std::move(name), description.get()));
}

Result<void> PostgresConnection::Execute(std::string_view script) {
    // A script of several statements needs the simple protocol, which has no pipeline; what waits
    // goes ahead of it in the same trip.
    TRY(Settle());
    std::string text = TakeSetting();
    if (!text.empty()) {
        text += ";";
        set_inside_ = set_inside_ || in_transaction_;
    }
    for (const auto& command : waiting_) text += command + ";";
    waiting_.clear();
    begun_ = in_transaction_;
    text += script;
    if (PQexitPipelineMode(line_) != 1) return Lost();
    Result<void> done;
    if (PQsendQuery(line_, text.c_str()) != 1) return Lost();
    while (const Answer answer{PQgetResult(line_)}) {
        const auto status = PQresultStatus(answer.get());
        if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE)
            done = FaultOf(answer.get());
        if (PQstatus(line_) != CONNECTION_OK) return Lost();
    }
    if (!done) time_limit_there_ = -1;
    if (PQenterPipelineMode(line_) != 1) return Lost();
    return done;
}

Result<void> PostgresConnection::Begin(Mode mode) {
    TRAM_CHECK(!in_transaction_);
    if (Broken()) return Lost();
    waiting_.push_back(mode == Mode::kWrite ? "BEGIN"
                                            : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    in_transaction_ = true;
    begun_ = false;
    transaction_mode_ = mode;
    savepoints_ = 0;
    return {};
}

Result<void> PostgresConnection::Commit() {
    TRAM_CHECK(in_transaction_);
    if (!begun_ || transaction_mode_ == Mode::kRead) {
        // Nothing to keep: letting go of the snapshot needs no answer.
        Rollback();
        return {};
    }
    Result<void> done = StartTrip([this](PGconn*) { return Send("COMMIT"); });
    if (done) {
        const Answer answer(PQgetResult(line_));
        if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) {
            done = FaultOf(answer.get());
        } else if (std::strcmp(PQcmdStatus(answer.get()), "COMMIT") != 0) {
            done = BrokenQuery("committed after an error that was not rolled back");
            if (set_inside_) time_limit_there_ = -1;
        }
        ReadToSync();
    }
    if (!done) {
        Rollback();
        return done;
    }
    in_transaction_ = begun_ = set_inside_ = false;
    return done;
}

void PostgresConnection::Rollback() {
    statements_.ForEach([](PostgresStatement& statement) {
        if (statement.InUse()) statement.GiveUp(PostgresStatement::MayCancel::kYes);
    });
    // What waits belongs to the transaction, except statements to be forgotten.
    std::erase_if(waiting_,
                  [](const std::string& command) { return !command.starts_with("DEALLOCATE"); });
    if (in_transaction_ && begun_ && !Broken()) SendWithoutWaiting("ROLLBACK");
    if (set_inside_) time_limit_there_ = -1;
    in_transaction_ = begun_ = set_inside_ = false;
    savepoints_ = 0;
}

Result<void> PostgresConnection::Savepoint() {
    TRAM_CHECK(in_transaction_);
    waiting_.push_back(fmt::format("SAVEPOINT s{}", ++savepoints_));
    return {};
}

Result<void> PostgresConnection::ReleaseSavepoint() {
    TRAM_CHECK(savepoints_ > 0);
    waiting_.push_back(fmt::format("RELEASE s{}", savepoints_--));
    return {};
}

Result<void> PostgresConnection::RollbackToSavepoint() {
    TRAM_CHECK(savepoints_ > 0);
    if (set_inside_) time_limit_there_ = -1;
    waiting_.push_back(fmt::format("ROLLBACK TO s{}", savepoints_));
    waiting_.push_back(fmt::format("RELEASE s{}", savepoints_--));
    return {};
}

std::string PostgresConnection::InSet(std::string_view column, int parameter) const {
    return fmt::format("{} = ANY(${})", column, parameter);
}

}  // namespace tram::database::postgres
