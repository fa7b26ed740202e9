// What an actor of limited sight may read and write.
#include "record/access/reserved.h"
#include "record/store/store_test.h"

namespace tram::record {
namespace {

using testing::ElementsAre;

class SightTest : public StoreTestBase {
  protected:
    void SetUp() override {
        StoreTestBase::SetUp();
        auto role = std::make_shared<access::Role>();
        role->id = "nurse";
        role->names = true;
        role->reads = role->writes = role->deletes = {"*"};
        nurse_.user = "hoa";
        nurse_.role = role;
        const auto receipt =
            Commit({Update(R"({"resourceType":"Organization","id":"station","name":"Trạm"})"),
                    Update(R"({"resourceType":"Patient","id":"ours"})"),
                    Update(R"({"resourceType":"Patient","id":"theirs"})"),
                    Update(Pressure("po", "ours")), Update(Pressure("pt", "theirs"))});
        ASSERT_TRUE(receipt);
        const auto station = receipt->applied[0].version.rid;
        const auto ours = receipt->applied[1].version.rid;
        nurse_.units = {station};
        ASSERT_TRUE(store_->Write([&](database::Connection& connection) {
            return connection.Execute(
                "INSERT INTO visible (home, unit, why, from_on, to_on, n, bucket) VALUES (" +
                std::to_string(ours) + ", " + std::to_string(station) +
                ", 1, -2147483648, 2147483647, 1, " +
                std::to_string(storage::BucketOf("Patient", "ours")) + ")");
        }));
    }
    static std::string Pressure(std::string_view id, std::string_view patient,
                                std::string_view status = "final") {
        return R"({"resourceType":"Observation","id":")" + std::string(id) + R"(","status":")" +
               std::string(status) + R"(","code":{"text":"HA"},"subject":{"reference":"Patient/)" +
               std::string(patient) + R"("}})";
    }
    ErrorCode Refusal(Change change) {
        const auto result = store_->Commit(nurse_, {std::move(change)});
        return result ? ErrorCode::kInternal : result.error().code;
    }
    access::Actor nurse_;
};
TRAM_ON_EACH_DATABASE(SightTest);

TEST_P(SightTest, OutOfSightIsAsIfItWereNotThere) {
    const auto reader = *store_->Read();
    EXPECT_TRUE(reader->Read(nurse_, "Patient", "ours"));
    EXPECT_TRUE(reader->Read(nurse_, "Observation", "po"));
    EXPECT_TRUE(reader->Read(nurse_, "Organization", "station"));
    for (const auto& [type, id] :
         {std::pair("Patient", "theirs"), std::pair("Observation", "pt")}) {
        const auto hidden = reader->Read(nurse_, type, id);
        const auto absent = reader->Read(nurse_, type, "nobody");
        ASSERT_FALSE(hidden);
        EXPECT_EQ(hidden.error().code, absent.error().code);
        EXPECT_EQ(reader->ReadVersion(nurse_, type, id, 1).error().code, ErrorCode::kNotFound);
        EXPECT_FALSE(
            reader->History(nurse_, {.scope = HistoryScope::kInstance, .type = type, .id = id}));
    }
}

TEST_P(SightTest, HistoryLeavesOutWhatIsOutOfSight) {
    const auto reader = *store_->Read();
    const auto ids = [&](const HistoryQuery& query) {
        std::vector<std::string> ids;
        const auto page = reader->History(nurse_, query);
        EXPECT_TRUE(page);
        for (const auto& version : page->versions) ids.push_back(version.id);
        EXPECT_FALSE(page->total);
        return ids;
    };
    EXPECT_THAT(ids({.scope = HistoryScope::kType, .type = "Patient"}), ElementsAre("ours"));
    EXPECT_THAT(ids({.count = 2}), ElementsAre("po", "ours"));
    EXPECT_THAT(ids({}), ElementsAre("po", "ours", "station"));
}

