// A wrong file of indicators, shared parts or risk rules is refused when it is read: file, line,
// field, and what to do, in both languages.

#include <gmock/gmock.h>

#include <fstream>

#include "insight/indicators/house_test.h"
#include "insight/indicators/random_district_test.h"
#include "insight/indicators/risk_rules.h"

namespace tram::indicators {
namespace {

constexpr std::string_view kHead = R"(id: mine
title: {vi: Của tôi, en: Mine}
clause: II.4
source: thử
checked: false
member: patient
base: actual-residents
whys:
  no: {vi: Chưa, en: Not yet}
versions:
  - valid_from: 2024-01-01
)";
constexpr std::string_view kAnswer = R"(    answer: |
      SELECT b.member AS member, b.unit AS unit,
             1 AS met, '' AS why, 0 AS evidence, 0 AS due_on
      FROM base b
)";

class ContentTest : public database::testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        house_ = std::make_unique<TestHouse>(StoreIn(folder(), options()));
    }
    void TearDown() override {
        house_.reset();
        EachDatabase::TearDown();
    }

    // The shipped indicators with this file among their content.
    Result<std::vector<Indicator>> Load(const std::string& path, std::string_view text) {
        const auto file = folder() / "overrides" / path;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text;
        const auto library = TestHouse::Must(
            content::Library::Open({.instead = std::string(TRAM_SOURCE_DIR) + "/content",
                                    .overrides = folder() / "overrides"}));
        std::filesystem::remove(file);
        std::set<std::string, std::less<>> names;
        for (const auto& one : house_->store().registers().all()) names.insert(one.name);
        return LoadIndicators(library, names);
    }
    // "" when the content with this file in it is taken.
    std::string FaultOf(const std::string& path, std::string_view text) {
        const auto indicators = Load(path, text);
        if (!indicators) return Said(indicators.error());
        const auto reader = TestHouse::Must(house_->store().Read());
        for (const auto& one : *indicators) {
            if (const auto done = CheckQueries(reader->connection(), one); !done)
                return Said(done.error());
        }
        return {};
    }
    std::string FaultOfMine(const std::string& rest) {
        return FaultOf("indicators/mine.yaml", std::string(kHead) + rest);
    }

    TestHouse& house() { return *house_; }
    record::Store& store() { return house_->store(); }
    static Dates DatesAt(std::int32_t day) { return {.as_of = day, .from = day - 364, .to = day}; }

  private:
    static std::string Said(const Error& error) {
        EXPECT_FALSE(error.message_vi.empty());
        EXPECT_EQ(error.message_vi.substr(0, error.message_vi.find(": ")),
                  error.message.substr(0, error.message.find(": ")));
        return error.message;
    }
    std::unique_ptr<TestHouse> house_;
};
TRAM_ON_EACH_DATABASE(ContentTest);

TEST_P(ContentTest, TakesAGoodFile) {
    EXPECT_EQ(FaultOfMine(std::string(kAnswer)), "");
}

#define EXPECT_BEGINS(text, begin) \
    EXPECT_EQ(std::string(text).substr(0, std::string_view(begin).size()), begin)

TEST_P(ContentTest, RefusesSqlThatOneDatabaseReadsOtherwise) {
    EXPECT_BEGINS(
        FaultOfMine(
            "    answer: |\n      SELECT b.member AS member,\n             iif(1, 2, 3) AS met\n"
            "      FROM base b\n"),
        "indicators/mine.yaml:14: versions[0].answer: SQL: \"iif\" is not allowed");
}

TEST_P(ContentTest, RefusesATableThatIsNone) {
    EXPECT_BEGINS(FaultOfMine("    answer: |\n      SELECT 1 AS member\n      FROM villagers v\n"),
                  "indicators/mine.yaml:14: versions[0].answer: SQL: \"villagers\" is not allowed");
}

