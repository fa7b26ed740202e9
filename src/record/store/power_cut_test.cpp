// Cuts the power at any instant, again and again, while people, a load and the small tables beside
// the records are written: what somebody was told is kept must be there, what was shown to somebody
// too, and of the rest no more than the beginning.
#include <atomic>
#include <mutex>
#include <thread>

#include "platform/database/sqlite_checkpointer.h"
#include "record/store/recorded_disk_test.h"
#include "record/store/store_test.h"

namespace tram::record {
namespace {

namespace fs = std::filesystem;
using database::testing::Must;

// On SQLite: the disk of PostgreSQL is its own tests' affair.
class PowerCutTest : public StoreTestBase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        // Logs begin anew every few commits.
        database::sqlite::Checkpointer::usual = {
            .worth_copying = 20, .worth_beginning_anew = 80, .most = 600};
    }
    void TearDown() override {
        database::sqlite::Checkpointer::usual = {};
        StoreTestBase::TearDown();
    }

    // What was told or shown to somebody, and how much the disk had heard by then: the log up to
    // `position`, and number `note` in the table beside it.
    struct Told {
        std::size_t at = 0;
        std::int64_t position = 0, note = 0;
    };
    void Tell(const Told& told) {
        const std::lock_guard lock(mutex_);
        told_.push_back(told);
    }
    void TellPosition(std::int64_t position) { Tell({.at = disk_->Now(), .position = position}); }

    static std::string Body(int id, int n) {
        return R"({"resourceType":"Patient","id":"p)" + std::to_string(id) +
               R"(","multipleBirthInteger":)" + std::to_string(n) + "}";
    }

    void WritePeople(int who, int generation) {
        for (int n = 0; n < 12; ++n) {
            const auto receipt = Commit({Update(Body(who * 10 + n % 3, generation * 100 + n)),
                                         Update(Body(who * 10 + 5, generation * 100 + n))});
            ASSERT_TRUE(receipt) << receipt.error().message;
            TellPosition(receipt->pos);
        }
    }
    void WriteLoad(int generation) {
        for (int n = 0; n < 4; ++n) {
            std::vector<Change> changes;
            for (int i = 0; i < 70; ++i) changes.push_back(Update(Body(100 + i, generation + n)));
            const auto receipt = store_->Commit(actor_, std::move(changes), Priority::kBulk);
            ASSERT_TRUE(receipt) << receipt.error().message;
            TellPosition(receipt->pos);
        }
    }
    void WriteNotes() {
        for (int n = 0; n < 12; ++n) {
            std::int64_t note = 0;
            ASSERT_TRUE(store_->Write([&](database::Connection& connection) -> Result<void> {
                auto* next = TRY(
                    connection.Prepare("UPDATE notes SET number = number + 1 RETURNING number"));
                TRAM_CHECK(TRY(next->Step()));
                note = next->Int(0);
                next->Reset();
                return {};
            }));
            Tell({.at = disk_->Now(), .note = note});
        }
    }
    // Looks at what others write, from the moment it can be seen.
    void Look(const std::stop_token& stop) {
        for (int i = 0; !stop.stop_requested(); ++i) {
            const auto reader = store_->Read();
            ASSERT_TRUE(reader);
            const auto seen =
                (*reader)->Read(actor_, "Patient", "p" + std::to_string(i % 3 * 10 + 5));
            if (seen) TellPosition(seen->pos);
            TellPosition(store_->position());
        }
    }

    // Opens the store in the folder, lets all of them work, and closes it.
    void Work(int generation) {
        Reopen();
        Must(store_->Write([](database::Connection& connection) {
            return connection.Execute(
                "CREATE TABLE IF NOT EXISTS notes (number INTEGER NOT NULL);"
                "INSERT INTO notes SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM notes)");
        }));
        {
            const std::jthread looking([this](const std::stop_token& stop) { Look(stop); });
            std::vector<std::jthread> writing;
            for (int who = 0; who < 3; ++who) {
                writing.emplace_back([this, who, generation] { WritePeople(who, generation); });
            }
            writing.emplace_back([this, generation] { WriteLoad(generation); });
            writing.emplace_back([this] { WriteNotes(); });
        }
        store_.reset();
    }

    static std::int64_t Number(Store& store, const std::string& sql) {
        const auto reader = Must(store.Read());
        auto* query = Must(reader->connection().Prepare(sql));
        const auto number = Must(query->Step()) ? query->Int(0) : 0;
        query->Reset();
        return number;
    }
    // A position of the log: its link of the chain, and where its transaction begins.
    struct Link {
        std::string chain;
        std::int64_t tx = 0;
        bool operator==(const Link&) const = default;
    };
    static std::vector<Link> Log(Store& store) {
        const auto reader = Must(store.Read());
        auto* query = Must(reader->connection().Prepare("SELECT chain, tx FROM log ORDER BY pos"));
        std::vector<Link> links;
        while (Must(query->Step())) links.push_back({std::string(query->Blob(0)), query->Int(1)});
        return links;
    }
    std::unique_ptr<Store> OpenIn(const fs::path& place) {
        auto options = Options();
        options.data_dir = place;
        return Must(Store::Open(options, clock_, random_, {}, {}));
    }

    // All that was told by then.
    Told ToldBy(std::size_t at) const {
        Told told;
        for (const auto& each : told_) {
            if (each.at > at) continue;
            told.position = std::max(told.position, each.position);
            told.note = std::max(told.note, each.note);
        }
        return told;
    }

    // The store left in `place` by a cut after `at` events is whole, and holds what was told by
    // then; its log is a beginning of `log` and divides no transaction.
    void ExpectWhole(const fs::path& place, std::size_t at, const std::vector<Link>& log) {
        const auto store = OpenIn(place);
        EXPECT_THAT(Must(store->Check({})), testing::ElementsAre());
        const auto left = Log(*store);
        const auto told = ToldBy(at);
        EXPECT_GE(static_cast<std::int64_t>(left.size()), told.position);
        if (told.note > 0) {
            EXPECT_GE(Number(*store, "SELECT number FROM notes"), told.note);
        }
        ASSERT_LE(left.size(), log.size());
        EXPECT_TRUE(std::equal(left.begin(), left.end(), log.begin()));
        if (left.size() < log.size()) {
            EXPECT_EQ(log[left.size()].tx, static_cast<std::int64_t>(left.size()) + 1);
        }
        // And work goes on.
        EXPECT_TRUE(store->Commit(actor_, {Update(Body(1, 1))}));
    }

    // Cuts the power at instants since `begun`. The last of them.
    std::size_t CutOften(std::size_t begun, RandomSource& dice) {
        constexpr int kCuts = 25;
        const auto ended = disk_->Now();
        const auto log = Log(*OpenIn(Options().data_dir));
        const auto place = folder() / "cut";
        std::size_t at = 0;
        for (int cut = 0; cut < kCuts && !HasFailure(); ++cut) {
            // Half of them at the instant at which somebody was told something.
            at = cut % 2 == 0 ? begun + dice.Next() % (ended - begun + 1)
                              : std::max(begun, told_[dice.Next() % told_.size()].at);
            SCOPED_TRACE("cut after " + std::to_string(at) + " of " + std::to_string(ended));
            fs::remove_all(place);
            fs::create_directory(place);
            disk_->CutPower(at, dice, place);
            ExpectWhole(place, at, log);
        }
        return at;
    }

    std::mutex mutex_;
    std::vector<Told> told_;
    std::optional<RecordedDisk> disk_;
};
INSTANTIATE_TEST_SUITE_P(On, PowerCutTest, testing::Values("sqlite"),
                         [](const auto& each) { return std::string(each.param); });

