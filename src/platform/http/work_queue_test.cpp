#include "platform/http/work_queue.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <latch>

namespace tram::http {
namespace {

TEST(WorkQueue, DoesEveryJobAndEndsWithTheLast) {
    std::atomic<int> done = 0;
    {
        WorkQueue queue(8, 10'000, 2);
        for (int i = 0; i < 5000; ++i) ASSERT_TRUE(queue.Push([&] { ++done; }));
    }
    EXPECT_EQ(done, 5000);
}

TEST(WorkQueue, AJobThatPausesLeavesItsTurn) {
    WorkQueue queue(4, 100, 1);
    std::latch paused(3), release(1), last(1);
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(queue.Push([&] {
            const Pause pause;
            paused.count_down();
            release.wait();
        }));
    }
    ASSERT_TRUE(queue.Push([&] { last.count_down(); }));
    paused.wait();
    last.wait();
    EXPECT_GE(queue.working(), 3u);  // the last may not have left yet
    release.count_down();
}

TEST(WorkQueue, ALongJobThatDoesNotPauseIsNoticed) {
    WorkQueue queue(4, 100, 1);
    std::latch release(1), begun(3), last(1);
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(queue.Push([&] {
            begun.count_down();
            release.wait();
        }));
    }
    begun.wait();
    ASSERT_TRUE(queue.Push([&] { last.count_down(); }));
    last.wait();
    release.count_down();
}

TEST(WorkQueue, TakesOnlySoManyAndNothingOnceClosed) {
    WorkQueue queue(1, 2, 1);
    std::latch begun(1), release(1);
    ASSERT_TRUE(queue.Push([&] {
        begun.count_down();
        release.wait();
    }));
    begun.wait();
    EXPECT_TRUE(queue.Push([] {}));
    EXPECT_TRUE(queue.Push([] {}));
    EXPECT_FALSE(queue.Push([] {}));
    EXPECT_EQ(queue.waiting(), 2u);
    release.count_down();
    queue.Close();
    EXPECT_FALSE(queue.Push([] {}));
}

TEST(WorkQueue, JobsRunBelowWhatTheyWaitFor) {
    const int mine = ::getpriority(PRIO_PROCESS, 0);
    int its = mine;
    {
        WorkQueue queue(1, 10);
        ASSERT_TRUE(queue.Push([&] { its = ::getpriority(PRIO_PROCESS, 0); }));
    }
    EXPECT_GT(its, mine);  // a higher number is a lower priority
}

TEST(WorkQueue, APauseOutsideAWorkerDoesNothing) {
    const Pause pause;
}

}  // namespace
}  // namespace tram::http
