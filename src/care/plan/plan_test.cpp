#include "care/plan/plan.h"

#include <gmock/gmock.h>

#include <filesystem>

namespace tram::plan {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Known kKnown{.indicators = {"insured", "doctor"},
                   .steps = {"organisation-model"},
                   .bodies = {"people-committee", "station", "party-committee"}};

constexpr std::string_view kPlan = R"(id: other
title: {vi: Kế hoạch khác, en: Another plan}
source: Nghị quyết số 01
checked: false
horizon: 2028
versions: [{valid_from: 2025-01-01}]
aims: []
targets:
  - clause: I
    indicator: insured
    text: trên 93% dân số tham gia bảo hiểm y tế
    short: {vi: BHYT, en: Insured}
    operator: ">"
    value: 93
    milestones: {2026: 91, 2028: 93}
tasks:
  - {clause: II, id: one, title: Việc một, lead: people-committee, due: 2026-12-31}
  - {clause: II, id: two, title: Việc hai, lead: station, due: 2027-06-30, after: [one]}
assignments: []
)";

Result<Plan> Read(const std::string& text) {
    return LoadPlan({.path = "plans/other.yaml", .bytes = text}, kKnown);
}

// The plan with one piece of it written otherwise.
std::string With(std::string_view was, std::string_view now) {
    std::string text(kPlan);
    const auto at = text.find(was);
    if (at == std::string::npos) throw std::runtime_error("the plan lacks " + std::string(was));
    return text.replace(at, was.size(), now);
}

TEST(PlanTest, ReadsWhatAUserWrites) {
    const auto plan = Read(std::string(kPlan));
    ASSERT_TRUE(plan) << plan.error().message;
    EXPECT_EQ(plan->id, "other");
    EXPECT_EQ(plan->horizon, 2028);
    ASSERT_EQ(plan->targets.size(), 1u);
    EXPECT_EQ(plan->targets[0].op, Operator::kGreater);
    EXPECT_EQ(plan->targets[0].milestones.at(2026), 91);
    EXPECT_THAT(plan->tasks[1].after, ElementsAre("one"));
}

TEST(PlanTest, AWordOfThePlanMayBeToldInEnglishToo) {
    const auto plan = Read(With("title: Việc một", "title: {vi: Việc một, en: Task one}"));
    ASSERT_TRUE(plan) << plan.error().message;
    EXPECT_EQ(plan->tasks[0].title, "Việc một");
    EXPECT_EQ(plan->tasks[0].title_en, "Task one");
    EXPECT_EQ(plan->tasks[1].title, "Việc hai");
    EXPECT_EQ(plan->tasks[1].title_en, "");
}

TEST(PlanTest, ShippedPlansAreToldInEnglishToo) {
    const auto library = content::Library::Open({.instead = TRAM_SOURCE_DIR "/content"});
    ASSERT_TRUE(library);
    const auto plans = LoadPlans(*library);
    ASSERT_TRUE(plans) << plans.error().message;
    for (const auto& plan : *plans) {
        for (const auto& one : plan.aims) EXPECT_NE(one.text_en, "") << one.clause;
        for (const auto& one : plan.targets) EXPECT_NE(one.text_en, "") << one.text;
        for (const auto& one : plan.tasks) {
            EXPECT_NE(one.title_en, "") << one.id;
            EXPECT_EQ(one.product_en.empty(), one.product.empty()) << one.id;
        }
        for (const auto& one : plan.assignments) {
            EXPECT_NE(one.title_en, "") << one.title;
            EXPECT_EQ(one.product_en.empty(), one.product.empty()) << one.title;
        }
        EXPECT_THAT(plan.recipients_en, Each(Not(IsEmpty())));
        EXPECT_EQ(plan.recipients_en.size(), plan.recipients.size());
    }
    const auto steps = LoadSteps(*library);
    ASSERT_TRUE(steps) << steps.error().message;
    for (const auto& list : *steps) {
        for (const auto& one : list.steps) EXPECT_NE(one.title_en, "") << one.id;
    }
}

struct Wrong {
    const char* name;
    const char *was, *now;
    int line;
    const char* field;   // stands in the message
    const char* remedy;  // what to do, in Vietnamese
};

class WrongPlanTest : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongPlanTest, IsRefusedWithLineFieldAndRemedy) {
    const auto& wrong = GetParam();
    const auto plan = Read(With(wrong.was, wrong.now));
    ASSERT_FALSE(plan);
    const auto& error = plan.error();
    const auto place = "plans/other.yaml:" + std::to_string(wrong.line) + ":";
    EXPECT_THAT(error.message + error.path, HasSubstr(place));
    EXPECT_THAT(error.message, HasSubstr(wrong.field));
    EXPECT_THAT(error.message_vi, HasSubstr(wrong.field));
    EXPECT_THAT(error.message_vi, HasSubstr(wrong.remedy));
}