TEST_P(PowerCutTest, LosesNothingThatWasToldOrShown) {
    SeededRandom dice(11);
    constexpr int kGenerations = 3;
    // Each generation but the first goes on with what a cut left of the one before.
    for (int generation = 0; generation < kGenerations && !HasFailure(); ++generation) {
        disk_.emplace(Options().data_dir);
        const auto begun = disk_->Now();
        Work(2 * generation);
        Work(2 * generation + 1);  // closed and opened again
        const auto at = CutOften(begun, dice);
        fs::remove_all(Options().data_dir);
        fs::create_directory(Options().data_dir);
        disk_->CutPower(at, dice, Options().data_dir);
        told_ = {ToldBy(at)};
        disk_.reset();
    }
}

// https://sqlite.org/wal.html#checkpointing: what was copied is synced before the log begins anew.
// A disk that has told once that it lost some of that may keep silent the next time.
TEST_P(PowerCutTest, ADiskThatLosesWhatItWasGivenEndsAllWriting) {
    SeededRandom dice(12);
    for (const auto* file : {"tram.db", "tram.db-wal"}) {
        SCOPED_TRACE(file);
        disk_.emplace(Options().data_dir);
        told_.clear();
        Reopen();
        const auto begun = disk_->Now();
        Result<Receipt> last = Receipt();
        std::unique_ptr<Reader> reader;
        for (int n = 0; n < 500 && last; ++n) {
            if (n == 50) disk_->LoseNextSync(file);
            // Now and then somebody reads for long, and the log can be copied up to there only.
            if (n % 30 == 0) {
                reader = Must(store_->Read());
                EXPECT_GE(reader->position(), 0);
            }
            if (n % 30 == 20) reader.reset();
            last = Commit({Update(Body(100 + n, n)), Update(Body(n % 7, n))});
            if (last) TellPosition(last->pos);
        }
        reader.reset();
        ASSERT_FALSE(last);
        EXPECT_EQ(last.error().code, ErrorCode::kUnavailable);
        EXPECT_EQ(Commit({Update(Body(0, 0))}).error().code, ErrorCode::kUnavailable);
        // Nor is anything shown, since who saw it could not be written down.
        EXPECT_EQ(store_->Read().error().code, ErrorCode::kUnavailable);
        store_.reset();
        CutOften(begun, dice);
        disk_.reset();
        fs::remove_all(Options().data_dir);
    }
}

}  // namespace
}  // namespace tram::record
