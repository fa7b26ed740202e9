#include "record/store/store_test.h"

namespace tram::record {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class TransactionTest : public StoreTestBase {
  protected:
    static std::string Person(std::string_view number) {
        return R"({"resourceType":"Patient","identifier":[{"system":"urn:so","value":")" +
               std::string(number) + R"("}]})";
    }
    static std::string Pressure(std::string_view subject) {
        return R"({"resourceType":"Observation","status":"final","code":{"text":"HA"},)"
               R"("subject":{"reference":")" +
               std::string(subject) + R"("}})";
    }
    static Change Named(Change change, std::string full_url) {
        change.full_url = std::move(full_url);
        return change;
    }
    static Change If(Change change, std::string condition) {
        change.condition = std::move(condition);
        return change;
    }
    static std::string SubjectOf(const Applied& applied) {
        return std::string(Json(applied.version.body)->root()["subject"]["reference"].text());
    }
    std::int64_t Count(std::string_view sql) {
        const auto reader = *store_->Read();
        auto* query = *reader->connection().Prepare(sql);
        EXPECT_TRUE(*query->Step());
        const auto count = query->Int(0);
        query->Reset();
        return count;
    }
};
TRAM_ON_EACH_DATABASE(TransactionTest);

TEST_P(TransactionTest, ResolvesEntriesByTheirFullUrlInAnyOrder) {
    const auto receipt =
        Commit({Create(Pressure("urn:uuid:1")), Named(Create(Person("7")), "urn:uuid:1"),
                Create(Pressure("urn:uuid:1"))});
    ASSERT_TRUE(receipt) << receipt.error().message << receipt.error().detail;
    const auto name = "Patient/" + receipt->applied[1].version.id;
    EXPECT_EQ(SubjectOf(receipt->applied[0]), name);
    EXPECT_EQ(SubjectOf(receipt->applied[2]), name);
    EXPECT_EQ(receipt->applied[0].version.home, receipt->applied[1].version.rid);
    ExpectNoProblems();
}

TEST_P(TransactionTest, ReplacesLinksInUrisAndNarrativesButNotInStrings) {
    const auto receipt = Commit(
        {Named(Create(Person("7")), "urn:uuid:1"),
         Create(
             R"({"resourceType":"Basic","text":{"status":"generated","div":)"
             R"("<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"urn:uuid:1\">x</a></div>"},)"
             R"("extension":[{"url":"urn:e","valueUri":"urn:uuid:1"},)"
             R"({"url":"urn:e","valueString":"urn:uuid:1"}],"code":{"text":"c"}})")});
    ASSERT_TRUE(receipt) << receipt.error().message;
    const auto body = Json(receipt->applied[1].version.body);
    const auto name = "Patient/" + receipt->applied[0].version.id;
    EXPECT_THAT(std::string(body->root()["text"]["div"].text()),
                HasSubstr("href=\"" + name + "\""));
    EXPECT_EQ(body->root()["extension"].At(0)["valueUri"].text(), name);
    EXPECT_EQ(body->root()["extension"].At(1)["valueString"].text(), "urn:uuid:1");
}

TEST_P(TransactionTest, RefusesALinkToATypeThatTheReferenceDoesNotAllow) {
    const auto receipt =
        Commit({Named(Create(R"({"resourceType":"Basic","code":{"text":"c"}})"), "urn:uuid:1"),
                Create(Pressure("urn:uuid:1"))});
    ASSERT_FALSE(receipt);
    EXPECT_EQ(receipt.error().code, ErrorCode::kBadValue);
    EXPECT_THAT(receipt.error().path, HasSubstr("subject.reference"));
}

