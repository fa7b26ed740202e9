// A person whom a limited author would not see is not made: every way there is to make one.
#include "platform/content/library.h"
#include "record/access/reserved.h"
#include "record/store/store_test.h"
#include "record/visibility/visible.h"

namespace tram::visibility {
namespace {

using record::Change;
using record::Outcome;

class NewcomersTest : public record::StoreTestBase {
  protected:
    void SetUp() override {
        const auto library = content::Library::Open({});
        derivers_.push_back(std::make_unique<Visible>(
            std::move(*Rules::Parse(library->Find("roles/visibility.yaml")->bytes, "v.yaml")),
            tree_));
        StoreTestBase::SetUp();
        const auto units =
            Commit({Update(R"({"resourceType":"Organization","id":"ours","identifier":)"
                           R"([{"system":"urn:x","value":"ours"}]})"),
                    Update(R"({"resourceType":"Organization","id":"theirs"})")});
        ASSERT_TRUE(units);
        auto role = std::make_shared<access::Role>();
        role->names = true;
        role->reads = role->writes = role->deletes = {"*"};
        head_ = {.user = "head", .role = role, .units = {units->applied[0].version.rid}};
    }

    static std::string Person(std::string_view id, std::string_view more = {}) {
        return R"({"resourceType":"Patient","id":")" + std::string(id) +
               R"(","identifier":[{"system":"urn:x","value":")" + std::string(id) + R"("}])" +
               std::string(more) + "}";
    }
    static std::string Managed(std::string_view unit) {
        return R"(,"managingOrganization":{"reference":")" + std::string(unit) + R"("})";
    }
    static std::string LivesIn(std::string_view unit, std::string_view until) {
        return R"(,"address":[{"period":{"end":")" + std::string(until) +
               R"("},"extension":[{"url":"urn:tram:ext:residence-unit","valueReference":)"
               R"({"reference":"Organization/)" +
               std::string(unit) + R"("}}]}])";
    }
    static Change Visit(std::string_view patient, std::string_view unit) {
        return Create(
            R"({"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"subject":)"
            R"({"reference":")" +
            std::string(patient) + R"("},"serviceProvider":{"reference":"Organization/)" +
            std::string(unit) + R"("}})");
    }
    static Change Nameless(std::string_view full_url) {
        auto change = Create(R"({"resourceType":"Patient","gender":"female"})");
        change.full_url = full_url;
        return change;
    }
    static Change If(Change change, std::string condition) {
        change.condition = std::move(condition);
        return change;
    }

    // Nothing of it is kept, and the answer says where and what to do.
    void ExpectRefused(std::vector<Change> changes, std::string_view path) {
        const auto before = store_->position();
        const auto refused = store_->Commit(head_, std::move(changes));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
        EXPECT_EQ(refused.error().path, path);
        EXPECT_THAT(refused.error().message, testing::HasSubstr("add managingOrganization"));
        EXPECT_THAT(refused.error().message_vi, testing::HasSubstr("Thêm managingOrganization"));
        EXPECT_EQ(store_->position(), before);
    }
    // The author sees each person that was made.
    void ExpectTaken(std::vector<Change> changes, std::string_view why) {
        const auto taken = store_->Commit(head_, std::move(changes));
        ASSERT_TRUE(taken) << why << ": " << taken.error().message;
        const auto reader = *store_->Read();
        for (const auto& [outcome, version] : taken->applied)
            EXPECT_TRUE(reader->Read(head_, version.type, version.id)) << why;
    }

    static constexpr std::string_view kPath = "Patient.managingOrganization";
    UnitTree tree_{clock_, 420};
    record::Actor head_;
};
TRAM_ON_EACH_DATABASE(NewcomersTest);

