#include <gmock/gmock.h>

#include "record/search/testing.h"

namespace tram::record {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PagingTest : public testing::SearchTest {
  protected:
    void SetUp() override {
        SearchTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        for (int i = 1; i <= 9; ++i) PutPatient(i, 1950 + i * 5, "final");
    }
    void PutPatient(int number, int born, std::string_view) {
        const auto id = std::to_string(number);
        Put(R"({"resourceType":"Patient","id":"p)" + id + R"(","gender":"female","birthDate":")" +
            std::to_string(born) + R"(-01-01","name":[{"text":"Người )" + id + "\"}]}");
    }
    std::vector<std::string> Next(search::Query& query,
                                  const access::Actor& actor = Administrator()) {
        const auto page = Must(Search(actor, query));
        query.cursor = page.next;
        total_ = page.total;
        return Names(page);
    }
    std::optional<std::int64_t> total_;
};
TRAM_ON_EACH_DATABASE(PagingTest);

TEST_P(PagingTest, GoesOnWhereThePageBeforeEnded) {
    auto query = Parse("Patient", "gender=female&_count=4&_total=accurate");
    EXPECT_THAT(Next(query), ElementsAre("p9", "p8", "p7", "p6"));
    EXPECT_EQ(total_, 9);
    EXPECT_THAT(Next(query), ElementsAre("p5", "p4", "p3", "p2"));
    EXPECT_EQ(total_, 9);
    EXPECT_THAT(Next(query), ElementsAre("p1"));
    EXPECT_TRUE(query.cursor.empty());
}

TEST_P(PagingTest, EndsWithAFullPage) {
    auto query = Parse("Patient", "_count=9");
    EXPECT_EQ(Next(query).size(), 9u);
    EXPECT_TRUE(query.cursor.empty());
}

TEST_P(PagingTest, LosesAndRepeatsNothingWhileOthersWrite) {
    for (const std::int64_t few : {1, 256}) {
        SCOPED_TRACE(few);
        UseLimits({.few = few});
        auto query = Parse("Patient", "gender=female&_count=3&_sort=birthdate");
        EXPECT_THAT(Next(query), ElementsAre("p1", "p2", "p3"));
        PutPatient(2, 1960, "moved nowhere");         // changed, already shown
        PutPatient(few == 1 ? 20 : 21, 1971, "new");  // would come in between
        PutPatient(few == 1 ? 30 : 31, 1940, "new");  // would come before
        EXPECT_THAT(Next(query), ElementsAre("p4", "p5", "p6"));
        EXPECT_THAT(Next(query), ElementsAre("p7", "p8", "p9"));
        Delete("Patient", few == 1 ? "p20" : "p21");
        Delete("Patient", few == 1 ? "p30" : "p31");
    }
}

TEST_P(PagingTest, LosesNothingWhenTheLastEntryOfAPageIsDeleted) {
    auto query = Parse("Patient", "_count=3&_sort=-birthdate");
    EXPECT_THAT(Next(query), ElementsAre("p9", "p8", "p7"));
    Delete("Patient", "p7");
    EXPECT_THAT(Next(query), ElementsAre("p6", "p5", "p4"));
}

TEST_P(PagingTest, RefusesCursorsOfOthers) {
    auto query = Parse("Patient", "gender=female&_count=3");
    Next(query);
    const auto good = query.cursor;
    ASSERT_FALSE(good.empty());
    const auto refused = [&](const search::Query& asked, const access::Actor& actor) {
        const auto page = Search(actor, asked);
        return !page && page.error().code == ErrorCode::kMalformed;
    };
    auto other_search = Parse("Patient", "gender=male&_count=3");
    other_search.cursor = good;
    EXPECT_TRUE(refused(other_search, Administrator()));
    auto other_user = Administrator();
    other_user.user = "somebody else";
    EXPECT_TRUE(refused(query, other_user));
    for (std::size_t i = 0; i < good.size(); i += 7) {
        auto changed = query;
        changed.cursor[i] = changed.cursor[i] == 'A' ? 'B' : 'A';
        EXPECT_TRUE(refused(changed, Administrator()));
    }
    for (const auto& text :
         std::vector<std::string>{"x", "====", "2", std::string(5000, 'A'), good + "A"}) {
        auto changed = query;
        changed.cursor = text;
        EXPECT_TRUE(refused(changed, Administrator()));
    }
}

TEST_P(PagingTest, KeepsToItsLimits) {
    UseLimits({.default_count = 2, .most_count = 4, .most_includes = 3});
    auto query = Parse("Patient", "");
    EXPECT_EQ(Next(query).size(), 2u);
    auto many = Parse("Patient", "_count=1000");
    EXPECT_EQ(Next(many).size(), 4u);
    for (int i = 0; i < 4; ++i) {
        Put(R"({"resourceType":"Observation","id":"o)" + std::to_string(i) +
            R"(","subject":{"reference":"Patient/p1"}})");
    }
    const auto heavy =
        Search(Administrator(), Parse("Patient", "_revinclude=Observation:patient&_id=p1"));
    EXPECT_EQ(heavy.error().code, ErrorCode::kTooCostly);
}

