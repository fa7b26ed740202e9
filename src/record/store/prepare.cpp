#include "record/store/prepare.h"

#include <map>
#include <set>

#include "fhir/definitions/definitions.h"
#include "fhir/validation/validate.h"
#include "record/store/body.h"
#include "record/store/faults.h"

namespace tram::record {
namespace {

access::Right RightFor(Method method) {
    switch (method) {
        case Method::kCreate:
            return access::Right::kCreate;
        case Method::kUpdate:
        case Method::kPatch:
            return access::Right::kUpdate;
        case Method::kDelete:
            return access::Right::kDelete;
    }
    TRAM_CHECK(false);
}

Error BadId() {
    return {.code = ErrorCode::kBadValue,
            .message = "an id has 1 to 64 letters, digits, - and .",
            .message_vi = "id gồm 1 đến 64 chữ cái không dấu, chữ số, dấu - và dấu chấm.",
            .path = "id"};
}

Error OtherId() {
    return {.code = ErrorCode::kInvalid,
            .message = "the resource carries another id than the one it is to be stored under",
            .message_vi = "id trong hồ sơ khác với id nơi hồ sơ được lưu. Hãy dùng cùng một id.",
            .path = "id"};
}

}  // namespace

// What the store held when the caller came: asked only when a guess needs it, once for each
// question.
class Preparer::Snapshot {
  public:
    Snapshot(const Preparer& preparer, const Transaction& transaction)
        : preparer_(preparer), transaction_(transaction) {
        for (const auto& draft : transaction.drafts) written_.insert(draft.change.type);
    }
    ~Snapshot() {
        if (lease_) (*lease_)->Rollback();
    }

    // What a link to an entry means: known at once, or by the entry's condition. Empty: cannot
    // tell.
    std::string EntryTarget(const Draft& entry) {
        const std::string own = entry.change.type + "/" + entry.id;
        if (!entry.condition) return own;
        const auto found = Ask(entry.change.type, *entry.condition);
        if (!found) return {};
        return found->empty() ? own : *found;
    }

    // What a conditional reference means. Where the transaction itself writes resources of that
    // type, only the writer can tell: these count as well.
    std::string ConditionTarget(const ConditionalReference& reference) {
        if (written_.contains(reference.type)) return {};
        const auto query = ParseCondition(reference.type, reference.query, preparer_.zone_minutes_);
        if (!query) return {};
        return Ask(reference.type, *query).value_or("");
    }

  private:
    // "Type/id" of the only match, empty for none; nullopt for several or when nobody can be asked.
    std::optional<std::string> Ask(std::string_view type, const search::Query& query) {
        const auto [known, is_new] =
            answers_.try_emplace(std::string(type) + "?" + query.canonical);
        if (is_new) known->second = AskStore(type, query);
        return known->second;
    }

    std::optional<std::string> AskStore(std::string_view type, const search::Query& query) {
        if (!lease_) {
            auto lease = preparer_.readers_.Take(0);
            if (!lease || !(*lease)->Begin(database::Connection::Mode::kRead)) return std::nullopt;
            lease_.emplace(std::move(lease).value());
        }
        auto& connection = **lease_;
        const auto rids = preparer_.searcher_.Match(connection, transaction_.actor, query, 2);
        if (!rids || rids->size() > 1) return std::nullopt;
        if (rids->empty()) return "";
        auto statement = connection.Prepare("SELECT id FROM res WHERE rid = $1");
        if (!statement) return std::nullopt;
        (*statement)->Bind(1, rids->front());
        const auto row = (*statement)->Step();
        if (!row || !*row) return std::nullopt;
        std::string name = std::string(type) + "/" + std::string((*statement)->Text(0));
        (*statement)->Reset();
        return name;
    }

