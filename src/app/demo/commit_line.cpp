#include "app/demo/commit_line.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "record/access/actor.h"
#include "record/store/change.h"

namespace tram::demo {
namespace {

using record::Change;

constexpr std::size_t kMade = 8, kPrepared = 2;  // how far each step may be ahead
constexpr std::size_t kTogether = 2000;          // records in one transaction

// The transactions that `changes` make, in their order. A record that changes twice does so in two.
template <typename Use>
Result<void> ForEachTransaction(std::vector<Change> changes, const Use& use) {
    for (auto begin = changes.begin(); begin != changes.end();) {
        std::set<std::string_view> ids;
        auto end = begin;
        while (end != changes.end() && static_cast<std::size_t>(end - begin) < kTogether &&
               (end->id.empty() || ids.insert(end->id).second)) {
            ++end;
        }
        TRY(use(std::vector<Change>(std::make_move_iterator(begin), std::make_move_iterator(end))));
        begin = end;
    }
    return {};
}

}  // namespace

void CommitLine::Channel::Put(Work work) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.size() < most_ || closed_; });
    if (!closed_) waiting_.push_back(std::move(work));
    changed_.notify_all();
}

std::optional<CommitLine::Work> CommitLine::Channel::Take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !waiting_.empty() || closed_; });
    if (waiting_.empty()) return std::nullopt;
    auto work = std::move(waiting_.front());
    waiting_.pop_front();
    changed_.notify_all();
    return work;
}

void CommitLine::Channel::Close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
}

CommitLine::CommitLine(record::Store& store, SimulatedClock& clock)
    : store_(store), clock_(clock), made_(kMade), prepared_(kPrepared) {
    preparing_ = std::jthread([this] { PrepareAll(); });
    committing_ = std::jthread([this] { CommitAll(); });
}

CommitLine::~CommitLine() {
    failed_ = true;
    made_.Close();
}

void CommitLine::At(Instant now) {
    made_.Put({.at = now});
}

void CommitLine::Put(std::vector<std::string> records) {
    made_.Put({.records = std::move(records)});
}

void CommitLine::Put(std::vector<Change> changes) {
    made_.Put({.changes = std::move(changes)});
}

Result<void> CommitLine::Finish() {
    made_.Close();
    preparing_.join();
    committing_.join();
    if (error_) return *std::move(error_);
    return {};
}

void CommitLine::Fail(Error error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
    failed_ = true;
}

void CommitLine::PrepareAll() {
    while (auto work = made_.Take()) {
        if (failed_) continue;
        if (auto done = Prepare(*std::move(work)); !done) Fail(std::move(done).error());
    }
    prepared_.Close();
}

Result<void> CommitLine::Prepare(Work work) {
    // Changes may need an id or look into the store: they are prepared when it is their turn.
    if (work.records.empty()) {
        prepared_.Put(std::move(work));
        return {};
    }
    std::vector<Change> changes;
    changes.reserve(work.records.size());
    for (const auto& record : work.records)
        changes.push_back(record::MakeChange(record::Method::kUpdate, record));
    return ForEachTransaction(std::move(changes), [&](std::vector<Change> some) -> Result<void> {
        auto prepared = TRY(store_.Prepare(access::SystemActor(), std::move(some)));
        prepared_.Put({.prepared = std::move(prepared)});
        return {};
    });
}

void CommitLine::CommitAll() {
    while (auto work = prepared_.Take()) {
        if (failed_) continue;
        if (auto done = Commit(*std::move(work)); !done) Fail(std::move(done).error());
    }
}

Result<void> CommitLine::Commit(Work work) {
    if (work.at) clock_.Set(*work.at);
    if (work.prepared) TRY(store_.CommitPrepared(std::move(work.prepared)));
    return ForEachTransaction(std::move(work.changes),
                              [&](std::vector<Change> some) -> Result<void> {
                                  TRY(store_.Commit(access::SystemActor(), std::move(some)));
                                  return {};
                              });
}

}  // namespace tram::demo
