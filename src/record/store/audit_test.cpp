#include "record/store/audit.h"

#include <thread>

#include "record/store/store_test.h"

namespace tram::record {
namespace {

using testing::Contains;
using testing::ElementsAre;

TEST(PackedRidsTest, ComeBackAsTheyWere) {
    const std::vector<Rid> rids = {1, 2, 130, 131, 1'000'000'000'000};
    EXPECT_EQ(UnpackRids(PackRids(rids)), rids);
    EXPECT_EQ(UnpackRids(""), std::vector<Rid>());
    EXPECT_EQ(UnpackRids("\x80"), std::nullopt);
    EXPECT_EQ(UnpackRids(std::string(20, '\xFF')), std::nullopt);
}

class AuditTest : public StoreTestBase {
  protected:
    // The audit on disk, as "who interaction type/id…", once it holds `rows` rows.
    std::vector<std::string> Rows(std::size_t rows) {
        std::vector<std::string> lines;
        for (int tries = 0; tries < 1200; ++tries) {  // a minute: it hangs
            lines.clear();
            const auto reader = *store_->Read();
            auto* query = *reader->connection().Prepare(
                "SELECT who, interaction, type, rid, homes, tx, refused FROM audit ORDER BY seq");
            while (*query->Step()) {
                lines.push_back(std::string(query->Text(0)) + " " + std::to_string(query->Int(1)) +
                                " " +
                                std::string(definitions::ResourceTypeName(
                                    static_cast<std::uint16_t>(query->Int(2)))) +
                                " homes " + std::to_string(UnpackRids(query->Blob(4))->size()) +
                                (query->Int(5) ? " tx " + std::to_string(query->Int(5)) : "") +
                                (query->Int(6) ? " refused" : ""));
            }
            if (lines.size() >= rows) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return lines;
    }
};
TRAM_ON_EACH_DATABASE(AuditTest);

TEST_P(AuditTest, HoldsEveryWriteWithItsCommitAndReadsSoonAfter) {
    ASSERT_TRUE(Commit({Update(R"({"resourceType":"Patient","id":"p"})"),
                        Update(R"({"resourceType":"Patient","id":"q"})")}));
    EXPECT_THAT(Rows(1), ElementsAre("system 6  homes 0 tx 1"));
    {
        const auto reader = *store_->Read();
        ASSERT_TRUE(reader->Read(actor_, "Patient", "p"));
        ASSERT_FALSE(reader->Read(actor_, "Patient", "nobody"));
        ASSERT_TRUE(reader->ReadVersion(actor_, "Patient", "q", 1));
        const Hit hits[] = {{1}, {2}};
        ASSERT_TRUE(reader->Load(actor_, hits));
    }
    EXPECT_THAT(Rows(4), ElementsAre("system 6  homes 0 tx 1", "system 1 Patient homes 1",
                                     "system 2 Patient homes 1", "system 3 Patient homes 2"));
    ExpectNoProblems();
    Reopen();
    ASSERT_TRUE(CommitOne(Delete("Patient", "p")));
    EXPECT_THAT(Rows(5), Contains("system 6 Patient homes 0 tx 3"));
    ExpectNoProblems();
}

TEST_P(AuditTest, HoldsWhatWasRefused) {
    ASSERT_TRUE(CommitOne(Update(R"({"resourceType":"Patient","id":"p"})")));
    access::Actor nobody;
    nobody.user = "stranger";
    auto role = std::make_shared<access::Role>();
    role->id = "figures";
    nobody.role = role;
    EXPECT_EQ((*store_->Read())->Read(nobody, "Patient", "p").error().code, ErrorCode::kForbidden);
    EXPECT_EQ(store_->Commit(nobody, {Delete("Patient", "p")}).error().code, ErrorCode::kForbidden);
    const auto rows = Rows(3);
    EXPECT_THAT(rows, Contains("stranger 1 Patient homes 0 refused"));
    EXPECT_THAT(rows, Contains("stranger 6 Patient homes 0 refused"));
}

TEST_P(AuditTest, DoesNotHoldWhatEveryoneMayKnow) {
    ASSERT_TRUE(
        CommitOne(Update(R"({"resourceType":"Organization","id":"o","name":"Trạm y tế"})")));
    ASSERT_TRUE((*store_->Read())->Read(actor_, "Organization", "o"));
    ASSERT_TRUE(store_->Audit(actor_, {.interaction = Interaction::kFigures}));
    EXPECT_THAT(Rows(2), ElementsAre("system 6 Organization homes 0 tx 1", "system 7  homes 0"));
}

TEST_P(AuditTest, ShowsWhenARowWasChangedBehindItsBack) {
    ASSERT_TRUE(CommitOne(Update(R"({"resourceType":"Patient","id":"p"})")));
    ASSERT_TRUE(CommitOne(Update(R"({"resourceType":"Patient","id":"q"})")));
    ASSERT_TRUE(store_->Write([](database::Connection& connection) {
        return connection.Execute("UPDATE audit SET who = 'someone' WHERE seq = 1");
    }));
    const auto problems = *store_->Check({});
    EXPECT_THAT(problems, ElementsAre("audit: the chain is broken: seq=1"));
}

}  // namespace
}  // namespace tram::record