TEST_P(SightTest, NobodyWritesIntoARecordOutOfSight) {
    EXPECT_EQ(Refusal(Update(Pressure("pt", "theirs", "amended"))), ErrorCode::kForbidden);
    EXPECT_EQ(Refusal(Update(Pressure("new", "theirs"))), ErrorCode::kForbidden);
    EXPECT_EQ(Refusal(Update(Pressure("po", "theirs"))), ErrorCode::kForbidden);
    EXPECT_EQ(Refusal(Patch("Observation", "pt", "[]")), ErrorCode::kNotFound);
    const auto position = store_->position();
    const auto deleted = store_->Commit(nurse_, {Delete("Observation", "pt")});
    ASSERT_TRUE(deleted);
    EXPECT_EQ(deleted->applied[0].outcome, Outcome::kUnchanged);
    EXPECT_EQ(store_->position(), position);
}

TEST_P(SightTest, WritesWhatIsInSightAndWhatIsNew) {
    EXPECT_TRUE(store_->Commit(nurse_, {Update(Pressure("po", "ours", "amended"))}));
    EXPECT_TRUE(store_->Commit(nurse_, {Update(Pressure("new", "ours"))}));
    auto patient = Create(R"({"resourceType":"Patient"})");
    patient.full_url = "urn:uuid:1";
    auto pressure = Create(R"({"resourceType":"Observation","status":"final","code":{"text":"HA"},)"
                           R"("subject":{"reference":"urn:uuid:1"}})");
    EXPECT_TRUE(store_->Commit(nurse_, {patient, pressure}));
    EXPECT_TRUE(store_->Commit(nurse_, {Delete("Observation", "po")}));
    ExpectNoProblems();
}

TEST_P(SightTest, AConditionFindsOnlyWhatIsInSight) {
    ASSERT_TRUE(Commit({Update(R"({"resourceType":"Patient","id":"theirs","identifier":)"
                               R"([{"system":"urn:x","value":"1"}]})")}));
    auto create =
        Create(R"({"resourceType":"Patient","identifier":[{"system":"urn:x","value":"1"}]})");
    create.condition = "identifier=urn:x|1";
    const auto receipt = store_->Commit(nurse_, {create});
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->applied[0].outcome, Outcome::kCreated);
}

TEST_P(SightTest, WhatTheProgramAloneWritesIsForNobodyElseToMakeChangeOrDelete) {
    const std::string author = R"("status":"final","title":"Kỳ","date":"2026-07-01",)"
                               R"("author":[{"reference":"Organization/station"}])";
    const auto document = [&](const std::string& id, const std::string& system) {
        return R"({"resourceType":"Composition","id":")" + id +
               R"(","type":{"coding":[{"system":")" + system + R"(","code":"closed-period"}]},)" +
               author + "}";
    };
    const auto closed = document("closed", "urn:tram:codes:document");
    const auto letter = document("letter", "http://loinc.org");
    auto program = access::InTheNameOf(nurse_);
    const auto made = store_->Commit(program, {Update(closed), Update(letter)});
    ASSERT_TRUE(made) << made.error().message;
    nurse_.role = [&] {  // sees everything, may write every type
        auto role = std::make_shared<access::Role>(*nurse_.role);
        role->unlimited = role->administrator = true;
        return role;
    }();
    const auto become = R"([{"op":"replace","path":"/type/coding/0/system",)"
                        R"("value":"urn:tram:codes:document"}])";
    const auto retitle = R"([{"op":"replace","path":"/title","value":"Khác"}])";
    EXPECT_EQ(Refusal(Update(document("new", "urn:tram:codes:document"))), ErrorCode::kForbidden);
    EXPECT_EQ(Refusal(Update(document("closed", "http://loinc.org"))), ErrorCode::kForbidden);
    EXPECT_EQ(Refusal(Update(document("letter", "urn:tram:codes:document"))),
              ErrorCode::kForbidden);
    EXPECT_EQ(Refusal(Patch("Composition", "closed", retitle)), ErrorCode::kForbidden);
    EXPECT_EQ(Refusal(Patch("Composition", "letter", become)), ErrorCode::kForbidden);
    EXPECT_EQ(Refusal(Delete("Composition", "closed")), ErrorCode::kForbidden);
    EXPECT_TRUE(store_->Commit(nurse_, {Patch("Composition", "letter", retitle)}));
    EXPECT_TRUE(store_->Commit(nurse_, {Delete("Composition", "letter")}));
    EXPECT_TRUE(store_->Commit(program, {Patch("Composition", "closed", retitle)}));
    const auto reader = *store_->Read();
    EXPECT_EQ(reader->Read(program, "Composition", "closed")->version, 2);
}

}  // namespace
}  // namespace tram::record
