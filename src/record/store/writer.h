// Writer: the one thread that writes a store. It takes the jobs that wait, runs them one after the
// other inside one database transaction, commits once and, when that is on disk, answers all: many
// callers share one fsync, none disturbs another. While the disk is at work on one group the next
// is written (acknowledger.h).
//
// People come before loads. A load is brought into the tables slice by slice, and between two
// slices the writer looks whether somebody waits: he is taken in and the group is committed at
// once. So he waits for one slice and one commit at most, or for the one transaction of a load
// under way, which is never divided. Slices are small while people are at work and large while
// nobody is, so the first who comes waits longest.
//
// A job that fails is undone alone. A group that cannot be written for a reason inside it is rolled
// back and repeated job by job, so that only the culprit hears of it. When disk or database fail,
// all of the group are told that nothing was kept; a lost line is connected anew with growing
// pauses, during which callers are refused at once instead of left waiting.
//
// Thread safety: Do, position, AwaitDisk and lost may be called from any thread.
#pragma once

#include <memory>
#include <thread>
#include <vector>

#include "platform/database/log_sync.h"
#include "record/store/acknowledger.h"
#include "record/store/audit.h"
#include "record/store/job_queue.h"
#include "record/store/ownership.h"

namespace tram::record {

class Writer {
  public:
    struct Parts {
        database::Database& database;
        Ownership& ownership;
        Audit& audit;
        WorkingSet::Parts set;
    };
    struct Limits {
        std::size_t most_waiting = 10'000;
        // A group of a load ends after this time; sooner while people write too, who wait for the
        // group under way.
        std::chrono::milliseconds group_time{50};
        std::chrono::milliseconds group_time_among_people{10};
        // What a load may bring into the tables before the writer looks whether somebody waits, in
        // versions.
        std::size_t slice = 64;
        // The same while nobody else has written of late: rows of many are put into the trees more
        // quickly than those of few, and the first who comes waits for them once.
        std::size_t slice_alone = 1024;
    };

    // Gives the jobs of a group one after the other; nullptr: that was all.
    using Source = std::function<Job*()>;

    // Starts the thread. REQUIRES: all parts outlive this.
    static Result<std::unique_ptr<Writer>> Start(const Parts& parts, Limits limits);
    // Does what still waits, then ends the thread.
    ~Writer();

    // Runs the job and returns when it is on disk, or was refused.
    Result<void> Do(Job& job);
    // Newest log position on disk.
    std::int64_t position() const { return mark_.position(); }
    // Before a version at `position` is shown: waits until it is on disk.
    // Errors: kUnavailable (the disk has lost it).
    Result<void> AwaitDisk(std::int64_t position);
    // The disk has lost something: nothing is written any more, the audit of reads neither.
    bool lost() const { return mark_.lost(); }

  private:
    Writer(const Parts& parts, Limits limits);

    Result<void> Connect();
    bool Reconnect(std::chrono::milliseconds patience);
    void Loop();
    bool HasDuty() const;
    void RunGroup();

    using Jobs = std::vector<Job*>;
    // How far a group came: its jobs, and what became of each.
    struct Group {
        Jobs jobs;
        std::vector<Result<void>> results;
        LogHead expected;  // the end of the log once it is committed
    };
    Job* NextWaiting(const Group& group);
    bool MayTakeBulk(const Group& group) const;
    bool AmongPeople() const;  // somebody wrote of late
    Result<void> Commit(const Source& next, Group& group);
    Result<void> Write(const Source& next, Group& group);
    Result<void> RunJob(Job& job);
    void Committed(Group& group);
    void Acknowledge(Group& group);
    void Undo();
    // After a failure: repeats what can be repeated and answers the rest.
    void Recover(Group& group, Error error);
    void RepeatEach(const Jobs& jobs);

    Parts parts_;
    Limits limits_;
    JobQueue queue_;
    std::unique_ptr<database::Connection> connection_;
    std::unique_ptr<WorkingSet> set_;  // after connection_: it goes first
    LogHead committed_;
    DiskMark mark_;
    std::chrono::steady_clock::time_point group_begun_, last_person_, last_commit_;
    std::size_t group_weight_ = 0;  // versions of loads in the group
    bool group_has_people_ = false;
    bool bulk_passed_over_ = false;                // by the group before, one of people
    std::unique_ptr<database::LogSync> log_sync_;  // null: a commit waits for the disk itself
    std::unique_ptr<Acknowledger> acknowledger_;   // where there is a log_sync_, which it uses
    bool seen_before_on_disk_ = false;             // then too; as it was at the start
    std::thread thread_;
};

}  // namespace tram::record