TEST_P(TransactionTest, KeepsNothingOfOneWithABadEntryAndNamesIt) {
    auto bad = Create(R"({"resourceType":"Observation"})");
    bad.where = "Bundle.entry[1]";
    const auto receipt = Commit({Create(Person("7")), bad});
    ASSERT_FALSE(receipt);
    EXPECT_THAT(receipt.error().path, StartsWith("Bundle.entry[1]"));
    auto stale = Update(R"({"resourceType":"Patient","id":"p"})");
    stale.if_match = 3;
    stale.where = "Bundle.entry[1]";
    const auto second = Commit({Create(Person("7")), stale});
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().path, StartsWith("Bundle.entry[1]"));
    EXPECT_EQ(store_->position(), 0);
    EXPECT_EQ(Count("SELECT count(*) FROM res"), 0);
}

TEST_P(TransactionTest, RefusesTwoEntriesForOneResource) {
    EXPECT_EQ(
        Commit({Update(R"({"resourceType":"Patient","id":"p"})"), Delete("Patient", "p")}).ok(),
        true);  // deletes nothing: the resource is not there yet
    const auto twice = Commit({Update(R"({"resourceType":"Patient","id":"p","active":true})"),
                               Update(R"({"resourceType":"Patient","id":"p","active":false})")});
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, ErrorCode::kInvalid);
}

TEST_P(TransactionTest, CreatesOnlyWhatAConditionDoesNotFind) {
    const auto first = CommitOne(If(Create(Person("7")), "identifier=urn:so|7"));
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(first->outcome, Outcome::kCreated);
    const auto second = CommitOne(If(Create(Person("7")), "identifier=urn:so|7"));
    ASSERT_TRUE(second);
    EXPECT_EQ(second->outcome, Outcome::kFoundExisting);
    EXPECT_EQ(second->version.id, first->version.id);
    ASSERT_TRUE(CommitOne(Create(Person("7"))));
    EXPECT_EQ(CommitOne(If(Create(Person("7")), "identifier=urn:so|7")).error().code,
              ErrorCode::kMultipleMatches);
    ExpectNoProblems();
}

TEST_P(TransactionTest, FindsTheSameConditionWithinOneTransaction) {
    const auto receipt =
        Commit({Named(If(Create(Person("7")), "identifier=urn:so|7"), "urn:uuid:a"),
                Named(If(Create(Person("7")), "identifier=urn:so|7"), "urn:uuid:b"),
                Create(Pressure("urn:uuid:a")), Create(Pressure("urn:uuid:b"))});
    ASSERT_TRUE(receipt) << receipt.error().message << receipt.error().detail;
    EXPECT_EQ(receipt->applied[0].outcome, Outcome::kCreated);
    EXPECT_EQ(receipt->applied[1].outcome, Outcome::kFoundExisting);
    EXPECT_EQ(SubjectOf(receipt->applied[2]), SubjectOf(receipt->applied[3]));
    ExpectNoProblems();
}

TEST_P(TransactionTest, LinksToWhatAConditionFound) {
    const auto known = CommitOne(Create(Person("7")))->version.id;
    const auto receipt =
        Commit({Create(Pressure("urn:uuid:a")),
                Named(If(Create(Person("7")), "identifier=urn:so|7"), "urn:uuid:a")});
    ASSERT_TRUE(receipt) << receipt.error().message;
    EXPECT_EQ(receipt->applied[1].outcome, Outcome::kFoundExisting);
    EXPECT_EQ(SubjectOf(receipt->applied[0]), "Patient/" + known);
    ExpectNoProblems();
}

TEST_P(TransactionTest, AConditionSeesWhatEarlierEntriesDid) {
    const auto receipt = Commit({Update(R"({"resourceType":"Patient","id":"p","active":true,)"
                                        R"("identifier":[{"system":"urn:so","value":"7"}]})"),
                                 If(Create(Person("7")), "identifier=urn:so|7")});
    ASSERT_TRUE(receipt) << receipt.error().message << receipt.error().detail;
    EXPECT_EQ(receipt->applied[1].outcome, Outcome::kFoundExisting);
    EXPECT_EQ(receipt->applied[1].version.id, "p");
    ExpectNoProblems();
}

