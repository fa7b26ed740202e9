#include "care/registry/units.h"

#include <gmock/gmock.h>

#include "base/date.h"
#include "platform/database/testing.h"

namespace tram::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::int32_t Day(std::string_view text) {
    return ParseDate(text)->FirstDay();
}

// Units and links are read from two registers; here they are plain tables of the same columns.
class UnitsTest : public database::testing::EachDatabase {
  protected:
    void SetUp() override {
        EachDatabase::SetUp();
        if (IsSkipped()) return;
        database_ = Open();
        connection_ =
            database::testing::Must(database_->Connect(database::Connection::Mode::kWrite));
        Run("CREATE TABLE reg_organizations (rid INTEGER, id TEXT, code TEXT, kind TEXT, name "
            "TEXT, "
            "from_day INTEGER, to_day INTEGER, remoteness TEXT, distance REAL);"
            "CREATE TABLE reg_unit_links (rid INTEGER, organization INTEGER, participant INTEGER, "
            "kind TEXT, from_day INTEGER, to_day INTEGER);"
            "CREATE TABLE reg_residences (unit INTEGER, from_day INTEGER, to_day INTEGER)");
        Unit(kProvince, "province", "Tỉnh");
        Unit(kA, "commune", "Xã An", "", "2025-06-30");
        Unit(kB, "commune", "Xã Bình", "", "2025-06-30");
        Unit(kNew, "commune", "Xã An Bình", "2025-07-01");
        Unit(kHamlet, "hamlet", "Ấp 1");
        Link("part-of", kProvince, kA, "", "2025-06-30");
        Link("part-of", kProvince, kB, "", "2025-06-30");
        Link("part-of", kProvince, kNew, "2025-07-01");
        Link("successor", kNew, kA, "2025-07-01");
        Link("successor", kNew, kB, "2025-07-01");
        Link("part-of", kA, kHamlet, "", "2025-06-30");
        Link("part-of", kNew, kHamlet, "2025-07-01");
    }

    void Run(std::string_view sql) {
        database::testing::Must(
            connection_->Execute(database::ForDialect(sql, connection_->dialect())));
    }
    static std::string DayOrNull(std::string_view text) {
        return text.empty() ? "NULL" : std::to_string(Day(text));
    }
    void Unit(Rid rid, const std::string& kind, const std::string& name, std::string_view from = "",
              std::string_view to = "") {
        const auto number = std::to_string(rid);
        Run("INSERT INTO reg_organizations VALUES (" + number + ", 'u" + number + "', 'c" + number +
            "', '" + kind + "', '" + name + "', " + DayOrNull(from) + ", " + DayOrNull(to) +
            ", NULL, NULL)");
    }
    void Link(const std::string& kind, Rid whole, Rid part, std::string_view from = "",
              std::string_view to = "") {
        Run("INSERT INTO reg_unit_links VALUES (" + std::to_string(++links_) + ", " +
            std::to_string(whole) + ", " + std::to_string(part) + ", '" + kind + "', " +
            DayOrNull(from) + ", " + DayOrNull(to) + ")");
    }
    Units Load() { return database::testing::Must(Units::Load(*connection_)); }
    std::vector<std::string> Names(const std::vector<const registry::Unit*>& units) {
        std::vector<std::string> names;
        for (const auto* unit : units) names.push_back(unit->name);
        return names;
    }

    static constexpr Rid kProvince = 1, kA = 2, kB = 3, kNew = 4, kHamlet = 5;
    const std::int32_t before_ = Day("2025-06-30"), after_ = Day("2025-07-01");
    std::unique_ptr<database::Database> database_;
    std::unique_ptr<database::Connection> connection_;
    int links_ = 0;
};
TRAM_ON_EACH_DATABASE(UnitsTest);

TEST_P(UnitsTest, TellsWhatAUnitWasPartOfBefore) {
    const auto units = Load();
    EXPECT_EQ(units.FormerParent(kHamlet, Day("2026-01-01"))->name, "Xã An");
    EXPECT_EQ(units.FormerParent(kHamlet, Day("2025-01-01")), nullptr);
    EXPECT_EQ(units.FormerParent(kNew, Day("2026-01-01")), nullptr);
}

