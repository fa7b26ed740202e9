#include "record/store/store_test.h"

namespace tram::record {
namespace {

class PersonsTest : public StoreTestBase {
  protected:
    // A patient, replaced by another unless that is empty.
    static std::string Patient(std::string_view id, std::string_view replaced_by = {}) {
        std::string body = R"({"resourceType":"Patient","id":")" + std::string(id) + R"(")";
        if (!replaced_by.empty()) {
            body += R"(,"link":[{"other":{"reference":"Patient/)" + std::string(replaced_by) +
                    R"("},"type":"replaced-by"}])";
        }
        return body + "}";
    }
    static std::string Pressure(std::string_view id, std::string_view patient) {
        return R"({"resourceType":"Observation","id":")" + std::string(id) +
               R"(","status":"final","code":{"text":"HA"},"subject":{"reference":"Patient/)" +
               std::string(patient) + R"("}})";
    }
    // Id of the person of a resource.
    std::string PersonOf(std::string_view type, std::string_view id) {
        const auto reader = *store_->Read();
        auto* query = *reader->connection().Prepare(
            "SELECT p.id FROM res r JOIN res p ON p.rid = r.person WHERE r.type = $1 AND r.id = "
            "$2");
        query->Bind(1, definitions::ResourceTypeNumber(type));
        query->BindText(2, id);
        std::string person = *query->Step() ? std::string(query->Text(0)) : "none";
        query->Reset();
        return person;
    }
};
TRAM_ON_EACH_DATABASE(PersonsTest);

TEST_P(PersonsTest, ALinkMovesAllRecordsToTheSurvivorAndTakingItBackMovesThemBack) {
    ASSERT_TRUE(Commit({Update(Patient("a")), Update(Patient("b")), Update(Pressure("oa", "a")),
                        Update(Pressure("ob", "b"))}));
    EXPECT_EQ(PersonOf("Observation", "oa"), "a");
    ASSERT_TRUE(CommitOne(Update(Patient("a", "b"))));
    EXPECT_EQ(PersonOf("Patient", "a"), "b");
    EXPECT_EQ(PersonOf("Observation", "oa"), "b");
    EXPECT_EQ(PersonOf("Observation", "ob"), "b");
    // What comes later goes to the survivor too.
    ASSERT_TRUE(CommitOne(Update(Pressure("later", "a"))));
    EXPECT_EQ(PersonOf("Observation", "later"), "b");
    ExpectNoProblems();
    ASSERT_TRUE(CommitOne(Update(Patient("a"))));
    EXPECT_EQ(PersonOf("Observation", "oa"), "a");
    EXPECT_EQ(PersonOf("Observation", "later"), "a");
    EXPECT_EQ(PersonOf("Observation", "ob"), "b");
    ExpectNoProblems();
}

// The link goes with the patient: whoever is recorded under the deleted one is he again.
TEST_P(PersonsTest, DeletingALinkedPatientTakesTheMergeBack) {
    ASSERT_TRUE(
        Commit({Update(Patient("a", "b")), Update(Patient("b")), Update(Pressure("oa", "a"))}));
    EXPECT_EQ(PersonOf("Observation", "oa"), "b");
    ASSERT_TRUE(CommitOne(Delete("Patient", "a")));
    EXPECT_EQ(PersonOf("Observation", "oa"), "a");
    Reopen();  // nothing remembered
    ASSERT_TRUE(CommitOne(Update(Pressure("later", "a"))));
    EXPECT_EQ(PersonOf("Observation", "later"), "a");
    ExpectNoProblems();
}

TEST_P(PersonsTest, FollowsChainsInWhateverOrderTheyAreMade) {
    ASSERT_TRUE(Commit({Update(Patient("a", "b")), Update(Pressure("oa", "a"))}));
    EXPECT_EQ(PersonOf("Observation", "oa"), "b");  // not stored yet, but who it is, is known
    ASSERT_TRUE(CommitOne(Update(Patient("b", "c"))));
    EXPECT_EQ(PersonOf("Observation", "oa"), "c");
    ASSERT_TRUE(CommitOne(Update(Patient("c"))));
    EXPECT_EQ(PersonOf("Patient", "b"), "c");
    ExpectNoProblems();
    ASSERT_TRUE(CommitOne(Delete("Patient", "b")));
    EXPECT_EQ(PersonOf("Observation", "oa"), "b");
    ExpectNoProblems();
}

TEST_P(PersonsTest, ACircleMakesNobodyDisappear) {
    ASSERT_TRUE(Commit({Update(Patient("a", "b")), Update(Patient("b", "a")),
                        Update(Patient("c", "a")), Update(Pressure("oa", "a"))}));
    EXPECT_EQ(PersonOf("Patient", "a"), "a");
    EXPECT_EQ(PersonOf("Patient", "b"), "b");
    EXPECT_EQ(PersonOf("Patient", "c"), "c");
    EXPECT_EQ(PersonOf("Observation", "oa"), "a");
    ExpectNoProblems();
    ASSERT_TRUE(CommitOne(Update(Patient("b"))));
    EXPECT_EQ(PersonOf("Observation", "oa"), "b");
    EXPECT_EQ(PersonOf("Patient", "c"), "b");
    ExpectNoProblems();
}

TEST_P(PersonsTest, ARecordMovesWithItsSubject) {
    ASSERT_TRUE(Commit({Update(Patient("a")), Update(Patient("b")), Update(Pressure("o", "a"))}));
    ASSERT_TRUE(CommitOne(Update(Pressure("o", "b"))));
    EXPECT_EQ(PersonOf("Observation", "o"), "b");
    ExpectNoProblems();
}

// Hears which Patients got another person.
class PersonListener : public Deriver {
  public:
    explicit PersonListener(std::vector<std::string>& heard) : heard_(heard) {}
    std::string_view name() const override { return "persons"; }
    Result<void> Prepare(database::Connection&) override { return {}; }
    Result<void> Apply(database::Connection&, std::span<const Touched> touched) override {
        for (const auto& one : touched) {
            if (one.person != one.person_before) heard_.push_back(one.id);
        }
        return {};
    }
    Result<std::vector<std::string>> Check(database::Connection&) override {
        return std::vector<std::string>();
    }

  private:
    std::vector<std::string>& heard_;
};

TEST_P(PersonsTest, DeriversHearOfPatientsWhosePersonChangedByAnothersLink) {
    ASSERT_TRUE(Commit({Update(Patient("a", "b")), Update(Patient("b")), Update(Patient("c"))}));
    std::vector<std::string> heard;
    derivers_.push_back(std::make_unique<PersonListener>(heard));
    Reopen();
    ASSERT_TRUE(CommitOne(Update(Patient("b", "c"))));
    EXPECT_THAT(heard, testing::UnorderedElementsAre("a", "b"));
}

}  // namespace
}  // namespace tram::record
