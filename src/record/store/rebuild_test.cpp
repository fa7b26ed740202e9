// Registers whose views have changed, built anew beside the work.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "record/registers/rebuild.h"
#include "record/store/sources.h"
#include "record/store/store_test.h"

namespace tram::record {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int kPatients = 1'200;  // more than two pieces

class RebuildTest : public StoreTestBase {
  protected:
    static views::View ViewOf(std::string_view columns) {
        const auto definition =
            Json(R"({"name":"people","resource":"Patient","select":[{"column":[)"
                 R"({"name":"id","path":"id","type":"id"})" +
                 std::string(columns) + "]}]}");
        auto view = views::View::Compile(definition->root());
        if (!view) throw std::runtime_error(view.error().message);
        return std::move(view).value();
    }
    static views::View Before() {
        return ViewOf(R"(,{"name":"gender","path":"gender","type":"code"})");
    }
    static views::View After() {
        return ViewOf(R"(,{"name":"birth_date","path":"birthDate","type":"date",)"
                      R"("tag":[{"name":"tram/index","value":"birth_day"}]})");
    }
    static std::string Body(int id, std::string_view gender, std::string_view more = {}) {
        return R"({"resourceType":"Patient","id":")" + std::to_string(id) + R"(","gender":")" +
               std::string(gender) + R"(","birthDate":"1957-03-09")" + std::string(more) + "}";
    }

    Result<std::unique_ptr<Store>> OpenWith(views::View view, Rebuilding rebuilding) {
        auto options = Options();
        options.rebuilding = rebuilding;
        options.registers.at_once = 100;
        std::vector<views::View> views;
        views.push_back(std::move(view));
        return Store::Open(options, clock_, random_, {}, std::move(views));
    }
    void Use(views::View view, Rebuilding rebuilding) {
        store_.reset();
        auto store = OpenWith(std::move(view), rebuilding);
        if (!store) throw std::runtime_error(store.error().message + store.error().detail);
        store_ = std::move(store).value();
    }
    void Fill() {
        Use(Before(), Rebuilding::kBeforeOpen);
        std::vector<Change> changes;
        for (int id = 0; id < kPatients; ++id) changes.push_back(Update(Body(id, "female")));
        const auto done = Commit(std::move(changes));
        ASSERT_TRUE(done) << done.error().message;
    }
    void WriteSome(int round) {
        ASSERT_TRUE(CommitOne(Update(Body(round, "male"))));
        ASSERT_TRUE(CommitOne(Update(Body(kPatients - 1 - round, "male"))));
        ASSERT_TRUE(CommitOne(Update(Body(kPatients + round, "other"))));
        ASSERT_TRUE(CommitOne(Delete("Patient", std::to_string(kPatients / 2 + round))));
        // A merge changes whose rows they are without a version of most of them.
        ASSERT_TRUE(CommitOne(
            Update(Body(kPatients / 4 + round, "female",
                        R"(,"link":[{"type":"replaced-by","other":{"reference":"Patient/1"}}])"))));
    }

    Result<std::int64_t> Ask(std::string_view sql) {
        const auto reader = TRY(store_->Read());
        auto* query = TRY(reader->connection().Prepare(sql));
        const std::int64_t answer = TRY(query->Step()) ? query->Int(0) : -1;
        query->Reset();
        return answer;
    }
    std::vector<std::string> TablesBeside() {
        const auto reader = *store_->Read();
        auto query = reader->connection().Prepare(
            OnSqlite() ? "SELECT name FROM sqlite_master WHERE name LIKE 'next_%'"
                       : "SELECT CAST(relname AS text) FROM pg_class WHERE relname LIKE 'next_%' "
                         "AND relkind = 'r' AND relnamespace = (SELECT oid FROM pg_namespace "
                         "WHERE nspname = current_schema())");
        std::vector<std::string> names;
        EXPECT_TRUE(query);
        while (*(*query)->Step()) names.emplace_back((*query)->Text(0));
        return names;
    }
    void ExpectWhole() {
        EXPECT_FALSE(store_->registers().building());
        EXPECT_THAT(TablesBeside(), IsEmpty());
        ExpectNoProblems();
    }
};
TRAM_ON_EACH_DATABASE(RebuildTest);

TEST_P(RebuildTest, TheTableOfBeforeServesAndFollowsEachWrite) {
    Fill();
    Use(After(), Rebuilding::kLater);
    EXPECT_TRUE(store_->registers().building());
    EXPECT_EQ(Ask("SELECT count(*) FROM reg_people WHERE gender = 'male'").value(), 0);
    WriteSome(0);
    EXPECT_EQ(Ask("SELECT count(*) FROM reg_people WHERE gender = 'male'").value(), 2);
    ExpectNoProblems();
    // What needs the view of today hears that it has to wait.
    const auto early = Ask("SELECT count(*) FROM reg_people WHERE birth_on = 19570309");
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, ErrorCode::kBusy);

    Use(After(), Rebuilding::kBeforeOpen);
    EXPECT_GT(Ask("SELECT count(*) FROM reg_people WHERE birth_on = 19570309").value(), 1'000);
    ExpectWhole();
}