TEST_P(UnitsTest, TellsTheCommuneOfTheDayAboveAUnit) {
    const auto units = Load();
    EXPECT_EQ(units.Above(kHamlet, "commune", Day("2025-06-30"))->name, "Xã An");
    EXPECT_EQ(units.Above(kHamlet, "commune", Day("2025-07-01"))->name, "Xã An Bình");
    EXPECT_EQ(units.Above(kA, "commune", Day("2025-07-01"))->name, "Xã An Bình");
    EXPECT_EQ(units.Above(kHamlet, "district", Day("2025-07-01")), nullptr);
}

TEST_P(UnitsTest, MergedCommunesCountInTheirSuccessorOnTodaysMapAndApartOnTheirOwn) {
    const auto units = Load();
    EXPECT_THAT(units.PathUp(kHamlet, before_), ElementsAre(kHamlet, kA, kProvince));
    EXPECT_THAT(units.PathUp(kHamlet, after_), ElementsAre(kHamlet, kNew, kProvince));
    EXPECT_THAT(units.PathUp(kA, after_), ElementsAre(kNew, kProvince));
    EXPECT_THAT(units.PathUp(kB, after_), ElementsAre(kNew, kProvince));
    EXPECT_THAT(Names(units.Below(kProvince, before_)), ElementsAre("Xã An", "Xã Bình"));
    EXPECT_THAT(Names(units.Below(kProvince, after_)), ElementsAre("Xã An Bình"));
    EXPECT_THAT(units.Problems(), IsEmpty());
}

TEST_P(UnitsTest, AnOldStationCountsInTheRowOfItsSuccessor) {
    Unit(10, "station", "Trạm An", "", "2025-06-30");
    Unit(11, "station", "Trạm An Bình", "2025-07-01");
    Link("part-of", kA, 10, "", "2025-06-30");
    Link("part-of", kNew, 11, "2025-07-01");
    Link("successor", 11, 10, "2025-07-01");
    const auto units = Load();
    EXPECT_THAT(units.PathUp(10, before_), ElementsAre(10, kA, kProvince));
    EXPECT_THAT(units.PathUp(10, after_), ElementsAre(11, kNew, kProvince));
}

TEST_P(UnitsTest, ASplitPlacesOnlyWhatAllPartsHaveInCommon) {
    Unit(20, "commune", "Xã Cũ", "", "2025-12-31");
    Unit(21, "commune", "Xã Đông", "2026-01-01");
    Unit(22, "commune", "Xã Tây", "2026-01-01");
    Unit(23, "hamlet", "Ấp Đông");
    Link("part-of", kProvince, 20, "", "2025-12-31");
    for (const Rid part : {21, 22}) {
        Link("part-of", kProvince, part, "2026-01-01");
        Link("successor", part, 20, "2026-01-01");
    }
    Link("part-of", 20, 23, "", "2025-12-31");
    Link("part-of", 21, 23, "2026-01-01");
    const auto units = Load();
    const auto later = Day("2026-02-01");
    EXPECT_THAT(units.PathUp(23, later), ElementsAre(23, 21, kProvince)) << "its hamlet says where";
    EXPECT_THAT(units.PathUp(20, later), ElementsAre(kProvince))
        << "in neither part, but in the province: chưa xếp";
    EXPECT_THAT(units.PathUp(20, Day("2025-12-31")), ElementsAre(20, kProvince));
}

TEST_P(UnitsTest, PeopleLeftInASplitUnitAreTold) {
    Unit(20, "commune", "Xã Cũ", "", "2025-12-31");
    Unit(21, "commune", "Xã Đông", "2026-01-01");
    Unit(22, "commune", "Xã Tây", "2026-01-01");
    for (const Rid part : {21, 22}) Link("successor", part, 20, "2026-01-01");
    Run("INSERT INTO reg_residences VALUES (20, NULL, NULL), (20, NULL, NULL), (20, NULL, 20089), "
        "(5, NULL, NULL), (2, NULL, NULL)");
    const auto told =
        database::testing::Must(Load().HomesToSettle(*connection_, Day("2026-02-01")));
    ASSERT_THAT(told, ::testing::SizeIs(1)) << "a merged commune has one successor: nothing to do";
    EXPECT_THAT(told[0], HasSubstr("2 người còn ghi ở Xã Cũ (c20), đã tách thành Xã Đông"));
}

