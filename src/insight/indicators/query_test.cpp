#include <gtest/gtest.h>

#include "insight/indicators/indicator.h"
#include "insight/indicators/query.h"

namespace tram::indicators {
namespace {

const std::set<std::string, std::less<>> kRegisters = {"patients", "coverages"};

TEST(QueryTest, RefusesWhatOneOfTheDatabasesLacks) {
    for (const char* text :
         {"DELETE FROM patients", "SELECT 1; SELECT 2", "SELECT iif(1, 2, 3)",
          "SELECT ifnull(a, b)", "SELECT a::int", "SELECT max(a, b) FROM patients", "SELECT true",
          "WITH RECURSIVE x AS (SELECT 1) SELECT 1", "SELECT $1", "SELECT ?", "SELECT :someday",
          "SELECT /* */ 1", "SELECT 'open"}) {
        const auto query = Query::Compose({text}, {}, kRegisters);
        ASSERT_FALSE(query) << text;
        EXPECT_EQ(query.error().code, ErrorCode::kInvalid) << text;
        EXPECT_FALSE(query.error().message_vi.empty()) << text;
    }
}

TEST(QueryTest, TakesAggregatesStringsAndComments) {
    EXPECT_TRUE(
        Query::Compose({"SELECT MAX(a), 'true; $1' FROM patients p -- :someday"}, {}, kRegisters));
}

TEST(QueryTest, RefusesPartsInACircle) {
    const Parts parts = {{"one", {"SELECT * FROM two"}}, {"two", {"SELECT * FROM one"}}};
    EXPECT_FALSE(Query::Compose({"SELECT * FROM one"}, parts, kRegisters));
}

TEST(ShippedIndicatorsTest, AllElevenAreThereAndCompose) {
    const auto library =
        content::Library::Open({.instead = std::string(TRAM_SOURCE_DIR) + "/content"});
    ASSERT_TRUE(library);
    std::set<std::string, std::less<>> registers;
    for (const auto& file : library->List("registers/")) {
        const auto name = file.path.substr(std::string_view("registers/").size());
        registers.emplace(name.substr(0, name.find('.')));
    }
    const auto indicators = LoadIndicators(*library, registers);
    ASSERT_TRUE(indicators) << indicators.error().message;
    EXPECT_EQ(indicators->size(), 11u);
    for (const auto& indicator : *indicators) EXPECT_FALSE(indicator.whys.empty()) << indicator.id;
}

}  // namespace
}  // namespace tram::indicators