TEST_P(PagingTest, LeavesTheTotalOutWhereItCostsTooMuch) {
    UseLimits({.total_budget = 4});
    const auto page = Must(
        Search(Administrator(), Parse("Patient", "birthdate=gt1900&_total=accurate&_count=1")));
    EXPECT_EQ(page.total, std::nullopt);
    EXPECT_EQ(page.hits.size(), 1u);
    EXPECT_EQ(
        Search(Administrator(), Parse("Patient", "birthdate=gt1900&_summary=count")).error().code,
        ErrorCode::kTooCostly);
}

class EverythingTest : public testing::SearchTest {
  protected:
    void SetUp() override {
        SearchTest::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        Put(R"({"resourceType":"Organization","id":"bo","name":"Sở Y tế"})");
        Put(R"({"resourceType":"Organization","id":"tram","partOf":{"reference":"Organization/bo"}})");
        Put(R"({"resourceType":"Practitioner","id":"bs"})");
        Put(R"({"resourceType":"Practitioner","id":"other"})");
        hoa_ = Put(
            R"({"resourceType":"Patient","id":"hoa","managingOrganization":{"reference":"Organization/tram"}})");
        Put(R"({"resourceType":"Patient","id":"an"})");
        Put(R"({"resourceType":"Encounter","id":"e1","subject":{"reference":"Patient/hoa"},
            "participant":[{"individual":{"reference":"Practitioner/bs"}}],"period":{"start":"2024-01-10","end":"2024-01-10"}})");
        Put(R"({"resourceType":"Observation","id":"o1","subject":{"reference":"Patient/hoa"},"effectiveDateTime":"2024-03-01"})");
        Put(R"({"resourceType":"Observation","id":"o2","subject":{"reference":"Patient/an"},
            "performer":[{"reference":"Practitioner/other"}]})");
        Put(R"({"resourceType":"AllergyIntolerance","id":"a1","patient":{"reference":"Patient/hoa"}})");
    }
    SearchResult Ask(Searcher::EverythingOptions options,
                     const access::Actor& actor = Administrator()) {
        return Must(searcher_->Everything(*connection_, actor, "hoa", options));
    }
    Rid hoa_ = 0;
};
TRAM_ON_EACH_DATABASE(EverythingTest);

TEST_P(EverythingTest, GivesThePersonsRecordsAndWhatTheyReferTo) {
    EXPECT_THAT(Names(Ask({})), ElementsAre("hoa", "+Organization/bo", "+Organization/tram",
                                            "+Practitioner/bs", "e1", "o1", "a1"));
}

TEST_P(EverythingTest, NarrowsByTypeDateAndTimeOfChange) {
    EXPECT_THAT(Names(Ask({.types = {"Observation", "Practitioner"}})),
                ElementsAre("+Practitioner/bs", "o1"));
    // 2024-02-01: what has no clinical date stays.
    EXPECT_THAT(Names(Ask({.start_millis = 1'706'720'400'000})),
                ElementsAre("hoa", "+Organization/bo", "+Organization/tram", "o1", "a1"));
    EXPECT_THAT(
        Names(Ask({.types = {"Encounter", "Observation"}, .end_millis = 1'706'720'400'000})),
        ElementsAre("e1"));
    EXPECT_THAT(Names(Ask({.since_micros = 1'700'000'008'000'000})), ElementsAre("a1"));
}

TEST_P(EverythingTest, ComesInPages) {
    Searcher::EverythingOptions options{.count = 3};
    auto page = Ask(options);
    EXPECT_EQ(page.total, 7);
    EXPECT_THAT(Names(page), ElementsAre("hoa", "+Organization/bo", "+Organization/tram"));
    options.cursor = page.next;
    Put(R"({"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/hoa"}})");
    page = Ask(options);
    EXPECT_THAT(Names(page), ElementsAre("+Practitioner/bs", "e1", "o1"));
    options.cursor = page.next;
    page = Ask(options);
    EXPECT_THAT(Names(page), ElementsAre("a1", "c1"));
    EXPECT_TRUE(page.next.empty());
    options.cursor = "forged";
    EXPECT_EQ(searcher_->Everything(*connection_, Administrator(), "hoa", options).error().code,
              ErrorCode::kMalformed);
}

TEST_P(EverythingTest, IsClosedToWhoDoesNotSeeThePerson) {
    const auto nurse = Nurse({1});
    EXPECT_EQ(searcher_->Everything(*connection_, nurse, "hoa", {}).error().code,
              ErrorCode::kNotFound);
    EXPECT_EQ(searcher_->Everything(*connection_, Administrator(), "nobody", {}).error().code,
              ErrorCode::kNotFound);
    Open(hoa_, 1);
    EXPECT_EQ(Ask({}, nurse).hits.size(), 7u);
}

}  // namespace
}  // namespace tram::record
