#include "insight/indicators/scorecard.h"

#include "insight/indicators/house_test.h"

namespace tram::indicators {
namespace {

constexpr std::int32_t kToday = 20'543;  // 2026-03-31

class ScorecardTest : public database::testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        house_ = std::make_unique<TestHouse>(StoreIn(folder(), options()));
        const auto story = TestHouse::Must(stories::ParseStory(R"(chỉ tiêu: insured
tình huống: hai xã của một huyện
cho
đơn vị | loại  | thuộc   | dân số
Huyện  | huyện |         |
Xã A   | xã    | Huyện   | 2
Xã B   | xã    | Huyện   | 1
Khu A  | khu   | Xã A    |

người | sinh       | ở     | cư trú
An    | 1980-01-01 | Khu A |
Bình  | 1981-01-01 | Khu A |
Chi   | 1982-01-01 | Khu A |
Dũng  | 1983-01-01 | Xã B  | vắng từ 6 tháng
Êm    | 1984-01-01 | Xã B  |

thẻ BHYT | nhóm | từ         | đến
An       | GD   | 2026-01-01 | 2026-12-31
)",
                                                               "a.story"));
        house_->Put(TestHouse::Must(records_.Make(story.scenes[0].steps[0].tables)));
    }
    void TearDown() override {
        house_.reset();
        EachDatabase::TearDown();
    }

    Rid Unit(const std::string& code) {
        return TestHouse::Must(house_->engine().Units())->FindByName(code, kToday)->rid;
    }
    const Indicator& Of(const char* id) { return *house_->engine().Find(id); }
    Question Over(const char* base, Rid unit = 0) {
        return {.unit = unit, .as_of = kToday, .today = kToday, .base = base};
    }
    std::string Figure(const char* indicator, const char* base, const std::string& unit) {
        const auto counts = TestHouse::Must(CountOn(house_->engine(), Of(indicator), Over(base)));
        const auto found = counts.find(Unit(unit));
        if (found == counts.end()) return "–";
        return std::to_string(found->second.numerator) + "/" +
               std::to_string(found->second.denominator);
    }

    std::unique_ptr<TestHouse> house_;
    stories::StoryRecords records_{"a.story"};
};
TRAM_ON_EACH_DATABASE(ScorecardTest);

TEST_P(ScorecardTest, AFigureIsReadOverTheBaseAsked) {
    EXPECT_EQ(Figure("insured", "", "xa-a"), "1/3");
    EXPECT_EQ(Figure("insured", "actual-residents", "xa-b"), "0/1");
    EXPECT_EQ(Figure("insured", "registered", "xa-b"), "0/2");
    // A number without names stands below the same numerator, for everyone or not at all.
    EXPECT_EQ(Figure("insured", "average-population", "xa-a"), "1/2");
    EXPECT_EQ(Figure("insured", "average-population", "huyen"), "1/3");
    EXPECT_EQ(Figure("insured", "average-population", "khu-a"), "1/0");
    EXPECT_EQ(Figure("high-risk-checked", "average-population", "xa-a"),
              Figure("high-risk-checked", "", "xa-a"));
    EXPECT_EQ(Figure("doctor", "registered", "xa-a"), "0/1");
}

TEST_P(ScorecardTest, AnUnknownBaseIsRefusedByName) {
    const auto counts = CountOn(house_->engine(), Of("insured"), Over("everybody"));
    ASSERT_FALSE(counts);
    EXPECT_EQ(counts.error().code, ErrorCode::kBadValue);
    EXPECT_NE(counts.error().message.find("registered"), std::string::npos);
    EXPECT_EQ(counts.error().path, "base");
}

TEST_P(ScorecardTest, AListTooThinOrTooThickWarns) {
    const auto all = TestHouse::Must(MakeCompleteness(
        house_->engine(), Over(""), {Unit("huyen"), Unit("xa-a"), Unit("xa-b"), Unit("khu-a")}));
    ASSERT_EQ(all.size(), 3u);  // of a hamlet no number is published
    EXPECT_EQ(all[0].names, 4);
    EXPECT_EQ(all[0].published, 3);
    EXPECT_TRUE(all[1].Warns());
    EXPECT_FALSE(all[2].Warns());
    EXPECT_FALSE((Completeness{.names = 95, .published = 100}).Warns());
    EXPECT_FALSE((Completeness{.names = 105, .published = 100}).Warns());
    EXPECT_TRUE((Completeness{.names = 949, .published = 1000}).Warns());
    EXPECT_TRUE((Completeness{.names = 1051, .published = 1000}).Warns());
}

TEST_P(ScorecardTest, CompanionsAddUpAndTheLongestDoesNot) {
    std::map<std::string, Count> figures;
    for (const auto& one :
         TestHouse::Must(MakeCompanions(house_->engine(), Of("doctor"), Over("", Unit("huyen")))))
        figures[one.companion->id] = one.count;
    EXPECT_EQ(figures["doctor/days-without"].numerator, 730);
    EXPECT_EQ(figures["doctor/days-without"].denominator, 730);
    EXPECT_EQ(figures["doctor/longest-gap"].numerator, 365);
}

}  // namespace
}  // namespace tram::indicators
