// For tests alone: a store with the shipped registers and an engine with the shipped indicators.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "fhir/json/document.h"
#include "insight/indicators/engine.h"
#include "insight/indicators/story_test.h"
#include "platform/database/testing.h"
#include "record/registers/shipped.h"

namespace tram::indicators {

class TestHouse {
  public:
    explicit TestHouse(const record::StoreOptions& options)
        : library_(Must(
              content::Library::Open({.instead = std::string(TRAM_SOURCE_DIR) + "/content"}))) {
        store_ = Must(record::Store::Open(options, clock_, random_, {},
                                          Must(registers::ReadViews(library_))));
        std::set<std::string, std::less<>> names;
        for (const auto& one : store_->registers().all()) names.insert(one.name);
        auto indicators = Must(LoadIndicators(library_, names));
        {
            const auto reader = Must(store_->Read());
            for (const auto& one : indicators) Must(CheckQueries(reader->connection(), one));
        }
        engine_ = std::make_unique<Engine>(*store_, std::move(indicators));
    }

    record::Store& store() { return *store_; }
    Engine& engine() { return *engine_; }

    // Of two records of one id the later holds.
    void Put(const std::vector<stories::Record>& records) {
        std::vector<record::Change> changes;
        for (std::size_t i = 0; i < records.size(); ++i) {
            const auto& record = records[i];
            const auto again = [&](const stories::Record& other) {
                return other.id == record.id && other.type == record.type;
            };
            if (std::any_of(records.begin() + static_cast<std::ptrdiff_t>(i) + 1, records.end(),
                            again))
                continue;
            record::Change change;
            change.method = record::Method::kUpdate;
            change.type = record.type;
            change.id = record.id;
            change.resource = Must(json::Document::Parse(record.body));
            change.where = record.body;
            changes.push_back(std::move(change));
            put_.emplace(record.type, record.id);
        }
        Commit(std::move(changes));
    }

    // Deletes all that was put.
    void Forget() {
        std::vector<record::Change> changes;
        for (const auto& [type, id] : put_)
            changes.push_back({.method = record::Method::kDelete, .type = type, .id = id});
        put_.clear();
        Commit(std::move(changes));
    }

    template <typename T>
    static T Must(Result<T> result) {
        return database::testing::Must(std::move(result));
    }
    static void Must(Result<void> result) { database::testing::Must(std::move(result)); }

  private:
    void Commit(std::vector<record::Change> changes) {
        if (changes.empty()) return;
        const auto receipt = store_->Commit(access::SystemActor(), std::move(changes));
        if (!receipt)
            throw std::runtime_error(receipt.error().path + " " + receipt.error().message);
    }

    SimulatedClock clock_{{1'767'225'600'000'000}, 1'000};  // 2026-01-01
    SeededRandom random_{7};
    content::Library library_;
    std::unique_ptr<record::Store> store_;
    std::unique_ptr<Engine> engine_;
    std::set<std::pair<std::string, std::string>> put_;
};

inline record::StoreOptions StoreIn(const std::filesystem::path& folder,
                                    const database::Options& options) {
    record::StoreOptions store;
    store.data_dir = folder / "data";
    store.database_url = options.url;
    store.database_schema = options.schema;
    return store;
}

}  // namespace tram::indicators
