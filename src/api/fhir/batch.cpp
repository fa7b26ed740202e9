// https://hl7.org/fhir/R4/http.html#transaction

#include <algorithm>
#include <set>

#include "api/fhir/bundle.h"

namespace tram::api::fhir {
namespace {

constexpr std::size_t kMostFaults = 20;
// Changes of a batch that try to share one commit, and one wait for the disk.
constexpr std::size_t kTogether = 256;
// A batch of more gives way to people.
constexpr std::size_t kLoad = 100;

// http.html#trules: delete, create, update and patch, then reads.
int RankOf(const record::Change& change) {
    switch (change.method) {
        case record::Method::kDelete:
            return 0;
        case record::Method::kCreate:
            return 1;
        case record::Method::kUpdate:
        case record::Method::kPatch:
            return 2;
    }
    return 3;
}

Error Twice(std::size_t place, const char* what, const char* what_vi) {
    return {.code = ErrorCode::kInvalid,
            .message = std::string(what) +
                       " stands in another entry too; a transaction may name each once",
            .message_vi =
                std::string(what_vi) + " đã có ở mục khác; mỗi giao dịch chỉ được ghi một lần",
            .path = EntryPath(place)};
}

// http.html#trules: "If any resource identities overlap … the transaction SHALL fail".
Result<void> CheckIdentities(const std::vector<Entry>& entries) {
    std::set<std::pair<std::string_view, std::string_view>> names;
    std::set<std::string_view> urls;
    for (const auto& entry : entries) {
        if (!entry.change) continue;
        const auto& change = *entry.change;
        const bool by_id = change.method != record::Method::kCreate && !change.condition;
        if (by_id && !names.emplace(change.type, change.id).second) {
            return Twice(entry.place, "the resource of this entry", "hồ sơ của mục này");
        }
        if (!change.full_url.empty() && !urls.insert(change.full_url).second) {
            return Twice(entry.place, "the fullUrl of this entry", "fullUrl của mục này");
        }
    }
    return {};
}

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
                                      json::Value asked) {
    std::vector<Entry> entries;
    std::optional<Error> fault;
    std::size_t place = 0;
    for (const auto item : asked) {
        auto entry = ReadEntry(parts, context, item, place++);
        if (entry) {
            entries.push_back(std::move(*entry));
        } else if (!fault) {
            fault = std::move(entry).error();
        } else if (fault->others.size() < kMostFaults) {
            fault->others.push_back(std::move(entry).error());
        }
    }
    if (fault) return *fault;
    TRY(CheckIdentities(entries));

    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].change) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return RankOf(*entries[a].change) < RankOf(*entries[b].change);
    });
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
        if (entries[i].get.path.empty()) continue;
        answers[i] = AnswerGet(inner, context, entries[i].get);
    }
    return BundleAnswer("transaction-response", answers, wishes);
}

// Commits entries of a batch, together where all are good. One that is not makes its half try
// again in smaller parts, so that each is judged alone in the end.
class BatchCommit {
  public:
    BatchCommit(const Parts& parts, const Context& context, const Wishes& wishes,
                std::vector<Entry>& entries, std::vector<std::string>& answers)
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
    std::vector<Entry>& entries_;
    std::vector<std::string>& answers_;
};

Result<http::Response> RunBatch(const Parts& parts, const Router& inner, const Context& context,
                                const Wishes& wishes, json::Value asked) {
    std::vector<Entry> entries;
    std::vector<std::string> answers(asked.size());
    std::vector<std::size_t> changes;
    std::size_t place = 0;
    for (const auto item : asked) {
        auto entry = ReadEntry(parts, context, item, place);
        if (!entry) {
            answers[place] = AnswerEntry(entry.error());
            entry = Entry{.place = place};
        }
        if (entry->change) {
            // http.html#trules: entries of a batch do not refer to each other.
            entry->change->full_url.clear();
            changes.push_back(place);
        }
        entries.push_back(std::move(*entry));
        ++place;
    }
    BatchCommit(parts, context, wishes, entries, answers).Run(changes);
    for (const auto& entry : entries) {
        if (entry.get.path.empty()) continue;
        answers[entry.place] = AnswerGet(inner, context, entry.get);
    }
    return BundleAnswer("batch-response", answers, wishes);
}

}  // namespace

Result<http::Response> Batch(const Parts& parts, const Router& inner, const Context& context) {
    const auto wishes = TRY(ReadWishes(context));
    TRY(AllowOnly(wishes, {}));
    const auto bundle = TRY(ReadResource(parts, context, "Bundle"));
    const auto entries = bundle->root()["entry"];
    if (entries && !entries.IsArray()) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "Bundle.entry must be an array",
                     .message_vi = "Bundle.entry phải là một mảng",
                     .path = "Bundle.entry"};
    }
    if (entries.size() > static_cast<std::size_t>(parts.most_entries)) {
        const auto most = std::to_string(parts.most_entries);
        return Error{.code = ErrorCode::kTooLarge,
                     .message = "a bundle may have at most " + most + " entries; send it in parts",
                     .message_vi = "mỗi bundle có tối đa " + most + " mục; hãy chia nhỏ rồi gửi",
                     .path = "Bundle.entry"};
    }
    const auto type = bundle->root()["type"].text();
    if (type == "transaction") return RunTransaction(parts, inner, context, wishes, entries);
    if (type == "batch") return RunBatch(parts, inner, context, wishes, entries);
    return Error{.code = ErrorCode::kBadValue,
                 .message = "a bundle sent here must be of type transaction or batch",
                 .message_vi = "bundle gửi tới đây phải có type là transaction hoặc batch",
                 .path = "Bundle.type"};
}

}  // namespace tram::api::fhir
