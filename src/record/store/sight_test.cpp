// What an actor of limited sight may read and write.
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

}  // namespace
}  // namespace tram::record
