#include "record/store/store.h"

#include "record/store/store_test.h"

namespace tram::record {
namespace {

using testing::HasSubstr;

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

}  // namespace
}  // namespace tram::record
