#include "record/store/store.h"

#include "record/store/store_test.h"

namespace tram::record {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class StoreTest : public StoreTestBase {};
TRAM_ON_EACH_DATABASE(StoreTest);

constexpr std::string_view kPatient =
    R"({"resourceType":"Patient","name":[{"family":"Nguyễn","given":["Thị","Hoà"]}],"birthDate":"1957-03"})";

TEST_P(StoreTest, CreatesUpdatesAndDeletesAsVersions) {
    const auto created = CommitOne(Create(kPatient));
    ASSERT_TRUE(created) << created.error().message << created.error().detail;
    EXPECT_EQ(created->outcome, Outcome::kCreated);
    EXPECT_EQ(created->version.version, 1);
    const auto id = created->version.id;
    EXPECT_EQ(ReadBack("Patient", id), kPatient);

    const auto updated =
        CommitOne(Update(R"({"resourceType":"Patient","id":")" + id + R"(","gender":"female"})"));
    ASSERT_TRUE(updated) << updated.error().message << updated.error().detail;
    EXPECT_EQ(updated->outcome, Outcome::kUpdated);
    EXPECT_EQ(updated->version.version, 2);
    EXPECT_GT(updated->version.at, created->version.at);
    EXPECT_EQ(ReadBack("Patient", id), R"({"resourceType":"Patient","gender":"female"})");

    const auto deleted = CommitOne(Delete("Patient", id));
    ASSERT_TRUE(deleted);
    EXPECT_EQ(deleted->outcome, Outcome::kDeleted);
    EXPECT_EQ(deleted->version.version, 3);
    EXPECT_THAT(ReadBack("Patient", id), HasSubstr("has been deleted"));

    auto reader = *store_->Read();
    const auto first = reader->ReadVersion(actor_, "Patient", id, 1);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->body, kPatient);
    EXPECT_EQ(reader->ReadVersion(actor_, "Patient", id, 3).error().code, ErrorCode::kDeleted);
    EXPECT_EQ(reader->ReadVersion(actor_, "Patient", id, 4).error().code, ErrorCode::kNotFound);
    ExpectNoProblems();
}

TEST_P(StoreTest, KeepsEverythingAcrossAReopening) {
    const auto id = CommitOne(Create(kPatient))->version.id;
    Reopen();
    EXPECT_EQ(ReadBack("Patient", id), kPatient);
    EXPECT_EQ(store_->position(), 1);
    ASSERT_TRUE(CommitOne(Delete("Patient", id)));
    EXPECT_EQ(store_->position(), 2);
    ExpectNoProblems();
}

TEST_P(StoreTest, GivesBackTheBytesItWasGiven) {
    const std::string body =
        R"({"meta":{"profile":["urn:p"],"versionId":"9","lastUpdated":"2020-01-01T00:00:00Z",)"
        R"("tag":[{"code":"t"}]},"id":"o1","status":"final","resourceType":"Observation",)"
        R"("code":{"text":"\u0043hiều cao"},"valueQuantity":{"value":160.50,"unit":"cm"}})";
    const auto applied = CommitOne(Update(body));
    ASSERT_TRUE(applied) << applied.error().message;
    EXPECT_EQ(applied->version.body,
              R"({"meta":{"profile":["urn:p"],"tag":[{"code":"t"}]},"status":"final",)"
              R"("resourceType":"Observation","code":{"text":"\u0043hiều cao"},)"
              R"("valueQuantity":{"value":160.50,"unit":"cm"}})");
    const auto reader = *store_->Read();
    const auto version = *reader->Read(actor_, "Observation", "o1");
    EXPECT_EQ(WithMeta(version),
              R"({"meta":{"versionId":"1","lastUpdated":")" + FormatInstant(version.at) +
                  R"(","profile":["urn:p"],"tag":[{"code":"t"}]},"status":"final",)"
                  R"("resourceType":"Observation","id":"o1","code":{"text":"\u0043hiều cao"},)"
                  R"("valueQuantity":{"value":160.50,"unit":"cm"}})");
}

TEST_P(StoreTest, PutsIdAndMetaBehindTheType) {
    const auto applied = CommitOne(Update(
        R"({"resourceType":"Basic","id":"b","meta":{"versionId":"4"},"code":{"text":"x"}})"));
    ASSERT_TRUE(applied) << applied.error().message;
    EXPECT_EQ(applied->version.body, R"({"resourceType":"Basic","code":{"text":"x"}})");
    EXPECT_EQ(WithMeta(applied->version),
              R"({"resourceType":"Basic","id":"b","meta":{"versionId":"1","lastUpdated":")" +
                  FormatInstant(applied->version.at) + R"("},"code":{"text":"x"}})");
}