    const Preparer& preparer_;
    const Transaction& transaction_;
    std::set<std::string, std::less<>> written_;  // types
    std::map<std::string, std::optional<std::string>> answers_;
    std::optional<database::ConnectionPool::Lease> lease_;
};

Result<Transaction> Preparer::Prepare(const Actor& actor, std::vector<Change> changes,
                                      Priority priority) const {
    Transaction transaction;
    transaction.actor = actor;
    transaction.priority = priority;
    transaction.drafts.reserve(changes.size());
    for (auto& change : changes) {
        auto& draft = transaction.drafts.emplace_back();
        draft.change = std::move(change);
        auto done = Check(actor, draft);
        if (done) done = Identify(draft);
        if (!done) return At(std::move(done).error(), draft.change.where);
    }
    // Entries refer to each other in any order, so all need their ids before the first is
    // completed.
    transaction.IndexEntries();
    Snapshot snapshot(*this, transaction);
    for (auto& draft : transaction.drafts) {
        if (auto done = Complete(transaction, draft, snapshot); !done) {
            return At(std::move(done).error(), draft.change.where);
        }
    }
    return transaction;
}

Result<void> Preparer::Check(const Actor& actor, Draft& draft) const {
    const auto& change = draft.change;
    if (definitions::ResourceTypeNumber(change.type) == 0) {
        return Error{.code = ErrorCode::kNotSupported,
                     .message = "there is no resource type of that name in FHIR R4",
                     .message_vi = "FHIR R4 không có loại hồ sơ mang tên này."};
    }
    TRY(access::CheckRight(actor, RightFor(change.method), change.type));
    if (change.condition) {
        draft.condition = TRY(ParseCondition(change.type, *change.condition, zone_minutes_));
    }
    if (change.method == Method::kDelete) return {};
    TRAM_CHECK(change.resource != nullptr);
    if (change.method == Method::kPatch) return {};
    return validation::ValidateResource(change.resource->root(), change.type);
}

Result<void> Preparer::Identify(Draft& draft) const {
    auto& change = draft.change;
    if (change.method == Method::kUpdate) {
        const auto inside = change.resource->root()["id"].text();
        if (change.id.empty()) change.id = inside;
        if (!inside.empty() && change.id != inside) return OtherId();
    }
    if (!change.id.empty() && !IsResourceId(change.id)) return BadId();
    draft.id = change.id;
    if (!draft.id.empty()) return {};
    // A conditional update that finds nothing makes a resource, so it needs a name ready too.
    const bool may_create =
        change.method == Method::kCreate || (change.method == Method::kUpdate && draft.condition);
    if (may_create) {
        draft.id = NewUuid(clock_, random_);
    } else if (!draft.condition) {
        return BadId();
    }
    return {};
}

Result<void> Preparer::Complete(const Transaction& transaction, Draft& draft,
                                Snapshot& snapshot) const {
    const auto& change = draft.change;
    if (change.method == Method::kDelete) return {};
    if (change.method == Method::kPatch) {
        draft.stored = change.resource;
        return {};
    }
    draft.stored = ToStored(change.resource);
    draft.links = FindLinks(draft.stored->root(), [&](std::string_view full_url) {
        return transaction.FindEntry(full_url) != nullptr;
    });
    for (const auto& link : draft.links) {
        std::string target;
        if (link.kind == Link::Kind::kEntry) {
            target = snapshot.EntryTarget(*transaction.FindEntry(link.target));
        } else {
            target = snapshot.ConditionTarget(*SplitConditional(link.target));
        }
        if (target.empty()) {
            draft.targets.clear();
            return {};
        }
        draft.targets.push_back(std::move(target));
    }
    const auto document =
        draft.links.empty() ? draft.stored : TRY(Relink(*draft.stored, draft.links, draft.targets));
    // A conditional create that finds one stores nothing; an update that does stores under its id.
    const auto own = snapshot.EntryTarget(draft);
    const auto id = own.substr(own.find('/') + 1);
    if (own.empty() || (change.method == Method::kCreate && id != draft.id)) return {};
    draft.made_for = id;
    draft.content = TRY(maker_.Make(document, id));
    draft.packed = maker_.Pack(*draft.content);
    return {};
}

Result<search::Query> ParseCondition(std::string_view type, std::string_view condition,
                                     int zone_minutes) {
    const auto parameters = TRY(search::DecodeParameters(condition));
    auto query = TRY(search::ParseQuery(type, parameters, search::Handling::kStrict, zone_minutes));
    if (query.clauses.empty()) {
        return Error{
            .code = ErrorCode::kInvalid,
            .message = "a condition needs at least one criterion, or it would select every " +
                       std::string(type),
            .message_vi = "Điều kiện cần ít nhất một tiêu chí, nếu không sẽ chọn mọi " +
                          std::string(type) + "."};
    }
    return query;
}

}  // namespace tram::record
