#include "record/store/job.h"

namespace tram::record {

Result<void> CommitJob::Run(WorkingSet& set) {
    tx_ = set.head().pos + 1;
    receipt_ = TRY(Applier(tools_, set, transaction_).Run());
    return {};
}

std::optional<AuditEntry> CommitJob::audit() const {
    if (receipt_.pos < tx_) return std::nullopt;  // nothing was changed
    Access access;
    access.interaction = Interaction::kCommit;
    if (receipt_.applied.size() == 1) {
        access.type = receipt_.applied.front().version.type;
        access.rid = receipt_.applied.front().version.rid;
    }
    auto entry = EntryOf(transaction_.actor, std::move(access), tools_.clock.Now());
    entry.tx = tx_;
    return entry;
}

}  // namespace tram::record