TEST_P(StoreTest, ToldTheVersionItRefusesAStaleOne) {
    auto change = Update(R"({"resourceType":"Patient","id":"p"})");
    change.if_match = 1;
    EXPECT_EQ(CommitOne(change).error().code, ErrorCode::kVersionConflict);
    ASSERT_TRUE(CommitOne(Update(R"({"resourceType":"Patient","id":"p"})")));
    change = Update(R"({"resourceType":"Patient","id":"p","active":true})");
    change.if_match = 1;
    ASSERT_TRUE(CommitOne(change));
    change = Update(R"({"resourceType":"Patient","id":"p","active":false})");
    change.if_match = 1;
    const auto stale = CommitOne(change);
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().code, ErrorCode::kVersionConflict);
    auto gone = Delete("Patient", "p");
    gone.if_match = 1;
    EXPECT_EQ(CommitOne(gone).error().code, ErrorCode::kVersionConflict);
    EXPECT_EQ(ReadBack("Patient", "p"), R"({"resourceType":"Patient","active":true})");
}

TEST_P(StoreTest, MakesNoVersionOfTheSameBytes) {
    ASSERT_TRUE(CommitOne(Update(R"({"resourceType":"Patient","id":"p","active":true})")));
    const auto again =
        CommitOne(Update(R"({ "resourceType":"Patient", "id":"p", "active": true })"));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->outcome, Outcome::kUnchanged);
    EXPECT_EQ(again->version.version, 1);
    EXPECT_EQ(store_->position(), 1);
}

TEST_P(StoreTest, BringsADeletedResourceBack) {
    ASSERT_TRUE(CommitOne(Update(R"({"resourceType":"Patient","id":"p"})")));
    ASSERT_TRUE(CommitOne(Delete("Patient", "p")));
    const auto back = CommitOne(Update(R"({"resourceType":"Patient","id":"p"})"));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->outcome, Outcome::kCreated);
    EXPECT_EQ(back->version.version, 3);
    ExpectNoProblems();
}

TEST_P(StoreTest, DeletesNothingWithoutATrace) {
    const auto unknown = CommitOne(Delete("Patient", "nobody"));
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->outcome, Outcome::kUnchanged);
    ASSERT_TRUE(CommitOne(Update(R"({"resourceType":"Patient","id":"p"})")));
    ASSERT_TRUE(CommitOne(Delete("Patient", "p")));
    EXPECT_EQ(CommitOne(Delete("Patient", "p"))->outcome, Outcome::kUnchanged);
    EXPECT_EQ(store_->position(), 2);
}

TEST_P(StoreTest, PatchesTheResourceThatTheClientReads) {
    ASSERT_TRUE(CommitOne(
        Update(R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"HA"},)"
               R"("valueQuantity":{"value":120.0}})")));
    const auto patched =
        CommitOne(Patch("Observation", "o",
                        R"([{"op":"test","path":"/meta/versionId","value":"1"},)"
                        R"({"op":"test","path":"/id","value":"o"},)"
                        R"({"op":"replace","path":"/status","value":"amended"}])"));
    ASSERT_TRUE(patched) << patched.error().message;
    EXPECT_EQ(patched->outcome, Outcome::kUpdated);
    EXPECT_EQ(patched->version.body,
              R"({"resourceType":"Observation","status":"amended","code":{"text":"HA"},)"
              R"("valueQuantity":{"value":120.0}})");
    for (const char* refused :
         {R"([{"op":"remove","path":"/status"}])", R"([{"op":"replace","path":"/id","value":"x"}])",
          R"([{"op":"replace","path":"/resourceType","value":"Basic"}])",
          R"([{"op":"add","path":"/nonsense","value":1}])"}) {
        EXPECT_FALSE(CommitOne(Patch("Observation", "o", refused))) << refused;
    }
    EXPECT_EQ(CommitOne(Patch("Observation", "x", "[]")).error().code, ErrorCode::kNotFound);
    EXPECT_EQ(CommitOne(Patch("Observation", "o", "[]"))->outcome, Outcome::kUnchanged);
    ExpectNoProblems();
}

TEST_P(StoreTest, RefusesWhatIsNotAResourceAndKeepsNothingOfIt) {
    EXPECT_FALSE(CommitOne(Create(R"({"resourceType":"Observation","status":"final"})")));
    EXPECT_FALSE(CommitOne(Create(R"({"resourceType":"Patient","nonsense":1})")));
    EXPECT_FALSE(CommitOne(Update(R"({"resourceType":"Patient","id":"not an id"})")));
    auto other = Update(R"({"resourceType":"Patient","id":"a"})");
    other.id = "b";
    EXPECT_EQ(CommitOne(other).error().code, ErrorCode::kInvalid);
    EXPECT_EQ(store_->position(), 0);
}