TEST_P(UnitsTest, AMovedHamletCountsWhereItIsOnTheDayOfTheMap) {
    Unit(30, "commune", "Xã Khác");
    Unit(31, "hamlet", "Ấp Chuyển");
    Link("part-of", kProvince, 30);
    Link("part-of", 30, 31, "", "2026-03-14");
    Link("part-of", kNew, 31, "2026-03-15");
    const auto units = Load();
    EXPECT_THAT(units.PathUp(31, Day("2026-03-14")), ElementsAre(31, 30, kProvince));
    EXPECT_THAT(units.PathUp(31, Day("2026-03-15")), ElementsAre(31, kNew, kProvince));
    EXPECT_THAT(units.Problems(), IsEmpty());
}

TEST_P(UnitsTest, ARenamedUnitIsFoundByItsCodeUnderTheNameOfTheDay) {
    Unit(40, "commune", "Xã Tên Cũ", "", "2025-12-31");
    Unit(41, "commune", "Phường Tên Mới", "2026-01-01");
    Run("UPDATE reg_organizations SET code = '99999' WHERE rid IN (40, 41)");
    Link("successor", 41, 40, "2026-01-01");
    Link("part-of", kProvince, 40, "", "2025-12-31");
    Link("part-of", kProvince, 41, "2026-01-01");
    const auto units = Load();
    EXPECT_EQ(units.FindByName("99999", Day("2025-12-31"))->name, "Xã Tên Cũ");
    EXPECT_EQ(units.FindByName("99999", Day("2026-01-01"))->name, "Phường Tên Mới");
    EXPECT_THAT(units.PathUp(40, Day("2026-01-01")), ElementsAre(41, kProvince));
}

TEST_P(UnitsTest, ACircleIsRefusedWithTheNamesOfItsUnits) {
    Link("part-of", kHamlet, kProvince, "2026-01-01");
    const auto units = Load();
    const auto sound = units.RefuseCircles();
    ASSERT_FALSE(sound);
    EXPECT_EQ(sound.error().code, ErrorCode::kInvalid);
    for (const char* name : {"Tỉnh", "Xã An Bình", "Ấp 1"}) {
        EXPECT_THAT(sound.error().message, HasSubstr(name));
        EXPECT_THAT(sound.error().message_vi, HasSubstr(name));
    }
    EXPECT_THAT(units.Problems(), ElementsAre(HasSubstr("thành vòng")));
    EXPECT_LE(units.PathUp(kHamlet, Day("2026-02-01")).size(), 32u) << "a walk ends all the same";
}

TEST_P(UnitsTest, ACircleOfLinksThatNeverHoldOnOneDayIsNone) {
    Unit(50, "commune", "Xã Năm");
    Link("part-of", kHamlet, 50, "", "2024-12-31");
    Link("part-of", 50, kHamlet, "2020-01-01", "2020-12-31");
    EXPECT_FALSE(Load().RefuseCircles()) << "they meet in 2020";
    Run("UPDATE reg_unit_links SET to_day = " + std::to_string(Day("2019-12-31")) +
        " WHERE participant = 50");
    EXPECT_TRUE(Load().RefuseCircles());
}

TEST_P(UnitsTest, TwoWholesOnOneDayAreToldAndTheLaterLinkHolds) {
    Unit(60, "commune", "Xã Sáu");
    Link("part-of", 60, kHamlet, "2026-02-01", "2026-05-31");
    const auto units = Load();
    EXPECT_THAT(units.PathUp(kHamlet, Day("2026-03-01")), ElementsAre(kHamlet, 60));
    EXPECT_THAT(units.PathUp(kHamlet, Day("2026-06-01")), ElementsAre(kHamlet, kNew, kProvince));
    ASSERT_THAT(units.Problems(), ::testing::SizeIs(1));
    EXPECT_THAT(units.Problems()[0],
                HasSubstr("Ấp 1 (c5) trực thuộc hai đơn vị cùng lúc từ 01/02/2026 đến 31/05/2026: "
                          "Xã An Bình (c4) và Xã Sáu (c60)"));
}

TEST_P(UnitsTest, ALinkToAUnitNobodyRecordedIsTold) {
    Link("part-of", 999, kHamlet, "2010-01-01", "2010-12-31");
    const auto problems = Load().Problems();
    EXPECT_THAT(problems, ::testing::Contains(HasSubstr("(đơn vị chưa ghi)")));
}

}  // namespace
}  // namespace tram::registry
