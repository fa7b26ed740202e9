// The second half of Applier: finishing bodies and putting versions.
#include "fhir/definitions/definitions.h"
#include "fhir/json/patch.h"
#include "fhir/validation/validate.h"
#include "record/access/reserved.h"
#include "record/store/apply.h"
#include "record/store/body.h"
#include "record/store/faults.h"
#include "record/store/prepare.h"

namespace tram::record {
namespace {

storage::Op OpOf(Method method) {
    switch (method) {
        case Method::kCreate:
            return storage::Op::kCreate;
        case Method::kUpdate:
        case Method::kPatch:
            return storage::Op::kUpdate;
        case Method::kDelete:
            return storage::Op::kDelete;
    }
    TRAM_CHECK(false);
}

Error ChangesIdentity() {
    return {.code = ErrorCode::kInvalid,
            .message = "a patch may change neither the id nor the type of a resource",
            .message_vi = "Bản vá không được đổi id hay loại của hồ sơ."};
}

Error NothingMatches(const Link& link) {
    return {.code = ErrorCode::kNotFound,
            .message = "this conditional reference selects nothing",
            .message_vi = "Tham chiếu có điều kiện này không khớp với hồ sơ nào.",
            .path = link.path};
}

}  // namespace

Result<void> Applier::PutReady(References references) {
    std::vector<std::size_t> ready, waiting;
    for (const auto place : open_) {
        auto made = Make(place, references);
        if (!made) return At(std::move(made).error(), transaction_.drafts[place].change.where);
        (*made ? ready : waiting).push_back(place);
    }
    if (waiting.empty()) TRY(CheckNewcomers());
    // All of them before the first body, whose rows may refer to any.
    for (const auto place : open_) set_.Enroll(*decisions_[place].resident);
    open_ = std::move(waiting);
    for (const auto place : ready) {
        auto& decision = decisions_[place];
        if (decision.outcome == Outcome::kUnchanged) continue;
        TRY(set_.Put(*decision.resident, OpOf(transaction_.drafts[place].change.method),
                     std::move(decision.content), std::move(decision.packed), tx_,
                     transaction_.actor.user, tools_.clock.Now()));
    }
    return {};
}

// True: the version can be put. False: a link of it is not known yet.
Result<bool> Applier::Make(std::size_t place, References references) {
    const auto& draft = transaction_.drafts[place];
    auto& decision = decisions_[place];
    auto& resident = *decision.resident;
    if (draft.change.method == Method::kDelete) {
        TRY(CheckReserved(resident, {}));
        return true;
    }
    if (draft.change.method == Method::kPatch) {
        decision.content = TRY(Patched(draft, resident));
        decision.packed = tools_.maker.Pack(*decision.content);
    } else {
        const auto targets = TRY(TargetsOf(draft, references));
        if (!targets) return false;
        if (draft.content && draft.made_for == resident.id && *targets == draft.targets) {
            decision.content = draft.content;
            decision.packed = draft.packed;
        } else {
            auto document = draft.links.empty() ? draft.stored
                                                : TRY(Relink(*draft.stored, draft.links, *targets));
            decision.content = TRY(tools_.maker.Make(std::move(document), resident.id));
            decision.packed = tools_.maker.Pack(*decision.content);
        }
    }
    TRY(CheckHome(draft, *decision.content));
    TRY(CheckReserved(resident, decision.content->document->root()));
    if (TRY(IsUnchanged(resident, decision.packed))) decision.outcome = Outcome::kUnchanged;
    return true;
}

// What the links of a draft mean; nullopt: some cannot be told yet.
Result<std::optional<std::vector<std::string>>> Applier::TargetsOf(const Draft& draft,
                                                                   References references) {
    std::vector<std::string> targets;
    for (std::size_t i = 0; i < draft.links.size(); ++i) {
        const auto& link = draft.links[i];
        if (link.kind == Link::Kind::kCondition) {
            if (!draft.targets.empty()) {
                targets.push_back(draft.targets[i]);
            } else if (references == References::kOpen) {
                return std::optional<std::vector<std::string>>();
            } else {
                targets.push_back(TRY(Resolve(link)));
            }
            continue;
        }
        const auto* entry = transaction_.FindEntry(link.target);
        const auto& decision =
            decisions_[static_cast<std::size_t>(entry - transaction_.drafts.data())];
        if (entry->condition && !decision.decided) return std::optional<std::vector<std::string>>();
        const auto& id = entry->condition && decision.resident ? decision.resident->id : entry->id;
        targets.push_back(entry->change.type + "/" + id);
    }
    return std::optional(std::move(targets));
}

Result<std::string> Applier::Resolve(const Link& link) {
    const auto known = resolved_.find(link.target);
    if (known != resolved_.end()) return known->second;
    const auto reference = *SplitConditional(link.target);
    const auto query = TRY(ParseCondition(reference.type, reference.query, tools_.zone_minutes));
    auto found = Match(reference.type, query);
    if (!found) {
        found.error().path = link.path;
        return std::move(found).error();
    }
    if (!*found) return NothingMatches(link);
    return resolved_[link.target] = (*found)->type + "/" + (*found)->id;
}

// The client patches what it reads, so the operations meet the resource with its id and meta.
Result<ContentPtr> Applier::Patched(const Draft& draft, Resident& resident) {
    const auto present = TRY(set_.ContentOf(resident, resident.now));
    Version version;
    version.id = resident.id;
    version.version = resident.now.version;
    version.at = {resident.now.at};
    version.body = present->document->text();
    const auto whole = TRY(json::Document::Parse(WithMeta(version)));
    const auto patched = TRY(json::ApplyPatch(whole, draft.stored->root()));
    const auto root = patched->root();
    if (root["id"].text() != resident.id || root["resourceType"].text() != resident.type) {
        return ChangesIdentity();
    }
    TRY(validation::ValidateResource(root, resident.type));
    return tools_.maker.Make(ToStored(patched), resident.id);
}

// Nobody writes into a record that he may not see. One that is made in this transaction is his own,
// and one that was never stored is nobody's.
Result<void> Applier::CheckHome(const Draft& draft, const Content& content) {
    const auto& actor = transaction_.actor;
    if (actor.unlimited() || content.patient.empty()) return {};
    auto* home = TRY(set_.Find("Patient", content.patient));
    if (home->now.version == 0 || written_.contains(home)) return {};
    if (TRY(Sees(*home))) return {};
    return OutOfSight(draft.change.type);
}

// Nobody makes a person whom they could neither read nor mend. Asked once all bodies are made, and
// before the first is put where the transaction asks nothing of the tables.
Result<void> Applier::CheckNewcomers() {
    const auto& actor = transaction_.actor;
    const bool all_decided = decisions_.empty() || decisions_.back().decided;
    if (!all_decided || std::exchange(newcomers_checked_, true)) return {};
    if (actor.unlimited() || !tools_.openings) return {};
    std::optional<Newcomers> newcomers;
    for (std::size_t i = 0; i < decisions_.size(); ++i) {
        const auto& [decided, resident, outcome, writes, content, packed] = decisions_[i];
        if (outcome != Outcome::kCreated || !writes || resident->type != "Patient") continue;
        if (!newcomers) newcomers.emplace(Gather());
        if (TRY(newcomers->WillBeSeen(resident->id))) continue;
        // Records of before may be about a person who had none yet.
        if (resident->rid != 0 &&
            TRY(tools_.searcher.Sees(set_.connection(), actor, resident->rid, "Patient")))
            continue;
        return At(WouldBeOutOfSight(), transaction_.drafts[i].change.where);
    }
    return {};
}

// What the transaction writes, as Newcomers looks at it.
Newcomers Applier::Gather() {
    Newcomers newcomers(*tools_.openings, transaction_.actor, tools_.searcher.Today(),
                        [this](std::string_view id) { return set_.FindRid("Organization", id); });
    for (std::size_t i = 0; i < decisions_.size(); ++i) {
        const auto& decision = decisions_[i];
        if (!decision.writes || transaction_.drafts[i].change.method == Method::kDelete) continue;
        // It is handed on when it is put.
        const auto& content = decision.content ? decision.content : decision.resident->now.content;
        const auto& resident = *decision.resident;
        const bool is_person = resident.type == "Patient";
        const std::string& patient = is_person ? resident.id : content->patient;
        if (!patient.empty()) newcomers.Add(patient, resident.type, content->document->root());
    }
    return newcomers;
}

// What the program alone writes is neither made nor changed nor deleted by anybody else.
Result<void> Applier::CheckReserved(Resident& resident, json::Value after) {
    const auto& reserved = access::CurrentReserved();
    if (!reserved.Concerns(resident.type)) return {};
    ContentPtr present;  // keeps `before` alive
    if (resident.now.HasBody()) present = TRY(set_.ContentOf(resident, resident.now));
    return reserved.Check(transaction_.actor, resident.type, resident.id,
                          present ? present->document->root() : json::Value{}, after);
}

Result<bool> Applier::IsUnchanged(const Resident& resident, const Packed& packed) const {
    const auto& present = resident.now;
    if (!present.HasBody()) return false;
    if (present.packed.codec == packed.codec) return present.packed.bytes == packed.bytes;
    return TRY(tools_.maker.Text(present.packed.codec, present.packed.bytes)) ==
           TRY(tools_.maker.Text(packed.codec, packed.bytes));
}

}  // namespace tram::record
