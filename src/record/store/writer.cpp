#include "record/store/writer.h"

#include <algorithm>

#include "record/store/faults.h"

namespace tram::record {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How often the thread looks at its other duties: the audit of reads, the lease.
constexpr milliseconds kTick{500};
constexpr milliseconds kFirstPause{100}, kLongestPause{5'000};
// How long the callers of a group wait to hear whether a commit went through before the line broke.
constexpr milliseconds kPatience{5'000};
constexpr milliseconds kPeopleRemembered{10'000};
constexpr int kMostTries = 3;

// Faults of the ground or of ourselves: what they leave behind in the transaction is not known.
bool UndoesGroup(ErrorCode code) {
    return code == ErrorCode::kUnavailable || code == ErrorCode::kBusy ||
           code == ErrorCode::kInternal;
}

Error Unforeseen(const std::exception& exception) {
    return {.code = ErrorCode::kInternal,
            .message = "the store met a fault of its own; nothing of this was kept",
            .message_vi = "Hệ thống gặp lỗi bên trong và chưa lưu gì. Hãy báo cho người quản trị.",
            .detail = exception.what()};
}

Writer::Source Each(const std::vector<Job*>& jobs) {
    return
        [&jobs, at = std::size_t{0}]() mutable { return at < jobs.size() ? jobs[at++] : nullptr; };
}

}  // namespace

Writer::Writer(const Parts& parts, Limits limits)
    : parts_(parts), limits_(limits), queue_(limits.most_waiting) {}

Result<std::unique_ptr<Writer>> Writer::Start(const Parts& parts, Limits limits) {
    std::unique_ptr<Writer> writer(new Writer(parts, limits));
    TRY(writer->Connect());
    writer->seen_before_on_disk_ = writer->log_sync_ != nullptr;
    writer->thread_ = std::thread([self = writer.get()] { self->Loop(); });
    return writer;
}

Writer::~Writer() {
    queue_.Close();
    if (thread_.joinable()) thread_.join();
}

Result<void> Writer::Do(Job& job) {
    queue_.Push(job);
    return job.Wait();
}

Result<void> Writer::AwaitDisk(std::int64_t position) {
    if (!seen_before_on_disk_) return {};
    return mark_.Await(position);
}

Result<void> Writer::Connect() {
    set_.reset();
    acknowledger_.reset();
    log_sync_.reset();
    connection_ = TRY(parts_.database.Connect(database::Connection::Mode::kWrite));
    committed_ = TRY(LogHead::Load(*connection_));
    TRY(parts_.audit.Load(*connection_));
    set_ = std::make_unique<WorkingSet>(*connection_, parts_.set, committed_);
    log_sync_ = TRY(database::LogSync::Of(*connection_));
    if (log_sync_) {
        // What a process left that was killed may have been written and not synced.
        TRY(log_sync_->Run());
        acknowledger_ = std::make_unique<Acknowledger>([this] { return log_sync_->Run(); }, mark_);
    }
    mark_.Set(committed_.pos);
    last_commit_ = steady_clock::now();
    return {};
}

// False: not within `patience`, or the store is closing.
bool Writer::Reconnect(milliseconds patience) {
    const auto give_up = steady_clock::now() + patience;
    for (auto pause = kFirstPause;; pause = std::min(2 * pause, kLongestPause)) {
        if (auto connected = Connect()) return true;
        set_.reset();
        connection_.reset();
        const auto left = std::chrono::duration_cast<milliseconds>(give_up - steady_clock::now());
        if (left.count() <= 0 || queue_.WaitForClose(std::min(pause, left))) return false;
    }
}

void Writer::Loop() {
    while (queue_.Wait(kTick)) {
        if (mark_.lost()) {
            queue_.Refuse(DiskLostWrites());
            continue;
        }
        if (!set_ || connection_->Broken()) {
            queue_.Refuse(StoreIsDown("no line to the database"));
            if (!Reconnect(std::chrono::hours(1))) continue;
            queue_.Accept();
        }
        RunGroup();
    }
    if (set_ && !mark_.lost()) RunGroup();  // the last of the audit
}

bool Writer::HasDuty() const {
    const milliseconds renew(parts_.ownership.renew_millis());
    const bool lease_ends = renew.count() > 0 && steady_clock::now() - last_commit_ > renew;
    return lease_ends || parts_.audit.HasWaiting() || queue_.size() > 0;
}

void Writer::RunGroup() {
    if (!HasDuty()) return;
    group_begun_ = steady_clock::now();
    group_weight_ = 0;
    group_has_people_ = false;
    Group group;
    auto* alone = queue_.TakeAlone();
    const Jobs only{alone};
    auto done = Commit(
        alone ? Each(only) : [&] { return NextWaiting(group); }, group);
    if (!done) Recover(group, std::move(done).error());
}

Job* Writer::NextWaiting(const Group& group) {
    if (!group.jobs.empty() && steady_clock::now() - group_begun_ > limits_.group_time) {
        return nullptr;
    }
    if (auto* job = queue_.TakeNormal()) {
        last_person_ = steady_clock::now();
        group_has_people_ = true;
        return job;
    }
    if (!MayTakeBulk(group)) return nullptr;
    auto* job = queue_.TakeBulk();
    if (job) group_weight_ += job->weight();
    return job;
}

bool Writer::MayTakeBulk(const Group& group) const {
    if (group.jobs.empty()) return true;
    // Where people fill one group after the other, a load has a slice of every second one, so that
    // it comes to an end too.
    if (group_has_people_) return group_weight_ == 0 && bulk_passed_over_;
    return !AmongPeople() || steady_clock::now() - group_begun_ < limits_.group_time_among_people;
}

bool Writer::AmongPeople() const {
    return steady_clock::now() - last_person_ < kPeopleRemembered;
}

// Writes a group and answers it. After an error nobody was answered and nothing is left open.
Result<void> Writer::Commit(const Source& next, Group& group) {
    Result<void> done;
    try {
        done = Write(next, group);
    } catch (const std::exception& exception) {
        done = Unforeseen(exception);
    }
    if (done) {
        Committed(group);
        return {};
    }
    Undo();
    // The database may have committed before the line broke; only the log can tell.
    const bool in_doubt = connection_->Broken() && group.expected != committed_;
    if (!in_doubt) return done;
    if (!Reconnect(kPatience)) return OutcomeUnknown();
    if (committed_ != group.expected) return done;
    for (std::size_t i = 0; i < group.jobs.size(); ++i) {
        group.jobs[i]->Answer(std::move(group.results[i]));
    }
    return {};
}

Result<void> Writer::Write(const Source& next, Group& group) {
    group.expected = committed_;
    TRY(connection_->Begin(database::Connection::Mode::kWrite));
    TRY(parts_.ownership.Verify(*connection_));
    std::vector<AuditEntry> audit;
    std::size_t unflushed = 0;  // versions of loads
    while (auto* job = next()) {
        group.jobs.push_back(job);
        auto result = RunJob(*job);
        if (!result && UndoesGroup(result.error().code)) return result;
        if (job->priority() == Priority::kBulk) unflushed += job->weight();
        if (unflushed >= (AmongPeople() ? limits_.slice : limits_.slice_alone)) {
            TRY(set_->Flush());
            unflushed = 0;
        }
        if (result) {
            if (auto entry = job->audit()) audit.push_back(*std::move(entry));
        }
        group.results.push_back(std::move(result));
    }
    TRY(set_->Flush());
    TRY(parts_.audit.Write(*connection_, audit));
    group.expected = set_->head();
    return connection_->Commit();
}

Result<void> Writer::RunJob(Job& job) {
    if (!job.NeedsSavepoint()) {
        auto result = job.Run(*set_);
        set_->Release();
        return result;
    }
    if (auto flushed = set_->Flush(); !flushed) {
        // Not this job's fault: the group is repeated, each on its own.
        if (!UndoesGroup(flushed.error().code)) flushed.error().code = ErrorCode::kInternal;
        return flushed;
    }
    TRY(connection_->Savepoint());
    const LogHead before = set_->head();
    auto result = job.Run(*set_);
    if (result) result = set_->Flush();
    if (result) {
        TRY(connection_->ReleaseSavepoint());
        set_->Release();
        return result;
    }
    if (UndoesGroup(result.error().code)) return result;
    TRY(connection_->RollbackToSavepoint());
    set_->Forget(before);
    parts_.set.dictionary.Forget();
    return result;
}

void Writer::Committed(Group& group) {
    bulk_passed_over_ = group_has_people_ && group_weight_ == 0;
    parts_.set.dictionary.Publish();
    parts_.audit.Committed();
    set_->Finish();
    committed_ = set_->head();
    last_commit_ = steady_clock::now();
    for (std::size_t i = 0; i < group.jobs.size(); ++i) {
        if (group.results[i]) group.jobs[i]->Committed();
    }
    Acknowledge(group);
}

void Writer::Acknowledge(Group& group) {
    if (acknowledger_) {
        acknowledger_->Push({.jobs = std::move(group.jobs),
                             .results = std::move(group.results),
                             .position = committed_.pos});
        return;
    }
    mark_.Set(committed_.pos);
    for (std::size_t i = 0; i < group.jobs.size(); ++i) {
        group.jobs[i]->Answer(std::move(group.results[i]));
    }
}

void Writer::Undo() {
    connection_->Rollback();
    set_->Forget(committed_);
    parts_.set.dictionary.Forget();
    parts_.audit.RolledBack();
}

void Writer::Recover(Group& group, Error error) {
    const Jobs jobs = std::move(group.jobs);
    for (int tries = 1; error.code == ErrorCode::kBusy && tries < kMostTries; ++tries) {
        Group again;
        auto done = Commit(Each(jobs), again);
        if (done) return;
        error = std::move(done).error();
    }
    const bool has_culprit =
        error.code != ErrorCode::kUnavailable && error.code != ErrorCode::kBusy;
    if (has_culprit && jobs.size() > 1) return RepeatEach(jobs);
    for (auto* job : jobs) job->Answer(error);
    if (jobs.empty()) {
        // The group could not even begin: those who wait hear why instead of waiting on.
        queue_.Refuse(error);
        queue_.Accept();
    }
}

void Writer::RepeatEach(const Jobs& jobs) {
    for (auto* job : jobs) {
        const Jobs alone{job};
        Group group;
        auto done = set_ ? Commit(Each(alone), group) : StoreIsDown("no line to the database");
        if (!done) job->Answer(std::move(done).error());
    }
}

}  // namespace tram::record
