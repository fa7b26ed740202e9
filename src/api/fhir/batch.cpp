// https://hl7.org/fhir/R4/http.html#transaction

#include <algorithm>
#include <span>

#include "api/fhir/bundle.h"

namespace tram::api::fhir {
namespace {

// Changes of a batch that try to share one transaction: people wait while it is written.
constexpr std::size_t kTogether = 64;
// A batch of more gives way to people.
constexpr std::size_t kLoad = 100;

http::Response BundleAnswer(std::string_view type, const std::vector<std::string>& answers,
                            const Wishes& wishes) {
    std::size_t size = 100;
    for (const auto& answer : answers) size += answer.size() + 1;
    std::string text;
    text.reserve(size);
    (text += R"({"resourceType":"Bundle","type":")") += type;
    text += '"';
    // FHIR knows no empty arrays.
    for (std::size_t i = 0; i < answers.size(); ++i) {
        (text += i == 0 ? R"(,"entry":[)" : ",") += answers[i];
    }
    text += answers.empty() ? "}" : "]}";
    return JsonAnswer(200, std::move(text), wishes);
}

Result<http::Response> RunTransaction(const Parts& parts, const Router& inner,
                                      const Context& context, const Wishes& wishes,
                                      std::vector<import::BundleEntry> entries) {
    for (const auto& entry : entries) {
        if (entry.path.empty()) continue;
        TRY(CheckGet(inner, context, entry, parts.store->zone_minutes()));
    }
    const auto order = import::TransactionOrder(entries);
    std::vector<record::Change> changes;
    for (const auto i : order) changes.push_back(std::move(*entries[i].change));

    std::vector<std::string> answers(entries.size());
    if (!changes.empty()) {
        const auto receipt = TRY(parts.store->Commit(context.actor, std::move(changes)));
        TRAM_CHECK(receipt.applied.size() == order.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            answers[order[i]] = AnswerEntry(context, receipt.applied[i], wishes);
        }
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].path.empty()) continue;
        answers[i] = AnswerGet(inner, context, entries[i]);
    }
    return BundleAnswer("transaction-response", answers, wishes);
}

// Commits entries of a batch, together where all are good. One that is not makes its half try
// again in smaller parts, so that each is judged alone in the end.
class BatchCommit {
  public:
    BatchCommit(const Parts& parts, const Context& context, const Wishes& wishes,
                std::vector<import::BundleEntry>& entries, std::vector<std::string>& answers)
        : parts_(parts), context_(context), wishes_(wishes), entries_(entries), answers_(answers) {}

    void Run(std::span<const std::size_t> places) {
        for (std::size_t from = 0; from < places.size(); from += kTogether) {
            Commit(places.subspan(from, std::min(kTogether, places.size() - from)));
        }
    }

  private:
    void Commit(std::span<const std::size_t> places) {
        std::vector<record::Change> changes;
        for (const auto place : places) changes.push_back(*entries_[place].change);
        const auto priority =
            entries_.size() > kLoad ? record::Priority::kBulk : record::Priority::kNormal;
        const auto receipt = parts_.store->Commit(context_.actor, std::move(changes), priority);
        if (receipt) {
            for (std::size_t i = 0; i < places.size(); ++i) {
                answers_[places[i]] = AnswerEntry(context_, receipt->applied[i], wishes_);
            }
        } else if (places.size() == 1) {
            answers_[places[0]] = AnswerEntry(receipt.error());
        } else {
            Commit(places.first(places.size() / 2));
            Commit(places.subspan(places.size() / 2));
        }
    }

    const Parts& parts_;
    const Context& context_;
    const Wishes& wishes_;
    std::vector<import::BundleEntry>& entries_;
    std::vector<std::string>& answers_;
};

Result<http::Response> RunBatch(const Parts& parts, const Router& inner, const Context& context,
                                const Wishes& wishes, std::vector<import::BundleEntry> entries) {
    std::vector<std::string> answers(entries.size());
    std::vector<std::size_t> changes;
    for (const auto& entry : entries) {
        if (entry.fault) answers[entry.place] = AnswerEntry(*entry.fault);
        if (entry.change) changes.push_back(entry.place);
    }
    BatchCommit(parts, context, wishes, entries, answers).Run(changes);
    for (const auto& entry : entries) {
        if (entry.path.empty()) continue;
        answers[entry.place] = AnswerGet(inner, context, entry);
    }
    return BundleAnswer("batch-response", answers, wishes);
}

}  // namespace

Result<http::Response> Batch(const Parts& parts, const Router& inner, const Context& context) {
    const auto wishes = TRY(ReadWishes(context));
    TRY(AllowOnly(wishes, {}));
    const auto document = TRY(ReadResource(parts, context, "Bundle"));
    auto bundle = TRY(
        import::ReadBundle(document->root(), {.base = context.base + "/fhir/",
                                              .most = static_cast<std::size_t>(parts.most_entries),
                                              .limits = parts.limits}));
    switch (bundle.kind) {
        case import::BundleKind::kTransaction:
            return RunTransaction(parts, inner, context, wishes, std::move(bundle.entries));
        case import::BundleKind::kBatch:
            return RunBatch(parts, inner, context, wishes, std::move(bundle.entries));
        case import::BundleKind::kResources:
            break;
    }
    return Error{.code = ErrorCode::kBadValue,
                 .message = "a bundle sent here must be of type transaction or batch",
                 .message_vi = "bundle gửi tới đây phải có type là transaction hoặc batch",
                 .path = "Bundle.type"};
}

}  // namespace tram::api::fhir