TEST_P(RebuildTest, WorkGoesOnBesideIt) {
    Fill();
    Use(After(), Rebuilding::kBesideWork);
    int rounds = 0;
    do {
        WriteSome(rounds++);
    } while (store_->registers().building() && rounds < 300);
    while (store_->registers().building()) std::this_thread::yield();
    EXPECT_EQ(store_->registers().generation(), 1);
    EXPECT_EQ(Ask("SELECT count(*) FROM reg_people WHERE birth_on = 19570309").value(),
              Ask("SELECT n FROM stat WHERE p = 0 AND v = " +
                  std::to_string(definitions::ResourceTypeNumber("Patient")))
                  .value());
    ExpectWhole();
    // The tables take every write afterwards too, and the next start finds nothing to do.
    WriteSome(301);
    ExpectWhole();
    Use(After(), Rebuilding::kLater);
    ExpectWhole();
}

TEST_P(RebuildTest, ANewRegisterIsNotReadBeforeItIsWhole) {
    store_.reset();
    Reopen();  // without any register
    std::vector<Change> changes;
    for (int id = 0; id < kPatients; ++id) changes.push_back(Update(Body(id, "female")));
    ASSERT_TRUE(Commit(std::move(changes)));
    Use(After(), Rebuilding::kLater);
    const auto early = Ask("SELECT count(*) FROM reg_people");
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, ErrorCode::kBusy);
    WriteSome(0);
    Use(After(), Rebuilding::kBeforeOpen);
    EXPECT_EQ(Ask("SELECT count(*) FROM reg_people").value(), kPatients);  // one new, one deleted
    ExpectWhole();
}

TEST_P(RebuildTest, ABuildCutShortGoesOnWhereItWas) {
    Fill();
    store_.reset();
    using database::testing::Must;
    auto place = options();
    if (OnSqlite()) place.path = Options().data_dir + "/tram.db";
    const auto database = Must(database::Database::Open(place));
    const auto writer = Must(database->Connect(database::Connection::Mode::kWrite));
    const auto snapshot = Must(database->Connect(database::Connection::Mode::kRead));
    const auto in_transaction = [&](const auto& work) {
        Must(writer->Begin(database::Connection::Mode::kWrite));
        work();
        Must(writer->Commit());
    };
    std::vector<views::View> views;
    views.push_back(After());
    auto registers = Must(registers::Registers::Make(std::move(views), Options().zone_minutes));
    std::unique_ptr<storage::Dictionary> dictionary;
    std::unique_ptr<storage::BodyCodec> codec;
    std::optional<ContentMaker> maker;
    in_transaction([&] {
        dictionary = Must(storage::Dictionary::Load(*writer));
        codec = Must(storage::BodyCodec::Load(*writer));
        maker.emplace(registers, *codec, *dictionary, Options().zone_minutes);
        Must(registers.Prepare(*writer, *dictionary, SourcesOf(*writer, *maker), {.at_once = 100}));
    });
    const auto read = [&](registers::Rebuild& rebuild) {
        Must(snapshot->Begin(database::Connection::Mode::kRead));
        auto chunk = Must(rebuild.Read(*snapshot, SourcesOf(*snapshot, *maker)));
        snapshot->Rollback();
        return chunk;
    };
    registers::Rebuild first(registers);
    const auto chunk = read(first);
    ASSERT_TRUE(chunk);
    in_transaction([&] { Must(first.Put(*writer, *dictionary, *chunk)); });
    // Another process would begin with no more than this.
    registers::Rebuild second(registers);
    const auto next = read(second);
    ASSERT_TRUE(next);
    EXPECT_LT(chunk->resources.size(), static_cast<std::size_t>(kPatients));
    EXPECT_GT(next->resources.front().first, chunk->resources.back().first);

    Use(After(), Rebuilding::kBeforeOpen);
    ExpectWhole();
}

// Back to the program of before: its table was kept all the time, what was built beside it goes.
TEST_P(RebuildTest, TheViewOfBeforeCanComeBack) {
    Fill();
    Use(After(), Rebuilding::kLater);
    WriteSome(0);
    Use(Before(), Rebuilding::kLater);
    EXPECT_EQ(Ask("SELECT count(*) FROM reg_people WHERE gender = 'male'").value(), 2);
    ExpectWhole();
}

class RebuildCrashTest : public RebuildTest {};
INSTANTIATE_TEST_SUITE_P(On, RebuildCrashTest, testing::Values("sqlite"),
                         [](const auto& each) { return std::string(each.param); });

TEST_P(RebuildCrashTest, SurvivesBeingKilledAtAnyInstant) {
    Fill();
    store_.reset();
    SeededRandom dice(5);
    for (int round = 0; round < 12; ++round) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            // Once there, once back, so that there is always something to build.
            auto store = OpenWith(round % 4 == 3 ? Before() : After(), Rebuilding::kBesideWork);
            if (!store) _exit(1);
            for (int id = 0;; ++id) {
                std::vector<Change> changes;
                changes.push_back(Update(Body(id % kPatients, id % 2 == 0 ? "male" : "female")));
                if (!(*store)->Commit(actor_, std::move(changes))) _exit(2);
            }
        }
        std::this_thread::sleep_for(std::chrono::microseconds(dice.Next() % 100'000));
        ::kill(child, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
    }
    Use(After(), Rebuilding::kBeforeOpen);
    ExpectWhole();
}

}  // namespace
}  // namespace tram::record
