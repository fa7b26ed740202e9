// For tests alone: a store in memory that keeps versions and does as it is told, so that the door
// is tested without a database. It judges nothing: no validation, no rights, no references.
//
// Thread safety: none.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "fhir/json/patch.h"
#include "record/storage/schema.h"
#include "record/store/store.h"

namespace tram::api::fhir {

class TestingStore : public record::Store {
  public:
    // What a test tells it.
    std::map<std::string, std::vector<std::string>> matches;  // condition → ids
    std::map<std::string, Error> refusals;                    // id → error of a change to it
    // What it was asked.
    std::vector<std::vector<record::Change>> commits;
    std::vector<search::Query> queries;
    std::vector<record::HistoryQuery> histories;
    std::vector<record::Searcher::EverythingOptions> everythings;

    Result<record::Receipt> Commit(const record::Actor&, std::vector<record::Change> changes,
                                   record::Priority) override {
        commits.push_back(changes);
        auto kept = resources_;
        auto log = log_;
        record::Receipt receipt;
        for (const auto& change : changes) {
            auto applied = Apply(change);
            if (!applied) {
                resources_ = std::move(kept);
                log_ = std::move(log);
                return applied.error();
            }
            receipt.applied.push_back(std::move(*applied));
        }
        receipt.pos = position();
        return receipt;
    }
    Result<std::unique_ptr<record::Prepared>> Prepare(const record::Actor&,
                                                      std::vector<record::Change>,
                                                      record::Priority) override {
        return Unbuilt();
    }
    Result<record::Receipt> CommitPrepared(std::unique_ptr<record::Prepared>) override {
        return Unbuilt();
    }
    Result<void> Write(std::function<Result<void>(database::Connection&)>) override {
        return Unbuilt();
    }
    Result<std::unique_ptr<record::Reader>> Read() override {
        return std::unique_ptr<record::Reader>(new Snapshot(*this));
    }
    Result<void> Audit(const record::Actor&, record::Access) override { return {}; }
    std::int64_t position() const override { return static_cast<std::int64_t>(log_.size()); }
    Result<std::vector<std::string>> Check(std::function<void(std::string_view)>) override {
        return Unbuilt();
    }
    Clock& clock() override { return clock_; }
    RandomSource& random() override { return random_; }
    int zone_minutes() const override { return 7 * 60; }
    const storage::Dictionary& dictionary() const override { throw BrokenPromise("no dictionary"); }
    const registers::Registers& registers() const override { throw BrokenPromise("no registers"); }

    std::size_t living() const {
        return static_cast<std::size_t>(
            std::count_if(resources_.begin(), resources_.end(),
                          [](const auto& r) { return !r.second.back().deleted; }));
    }

  private:
    using Name = std::pair<std::string, std::string>;

    static Error Fault(ErrorCode code, const char* message, std::string path = {}) {
        return {.code = code, .message = message, .message_vi = message, .path = std::move(path)};
    }
    static Error Unbuilt() { return Fault(ErrorCode::kInternal, "not in the testing store"); }

    const record::Version* Current(const Name& name) const {
        const auto found = resources_.find(name);
        return found == resources_.end() ? nullptr : &found->second.back();
    }

    Result<record::Applied> Apply(const record::Change& change) {
        using record::Method;
        using record::Outcome;
        std::string id = change.id;
        if (change.condition) {
            const auto found = matches.find(*change.condition);
            const auto count = found == matches.end() ? 0 : found->second.size();
            if (count > 1) return Fault(ErrorCode::kMultipleMatches, "several match", change.where);
            if (count == 1) id = found->second[0];
            if (count == 1 && change.method == Method::kCreate) {
                return record::Applied{Outcome::kFoundExisting, *Current({change.type, id})};
            }
            if (count == 0 && change.method == Method::kPatch) {
                return Fault(ErrorCode::kNotFound, "none matches", change.where);
            }
        }
        if (id.empty() && change.method != Method::kDelete) id = "new" + std::to_string(++made_);
        if (const auto refusal = refusals.find(id); refusal != refusals.end()) {
            auto error = refusal->second;
            error.path = change.where + error.path;
            return error;
        }
        const auto* current = Current({change.type, id});
        const bool lives = current && !current->deleted;
        if (change.if_match && (!current || current->version != *change.if_match)) {
            return Fault(ErrorCode::kVersionConflict, "another version", change.where);
        }
        record::Version next;
        next.type = change.type;
        next.id = id;
        next.version = current ? current->version + 1 : 1;
        next.at = clock_.Now();
        switch (change.method) {
            case Method::kDelete:
                if (!lives) return record::Applied{Outcome::kUnchanged, {}};
                next.deleted = true;
                break;
            case Method::kPatch: {
                if (!lives) return Fault(ErrorCode::kNotFound, "not there", change.where);
                const auto document = TRY(json::Document::Parse(current->body));
                next.body = TRY(json::ApplyPatch(document, change.resource->root()))->text();
                break;
            }
            case Method::kCreate:
            case Method::kUpdate: {
                const auto root = change.resource->root();
                next.body = change.resource->text();
                if (const auto written = root["id"]) {
                    next.body = json::ApplySplices(next.body, {json::RemoveMember(root, written)});
                }
                break;
            }
        }
        const auto op = next.deleted ? storage::Op::kDelete
                        : lives      ? storage::Op::kUpdate
                                     : storage::Op::kCreate;
        resources_[{change.type, id}].push_back(next);
        log_.emplace_back(next, static_cast<int>(op));
        return record::Applied{next.deleted ? Outcome::kDeleted
                               : lives      ? Outcome::kUpdated
                                            : Outcome::kCreated,
                               next};
    }

