// Kills a writing process at any instant, again and again: what it was told is on disk must be
// there.
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <thread>

#include "record/store/store_test.h"

namespace tram::record {
namespace {

using testing::HasSubstr;

// On SQLite: PostgreSQL outlives its client, and its own durability is its own tests' affair.
class CrashTest : public StoreTestBase {
  protected:
    void TearDown() override {
        store_.reset();
        EachDatabase::TearDown();
    }
    static std::string Body(int id, int n) {
        return R"({"resourceType":"Patient","id":"p)" + std::to_string(id) +
               R"(","multipleBirthInteger":)" + std::to_string(n) + "}";
    }

    static constexpr int kLines = 70;  // of a piece of a load: more than a slice

    // Commits as several people and several pieces of a load do, and writes "id version" to `acks`
    // for each receipt, until killed. A piece gives all its lines the same number.
    [[noreturn]] void WriteForEver(int acks, int seed) {
        SystemClock clock;
        SystemRandom random;
        auto store = Store::Open(Options(), clock, random, {}, {});
        if (!store) _exit(1);
        std::vector<std::thread> threads;
        for (int t = 0; t < 6; ++t) {
            threads.emplace_back([&, t] {
                const bool load = t >= 4;
                for (int n = 0;; ++n) {
                    const int id = load ? t * 100 : t * 100 + n % 10;
                    std::vector<Change> changes;
                    for (int i = 0; i < (load ? kLines : 2); ++i) {
                        changes.push_back(
                            Update(Body(id + (load ? i : i * 50), seed * 100'000 + n)));
                    }
                    const auto receipt =
                        (*store)->Commit(access::SystemActor(), std::move(changes),
                                         load ? Priority::kBulk : Priority::kNormal);
                    if (!receipt) _exit(2);
                    std::string line;
                    for (const auto& applied : receipt->applied) {
                        line += applied.version.id + " " + std::to_string(applied.version.version) +
                                " ";
                    }
                    line += "\n";
                    if (::write(acks, line.data(), line.size()) < 0) _exit(3);
                }
            });
        }
        for (;;) pause();
    }
};
INSTANTIATE_TEST_SUITE_P(On, CrashTest, testing::Values("sqlite"),
                         [](const auto& each) { return std::string(each.param); });

TEST_P(CrashTest, AKilledProcessLosesNoCommitItAcknowledged) {
    store_.reset();
    SeededRandom dice(99);
    std::map<std::string, std::int64_t> acknowledged;  // newest version by id
    for (int round = 0; round < 15; ++round) {
        int pipe_ends[2];
        ASSERT_EQ(::pipe2(pipe_ends, O_CLOEXEC), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            ::close(pipe_ends[0]);
            WriteForEver(pipe_ends[1], round);
        }
        ::close(pipe_ends[1]);
        std::string text;
        char buffer[4096];
        // Once the first receipt is there, at any instant of the next few hundredths of a second.
        ssize_t size = ::read(pipe_ends[0], buffer, sizeof(buffer));
        ASSERT_GT(size, 0) << "the child could not write";
        text.append(buffer, static_cast<std::size_t>(size));
        std::this_thread::sleep_for(std::chrono::microseconds(dice.Next() % 60'000));
        ::kill(child, SIGKILL);
        while ((size = ::read(pipe_ends[0], buffer, sizeof(buffer))) > 0) {
            text.append(buffer, static_cast<std::size_t>(size));
        }
        ::close(pipe_ends[0]);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);

        std::istringstream lines(text.substr(0, text.rfind('\n') + 1));
        std::string id;
        std::int64_t version = 0;
        while (lines >> id >> version) {
            auto& newest = acknowledged[id];
            newest = std::max(newest, version);
        }
    }
    ASSERT_FALSE(acknowledged.empty());
    Reopen();
    const auto reader = *store_->Read();
    for (const auto& [id, version] : acknowledged) {
        const auto found = reader->Read(actor_, "Patient", id);
        ASSERT_TRUE(found) << id;
        EXPECT_GE(found->version, version) << id;
    }
    for (const int piece : {400, 500}) {
        const auto number = [&](int id) {
            const auto body = ReadBack("Patient", "p" + std::to_string(id));
            const auto at = body.find("multipleBirthInteger");
            return at == body.npos ? std::string() : body.substr(at);
        };
        for (int i = 1; i < kLines; ++i) EXPECT_EQ(number(piece + i), number(piece)) << piece + i;
    }
    ExpectNoProblems();
}

TEST_P(CrashTest, AFullDiskIsToldAndTheStoreHeals) {
    store_.reset();
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        // A limit on file size stands for the end of the disk: writes fail, and go on once it is
        // raised.
        ::signal(SIGXFSZ, SIG_IGN);
        SystemClock clock;
        SystemRandom random;
        auto store = Store::Open(Options(), clock, random, {}, {});
        if (!store) _exit(10);
        if (!(*store)->Commit(actor_, {Update(Body(1, 1))})) _exit(11);
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        const auto was = limit.rlim_cur;
        limit.rlim_cur = 1'500'000;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        std::int64_t position = 0;
        bool told = false;
        for (int n = 0; n < 2'000 && !told; ++n) {
            position = (*store)->position();
            std::vector<Change> changes;
            for (int i = 0; i < 50; ++i) changes.push_back(Update(Body(n * 100 + i, n + 2)));
            const auto receipt = (*store)->Commit(actor_, std::move(changes));
            told = !receipt;
            if (told && receipt.error().code != ErrorCode::kUnavailable) _exit(12);
        }
        if (!told) _exit(13);
        if ((*store)->position() != position) _exit(14);
        limit.rlim_cur = was;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        if (!(*store)->Commit(actor_, {Update(Body(1, 8))})) _exit(15);
        if ((*store)->position() != position + 1) _exit(16);
        const auto problems = (*store)->Check({});
        if (!problems || !problems->empty()) _exit(17);
        store->reset();
        _exit(0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    Reopen();
    EXPECT_THAT(ReadBack("Patient", "p1"), HasSubstr("8"));
}

}  // namespace
}  // namespace tram::record