TEST_P(TransactionTest, UpdatesDeletesAndPatchesByCondition) {
    auto update = Create(Person("7"));
    update.method = Method::kUpdate;
    const auto made = CommitOne(If(update, "identifier=urn:so|7"));
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->outcome, Outcome::kCreated);
    update.resource = Json(R"({"resourceType":"Patient","active":true,)"
                           R"("identifier":[{"system":"urn:so","value":"7"}]})");
    const auto updated = CommitOne(If(update, "identifier=urn:so|7"));
    ASSERT_TRUE(updated);
    EXPECT_EQ(updated->outcome, Outcome::kUpdated);
    EXPECT_EQ(updated->version.id, made->version.id);

    const auto patched =
        CommitOne(If(Patch("Patient", "", R"([{"op":"replace","path":"/active","value":false}])"),
                     "identifier=urn:so|7"));
    ASSERT_TRUE(patched) << patched.error().message;
    EXPECT_EQ(patched->version.version, 3);

    const auto deleted = CommitOne(If(Delete("Patient", ""), "identifier=urn:so|7"));
    ASSERT_TRUE(deleted) << deleted.error().message;
    EXPECT_EQ(deleted->outcome, Outcome::kDeleted);
    EXPECT_EQ(deleted->version.id, made->version.id);
    EXPECT_EQ(CommitOne(If(Delete("Patient", ""), "identifier=urn:so|7"))->outcome,
              Outcome::kUnchanged);
    EXPECT_EQ(CommitOne(If(Patch("Patient", "", "[]"), "identifier=urn:so|7")).error().code,
              ErrorCode::kNotFound);
    ExpectNoProblems();
}

TEST_P(TransactionTest, RefusesAConditionThatSelectsEverything) {
    EXPECT_FALSE(CommitOne(If(Delete("Patient", ""), "")));
    EXPECT_FALSE(CommitOne(If(Delete("Patient", ""), "_count=5")));
    EXPECT_FALSE(CommitOne(If(Delete("Patient", ""), "nonsense=5")));
}

TEST_P(TransactionTest, ResolvesConditionalReferences) {
    const auto known = CommitOne(Create(Person("7")))->version.id;
    const auto one = CommitOne(Create(Pressure("Patient?identifier=urn:so|7")));
    ASSERT_TRUE(one) << one.error().message;
    EXPECT_EQ(SubjectOf(*one), "Patient/" + known);

    // Also to what the same transaction makes.
    const auto receipt =
        Commit({Create(Pressure("Patient?identifier=urn:so|8")), Create(Person("8"))});
    ASSERT_TRUE(receipt) << receipt.error().message << receipt.error().detail;
    EXPECT_EQ(SubjectOf(receipt->applied[0]), "Patient/" + receipt->applied[1].version.id);

    const auto none = CommitOne(Create(Pressure("Patient?identifier=urn:so|9")));
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().path, HasSubstr("subject.reference"));
    const auto several =
        Commit({Create(Pressure("Patient?identifier=urn:so|8")), Create(Person("8"))});
    ASSERT_FALSE(several);
    EXPECT_EQ(several.error().code, ErrorCode::kMultipleMatches);
    EXPECT_EQ(Count("SELECT count(*) FROM res WHERE version > 0"), 4);
    ExpectNoProblems();
}

TEST_P(TransactionTest, TakesManyEntriesAtOnce) {
    std::vector<Change> changes;
    changes.push_back(Named(Create(Person("7")), "urn:uuid:p"));
    const auto pressure = Create(Pressure("urn:uuid:p"));
    for (int i = 0; i < 2'000; ++i) changes.push_back(pressure);
    const auto receipt = Commit(std::move(changes));
    ASSERT_TRUE(receipt) << receipt.error().message << receipt.error().detail;
    EXPECT_EQ(receipt->pos, 2'001);
    EXPECT_EQ(Count("SELECT count(*) FROM pcd"), 2'001);
    ExpectNoProblems();
}

}  // namespace
}  // namespace tram::record
