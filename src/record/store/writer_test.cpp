#include <gmock/gmock.h>

#include <atomic>
#include <future>
#include <latch>
#include <thread>
#include <utility>

#include "base/pause.h"
#include "record/store/store_test.h"

namespace tram::record {
namespace {

using testing::ElementsAre;

// Counts down once the job of the thread it is made on stands in the queue, or there is none.
class Queued : public PauseListener {
  public:
    explicit Queued(std::latch& latch) : latch_(latch) { ListenToPauses(this); }
    ~Queued() override {
        ListenToPauses(nullptr);
        OnPause();
    }
    void OnPause() override {
        if (!std::exchange(counted_, true)) latch_.count_down();
    }
    void OnResume() override {}

  private:
    std::latch& latch_;
    bool counted_ = false;
};

class WriterTest : public StoreTestBase {
  protected:
    // Holds the writer while `callers` bring their jobs, so that they meet in one group.
    void Together(std::vector<std::function<void()>> callers) {
        std::latch held(1), release(1);
        std::thread holder([&] {
            EXPECT_TRUE(store_->Write([&](database::Connection&) -> Result<void> {
                held.count_down();
                release.wait();
                return {};
            }));
        });
        held.wait();
        std::latch queued(static_cast<std::ptrdiff_t>(callers.size()));
        std::vector<std::thread> threads;
        for (auto& caller : callers) {
            threads.emplace_back([&] {
                const Queued told(queued);
                caller();
            });
        }
        queued.wait();
        release.count_down();
        for (auto& thread : threads) thread.join();
        holder.join();
    }

    static std::string Body(std::string_view id, int n) {
        return R"({"resourceType":"Patient","id":")" + std::string(id) +
               R"(","multipleBirthInteger":)" + std::to_string(n) + "}";
    }
};
TRAM_ON_EACH_DATABASE(WriterTest);

TEST_P(WriterTest, OneThatFailsDisturbsNoNeighbour) {
    std::atomic<int> good = 0, bad = 0;
    std::vector<std::function<void()>> callers;
    for (int i = 0; i < 20; ++i) {
        callers.push_back([&, i] {
            const auto id = "g" + std::to_string(i);
            good += Commit({Update(Body(id, i)), Update(Body(id + "x", i))}).ok();
        });
        callers.push_back([&, i] {
            // The patch fails in the writer, after the update before it was decided.
            bad += !Commit(
                {Update(Body("b" + std::to_string(i), i)), Patch("Patient", "nobody", "[]")});
        });
    }
    Together(std::move(callers));
    EXPECT_EQ(good, 20);
    EXPECT_EQ(bad, 20);
    EXPECT_EQ(store_->position(), 40);
    EXPECT_THAT(ReadBack("Patient", "b3"), testing::StartsWith("there is no"));
    ExpectNoProblems();
}

TEST_P(WriterTest, OneThatFailsBehindItsSavepointDisturbsNoNeighbour) {
    std::atomic<int> good = 0, bad = 0;
    std::vector<std::function<void()>> callers;
    for (int i = 0; i < 10; ++i) {
        callers.push_back(
            [&, i] { good += Commit({Update(Body("g" + std::to_string(i), i))}).ok(); });
        callers.push_back([&, i] {
            auto found = Create(Body("", i));
            found.condition = "identifier=urn:x|" + std::to_string(i);
            found.resource =
                Json(R"({"resourceType":"Patient","identifier":[{"system":"urn:x","value":")" +
                     std::to_string(i) +
                     R"("}],"generalPractitioner":[{"reference":)"
                     R"("Practitioner/dangling)" +
                     std::to_string(i) + R"("}]})");
            auto second = found;
            second.condition = "identifier=urn:y|" + std::to_string(i);
            // Both are put and flushed before the patch is found to patch nothing.
            auto patch = Patch("Patient", "", "[]");
            patch.condition = "identifier=urn:z|" + std::to_string(i);
            bad += !Commit({found, second, patch});
        });
    }
    Together(std::move(callers));
    EXPECT_EQ(good, 10);
    EXPECT_EQ(bad, 10);
    EXPECT_EQ(store_->position(), 10);
    ExpectNoProblems();
}

