// Totals of an actor of limited sight, kept by the store between searches, against the access
// decision on each record: after every write, by every kind of change of sight, in every snapshot.
#include "platform/content/library.h"
#include "record/store/store_test.h"
#include "record/visibility/visible.h"

namespace tram::visibility {
namespace {

using record::Actor;
using record::Change;

class LimitedCountsTest : public record::StoreTestBase {
  protected:
    void SetUp() override {
        const auto library = content::Library::Open({});
        derivers_.push_back(std::make_unique<Visible>(
            std::move(*Rules::Parse(library->Find("roles/visibility.yaml")->bytes, "v.yaml")),
            tree_));
        StoreTestBase::SetUp();
        for (const auto* unit : {"a", "b"}) {
            const auto made = CommitOne(
                Update(R"({"resourceType":"Organization","id":")" + std::string(unit) + R"("})"));
            ASSERT_TRUE(made);
            auto& actor = actors_.emplace_back();
            auto role = std::make_shared<access::Role>();
            role->id = "nurse";
            role->names = true;
            role->reads = role->writes = role->deletes = {"*"};
            actor.user = unit;
            actor.role = role;
            actor.units = {made->version.rid};
        }
    }

    std::uint64_t Pick(std::uint64_t below) { return dice_.Next() % below; }
    std::string Patient() { return std::to_string(Pick(12)); }
    std::string Unit() { return Pick(2) == 0 ? "a" : "b"; }

    Change RandomChange() {
        switch (Pick(9)) {
            case 0:
                return Delete("Observation", std::to_string(Pick(40)));
            case 1:
                return Delete(Pick(3) == 0 ? "Patient" : "Encounter", Patient());
            case 2: {  // a visit lets the station see the person
                return Update(R"({"resourceType":"Encounter","id":")" + Patient() +
                              R"(","status":"finished","class":{"code":"AMB"},"subject":)"
                              R"({"reference":"Patient/)" +
                              Patient() + R"("},"serviceProvider":{"reference":"Organization/)" +
                              Unit() + R"("}})");
            }
            case 3: {
                std::string body =
                    R"({"resourceType":"Patient","id":")" + Patient() + R"(","gender":"male")";
                if (Pick(2) == 0) {
                    body +=
                        R"(,"managingOrganization":{"reference":"Organization/)" + Unit() + R"("})";
                }
                if (Pick(4) == 0) {
                    body += R"(,"link":[{"type":"replaced-by","other":{"reference":"Patient/)" +
                            Patient() + R"("}}])";
                }
                return Update(body + "}");
            }
            default:  // also moves an observation from one person to another
                return Update(R"({"resourceType":"Observation","id":")" + std::to_string(Pick(40)) +
                              R"(","status":"final","code":{"text":"HA"},"subject":)"
                              R"({"reference":"Patient/)" +
                              Patient() + R"("}})");
        }
    }

    static std::int64_t Total(record::Reader& reader, const Actor& actor, std::string_view type) {
        const auto query = search::ParseQuery(type, {{"_total", "accurate"}, {"_count", "1"}},
                                              search::Handling::kStrict, 420);
        EXPECT_TRUE(query);
        const auto result = reader.Search(actor, *query);
        EXPECT_TRUE(result);
        return result ? result->total.value_or(-1) : -1;
    }
    static std::int64_t SeenOneByOne(record::Reader& reader, const Actor& actor,
                                     std::string_view type) {
        std::int64_t seen = 0;
        for (int id = 0; id < 40; ++id) {
            if (reader.Read(actor, type, std::to_string(id))) ++seen;
        }
        return seen;
    }
    void ExpectExact(record::Reader& reader) {
        for (const auto* type : {"Patient", "Observation", "Encounter"}) {
            for (const auto& actor : actors_) {
                EXPECT_EQ(Total(reader, actor, type), SeenOneByOne(reader, actor, type))
                    << type << " for " << actor.user;
            }
        }
    }

    UnitTree tree_{clock_, 420};
    std::vector<Actor> actors_;
    SeededRandom dice_{11};
};
TRAM_ON_EACH_DATABASE(LimitedCountsTest);

TEST_P(LimitedCountsTest, FollowEveryWrite) {
    for (int round = 0; round < 80 && !HasFailure(); ++round) {
        std::vector<Change> changes;
        for (auto more = 1 + Pick(3); more > 0; --more) changes.push_back(RandomChange());
        (void)Commit(std::move(changes));  // the same record twice is refused, and changes nothing
        ExpectExact(**store_->Read());
    }
    std::int64_t seen = 0;
    for (const auto& actor : actors_) seen += Total(**store_->Read(), actor, "Observation");
    EXPECT_GT(seen, 0);
    ExpectNoProblems();
}

TEST_P(LimitedCountsTest, AreThoseOfTheSnapshotThatIsAsked) {
    std::vector<std::unique_ptr<record::Reader>> readers;
    for (int round = 0; round < 6; ++round) {
        for (int i = 0; i < 10; ++i) (void)Commit({RandomChange()});
        readers.push_back(*store_->Read());
        EXPECT_GT(readers.back()->position(), 0);  // here its snapshot begins
    }
    // The newest first, then those that look further back than anything kept.
    for (auto reader = readers.rbegin(); reader != readers.rend(); ++reader) ExpectExact(**reader);
    for (const auto& reader : readers) ExpectExact(*reader);
}

}  // namespace
}  // namespace tram::visibility