TEST_P(ContentTest, RefusesAnUnknownColumn) {
    EXPECT_BEGINS(
        FaultOfMine("    answer: |\n      SELECT b.member AS member, b.unit AS unit,\n"
                    "             b.height_cm AS met, '' AS why, 0 AS evidence, 0 AS due_on\n"
                    "      FROM base b\n"),
        "indicators/mine.yaml:14: versions[0].answer: the database does not take this "
        "\"height_cm\"");
}

TEST_P(ContentTest, RefusesAnAnswerOfTheWrongShape) {
    EXPECT_BEGINS(
        FaultOfMine(
            "    answer: |\n      SELECT b.member AS member, b.unit AS unit\n      FROM base b\n"),
        "indicators/mine.yaml:13: answer: lacks the column met");
}

TEST_P(ContentTest, RefusesAnUnknownKeyAndOverlappingVersions) {
    EXPECT_BEGINS(FaultOfMine("    anser: SELECT 1\n"), "indicators/mine.yaml:12: ");
    EXPECT_BEGINS(
        FaultOfMine(std::string(kAnswer) + "  - valid_from: 2023-01-01\n" + std::string(kAnswer)),
        "indicators/mine.yaml:16: 'versions[1].valid_from' versions overlap");
    EXPECT_BEGINS(FaultOfMine("    valid_to: 2025-06-30\n" + std::string(kAnswer) +
                              "  - valid_from: 2025-06-30\n" + std::string(kAnswer)),
                  "indicators/mine.yaml:17: 'versions[1].valid_from' versions overlap");
    EXPECT_EQ(FaultOfMine("    valid_to: 2025-06-30\n" + std::string(kAnswer) +
                          "  - valid_from: 2025-07-01\n" + std::string(kAnswer)),
              "");
}

TEST_P(ContentTest, RefusesPartsInACircle) {
    EXPECT_BEGINS(
        FaultOfMine("    parts:\n      one: |\n        SELECT * FROM two\n      two: |\n"
                    "        SELECT * FROM one\n    answer: |\n      SELECT * FROM one\n"),
        "indicators/mine.yaml:16: versions[0].parts.two: SQL: \"one\" is not allowed: this part");
}

TEST_P(ContentTest, RefusesCompanionsOfOneName) {
    const std::string companion =
        "      - id: half\n        title: {vi: Nửa, en: Half}\n        answer: |\n"
        "          SELECT b.member AS member, b.unit AS unit, 1 AS part, 2 AS whole FROM base b\n";
    EXPECT_EQ(FaultOfMine(std::string(kAnswer) + "    companions:\n" + companion), "");
    EXPECT_BEGINS(
        FaultOfMine(std::string(kAnswer) + "    companions:\n" + companion + companion),
        "indicators/mine.yaml:21: 'versions[0].companions[1].id' the id \"half\" is taken");
}