TEST_P(WriterTest, ChangesOfOneResourceInOneGroupFollowEachOther) {
    std::atomic<int> done = 0;
    std::vector<std::function<void()>> callers;
    for (int i = 0; i < 30; ++i) {
        callers.push_back([&, i] { done += Commit({Update(Body("same", i))}).ok(); });
    }
    Together(std::move(callers));
    EXPECT_EQ(done, 30);
    const auto reader = *store_->Read();
    EXPECT_EQ(reader->Read(actor_, "Patient", "same")->version, 30);
    for (int version = 1; version <= 30; ++version) {
        EXPECT_TRUE(reader->ReadVersion(actor_, "Patient", "same", version).ok());
    }
    ExpectNoProblems();
}

TEST_P(WriterTest, OnlyOneOfManyWinsByTheVersionItKnew) {
    ASSERT_TRUE(CommitOne(Update(Body("p", 0))));
    std::atomic<int> won = 0, lost = 0;
    std::vector<std::function<void()>> callers;
    for (int i = 1; i <= 16; ++i) {
        callers.push_back([&, i] {
            auto change = Update(Body("p", i));
            change.if_match = 1;
            const auto result = CommitOne(change);
            won += result.ok();
            lost += !result && result.error().code == ErrorCode::kVersionConflict;
        });
    }
    Together(std::move(callers));
    EXPECT_EQ(won, 1);
    EXPECT_EQ(lost, 15);
}

TEST_P(WriterTest, OnlyOneOfManyCreatesUnderTheSameCondition) {
    std::atomic<int> created = 0, found = 0;
    std::vector<std::function<void()>> callers;
    for (int i = 0; i < 16; ++i) {
        callers.push_back([&] {
            auto change = Create(
                R"({"resourceType":"Patient","identifier":[{"system":"urn:x","value":"1"}]})");
            change.condition = "identifier=urn:x|1";
            const auto result = CommitOne(change);
            ASSERT_TRUE(result) << result.error().message;
            created += result->outcome == Outcome::kCreated;
            found += result->outcome == Outcome::kFoundExisting;
        });
    }
    Together(std::move(callers));
    EXPECT_EQ(created, 1);
    EXPECT_EQ(found, 15);
    ExpectNoProblems();
}

// A deriver that cannot bear one certain id.
class Picky : public Deriver {
  public:
    std::string_view name() const override { return "picky"; }
    Result<void> Prepare(database::Connection&) override { return {}; }
    Result<void> Apply(database::Connection&, std::span<const Touched> touched) override {
        for (const auto& one : touched) {
            if (one.id == "throw") throw std::runtime_error("a deriver may have bugs");
            if (one.id == "refuse") return Error{.code = ErrorCode::kInvalid, .message = "refused"};
        }
        return {};
    }
    Result<std::vector<std::string>> Check(database::Connection&) override {
        return std::vector<std::string>();
    }
};

TEST_P(WriterTest, ADeriverThatFailsUndoesTheTransactionAtFaultAlone) {
    derivers_.push_back(std::make_unique<Picky>());
    Reopen();
    std::atomic<int> good = 0, refused = 0, broken = 0;
    std::vector<std::function<void()>> callers;
    for (int i = 0; i < 8; ++i) {
        callers.push_back(
            [&, i] { good += Commit({Update(Body("g" + std::to_string(i), i))}).ok(); });
    }
    callers.push_back(
        [&] { refused += Commit({Update(Body("refuse", 1))}).error().message == "refused"; });
    callers.push_back(
        [&] { broken += Commit({Update(Body("throw", 1))}).error().code == ErrorCode::kInternal; });
    Together(std::move(callers));
    EXPECT_EQ(good, 8);
    EXPECT_EQ(refused, 1);
    EXPECT_EQ(broken, 1);
    EXPECT_EQ(store_->position(), 8);
    ExpectNoProblems();
}

// Writes down what it hears.
class Listener : public Deriver {
  public:
    explicit Listener(std::vector<std::string>& heard) : heard_(heard) {}
    std::string_view name() const override { return "listener"; }
    Result<void> Prepare(database::Connection&) override { return {}; }
    Result<void> Apply(database::Connection&, std::span<const Touched> touched) override {
        for (const auto& one : touched) {
            heard_.push_back(one.id + (one.before ? " had " : " new ") +
                             std::string(one.before["multipleBirthInteger"].text()) +
                             (one.after ? " has " : " gone ") +
                             std::string(one.after["multipleBirthInteger"].text()));
        }
        return {};
    }
    Result<std::vector<std::string>> Check(database::Connection&) override {
        return std::vector<std::string>();
    }

