// For the tests of the store: a store on each database with a clock of its own, and short ways to
// say what they do.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "fhir/definitions/definitions.h"
#include "platform/database/testing.h"
#include "record/store/store.h"

namespace tram::record {

class StoreTestBase : public database::testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        Reopen();
    }
    void TearDown() override {
        store_.reset();
        EachDatabase::TearDown();
    }

    StoreOptions Options() const {
        StoreOptions options;
        options.data_dir = folder() / "data";
        options.database_url = this->options().url;
        options.database_schema = this->options().schema;
        return options;
    }

    void Reopen() {
        store_.reset();
        auto store =
            Store::Open(Options(), clock_, random_, std::move(derivers_), std::move(views_));
        ASSERT_TRUE(store) << store.error().message << store.error().detail;
        store_ = std::move(store).value();
    }

    static json::DocumentPtr Json(std::string_view text) {
        auto document = json::Document::Parse(text);
        if (!document) throw std::runtime_error(document.error().message);
        return std::move(document).value();
    }

    static Change Create(std::string_view body) {
        Change change;
        change.method = Method::kCreate;
        change.resource = Json(body);
        change.type = change.resource->root()["resourceType"].text();
        return change;
    }
    static Change Update(std::string_view body) {
        Change change = Create(body);
        change.method = Method::kUpdate;
        change.id = change.resource->root()["id"].text();
        return change;
    }
    static Change Patch(std::string type, std::string id, std::string_view operations) {
        Change change;
        change.method = Method::kPatch;
        change.type = std::move(type);
        change.id = std::move(id);
        change.resource = Json(operations);
        return change;
    }
    static Change Delete(std::string type, std::string id) {
        Change change;
        change.method = Method::kDelete;
        change.type = std::move(type);
        change.id = std::move(id);
        return change;
    }

    Result<Receipt> Commit(std::vector<Change> changes) {
        return store_->Commit(actor_, std::move(changes));
    }
    Result<Applied> CommitOne(Change change) {
        auto receipt = Commit({std::move(change)});
        if (!receipt) return std::move(receipt).error();
        return std::move(receipt->applied.front());
    }
    // What the store gives back for "Type/id".
    std::string ReadBack(std::string_view type, std::string_view id) {
        auto reader = store_->Read();
        if (!reader) return reader.error().message;
        auto version = (*reader)->Read(actor_, type, id);
        return version ? version->body : version.error().message;
    }
    void ExpectNoProblems() {
        const auto problems = store_->Check({});
        ASSERT_TRUE(problems) << problems.error().message << problems.error().detail;
        EXPECT_THAT(*problems, testing::ElementsAre());
    }

    SimulatedClock clock_{Instant{1'790'000'000'000'000}, 1};
    SeededRandom random_{7};
    access::Actor actor_ = access::SystemActor();
    std::vector<std::unique_ptr<Deriver>> derivers_;
    std::vector<views::View> views_;
    std::unique_ptr<Store> store_;
};

}  // namespace tram::record