INSTANTIATE_TEST_SUITE_P(
    Of, WrongPlanTest,
    ::testing::Values(
        Wrong{"UnknownKey", "    value: 93", "    valeu: 93", 14, "valeu", "'value'"},
        Wrong{"BadOperator", "operator: \">\"", "operator: \"=>\"", 13, "operator",
              "> >= = toward"},
        Wrong{"NoIndicator", "    indicator: insured", "    indicator: uninsured", 10, "uninsured",
              "content/indicators/uninsured.yaml"},
        Wrong{"NoSteps", "    indicator: insured", "    steps: nowhere", 10, "nowhere",
              "content/steps/nowhere.yaml"},
        Wrong{"TaskTwice", "id: two", "id: one", 18, "one", "đã có ở trên"},
        Wrong{"Lead", "lead: people-committee,", "lead: committees,", 17, "committees",
              "people-committee, station"},
        Wrong{"MilestoneFalls", "{2026: 91,", "{2026: 94,", 15, "2028", "thấp hơn mốc năm trước"},
        Wrong{"NoDate", "due: 2026-12-31", "due: 2026-02-30", 17, "due", "YYYY-MM-DD"},
        Wrong{"MilestoneYear", "{2026: 91,", "{2031: 91,", 15, "2031", "2028"},
        Wrong{"MilestoneNoYear", "{2026: 91,", "{soon: 91,", 15, "soon", "năm: phần trăm"},
        Wrong{"MilestonePercent", "2026: 91", "2026: 191", 15, "2026", "0 đến 100"},
        Wrong{"Percent", "value: 93", "value: 93%", 14, "value", "0 đến 100"},
        Wrong{"Horizon", "horizon: 2028", "horizon: soon", 5, "horizon", "năm"},
        Wrong{"Missing", "source: Nghị quyết số 01\n", "", 1, "source", "hãy thêm vào"},
        Wrong{"Circle", "lead: people-committee,", "lead: people-committee, after: [two],", 17,
              "one → two → one", "bỏ bớt"},
        Wrong{"AfterNothing", "after: [one]", "after: [three]", 18, "three", "không có nhiệm vụ"},
        Wrong{"Twice", "horizon: 2028", "horizon: 2028\nhorizon: 2029", 6, "horizon", "hai lần"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(PlanTest, TheSameIndicatorTwiceIsRefused) {
    const auto plan = Read(With("tasks:\n", R"(  - clause: II
    indicator: insured
    text: lần hai
    short: {vi: BHYT, en: Insured}
    operator: toward
tasks:
)"));
    ASSERT_FALSE(plan);
    EXPECT_THAT(plan.error().message, HasSubstr("plans/other.yaml:16:"));
    EXPECT_THAT(plan.error().message_vi, HasSubstr("insured đã có ở trên"));
}

TEST(PlanTest, EveryWrongItemIsToldAtOnce) {
    auto text = With("operator: \">\"", "operator: \"=>\"");
    text.replace(text.find("2026-12-31"), 10, "2026-02-30");
    const auto plan = Read(text);
    ASSERT_FALSE(plan);
    EXPECT_THAT(plan.error().message, HasSubstr("plans/other.yaml:13:"));
    ASSERT_EQ(plan.error().others.size(), 1U);
    EXPECT_THAT(plan.error().others[0].message, HasSubstr("plans/other.yaml:17:"));
}

TEST(PlanTest, BrokenYamlIsToldByLine) {
    const auto plan = Read(With("horizon: 2028", "horizon: [2028"));
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().code, ErrorCode::kMalformed);
    EXPECT_THAT(plan.error().message_vi, HasSubstr("plans/other.yaml:"));
}

TEST(PlanTest, AReportIsDueOnTheDayThatFollowsItsPeriod) {
    Assignment duty;
    duty.due["year"] = {1, 10};
    duty.due["half-year"] = {6, 20};
    const auto day = [](int year, int month, int of) { return Date{year, month, of}.FirstDay(); };
    EXPECT_EQ(duty.DueOn("half-year", day(2026, 6, 14)), day(2026, 6, 20));
    EXPECT_EQ(duty.DueOn("half-year", day(2026, 6, 20)), day(2026, 6, 20));
    EXPECT_EQ(duty.DueOn("year", day(2026, 12, 14)), day(2027, 1, 10));
    EXPECT_EQ(duty.DueOn("month", day(2026, 1, 31)), std::nullopt);
}

TEST(PlanTest, ADueDayThatIsNoneIsRefused) {
    const auto with = [](const std::string& due) {
        return Read(With("assignments: []\n",
                         "assignments:\n  - clause: \"4\"\n    who: people-committee\n"
                         "    title: Báo cáo\n    report: {to: party-committee, template: A, "
                         "periods: [year], due: {" +
                             due + "}}\n"));
    };
    ASSERT_TRUE(with("year: \"12-20\""));
    const auto no_day = with("year: \"02-30\"");
    ASSERT_FALSE(no_day);
    EXPECT_THAT(no_day.error().message_vi, HasSubstr("plans/other.yaml:23:"));
    EXPECT_THAT(no_day.error().message_vi, HasSubstr("MM-DD"));
    const auto no_period = with("quarter: \"02-20\"");
    ASSERT_FALSE(no_period);
    EXPECT_THAT(no_period.error().message, HasSubstr("not reported on"));
}

TEST(PlanTest, ShippedPlansAreRight) {
    const auto library = content::Library::Open({.instead = TRAM_SOURCE_DIR "/content"});
    ASSERT_TRUE(library);
    const auto plans = LoadPlans(*library);
    ASSERT_TRUE(plans) << plans.error().message;
    ASSERT_FALSE(plans->empty());
    EXPECT_EQ(plans->front().id, "ct25");
    EXPECT_EQ(plans->front().targets.size(), 12u) << "eleven and the steps of II.1";
    for (const char* period : {"half-year", "year"}) {
        const auto* duty = plans->front().FindDuty("A", period);
        ASSERT_TRUE(duty) << period;
        EXPECT_TRUE(duty->DueOn(period, 20'000)) << period;
    }
    const auto steps = LoadSteps(*library);
    ASSERT_TRUE(steps) << steps.error().message;
    EXPECT_EQ(steps->front().id, "organisation-model");
    EXPECT_FALSE(steps->front().checked);
}

}  // namespace
}  // namespace tram::plan