    class Snapshot : public record::Reader {
      public:
        explicit Snapshot(TestingStore& store) : store_(store) {}
        std::int64_t position() override { return store_.position(); }
        Result<record::Version> Read(const record::Actor&, std::string_view type,
                                     std::string_view id) override {
            const auto* current = store_.Current({std::string(type), std::string(id)});
            if (!current) return Fault(ErrorCode::kNotFound, "not there");
            if (current->deleted) return Fault(ErrorCode::kDeleted, "deleted");
            return *current;
        }
        Result<record::Version> ReadVersion(const record::Actor&, std::string_view type,
                                            std::string_view id, std::int64_t version) override {
            for (const auto& [one, op] : store_.log_) {
                if (one.type != type || one.id != id || one.version != version) continue;
                if (one.deleted) return Fault(ErrorCode::kDeleted, "deleted");
                return one;
            }
            return Fault(ErrorCode::kNotFound, "not there");
        }
        Result<std::vector<record::Version>> Load(const record::Actor&,
                                                  std::span<const record::Hit> hits) override {
            std::vector<record::Version> versions;
            for (const auto& hit : hits) {
                auto at = store_.resources_.begin();
                std::advance(at, hit.rid);
                versions.push_back(at->second.back());
            }
            return versions;
        }
        // All of the type, by id; _count and _cursor as an offset.
        Result<record::SearchResult> Search(const record::Actor&,
                                            const search::Query& query) override {
            store_.queries.push_back(query);
            if (query.cursor == "tampered") {
                return Fault(ErrorCode::kMalformed, "not our cursor", "_cursor");
            }
            record::SearchResult result;
            record::Rid rid = 0;
            for (const auto& [name, versions] : store_.resources_) {
                if (name.first == query.type && !versions.back().deleted)
                    result.hits.push_back({rid});
                ++rid;
            }
            if (query.total == search::Total::kAccurate ||
                query.summary == search::Summary::kCount) {
                result.total = static_cast<std::int64_t>(result.hits.size());
            }
            const auto from = query.cursor.empty() ? 0u : std::stoul(query.cursor);
            result.hits.erase(result.hits.begin(), result.hits.begin() + static_cast<long>(from));
            const auto count = static_cast<std::size_t>(query.count.value_or(50));
            if (result.hits.size() > count) {
                result.hits.resize(count);
                result.next = std::to_string(from + count);
            }
            if (query.summary == search::Summary::kCount) result.hits.clear();
            return result;
        }
        Result<record::SearchResult> Everything(
            const record::Actor&, std::string_view id,
            const record::Searcher::EverythingOptions& options) override {
            store_.everythings.push_back(options);
            if (!store_.Current({"Patient", std::string(id)})) {
                return Fault(ErrorCode::kNotFound, "not there");
            }
            record::SearchResult result;
            for (std::size_t rid = 0; rid < store_.resources_.size(); ++rid) {
                result.hits.push_back({static_cast<record::Rid>(rid)});
            }
            return result;
        }
        Result<record::HistoryPage> History(const record::Actor&,
                                            const record::HistoryQuery& query) override {
            store_.histories.push_back(query);
            record::HistoryPage page;
            for (auto at = store_.log_.rbegin(); at != store_.log_.rend(); ++at) {
                if (!query.type.empty() && at->first.type != query.type) continue;
                if (!query.id.empty() && at->first.id != query.id) continue;
                page.versions.push_back(at->first);
                page.operations.push_back(at->second);
            }
            page.total = static_cast<std::int64_t>(page.versions.size());
            return page;
        }
        Result<std::vector<record::LogEntry>> LogAfter(std::int64_t, std::int64_t) override {
            return Unbuilt();
        }
        database::Connection& connection() override { throw BrokenPromise("no connection"); }

      private:
        TestingStore& store_;
    };

    SimulatedClock clock_{{1'768'000'000'000'000}, 1'000'000};
    SeededRandom random_{1};
    std::map<Name, std::vector<record::Version>> resources_;
    std::vector<std::pair<record::Version, int>> log_;
    int made_ = 0;
};

}  // namespace tram::api::fhir