TEST_P(ContentTest, TellsWhereARiskRuleIsWrong) {
    const auto fault = [&](const std::string& rules) {
        return FaultOf(
            "risk/rules.yaml",
            "id: risk-rules\ntitle: {vi: Nguy cơ, en: Risk}\nsource: thử\nchecked: false\n"
            "versions:\n  - valid_from: 2024-01-01\n    every_adult: [\"85354-9\"]\n    rules:\n" +
                rules);
    };
    const std::string title = "title: {vi: Một, en: One}";
    EXPECT_EQ(fault("      - {id: one, group: A, " + title + ", age_from: 60}\n"), "");
    EXPECT_BEGINS(fault("      - {id: one, group: C, " + title + ", age_from: 60}\n"),
                  "risk/rules.yaml:9: 'versions[0].rules[0].group' group is A");
    EXPECT_BEGINS(fault("      - {id: one, group: A, " + title + ", age: 60}\n"),
                  "risk/rules.yaml:9: ");
    EXPECT_BEGINS(fault("      - {id: one, group: A, " + title + "}\n"),
                  "risk/rules.yaml:9: 'versions[0].rules[0]' a rule asks one thing");
    EXPECT_BEGINS(
        fault("      - {id: one, group: A, " + title + ", conditions: [\"I10' OR 1=1\"]}\n"),
        "risk/rules.yaml:9: 'versions[0].rules[0].conditions' a code holds letters");
    EXPECT_BEGINS(fault("      - {id: one, group: A, " + title + ", computed: bmi}\n"),
                  "risk/rules.yaml:9: 'versions[0].rules[0]' observation and computed go with");
    EXPECT_BEGINS(
        fault("      - {id: one, group: A, " + title + ", computed: bmi, at_least: 23}\n"),
        "risk/rules.yaml:9: 'versions[0].rules[0].computed' nothing of this id stands");
    const std::string rule =
        "      - {id: one, group: A, " + title + ", computed: bmi, at_least: 23}\n";
    const auto over = [](const std::string& more) {
        return "    computed:\n      - id: bmi\n        title: {vi: Chỉ số, en: Index}\n"
               "        value: {code: \"29463-7\", least: 10, most: 300}\n"
               "        over: {code: \"8302-2\", " +
               more + "}\n";
    };
    EXPECT_EQ(fault(rule + over("least: 60, most: 230, scale: 0.01, power: 2")), "");
    EXPECT_BEGINS(fault(rule + over("most: 230")),
                  "risk/rules.yaml:14: 'versions[0].computed[0].over.least'");
    EXPECT_BEGINS(fault(rule + over("least: 60, most: 230, power: 4")),
                  "risk/rules.yaml:14: 'versions[0].computed[0].over.power' power is 1, 2 or 3");
    EXPECT_BEGINS(fault("      - id: one\n        group: A\n        " + title +
                        "\n        sql: |\n          SELECT p.person AS member,\n"
                        "                 p.shoe_size AS since\n          FROM patients p\n"),
                  "risk/rules.yaml:14: versions[0].rules[0].sql: the database does not take this "
                  "\"shoe_size\"");
}

