#include "app/bench/bench.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "app/bench/values.h"
#include "fhir/json/document.h"

namespace tram::bench {
namespace {

using testing::ElementsAre;

TEST(BenchTest, TakesPercentilesByNearestRank) {
    std::vector<std::uint32_t> micros;
    for (std::uint32_t i = 1; i <= 200; ++i) micros.push_back(i * 1000);
    EXPECT_DOUBLE_EQ(PercentileMs(micros, 0.5), 100);
    EXPECT_DOUBLE_EQ(PercentileMs(micros, 0.99), 198);
    EXPECT_DOUBLE_EQ(PercentileMs(micros, 1), 200);
    EXPECT_DOUBLE_EQ(PercentileMs({7000}, 0.01), 7);
    EXPECT_DOUBLE_EQ(PercentileMs({}, 0.99), 0);
}

TEST(BenchTest, FillsShapesWithEncodedValues) {
    demo::Dice dice(1);
    const Values values = {{"family", {"Nguyễn"}}, {"condition", {"http://a|b"}}};
    EXPECT_EQ(Fill("Patient?family={family}&_count=5", values, dice),
              "Patient?family=Nguy%E1%BB%85n&_count=5");
    EXPECT_EQ(Fill("Condition?code={condition}", values, dice),
              "Condition?code=http%3A%2F%2Fa%7Cb");
    EXPECT_EQ(Fill("Observation?code=http://l|1&x={nobody}", values, dice),
              "Observation?code=http://l%7C1&x=nothing-of-this-kind");
    EXPECT_THAT(Missing({{"a", "X?y={family}&z={nobody}"}, {"b", "metadata"}}, values),
                ElementsAre("nobody"));
}

TEST(BenchTest, MeasuresEveryWorkWithoutErrors) {
    const auto mix = testing::TempDir() + "/tram_bench_mix.json";
    std::ofstream(mix) << R"({"shapes":{"by_family":"Patient?family={family}&_count=5",)"
                          R"("visits":"Encounter?patient=Patient/{patient}&_count=10"}})";
    BenchOptions options;
    options.persons = 500;
    options.months = 1;
    options.mix = mix;
    options.seconds = 0.1;
    options.clients = 2;
    const auto result = bench::Run(options);
    std::filesystem::remove(mix);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_GT(result->import.resources, 500);
    EXPECT_EQ(result->import.refused, 0) << result->import.first_refusal;
    EXPECT_EQ(result->works.size(), 15);
    for (const auto& work : result->works) {
        EXPECT_EQ(work.figures.errors, 0) << work.name << " as " << work.user;
        EXPECT_FALSE(work.figures.micros.empty()) << work.name << " as " << work.user;
    }
    const auto json = json::Document::Parse(JsonOf(*result));
    ASSERT_TRUE(json);
    EXPECT_EQ((*json)->root()["works"].size(), 15);
}

TEST(BenchTest, SearchesNamesAmongPeopleAlone) {
    BenchOptions options;
    options.persons = 500;
    options.only_names = true;
    options.seconds = 0.1;
    const auto result = bench::Run(options);
    ASSERT_TRUE(result) << result.error().message;
    ASSERT_EQ(result->works.size(), 4);
    for (const auto& work : result->works) {
        EXPECT_THAT(work.name, testing::StartsWith("name_"));
        EXPECT_EQ(work.figures.errors, 0) << work.name << " as " << work.user;
        EXPECT_FALSE(work.figures.micros.empty()) << work.name << " as " << work.user;
    }
}

}  // namespace
}  // namespace tram::bench