TEST_P(NewcomersTest, WhoNamesNoUnitOfTheAuthorIsRefused) {
    ExpectRefused({Create(R"({"resourceType":"Patient"})")}, kPath);
    ExpectRefused({Update(Person("a"))}, kPath);
    ExpectRefused({Update(Person("a", Managed("Organization/theirs")))}, kPath);
    ExpectRefused({Update(Person("a", Managed("Organization/nowhere")))}, kPath);
    ExpectRefused({Update(Person("a", LivesIn("ours", "2020-01-01")))}, kPath);
    ExpectNoProblems();
}

TEST_P(NewcomersTest, WhoNamesOneIsTaken) {
    ExpectTaken({Update(Person("a", Managed("Organization/ours")))}, "managed");
    ExpectTaken({Update(Person("b", LivesIn("ours", "2099-01-01")))}, "lives there");
    ExpectTaken({Update(Person("c", Managed("Organization?identifier=urn:x|ours")))},
                "by a condition");
    ExpectNoProblems();
}

TEST_P(NewcomersTest, AnotherRecordOfTheTransactionMayNameIt) {
    ExpectTaken({Nameless("urn:uuid:1"), Visit("urn:uuid:1", "ours")}, "after");
    ExpectTaken({Visit("urn:uuid:1", "ours"), Nameless("urn:uuid:1")}, "before");
    ExpectTaken({Update(Person("a")), Visit("Patient/a", "ours")}, "by id");
    auto one = Nameless("urn:uuid:1"), other = Nameless("urn:uuid:2");
    other.where = "Bundle.entry[1]";
    ExpectRefused({one, other, Visit("urn:uuid:1", "ours"), Visit("urn:uuid:2", "theirs")},
                  "Bundle.entry[1].Patient.managingOrganization");
    ExpectNoProblems();
}

TEST_P(NewcomersTest, AConditionThatFindsNobodyMakesSomebody) {
    ASSERT_TRUE(Commit({Update(Person("known", Managed("Organization/ours")))}));
    const auto found = store_->Commit(head_, {If(Create(Person("x")), "identifier=urn:x|known")});
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->applied[0].outcome, Outcome::kFoundExisting);
    ExpectRefused({If(Create(R"({"resourceType":"Patient"})"), "identifier=urn:x|new")}, kPath);
    ExpectRefused({If(Update(Person("new")), "identifier=urn:x|new")}, kPath);
    // The first is in the tables by the time the second asks them.
    ExpectRefused({Update(Person("new")), If(Create(Person("x")), "identifier=urn:x|known")},
                  kPath);
    ExpectTaken({If(Create(Person("x", Managed("Organization/ours"))), "identifier=urn:x|new")},
                "made by a condition");
    ExpectNoProblems();
}

TEST_P(NewcomersTest, RecordsOfBeforeMayNameIt) {
    ASSERT_TRUE(Commit({Visit("Patient/a", "ours"), Visit("Patient/b", "theirs")}));
    ExpectTaken({Update(Person("a"))}, "known by a visit");
    ExpectRefused({Update(Person("b"))}, kPath);
    ExpectNoProblems();
}

TEST_P(NewcomersTest, WhoIsThereMayMoveAwayAndBeBroughtBack) {
    ExpectTaken({Update(Person("a", Managed("Organization/ours")))}, "made");
    EXPECT_TRUE(store_->Commit(head_, {Update(Person("a", Managed("Organization/theirs")))}));
    EXPECT_EQ(store_->Commit(head_, {Update(Person("a"))}).error().code, ErrorCode::kForbidden);
    ExpectTaken({Update(Person("b")), Visit("Patient/b", "ours")}, "made");
    ASSERT_TRUE(store_->Commit(head_, {Delete("Patient", "b")}));
    ExpectTaken({Update(Person("b"))}, "brought back");
    ExpectNoProblems();
}

TEST_P(NewcomersTest, WhoSeesEverybodyMakesAnybody) {
    EXPECT_TRUE(Commit({Create(R"({"resourceType":"Patient"})"), Update(Person("a"))}));
    EXPECT_TRUE(store_->Commit(access::InTheNameOf(head_), {Update(Person("b"))}));
}

}  // namespace
}  // namespace tram::visibility