// Editing the file changes who is at risk, and nothing else is needed.
TEST_P(ContentTest, RulesDecideWhoIsAtRisk) {
    const auto with = [&](const std::string& rules) {
        const auto file = folder() / "overrides/risk/rules.yaml";
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file)
            << "id: risk-rules\ntitle: {vi: Nguy cơ, en: Risk}\nsource: thử\nchecked: false\n"
               "versions:\n  - valid_from: 2024-01-01\n    every_adult: [\"85354-9\"]\n"
               "    rules:\n"
            << rules;
        const auto library = TestHouse::Must(
            content::Library::Open({.instead = std::string(TRAM_SOURCE_DIR) + "/content",
                                    .overrides = folder() / "overrides"}));
        std::set<std::string, std::less<>> names;
        for (const auto& one : store().registers().all()) names.insert(one.name);
        std::string said;
        for (const auto& one : TestHouse::Must(LoadIndicators(library, names))) {
            if (one.id != "high-risk-checked") continue;
            const auto reader = TestHouse::Must(store().Read());
            for (const auto& member :
                 TestHouse::Must(Ask(reader->connection(), one, DatesAt(20'543)))) {
                said += member.met ? "met " : "unmet ";
                for (const auto& risk :
                     TestHouse::Must(RisksOf(reader->connection(), *one.risks, DatesAt(20'543),
                                             std::vector<Rid>{member.member})))
                    said += risk.rule->id + " ";
            }
        }
        return said;
    };
    stories::StoryRecords records("a.story");
    const auto story = TestHouse::Must(stories::ParseStory(
        "chỉ tiêu: insured\ntình huống: một\ncho\nđơn vị | loại\nXã A | xã\n\n"
        "người | giới | sinh | ở\nAn | nữ | 1970-06-01 | Xã A\n\nđo | ngày | chỉ số | giá trị\n"
        "An | 2026-01-05 | huyết áp | 135/85\n",
        "a.story"));
    house().Put(TestHouse::Must(records.Make(story.scenes[0].steps[0].tables)));
    const std::string title = "title: {vi: Một, en: One}";
    EXPECT_EQ(with("      - {id: old, group: A, " + title + ", age_from: 60}\n"), "");
    EXPECT_EQ(with("      - {id: old, group: A, " + title + ", age_from: 55}\n"), "met old ");
    EXPECT_EQ(with("      - {id: high, group: A, " + title +
                   ", observation: 8480-6, at_least: 130, below: 140}\n"),
              "met high ");
    EXPECT_EQ(
        with("      - {id: high, group: A, " + title + ", observation: 8480-6, at_least: 136}\n"),
        "");
    EXPECT_EQ(
        with("      - {id: old, group: A, " + title + ", age_from: 55, needs: [\"15074-8\"]}\n"),
        "unmet old ");
}

TEST_P(ContentTest, AFileThatAsksOfThePeriodSaysSo) {
    const auto mine = [&](const std::string& window, const std::string& day) {
        return FaultOf("indicators/mine.yaml",
                       "id: mine\ntitle: {vi: Của tôi, en: Mine}\nclause: II.4\nsource: thử\n"
                       "checked: false\nmember: patient\nbase: actual-residents\n" +
                           window +
                           "whys:\n  no: {vi: Chưa, en: Not yet}\nversions:\n"
                           "  - valid_from: 2024-01-01\n    answer: |\n"
                           "      SELECT b.member AS member, b.unit AS unit, 1 AS met, '' AS why,\n"
                           "             0 AS evidence, 0 AS due_on FROM base b\n"
                           "      WHERE b.birth_day >= " +
                           day + "\n");
    };
    EXPECT_EQ(mine("window: period\n", ":from"), "");
    EXPECT_EQ(mine("window: 12-months\n", ":year_ago"), "");
    EXPECT_EQ(mine("", ":year_ago"), "");
    EXPECT_THAT(mine("", ":from"), testing::HasSubstr("window: period"));
    EXPECT_THAT(mine("window: 12-months\n", ":to"), testing::HasSubstr("answer"));
    EXPECT_THAT(mine("window: period\n", ":year_ago"), testing::HasSubstr("window"));
    EXPECT_THAT(mine("window: year\n", ":year_ago"), testing::HasSubstr("12-months"));
}

TEST_P(ContentTest, AQuestionThatBindsNothingEndsWithAnErrorThatNamesItsFile) {
    RandomDistrict district(3);
    stories::StoryRecords records("chance");
    house().Put(TestHouse::Must(records.Make(district.Units())));
    house().Put(TestHouse::Must(records.Make(district.People(40))));
    Engine engine(store(), TestHouse::Must(Load("indicators/mine.yaml", std::string(kHead) +
                                                                            R"(    answer: |
      SELECT b.member AS member, b.unit AS unit,
             1 AS met, '' AS why, 0 AS evidence, 0 AS due_on
      FROM base b
      WHERE NOT EXISTS (SELECT 1 FROM patients p CROSS JOIN patients q CROSS JOIN patients r
                        CROSS JOIN patients s CROSS JOIN patients t
                        WHERE p.rid + q.rid + r.rid + s.rid + t.rid = -b.member)
)")));
    const auto answer = engine.Ask(*engine.Find("mine"), DatesAt(20'476));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::kTooCostly);
    EXPECT_THAT(answer.error().message, testing::HasSubstr("indicators/mine.yaml:"));
    EXPECT_THAT(answer.error().message_vi, testing::HasSubstr("indicators/mine.yaml:"));
    // The tables are free for others.
    EXPECT_TRUE(engine.Ask(*engine.Find("insured"), DatesAt(20'476)));
}

}  // namespace
}  // namespace tram::indicators