TEST_P(StoreTest, CreatesUnderAGivenIdOnlyOnce) {
    auto change = Create(kPatient);
    change.id = "chosen";
    ASSERT_TRUE(CommitOne(change));
    EXPECT_EQ(CommitOne(change).error().code, ErrorCode::kConflict);
}

TEST_P(StoreTest, AcceptsAReferenceToWhatIsNotThereYet) {
    ASSERT_TRUE(CommitOne(
        Update(R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},)"
               R"("subject":{"reference":"Patient/later"}})")));
    EXPECT_THAT(ReadBack("Patient", "later"), StartsWith("there is no Patient/later"));
    ASSERT_TRUE(CommitOne(Update(R"({"resourceType":"Patient","id":"later"})")));
    EXPECT_EQ(ReadBack("Patient", "later"), R"({"resourceType":"Patient"})");
    ExpectNoProblems();
}

TEST_P(StoreTest, IsOpenedByOneProcessAlone) {
    SimulatedClock clock{Instant{1'790'000'000'000'000}, 1};
    const auto second = Store::Open(Options(), clock, random_, {}, {});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kConflict);
    EXPECT_THAT(second.error().message, HasSubstr(std::to_string(getpid())));
    ASSERT_TRUE(CommitOne(Create(kPatient)));
}

TEST_P(StoreTest, RefusesAnotherTimeZone) {
    store_.reset();
    auto options = Options();
    options.zone_minutes = 60;
    const auto other = Store::Open(options, clock_, random_, {}, {});
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::kInvalid);
    EXPECT_THAT(other.error().message, HasSubstr("UTC+07:00"));
}

TEST_P(StoreTest, NeverStandsStillOrGoesBackInTime) {
    const auto first = CommitOne(Create(kPatient))->version.at;
    clock_.Set(Instant{1'600'000'000'000'000});
    const auto second = CommitOne(Create(kPatient))->version.at;
    Reopen();
    const auto third = CommitOne(Create(kPatient))->version.at;
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    ExpectNoProblems();
}

TEST_P(StoreTest, TellsLayersAboveInCommitOrder) {
    ASSERT_TRUE(CommitOne(Update(R"({"resourceType":"Patient","id":"p"})")));
    ASSERT_TRUE(Commit({Update(R"({"resourceType":"Patient","id":"q"})"), Delete("Patient", "p")}));
    const auto reader = *store_->Read();
    const auto entries = *reader->LogAfter(1, 10);
    ASSERT_EQ(entries.size(), 2u);
    EXPECT_EQ(entries[0].pos, 2);
    EXPECT_EQ(entries[0].tx, 2);
    EXPECT_EQ(entries[0].type, "Patient");
    EXPECT_EQ(entries[1].pos, 3);
    EXPECT_EQ(entries[1].tx, 2);
    EXPECT_EQ(entries[1].op, 3);
    EXPECT_EQ(reader->position(), 3);
}

TEST_P(StoreTest, ReadsOneSnapshotWhileOthersWrite) {
    ASSERT_TRUE(CommitOne(Update(R"({"resourceType":"Patient","id":"p"})")));
    const auto reader = *store_->Read();
    EXPECT_EQ(reader->position(), 1);
    ASSERT_TRUE(CommitOne(Update(R"({"resourceType":"Patient","id":"p","active":true})")));
    EXPECT_EQ(reader->Read(actor_, "Patient", "p")->version, 1);
    EXPECT_EQ(reader->position(), 1);
    EXPECT_EQ((*store_->Read())->position(), 2);
}

TEST_P(StoreTest, WorksOnTablesBesideTheRecordsAllOrNothing) {
    ASSERT_TRUE(store_->Write([](database::Connection& connection) {
        return connection.Execute("CREATE TABLE beside (n INTEGER)");
    }));
    const auto failed = store_->Write([](database::Connection& connection) -> Result<void> {
        TRY(connection.Execute("INSERT INTO beside VALUES (1)"));
        return Error{.code = ErrorCode::kInvalid, .message = "changed my mind"};
    });
    EXPECT_EQ(failed.error().message, "changed my mind");
    std::int64_t rows = -1;
    ASSERT_TRUE(store_->Write([&](database::Connection& connection) -> Result<void> {
        auto* query = TRY(connection.Prepare("SELECT count(*) FROM beside"));
        TRY(query->Step());
        rows = query->Int(0);
        query->Reset();
        return {};
    }));
    EXPECT_EQ(rows, 0);
}

}  // namespace
}  // namespace tram::record
