// Job: something a caller wants done by the writer, all or nothing, and waits for.
//
// Thread safety: its caller fills it and reads the answer, the writer runs it in between.
#pragma once

#include <functional>
#include <future>
#include <utility>

#include "base/pause.h"
#include "record/store/apply.h"
#include "record/store/audit.h"

namespace tram::record {

class Job {
  public:
    explicit Job(Priority priority) : priority_(priority) {}
    virtual ~Job() = default;
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;

    // It looks into the tables or may fail half-way: what came before is flushed and a savepoint
    // set.
    virtual bool NeedsSavepoint() const = 0;
    // How much it writes, in versions.
    virtual std::size_t weight() const = 0;
    // May be called again after a rollback. An error undoes this job alone, except kUnavailable,
    // kBusy and kInternal, which undo the group.
    virtual Result<void> Run(WorkingSet& set) = 0;
    // It is a group of its own: nothing else is written in the same database transaction.
    virtual bool alone() const { return false; }
    // It is committed, so readers see it; called by the writer before anything else is written.
    virtual void Committed() {}
    // What the audit keeps of it once it has run; nullopt: nothing.
    virtual std::optional<AuditEntry> audit() const { return std::nullopt; }

    Priority priority() const { return priority_; }
    void Answer(Result<void> result) { answer_.set_value(std::move(result)); }
    Result<void> Wait() {
        const Pause pause;
        return answer_.get_future().get();
    }

  private:
    Priority priority_;
    std::promise<Result<void>> answer_;
};

// A prepared transaction.
class CommitJob : public Job {
  public:
    CommitJob(const Transaction& transaction, const Applier::Tools& tools)
        : Job(transaction.priority), transaction_(transaction), tools_(tools) {}

    bool NeedsSavepoint() const override { return transaction_.Asks(); }
    std::size_t weight() const override { return transaction_.drafts.size(); }
    Result<void> Run(WorkingSet& set) override;
    std::optional<AuditEntry> audit() const override;
    Receipt TakeReceipt() { return std::move(receipt_); }

  private:
    const Transaction& transaction_;
    const Applier::Tools& tools_;
    Receipt receipt_;
    std::int64_t tx_ = 0;
};

// Work on tables beside the records.
class WorkJob : public Job {
  public:
    explicit WorkJob(const std::function<Result<void>(database::Connection&)>& work,
                     Priority priority = Priority::kNormal)
        : Job(priority), work_(work) {}

    bool NeedsSavepoint() const override { return true; }
    std::size_t weight() const override { return 1; }
    Result<void> Run(WorkingSet& set) override { return work_(set.connection()); }

  private:
    const std::function<Result<void>(database::Connection&)>& work_;
};

// Changes what the tables are. `swapped` is called when that is committed.
class SwapJob : public Job {
  public:
    SwapJob(std::function<Result<void>(database::Connection&)> swap, std::function<void()> swapped)
        : Job(Priority::kNormal), swap_(std::move(swap)), swapped_(std::move(swapped)) {}

    bool NeedsSavepoint() const override { return true; }
    std::size_t weight() const override { return 1; }
    Result<void> Run(WorkingSet& set) override { return swap_(set.connection()); }
    bool alone() const override { return true; }
    void Committed() override { swapped_(); }

  private:
    std::function<Result<void>(database::Connection&)> swap_;
    std::function<void()> swapped_;
};

}  // namespace tram::record
