// Random small districts: what holds for every indicator whatever the records say.

#include <functional>

#include "base/date.h"
#include "insight/indicators/house_test.h"
#include "insight/indicators/random_district_test.h"
#include "insight/indicators/scorecard.h"

namespace tram::indicators {
namespace {

std::vector<const Indicator*> AllOf(const Engine& engine) {
    std::vector<const Indicator*> all;
    const std::function<void(const Indicator&)> add = [&](const Indicator& one) {
        all.push_back(&one);
        for (const auto& companion : one.companions) add(companion);
        for (const auto& over : one.over_bases) add(over);
    };
    for (const auto& one : engine.indicators()) add(one);
    return all;
}

std::string Told(const std::vector<Member>& members) {
    std::string out;
    for (const auto& m : members) {
        out += std::to_string(m.member) + " " + std::to_string(m.unit) + " " +
               std::to_string(m.met) + " " + std::to_string(m.why) + " " +
               std::to_string(m.evidence) + " " + std::to_string(m.due_on) + " " +
               std::to_string(m.part) + "/" + std::to_string(m.whole) + "\n";
    }
    return out;
}

class RandomDistrictTest : public database::testing::EachDatabase {
  protected:
    void Run(std::uint64_t seed) {
        TestHouse house(StoreIn(folder(), options()));
        RandomDistrict district(seed);
        stories::StoryRecords records("chance");
        house.Put(TestHouse::Must(records.Make(district.Units())));
        house.Put(TestHouse::Must(records.Make(district.People(40))));
        house.Put(TestHouse::Must(records.Make(district.Care(150))));
        Holds(house);
        for (int round = 0; round < 3; ++round) {
            house.Put(TestHouse::Must(records.Make(district.People(3))));
            house.Put(TestHouse::Must(records.Make(district.Care(10))));
            if (round == 1) house.Put(TestHouse::Must(records.Make(district.MoreOfUnits())));
            Holds(house);
        }
    }

  private:
    static std::int32_t Days(int i) {
        return 20'270 + i * 103;
    }  // 2025-07-01, 2025-10-12, 2026-01-23

    // What every answer keeps, asked of the house as it stands.
    static void Holds(TestHouse& house) {
        using T = TestHouse;
        const auto units = T::Must(house.engine().Units());
        for (int i = 0; i < 3; ++i) {
            const Dates dates = DatesOf(Days(i));
            const Geography geography{units, dates.as_of};
            for (const auto* indicator : AllOf(house.engine())) {
                SCOPED_TRACE(indicator->id);
                const auto kept = T::Must(house.engine().Ask(*indicator, dates));
                const auto reader = T::Must(house.store().Read());
                EXPECT_EQ(Told(kept->members),
                          Told(T::Must(Ask(reader->connection(), *indicator, dates))));
                for (const auto& [unit, count] : CountByUnit(*kept, geography)) {
                    Count listed;
                    for (const auto& member : MembersBelow(*kept, geography, unit)) {
                        listed.denominator += member.whole;
                        listed.numerator += member.part;
                        // A member not met says why, one met has nothing to say but for itself.
                        if (indicator->id.find('/') == std::string::npos && !member.met) {
                            EXPECT_NE(member.why, 0) << member.member;
                        }
                    }
                    EXPECT_EQ(listed.denominator - listed.numerator,
                              count.denominator - count.numerator);
                    EXPECT_EQ(listed.denominator, count.denominator);
                    EXPECT_LE(count.numerator, count.denominator);
                }
            }
        }
    }
};
TRAM_ON_EACH_DATABASE(RandomDistrictTest);

TEST_P(RandomDistrictTest, ListsMatchFiguresAndUpdatesMatchAskingAnew) {
    Run(1);
}
TEST_P(RandomDistrictTest, AnotherDistrictDoesToo) {
    Run(2);
}

TEST_P(RandomDistrictTest, ColumnsTakeWhatIsAskedOfManyMembers) {
    TestHouse house(StoreIn(folder(), options()));
    columns::Feed feed;
    const OverColumns over(house.store(), feed, house.engine().indicators());
    for (const auto* indicator : AllOf(house.engine())) {
        for (const auto& version : indicator->versions) {
            // A few communes and stations cost the database nothing.
            const bool may_not = indicator->member_type == MemberType::kArea ||
                                 indicator->id.rfind("station-investment", 0) == 0;
            EXPECT_TRUE(may_not || over.Takes(version))
                << indicator->id << ": " << over.WhyNot(version);
        }
    }
}

TEST(RandomDistrictsTest, BothDatabasesAnswerRowByRowAlike) {
    const auto& url = database::testing::PostgresUrl();
    if (url.empty()) GTEST_SKIP() << "PostgreSQL is not installed";
    std::string folder = std::filesystem::temp_directory_path() / "tram-test-XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    const std::string schema = std::filesystem::path(folder).filename();
    {
        TestHouse lite(StoreIn(folder + "/lite", {}));
        TestHouse post(StoreIn(folder + "/post", {.url = url, .schema = schema}));
        for (auto* house : {&lite, &post}) {
            RandomDistrict district(11);
            stories::StoryRecords records("chance");
            house->Put(TestHouse::Must(records.Make(district.Units())));
            house->Put(TestHouse::Must(records.Make(district.People(60))));
            house->Put(TestHouse::Must(records.Make(district.Care(250))));
        }
        const auto of_lite = AllOf(lite.engine()), of_post = AllOf(post.engine());
        std::size_t rows = 0;
        for (std::size_t i = 0; i < of_lite.size(); ++i) {
            for (const std::int32_t day : {20'270, 20'373, 20'476}) {
                SCOPED_TRACE(of_lite[i]->id);
                const auto a = TestHouse::Must(lite.engine().Ask(*of_lite[i], DatesOf(day)));
                const auto b = TestHouse::Must(post.engine().Ask(*of_post[i], DatesOf(day)));
                EXPECT_EQ(Told(a->members), Told(b->members));
                rows += a->members.size();
            }
        }
        EXPECT_GT(rows, 1000u);  // the districts of chance are not empty
    }
    if (auto database = database::Database::Open({.url = url})) {
        auto connection = TestHouse::Must((*database)->Connect(database::Connection::Mode::kWrite));
        TestHouse::Must(connection->Execute("DROP SCHEMA IF EXISTS \"" + schema + "\" CASCADE"));
    }
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace tram::indicators
