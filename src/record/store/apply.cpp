#include "record/store/apply.h"

#include "fhir/definitions/definitions.h"
#include "record/store/faults.h"

namespace tram::record {
namespace {

Error TwiceInOneTransaction(const Resident& resident) {
    const std::string name = resident.type + "/" + resident.id;
    return {
        .code = ErrorCode::kInvalid,
        .message = "two entries of one transaction change " + name + "; keep one of them",
        .message_vi = "Hai mục trong cùng giao dịch cùng sửa " + name + ". Hãy giữ lại một mục."};
}

Error AlreadyThere(const Resident& resident) {
    const std::string name = resident.type + "/" + resident.id;
    return {.code = ErrorCode::kConflict,
            .message = name + " is there already; update it, or create without an id",
            .message_vi = name + " đã có. Hãy cập nhật, hoặc tạo mới không kèm id."};
}

// https://hl7.org/fhir/R4/http.html#cond-update: a bad request.
Error OtherIdMatched() {
    return {.code = ErrorCode::kBadValue,
            .message =
                "the condition selects a resource with another id than the one sent; send that "
                "id, or none",
            .message_vi =
                "Điều kiện khớp với hồ sơ có id khác với id gửi lên. Hãy gửi đúng id đó, hoặc bỏ "
                "id.",
            .path = "id"};
}

}  // namespace

Applier::Applier(const Tools& tools, WorkingSet& set, const Transaction& transaction)
    : tools_(tools), set_(set), transaction_(transaction), decisions_(transaction.drafts.size()) {}

Result<Receipt> Applier::Run() {
    tx_ = set_.head().pos + 1;
    for (std::size_t i = 0; i < decisions_.size(); ++i) {
        const auto& draft = transaction_.drafts[i];
        // A condition sees what the changes before it have done.
        if (draft.condition) TRY(PutReady(References::kOpen));
        if (auto decided = Decide(i); !decided) {
            return At(std::move(decided).error(), draft.change.where);
        }
    }
    TRY(PutReady(References::kOpen));
    // https://hl7.org/fhir/R4/http.html#trules: conditional references are resolved last, and so
    // find what this transaction itself has made.
    TRY(PutReady(References::kResolve));
    return MakeReceipt();
}

Result<void> Applier::Decide(std::size_t place) {
    const auto& draft = transaction_.drafts[place];
    auto& decision = decisions_[place];
    switch (draft.change.method) {
        case Method::kCreate:
            TRY(DecideCreate(draft, decision));
            break;
        case Method::kUpdate:
            TRY(DecideUpdate(draft, decision));
            break;
        case Method::kPatch:
            TRY(DecidePatch(draft, decision));
            break;
        case Method::kDelete:
            TRY(DecideDelete(draft, decision));
            break;
    }
    if (decision.writes && !written_.insert(decision.resident).second) {
        return TwiceInOneTransaction(*decision.resident);
    }
    if (decision.writes) open_.push_back(place);
    if (draft.condition) {
        asked_.try_emplace(draft.change.type + "?" + draft.condition->canonical, place);
    }
    decision.decided = true;
    return {};
}

// https://hl7.org/fhir/R4/http.html#create and #ccreate
Result<void> Applier::DecideCreate(const Draft& draft, Decision& decision) {
    const auto& change = draft.change;
    if (draft.condition) {
        decision.resident = TRY(Match(change.type, *draft.condition));
        decision.outcome = Outcome::kFoundExisting;
        if (decision.resident) return {};
    }
    decision.resident =
        change.id.empty() ? set_.New(change.type, draft.id) : TRY(set_.Find(change.type, draft.id));
    if (decision.resident->now.HasBody()) return AlreadyThere(*decision.resident);
    decision.outcome = Outcome::kCreated;
    decision.writes = true;
    return {};
}

// https://hl7.org/fhir/R4/http.html#update, #upsert and #cond-update
Result<void> Applier::DecideUpdate(const Draft& draft, Decision& decision) {
    const auto& change = draft.change;
    if (draft.condition) {
        decision.resident = TRY(Match(change.type, *draft.condition));
        if (decision.resident && !change.id.empty() && change.id != decision.resident->id) {
            return OtherIdMatched();
        }
    }
    if (!decision.resident) decision.resident = TRY(set_.Find(change.type, draft.id));
    TRY(CheckVersion(draft, decision.resident));
    const bool there = decision.resident->now.HasBody();
    if (decision.resident->now.version > 0 && !TRY(Sees(*decision.resident))) {
        return OutOfSight(change.type);
    }
    if (!there) {
        TRY(access::CheckRight(transaction_.actor, access::Right::kCreate, change.type));
    }
    decision.outcome = there ? Outcome::kUpdated : Outcome::kCreated;
    decision.writes = true;
    return {};
}

// https://hl7.org/fhir/R4/http.html#patch
Result<void> Applier::DecidePatch(const Draft& draft, Decision& decision) {
    const auto& change = draft.change;
    decision.resident = draft.condition ? TRY(Match(change.type, *draft.condition))
                                        : TRY(set_.Find(change.type, draft.id));
    const bool known =
        decision.resident && decision.resident->now.version > 0 && TRY(Sees(*decision.resident));
    if (!known) return NoSuchResource(change.type, change.id);
    TRY(CheckVersion(draft, decision.resident));
    if (decision.resident->now.deleted) return WasDeleted(change.type, decision.resident->id);
    decision.outcome = Outcome::kUpdated;
    decision.writes = true;
    return {};
}

// https://hl7.org/fhir/R4/http.html#delete: of what is not there, or was deleted before, it
// succeeds and leaves no trace. What is out of sight is treated as not there.
Result<void> Applier::DecideDelete(const Draft& draft, Decision& decision) {
    const auto& change = draft.change;
    decision.resident = draft.condition ? TRY(Match(change.type, *draft.condition))
                                        : TRY(set_.Find(change.type, draft.id));
    if (decision.resident && decision.resident->now.version > 0 && !TRY(Sees(*decision.resident))) {
        decision.resident = nullptr;
    }
    TRY(CheckVersion(draft, decision.resident));
    if (!decision.resident || !decision.resident->now.HasBody()) return {};
    decision.outcome = Outcome::kDeleted;
    decision.writes = true;
    return {};
}

Result<Resident*> Applier::Match(std::string_view type, const search::Query& query) {
    TRY(set_.Flush());
    const auto rids = TRY(tools_.searcher.Match(set_.connection(), transaction_.actor, query, 2));
    if (rids.size() > 1) return SeveralMatches(type);
    if (rids.size() == 1) return set_.Get(rids.front());
    // The same condition on an entry before: what that one makes is what this one finds, even while
    // its body waits for a link.
    const auto before = asked_.find(std::string(type) + "?" + query.canonical);
    if (before == asked_.end()) return nullptr;
    const auto& decision = decisions_[before->second];
    return decision.outcome == Outcome::kDeleted ? nullptr : decision.resident;
}

Result<bool> Applier::Sees(const Resident& resident) {
    return tools_.searcher.Sees(set_.connection(), transaction_.actor, resident.now.home,
                                resident.type);
}

// https://hl7.org/fhir/R4/http.html#concurrency
Result<void> Applier::CheckVersion(const Draft& draft, const Resident* resident) const {
    if (!draft.change.if_match) return {};
    const auto present = resident ? resident->now.version : 0;
    if (*draft.change.if_match != present) return StaleVersion(*draft.change.if_match, present);
    return {};
}

Result<Receipt> Applier::MakeReceipt() {
    Receipt receipt;
    receipt.pos = set_.head().pos;
    receipt.applied.reserve(decisions_.size());
    for (std::size_t i = 0; i < decisions_.size(); ++i) {
        const auto& [decided, resident, outcome, writes, content, packed] = decisions_[i];
        auto& [told, version] = receipt.applied.emplace_back();
        told = outcome;
        version.type = transaction_.drafts[i].change.type;
        version.id = resident ? resident->id : transaction_.drafts[i].change.id;
        if (!resident) continue;
        const auto& state = resident->now;
        version.rid = resident->rid;
        version.version = state.version;
        version.at = {state.at};
        version.pos = state.pos;
        version.deleted = state.deleted;
        version.home = state.home;
        if (state.content) {
            version.body = state.content->document->text();
        } else if (state.HasBody()) {
            version.body = TRY(tools_.maker.Text(state.packed.codec, state.packed.bytes));
        }
    }
    return receipt;
}

}  // namespace tram::record
