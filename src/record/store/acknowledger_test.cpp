#include "record/store/acknowledger.h"

#include <gtest/gtest.h>

#include <functional>
#include <latch>

namespace tram::record {
namespace {

const std::function<Result<void>(database::Connection&)> kNothing = [](database::Connection&) {
    return Result<void>();
};

Acknowledger::Group GroupOf(Job& job, std::int64_t position) {
    Acknowledger::Group group;
    group.jobs.push_back(&job);
    group.results.emplace_back();
    group.position = position;
    return group;
}

TEST(AcknowledgerTest, AnswersOnlyWhatTheDiskHas) {
    DiskMark mark;
    std::atomic<bool> synced = false;
    std::latch release(1);
    WorkJob job(kNothing);
    Acknowledger acknowledger(
        [&]() -> Result<void> {
            release.wait();
            EXPECT_EQ(mark.position(), 0);
            synced = true;
            return {};
        },
        mark);
    acknowledger.Push(GroupOf(job, 7));
    release.count_down();
    EXPECT_TRUE(job.Wait());
    EXPECT_TRUE(synced);
    EXPECT_EQ(mark.position(), 7);
}

TEST(AcknowledgerTest, OneSyncServesAllThatWaitForIt) {
    DiskMark mark;
    std::latch begun(1), release(1);
    std::atomic<int> syncs = 0;
    WorkJob first(kNothing), second(kNothing), third(kNothing);
    Acknowledger acknowledger(
        [&]() -> Result<void> {
            if (syncs++ == 0) {
                begun.count_down();
                release.wait();
            }
            return {};
        },
        mark);
    acknowledger.Push(GroupOf(first, 1));
    begun.wait();
    acknowledger.Push(GroupOf(second, 2));
    acknowledger.Push(GroupOf(third, 3));
    release.count_down();
    EXPECT_TRUE(first.Wait());
    EXPECT_TRUE(second.Wait());
    EXPECT_TRUE(third.Wait());
    EXPECT_EQ(syncs, 2);
    EXPECT_EQ(mark.position(), 3);
}

TEST(AcknowledgerTest, AfterALostWriteNothingIsAcknowledgedAnyMore) {
    DiskMark mark;
    mark.Set(4);
    int syncs = 0;
    WorkJob first(kNothing), second(kNothing);
    Acknowledger acknowledger(
        [&]() -> Result<void> {
            if (++syncs > 1) return {};  // what a disk says afterwards is no proof
            return Error{.code = ErrorCode::kUnavailable, .message = "lost"};
        },
        mark);
    acknowledger.Push(GroupOf(first, 5));
    EXPECT_EQ(first.Wait().error().code, ErrorCode::kUnavailable);
    EXPECT_TRUE(mark.lost());
    acknowledger.Push(GroupOf(second, 6));
    EXPECT_EQ(second.Wait().error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(mark.position(), 4);
}

TEST(AcknowledgerTest, ClosingAnswersWhatStillWaits) {
    DiskMark mark;
    WorkJob job(kNothing);
    {
        Acknowledger([] { return Result<void>(); }, mark).Push(GroupOf(job, 1));
    }
    EXPECT_TRUE(job.Wait());
    EXPECT_EQ(mark.position(), 1);
}

}  // namespace
}  // namespace tram::record
