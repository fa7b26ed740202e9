#include <gtest/gtest.h>

#include <sys/resource.h>

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "base/background.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/markup.h"
#include "base/pause.h"
#include "base/vietnamese_day.h"
#include "base/vietnamese_text.h"

namespace tram {
namespace {

TEST(DateTest, RefusesImpossibleDates) {
    EXPECT_FALSE(ParseDate("2023-02-29"));
    EXPECT_FALSE(ParseDate("2024-13-01"));
    EXPECT_FALSE(ParseDate("2024-1-01"));
    EXPECT_FALSE(ParseDate("0000"));
    EXPECT_TRUE(ParseDate("2024-02-29"));
}

TEST(DateTest, RoundTripsEveryDayOfFourCenturies) {
    for (std::int32_t day = -100000; day < 80000; ++day) {
        ASSERT_EQ(Date::FromDays(day).FirstDay(), day);
    }
}

TEST(DateTest, AYearMeansAllItsDays) {
    const auto year = ParseDate("1957");
    ASSERT_TRUE(year);
    EXPECT_EQ(year->LastDay() - year->FirstDay(), 364);
}

TEST(DateTimeTest, ReadsALeapSecondOfFhirData) {
    const auto leap = ParseDateTime("2016-12-31T23:59:60Z");
    ASSERT_TRUE(leap);
    EXPECT_EQ(leap->FirstMicros(0), ParseDateTime("2017-01-01T00:00:00Z")->FirstMicros(0));
    EXPECT_FALSE(ParseDateTime("2016-12-31T23:59:60Z", PartialTime::kYes));
    EXPECT_FALSE(ParseDateTime("2016-12-31T23:59:61Z"));
}

TEST(DateTimeTest, NeedsAnOffsetInFhir) {
    EXPECT_FALSE(ParseDateTime("2026-11-22T10:00:00"));
    EXPECT_FALSE(ParseDateTime("2026-11-22T10:00+07:00"));
    EXPECT_FALSE(ParseDateTime("2026-11T10:00:00Z"));
    const auto value = ParseDateTime("1970-01-01T07:00:00.5+07:00");
    ASSERT_TRUE(value);
    EXPECT_EQ(value->FirstMicros(0), 500'000);
    EXPECT_EQ(value->LastMicros(0), 599'999);
}

TEST(FoldTest, LosesTonesInBothPlacementsAndForms) {
    EXPECT_EQ(Fold("Nguyễn  Thị Hoà"), "nguyen thi hoa");
    EXPECT_EQ(Fold("Nguyễn Thị Hòa"), "nguyen thi hoa");
    EXPECT_EQ(Fold("Nguye\xCC\x82\xCC\x83n"), "nguyen");  // decomposed
    EXPECT_EQ(Fold(" ĐẶNG Văn Đức "), "dang van duc");
}

TEST(CapitalsTest, KeepsTones) {
    EXPECT_EQ(Capitals("Đảng ủy xã Tân Lập"), "ĐẢNG ỦY XÃ TÂN LẬP");
    EXPECT_EQ(SmallInitial("Đặc khu Phú Quốc"), "đặc khu Phú Quốc");
    EXPECT_EQ(SmallInitial(""), "");
}

TEST(VietnameseDayTest, IsAsPreciseAsTheDate) {
    EXPECT_EQ(VietnameseDay(Date{2026, 6, 4}), "04/06/2026");
    EXPECT_EQ(VietnameseDay(Date{1957, 3, 0}), "03/1957");
    EXPECT_EQ(VietnameseDay(Date{1957, 0, 0}), "1957");
    EXPECT_EQ(VietnameseDay(0), "01/01/1970");
}

TEST(VietnameseDayTest, AMomentIsThatOfTheClocksThere) {
    const Instant late{ParseDateTime("2026-06-14T18:05:00Z")->FirstMicros(0)};
    EXPECT_EQ(VietnameseMoment(late, 7 * 60), "15/06/2026 01:05");
    EXPECT_EQ(VietnameseMoment(late, 0), "14/06/2026 18:05");
    EXPECT_EQ(VietnameseMoment(Instant{-1}, 0), "31/12/1969 23:59");
}

TEST(EscapeMarkupTest, LeavesNothingThatMarkupWouldRead) {
    EXPECT_EQ(EscapeMarkup("a < b & \"c\" > d"), "a &lt; b &amp; &quot;c&quot; &gt; d");
    EXPECT_EQ(EscapeMarkup("Đạt\t1\n\x01\x1f"), "Đạt\t1\n");
}

TEST(PersonNameKeyTest, OrdersByGivenThenFamilyThenMiddle) {
    struct Person {
        std::string family, given;
    };
    std::vector<Person> people = {
        {"Trần", "Văn An"}, {"Nguyễn", "Thị Ánh"}, {"Lê", "Văn An"}, {"Lê", "Bá An"}, {"Đỗ", "Ba"}};
    std::sort(people.begin(), people.end(), [](const Person& a, const Person& b) {
        return PersonNameKey(a.family, {a.given}) < PersonNameKey(b.family, {b.given});
    });
    EXPECT_EQ(people[0].given, "Bá An");
    EXPECT_EQ(people[1].family, "Lê");
    EXPECT_EQ(people[2].family, "Trần");
    EXPECT_EQ(people[3].given, "Thị Ánh");
    EXPECT_EQ(people[4].given, "Ba");
}

TEST(UuidTest, IsVersionSevenAndRepeatsWithItsSeed) {
    SimulatedClock clock({1'700'000'000'000'000});
    SeededRandom one(7), two(7);
    const auto id = NewUuid(clock, one);
    EXPECT_EQ(id, NewUuid(clock, two));
    EXPECT_EQ(id.size(), 36u);
    EXPECT_EQ(id[14], '7');
}

TEST(InstantTest, FormatsAsFhirDoes) {
    EXPECT_EQ(FormatInstant({1'234'567'890'123'456}), "2009-02-13T23:31:30.123Z");
    EXPECT_EQ(FormatInstant({-1'000}), "1969-12-31T23:59:59.999Z");
}

TEST(BackgroundTest, WorkRunsBelowWhoAskedForIt) {
    const int mine = ::getpriority(PRIO_PROCESS, 0);
    int its = mine;
    std::thread::id thread;
    RunInBackground([&] {
        its = ::getpriority(PRIO_PROCESS, 0);
        thread = std::this_thread::get_id();
    });
    EXPECT_GT(its, mine);  // a higher number is a lower priority
    EXPECT_NE(thread, std::this_thread::get_id());
    EXPECT_EQ(::getpriority(PRIO_PROCESS, 0), mine);
}

TEST(BackgroundTest, WhatItThrowsReachesWhoAskedForIt) {
    EXPECT_THROW(RunInBackground([] { throw std::runtime_error("lost"); }), std::runtime_error);
}

TEST(BackgroundTest, WhoAskedPausesMeanwhile) {
    struct Listener : PauseListener {
        void OnPause() override { paused = true; }
        void OnResume() override { paused = false; }
        bool paused = false;
    } listener;
    ListenToPauses(&listener);
    bool paused_meanwhile = false;
    RunInBackground([&] { paused_meanwhile = listener.paused; });
    ListenToPauses(nullptr);
    EXPECT_TRUE(paused_meanwhile);
    EXPECT_FALSE(listener.paused);
}

}  // namespace
}  // namespace tram