  private:
    std::vector<std::string>& heard_;
};

TEST_P(WriterTest, ADeriverHearsWhatWasAndWhatIs) {
    std::vector<std::string> heard;
    derivers_.push_back(std::make_unique<Listener>(heard));
    Reopen();
    ASSERT_TRUE(CommitOne(Update(Body("p", 1))));
    ASSERT_TRUE(Commit({Update(Body("p", 2)), Update(Body("q", 3))}));
    ASSERT_TRUE(CommitOne(Delete("Patient", "p")));
    EXPECT_THAT(heard,
                ElementsAre("p new  has 1", "p had 1 has 2", "q new  has 3", "p had 2 gone "));
}

// Stops the writer once, when it brings records into the tables and `shut` says so.
class Gate : public Deriver {
  public:
    Gate(const std::atomic<bool>& shut, std::latch& reached, std::latch& open)
        : shut_(shut), reached_(reached), open_(open) {}
    std::string_view name() const override { return "gate"; }
    Result<void> Prepare(database::Connection&) override { return {}; }
    Result<void> Apply(database::Connection&, std::span<const Touched>) override {
        if (!shut_ || std::exchange(passed_, true)) return {};
        reached_.count_down();
        open_.wait();
        return {};
    }
    Result<std::vector<std::string>> Check(database::Connection&) override {
        return std::vector<std::string>();
    }

  private:
    const std::atomic<bool>& shut_;
    std::latch& reached_;
    std::latch& open_;
    bool passed_ = false;
};

TEST_P(WriterTest, OneWhoComesWhileALoadIsWrittenIsWrittenBehindTheSliceUnderWay) {
    std::atomic<bool> shut = false;
    std::latch reached(1), open(1);
    derivers_.push_back(std::make_unique<Gate>(shut, reached, open));
    Reopen();
    // Somebody is at work: a load goes in small slices.
    ASSERT_TRUE(Commit({Update(Body("before", 1))}));
    shut = true;
    constexpr int kPieces = 8, kLines = 64;
    std::atomic<int> done = 0;
    std::vector<std::thread> load;
    for (int piece = 0; piece < kPieces; ++piece) {
        load.emplace_back([&, piece] {
            std::vector<Change> changes;
            for (int i = 0; i < kLines; ++i) {
                changes.push_back(Update(Body("l" + std::to_string(piece * 100 + i), i)));
            }
            done += store_->Commit(actor_, std::move(changes), Priority::kBulk).ok();
        });
    }
    reached.wait();
    std::int64_t written_at = 0;
    std::latch queued(1);
    std::thread person([&] {
        const Queued told(queued);
        const auto receipt = Commit({Update(Body("person", 1))});
        ASSERT_TRUE(receipt) << receipt.error().message;
        written_at = receipt->pos;
        EXPECT_GE(store_->position(), written_at);  // on disk when it is answered
    });
    queued.wait();
    open.count_down();
    person.join();
    for (auto& thread : load) thread.join();
    EXPECT_EQ(written_at, kLines + 2);
    EXPECT_EQ(done, kPieces);
    EXPECT_EQ(store_->position(), kPieces * kLines + 2);
    ExpectNoProblems();
}

TEST_P(WriterTest, LoadsAndPeopleWriteSideBySide) {
    std::atomic<int> done = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&, t] {
            for (int chunk = 0; chunk < 5; ++chunk) {
                std::vector<Change> changes;
                for (int i = 0; i < 200; ++i) {
                    changes.push_back(
                        Update(Body("l" + std::to_string(t * 10'000 + chunk * 1'000 + i), i)));
                }
                done += store_->Commit(actor_, std::move(changes), Priority::kBulk).ok();
            }
        });
    }
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 25; ++i) {
                done += Commit({Update(Body("h" + std::to_string(t * 100 + i), i))}).ok();
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(done, 3 * 5 + 4 * 25);
    EXPECT_EQ(store_->position(), 3'000 + 100);
    ExpectNoProblems();
}

}  // namespace
}  // namespace tram::record
