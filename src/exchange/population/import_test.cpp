#include "exchange/population/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "record/registers/shipped.h"
#include "record/store/store_test.h"

namespace tram::population {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string Organization(const std::string& id, const std::string& kind, const std::string& name) {
    return R"({"resourceType":"Organization","id":")" + id +
           R"(","identifier":[{"system":"urn:tram:id:unit","value":")" + id +
           R"("}],"type":[{"coding":[{"system":"urn:tram:codes:unit-kind","code":")" + kind +
           R"("}]}],"name":")" + name + R"("})";
}
std::string PartOf(const std::string& part, const std::string& whole) {
    return R"({"resourceType":"OrganizationAffiliation","id":"a-)" + part +
           R"(","organization":{"reference":"Organization/)" + whole +
           R"("},"participatingOrganization":{"reference":"Organization/)" + part +
           R"("},"code":[{"coding":[{"system":"urn:tram:codes:unit-link","code":"part-of"}]}]})";
}

constexpr std::string_view kHead =
    "Mã hộ,Họ và tên,Ngày sinh,Giới tính,Quan hệ,CCCD,Số thẻ BHYT,Hạn thẻ,Điện thoại,Xã,Ấp,Hộ "
    "nghèo,Cư trú\n";

class PopulationTest : public record::StoreTestBase {
  protected:
    void SetUp() override {
        auto library = content::Library::Open({.instead = TRAM_SOURCE_DIR "/content"});
        ASSERT_TRUE(library) << library.error().message;
        auto views = registers::ReadViews(*library);
        ASSERT_TRUE(views) << views.error().message;
        views_ = std::move(*views);
        auto form = Form::Load(*library, "2026-11-28");
        ASSERT_TRUE(form) << form.error().message;
        form_ = std::move(*form);
        StoreTestBase::SetUp();
        for (const auto& body :
             {Organization("c1", "commune", "Xã Tân Phú"),
              Organization("c2", "commune", "Xã Long An"), Organization("h1", "hamlet", "Ấp 1"),
              Organization("h2", "hamlet", "Ấp Thạnh Hưởng"), Organization("h3", "hamlet", "Ấp 1"),
              Organization("s1", "station", "Trạm Tân Phú"), PartOf("h1", "c1"), PartOf("h2", "c1"),
              PartOf("h3", "c2"), PartOf("s1", "c1")}) {
            const auto put = CommitOne(Update(body));
            ASSERT_TRUE(put) << put.error().message;
        }
    }

    Outcome Run(const std::string& rows, std::string_view unit = "") {
        return Take(std::string(kHead) + rows, unit);
    }
    Outcome RunOn(std::string_view day, const std::string& rows) {
        return Take(std::string(kHead) + rows, "", day);
    }
    Outcome Take(const std::string& file, std::string_view unit = "", std::string_view on = "") {
        auto outcome = Import(*store_, actor_, form_, {.file = file, .unit = unit, .on = on});
        if (!outcome) throw std::runtime_error(outcome.error().message + outcome.error().detail);
        return std::move(*outcome);
    }
    // "3 possible-duplicate"
    static std::vector<std::string> Told(const std::vector<Fault>& faults) {
        std::vector<std::string> told;
        for (const auto& fault : faults)
            told.push_back(std::to_string(fault.row) + " " + fault.code);
        return told;
    }
    static std::string Counts(const Outcome& outcome) {
        return std::to_string(outcome.fresh) + "/" + std::to_string(outcome.changed) + "/" +
               std::to_string(outcome.same) + "/" + std::to_string(outcome.refused);
    }
    std::vector<std::string> Query(const std::string& sql) {
        auto reader = store_->Read();
        auto statement = (*reader)->connection().Prepare(sql);
        std::vector<std::string> rows;
        if (!statement) return {statement.error().message + statement.error().detail};
        while (*(*statement)->Step()) {
            std::string row;
            for (int i = 0; i < (*statement)->columns(); ++i)
                row += (i ? "|" : "") +
                       ((*statement)->ColumnType(i) == database::Statement::Type::kInteger
                            ? std::to_string((*statement)->Int(i))
                            : std::string((*statement)->Text(i)));
            rows.push_back(row);
        }
        return rows;
    }
    // "h1|20261128|0"
    std::vector<std::string> Stays(const std::string& name) {
        return Query(
            "SELECT o.id, COALESCE(r.from_on, 0), COALESCE(r.to_on, 0) FROM reg_residences r JOIN "
            "reg_patients p ON p.rid = r.patient JOIN reg_organizations o ON o.rid = r.unit WHERE "
            "p.name = '" +
            name + "' ORDER BY r.from_on");
    }
    std::vector<std::string> Homes(const std::string& name) {
        return Query(
            "SELECT o.id, r.presence, COALESCE(r.to_on, 0) FROM reg_residences r JOIN reg_patients "
            "p "
            "ON p.rid = r.patient JOIN reg_organizations o ON o.rid = r.unit WHERE p.name = '" +
            name + "' ORDER BY r.\"row\"");
    }

    Form form_;
};

TRAM_ON_EACH_DATABASE(PopulationTest);

const std::string kFamily =
    "H1,NGUYỄN VĂN AN,05/09/1957,Nam,Chủ hộ,999057000001,GD4999000000001,31/12/2030,0912345678,"
    "Tân Phú,Ấp 1,Hộ nghèo,Thường trú\n"
    "H1,Trần Thị Bé,1960,Nữ,Vợ,,,,,Tân Phú,ap 01,Hộ nghèo,\n"
    "H1,Nguyễn Thị Út,09/2015,Nữ,Con,,HS4999000000002,31/12/2030,,Tân Phú,1,,\n";

TEST_P(PopulationTest, WritesPeopleHomesCardsAndTheHousehold) {
    const auto outcome = Run(kFamily);
    EXPECT_EQ(Counts(outcome), "3/0/0/0");
    EXPECT_THAT(Told(outcome.errors), IsEmpty());
    EXPECT_THAT(
        Query(
            "SELECT name, birth_on, gender, cccd, bhxh, phone FROM reg_patients ORDER BY birth_on"),
        ElementsAre("Nguyễn Văn An|19570905|male|999057000001|9000000001|0912345678",
                    "Trần Thị Bé|19600000|female|||",
                    "Nguyễn Thị Út|20150900|female||9000000002|"));
    EXPECT_THAT(Homes("Trần Thị Bé"), ElementsAre("h1|resident|0"));
    EXPECT_THAT(Query("SELECT c.kind, c.card, c.to_on FROM reg_coverages c ORDER BY c.card"),
                ElementsAre("GD|GD4999000000001|20301231", "HS|HS4999000000002|20301231"));
    EXPECT_THAT(
        Query("SELECT p.name, m.relation, m.household_code FROM reg_household_members m "
              "JOIN reg_patients p ON p.rid = m.patient ORDER BY p.birth_on"),
        ElementsAre("Nguyễn Văn An|head|H1", "Trần Thị Bé|spouse|H1", "Nguyễn Thị Út|child|H1"));
    EXPECT_THAT(Query("SELECT poverty FROM reg_household_poverty"), ElementsAre("poor"));
    EXPECT_THAT(Query("SELECT COUNT(*) FROM reg_patients p JOIN reg_organizations o ON o.rid = "
                      "p.managing_unit WHERE o.id = 's1'"),
                ElementsAre("3"));
    ExpectNoProblems();
}

TEST_P(PopulationTest, TheSameListAgainChangesNothing) {
    Run(kFamily);
    const auto position = store_->position();
    EXPECT_EQ(Counts(Run(kFamily)), "0/0/3/0");
    EXPECT_EQ(store_->position(), position);
}

TEST_P(PopulationTest, CountsOnlyThoseWhoChange) {
    Run(kFamily);
    const auto grown = Run(kFamily + "H1,Nguyễn Văn Mới,2020,Nam,Con,,,,,Tân Phú,Ấp 1,,\n");
    EXPECT_EQ(Counts(grown), "1/0/3/0");
    // What changes the household alone is told of one of its people.
    const auto richer = Run("H1,Trần Thị Bé,1960,Nữ,Vợ,,,,,Tân Phú,ap 01,Không,\n");
    EXPECT_EQ(Counts(richer), "0/1/0/0");
    EXPECT_THAT(Query("SELECT COUNT(*) FROM reg_household_poverty WHERE to_on IS NULL"),
                ElementsAre("0"));
}

TEST_P(PopulationTest, LooksWithoutWriting) {
    const auto position = store_->position();
    const auto file = std::string(kHead) + kFamily;
    const auto seen = Preview(*store_, actor_, form_, {.file = file});
    ASSERT_TRUE(seen) << seen.error().message;
    EXPECT_EQ(Counts(*seen), "3/0/0/0");
    EXPECT_EQ(store_->position(), position);
    EXPECT_EQ(seen->columns[1].field, FieldId::kName);
    EXPECT_THAT(seen->columns[1].sample, testing::Contains("Trần Thị Bé"));
    EXPECT_FALSE(Import(*store_, actor_, form_, {.file = file + "\n", .sha256 = seen->sha256}));
    EXPECT_TRUE(Import(*store_, actor_, form_, {.file = file, .sha256 = seen->sha256}));
}

TEST_P(PopulationTest, WritesOnlyTheDifference) {
    Run(kFamily);
    const auto outcome = Run(
        "H1,Nguyễn Văn An,05/09/1957,Nam,Chủ hộ,999057000001,GD4999000000001,31/12/2031,0987654321,"
        "Tân Phú,Thạnh Hưởng,Không,Tạm vắng\n");
    EXPECT_EQ(Counts(outcome), "0/1/0/0");
    EXPECT_THAT(Homes("Nguyễn Văn An"),
                ElementsAre(testing::StartsWith("h1|resident|2026"), "h2|resident-away-short|0"));
    EXPECT_THAT(Query("SELECT phone FROM reg_patients WHERE cccd = '999057000001'"),
                ElementsAre("0987654321"));
    EXPECT_THAT(Query("SELECT to_on FROM reg_coverages WHERE kind = 'GD'"),
                ElementsAre("20311231"));
    ExpectNoProblems();
}

TEST_P(PopulationTest, KeepsTheGoodRowsAndTellsTheBadOnes) {
    const auto outcome =
        Run("H1,Lê A,30/02/1957,Nam,Chủ hộ,,,,,Tân Phú,Ấp 1,,\n"
            "H1,Lê B,1960,Nữ,Vợ,,,,,Tân Phú,Ấp 1,,\n"
            "H1,Lê C,1961,Nữ,Chủ hộ,,,,,Tân Phú,Ấp 1,,\n"
            ",Lê D,2031,Nam,,,,,,Tân Phú,Ấp 1,,\n"
            ",Lê E,1961,X,,123,ZZ1,31/12/2020,99,Tân Phú,Ấp 1,,\n"
            ",Lê G,1961,Nam,,,,,,Tân Phú,Thạnh Hương,,\n"
            ",Lê H,1961,Nam,,,,,,,Ấp 9,,\n"
            ",Lê I,1961,Nam,,,,,,,Ấp 1,,\n"
            ",Lê K,1961,Nam,,,,,,Sao Hỏa,Ấp 1,,\n"
            ",Lê B,1960,Nữ,,,,,,Tân Phú,Ấp 1,,\n"
            "Tổng cộng,,,,,,,,,,,,\n");
    EXPECT_THAT(Told(outcome.errors),
                ElementsAre("2 no-such-day", "4 two-heads", "5 future-birth", "6 unknown-word",
                            "6 bad-cccd", "6 bad-phone", "6 bad-card", "8 unknown-hamlet",
                            "9 several-hamlets", "10 unknown-commune", "11 same-person"));
    EXPECT_EQ(Counts(outcome), "2/0/0/8");
    EXPECT_EQ(outcome.errors[0].column, "Ngày sinh");
    EXPECT_EQ(outcome.errors[0].field, "birth_date");
    EXPECT_THAT(outcome.errors[7].remedy.vi, HasSubstr("Ấp Thạnh Hưởng"));
    EXPECT_THAT(outcome.errors[8].remedy.vi, HasSubstr("Xã Long An"));
    ExpectNoProblems();
}

TEST_P(PopulationTest, NeverMergesOnAGuess) {
    Run(",Phạm Văn Tư,05/09/1957,Nam,,,,,,Tân Phú,Ấp 1,,\n"
        ",Võ Thị Năm,1950,Nữ,,999150000009,,,,Tân Phú,Ấp 1,,\n");
    const auto outcome =
        Run(",Phạm Văn Tư,1957,Nam,,,,,,Tân Phú,Ấp 1,,\n"               // as precise as not
            ",Phạm Văn Tư,05/09/1957,Nam,,,,,,Tân Phú,Thạnh Hưởng,,\n"  // in the next hamlet
            ",Võ Thị Năm,1950,Nữ,,999150000008,,,,Tân Phú,Ấp 1,,\n"     // another number
            ",Đỗ Hoàng Mai,1999,Nữ,,999150000009,,,,Tân Phú,Ấp 1,,\n"   // number of another
            ",Phạm Văn Tư,05/09/1957,Nam,,,,,,Long An,Ấp 1,,\n");       // another commune
    EXPECT_THAT(Told(outcome.errors), ElementsAre("2 possible-duplicate", "3 possible-duplicate",
                                                  "5 possible-duplicate"));
    EXPECT_EQ(outcome.doubtful, 3);
    EXPECT_EQ(Counts(outcome), "2/0/0/3");
}

TEST_P(PopulationTest, FindsThePersonByNumberThoughTheNameWasCorrected) {
    Run(",Phạm Văn Tu,1957,Nam,,999057000001,,,,Tân Phú,Ấp 1,,\n");
    const auto outcome = Run(",Phạm Văn Tư Em,1957,Nam,,999057000001,,,,Tân Phú,Ấp 1,,\n");
    EXPECT_EQ(Counts(outcome), "0/1/0/0");
    EXPECT_THAT(Told(outcome.warnings), ElementsAre("2 name-differs"));
    EXPECT_THAT(Query("SELECT name FROM reg_patients"), ElementsAre("Phạm Văn Tư Em"));
}

TEST_P(PopulationTest, WarnsOfRowsThatAreTakenAlone) {
    const auto outcome =
        Run(",Phạm Văn Tư,05/09/2999,Nam,,999157000001,,,,Tân Phú,Ấp 1,,\n"  // not born yet
            ",Phạm Văn Năm,1957,Nam,,999157000002,,,,Tân Phú,Ấp 1,,\n");  // the number of a woman
    EXPECT_EQ(Counts(outcome), "1/0/0/1");
    EXPECT_THAT(Told(outcome.warnings), ElementsAre("3 cccd-sex"));
    EXPECT_EQ(outcome.warned, 1);
}

TEST_P(PopulationTest, DoesNotBringTheDeadBack) {
    Run(",Phạm Văn Tư,1957,Nam,,999057000001,,,,Tân Phú,Ấp 1,,\n");
    const auto id = Query("SELECT id FROM reg_patients").front();
    ASSERT_TRUE(CommitOne(
        Patch("Patient", id, R"([{"op":"add","path":"/deceasedDateTime","value":"2026-01-02"}])")));
    const auto outcome = Run(",Phạm Văn Tư,1957,Nam,,999057000001,,,,Tân Phú,Ấp 1,,\n");
    EXPECT_THAT(Told(outcome.errors), ElementsAre("2 deceased"));
}

TEST_P(PopulationTest, MovesAMemberFromOneHouseholdToAnother) {
    Run(kFamily);
    const auto outcome =
        Run("H2,Nguyễn Thị Út,09/2015,Nữ,Chủ hộ,,HS4999000000002,,,Tân Phú,Ấp 1,,\n");
    EXPECT_EQ(Counts(outcome), "0/1/0/0");
    EXPECT_THAT(
        Query("SELECT m.household_code, m.inactive FROM reg_household_members m JOIN "
              "reg_patients p ON p.rid = m.patient WHERE p.name = 'Nguyễn Thị Út' ORDER BY 1"),
        ElementsAre("H1|1", "H2|0"));
    ExpectNoProblems();
}

TEST_P(PopulationTest, PutsPeopleOnlyWhereTheSenderMay) {
    const auto outcome = Run(",Lê Văn Ba,1957,Nam,,,,,,,Ấp 1,,\n", "c2");
    EXPECT_EQ(Counts(outcome), "1/0/0/0");
    EXPECT_THAT(Homes("Lê Văn Ba"), ElementsAre("h3|resident|0"));
    EXPECT_THAT(Told(Run(",Lê Văn Bốn,1957,Nam,,,,,,,Thạnh Hưởng,,\n", "c2").errors),
                ElementsAre("2 unknown-hamlet"));
    const auto refused = Import(*store_, actor_, form_, {.file = "x", .unit = "nowhere"});
    EXPECT_FALSE(refused);
}

TEST_P(PopulationTest, ReadsMenAndWomenInColumnsOfTheirOwnAndHouseholdsByTheirHeads) {
    const auto outcome = Take(
        "Họ đệm,Tên,Năm sinh nam,Năm sinh nữ,Quan hệ,Ấp,Xã\n(1),(2),(3),(4),(5),(6),(7)\n"
        "Lê Văn,Ba,1957,,Chủ hộ,Ấp 1,Tân Phú\nTrần Thị,Tư,,1960,Vợ,Ấp 1,Tân Phú\n"
        "Võ Văn,Năm,1970,,Chủ hộ,Ấp 1,Tân Phú\n");
    EXPECT_THAT(Told(outcome.errors), IsEmpty());
    EXPECT_EQ(Counts(outcome), "3/0/0/0");
    EXPECT_THAT(Query("SELECT name, gender FROM reg_patients ORDER BY birth_on"),
                ElementsAre("Lê Văn Ba|male", "Trần Thị Tư|female", "Võ Văn Năm|male"));
    EXPECT_THAT(Query("SELECT COUNT(DISTINCT household) FROM reg_household_members"),
                ElementsAre("2"));
}

TEST_P(PopulationTest, NamesTheFieldsNoColumnFills) {
    const auto refused = Import(*store_, actor_, form_, {.file = "Họ tên,Ngày sinh\nLê An,1957\n"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kRequired);
    EXPECT_THAT(refused.error().message_vi, HasSubstr("Giới tính"));
    const auto seen = Preview(*store_, actor_, form_, {.file = "Họ tên,Ngày sinh\nLê An,1957\n"});
    ASSERT_TRUE(seen);
    EXPECT_THAT(seen->missing, ElementsAre("sex", "hamlet"));
}

// ---- since when ----

const std::string kMother = "H1,Trần Thị Bé,1960,Nữ,Chủ hộ,,,,,Tân Phú,Ấp 1,Hộ nghèo,\n";

TEST_P(PopulationTest, PeopleLiveThereAsKnownFromTheDayOfTheList) {
    RunOn("2026-01-20", kMother);
    EXPECT_THAT(Stays("Trần Thị Bé"), ElementsAre("h1|20260120|0"));
    EXPECT_THAT(Query("SELECT from_on FROM reg_household_members"), ElementsAre("20260120"));
    EXPECT_THAT(Query("SELECT from_on FROM reg_household_poverty"), ElementsAre("20260120"));
    // The same people on a later list: nothing of before is told anew.
    EXPECT_EQ(Counts(RunOn("2026-01-20", kMother)), "0/0/1/0");
    EXPECT_EQ(Counts(RunOn("2026-01-25", kMother)), "0/1/0/0");
    EXPECT_THAT(Stays("Trần Thị Bé"), ElementsAre("h1|20260120|0"));
}

TEST_P(PopulationTest, AListThatSaysSinceWhenIsFollowed) {
    const std::string head = "Họ tên,Ngày sinh,Giới tính,Xã,Ấp,Đến ở từ ngày\n";
    Take(head + "Lê Văn Ba,1957,Nam,Tân Phú,Ấp 1,15/03/2020\n", "", "2026-01-20");
    EXPECT_THAT(Stays("Lê Văn Ba"), ElementsAre("h1|20200315|0"));
    Run(",Lê Văn Tư,1957,Nam,,,,,,Tân Phú,Ấp 1,,\n");
    EXPECT_EQ(Counts(Take(head + "Lê Văn Tư,1957,Nam,Tân Phú,Ấp 1,2019\n")), "0/1/0/0");
    EXPECT_THAT(Stays("Lê Văn Tư"), ElementsAre("h1|20190000|0"));
    EXPECT_EQ(Counts(Take(head + "Lê Văn Tư,1957,Nam,Tân Phú,Ấp 1,2019\n")), "0/0/1/0");
}

TEST_P(PopulationTest, ANewbornOfAKnownHouseholdLivesThereFromBirth) {
    RunOn("2025-06-01", kMother);
    RunOn("2026-01-20", kMother +
                            "H1,Trần Văn Sơ,05/11/2025,Nam,Con,,,,,Tân Phú,Ấp 1,,\n"
                            "H1,Trần Văn Lớn,05/11/2019,Nam,Con,,,,,Tân Phú,Ấp 1,,\n"
                            "H9,Võ Thị Lạ,05/11/2025,Nữ,Chủ hộ,,,,,Tân Phú,Ấp 1,,\n");
    EXPECT_THAT(Stays("Trần Văn Sơ"), ElementsAre("h1|20251105|0"));
    EXPECT_THAT(Stays("Trần Văn Lớn"), ElementsAre("h1|20260120|0"));
    EXPECT_THAT(Stays("Võ Thị Lạ"), ElementsAre("h1|20260120|0"));
}

TEST_P(PopulationTest, AnOlderListFillsInWhatWasNotKnownAndTakesNothingBack) {
    RunOn("2026-01-20", kMother);
    RunOn("2025-06-01", kMother);
    EXPECT_THAT(Stays("Trần Thị Bé"), ElementsAre("h1|20250601|0"));
    RunOn("2026-01-20", ",Lê Văn Ba,1957,Nam,,999057000001,,,,Tân Phú,Ấp 1,,\n");
    const std::string before = ",Lê Văn Ba,1957,Nam,,999057000001,,,,Tân Phú,Thạnh Hưởng,,\n";
    RunOn("2025-06-01", before);
    EXPECT_THAT(Stays("Lê Văn Ba"), ElementsAre("h2|20250601|20260119", "h1|20260120|0"));
    EXPECT_EQ(Counts(RunOn("2025-06-01", before)), "0/0/1/0");
    EXPECT_EQ(Counts(Run(before)), "0/1/0/0") << "a list of today moves";
    ExpectNoProblems();
}

// ---- hamlets of one name ----

TEST_P(PopulationTest, TellsHamletsOfOneNameApartByCodeOrFormerCommune) {
    const auto old = [](const std::string& id, const std::string& name) {
        auto body = Organization(id, "commune", name);
        body.pop_back();
        return body +
               R"(,"extension":[{"url":"urn:tram:ext:valid","valuePeriod":{"end":"2025-06-30"}}]})";
    };
    const auto was_part = [](const std::string& part, const std::string& whole) {
        auto body = PartOf(part, whole);
        body.replace(body.find("a-" + part), 2, "b-");
        body.pop_back();
        return body + R"(,"period":{"end":"2025-06-30"}})";
    };
    const auto successor = [](const std::string& before, const std::string& after) {
        auto body = PartOf(before, after);
        return body.replace(body.find("\"part-of\""), 9, "\"successor\"");
    };
    for (const auto& body :
         {old("o1", "Xã Bình An"), old("o2", "Xã Bình Hòa"), Organization("h5", "hamlet", "Ấp 4"),
          Organization("h6", "hamlet", "Ấp 4"), PartOf("h5", "c1"), PartOf("h6", "c1"),
          was_part("h5", "o1"), was_part("h6", "o2"), successor("o1", "c1"),
          successor("o2", "c1")}) {
        const auto put = CommitOne(Update(body));
        ASSERT_TRUE(put) << put.error().message;
    }
    const std::string head = "Họ tên,Ngày sinh,Giới tính,Xã,Xã cũ,Mã ấp,Ấp\n";
    const auto outcome = Take(head +
                              "Lê A,1951,Nam,Tân Phú,,,Ấp 4\n"
                              "Lê B,1952,Nam,Tân Phú,Bình An,,Ấp 4\n"
                              "Lê C,1953,Nam,,Bình Hòa,,4\n"
                              "Lê D,1954,Nam,,,h6,Ấp 4\n"
                              "Lê E,1955,Nam,,,h5,\n"
                              "Lê G,1956,Nam,Bình Hòa,,,Ấp 4\n"  // the old name, as lists go on
                              "Lê H,1957,Nam,,Sao Hỏa,,Ấp 4\n"
                              "Lê I,1958,Nam,,,h99,Ấp 4\n"
                              "Lê K,1959,Nam,Long An,Bình An,,Ấp 4\n");
    EXPECT_THAT(Told(outcome.errors), ElementsAre("2 several-hamlets", "8 unknown-commune",
                                                  "9 unknown-code", "10 unknown-hamlet"));
    EXPECT_THAT(outcome.errors[0].remedy.vi, HasSubstr("xã cũ Xã Bình An, mã h5"));
    EXPECT_THAT(outcome.errors[0].remedy.vi, HasSubstr("xã cũ Xã Bình Hòa, mã h6"));
    EXPECT_EQ(outcome.errors[1].column, "Xã cũ");
    const auto home = [&](const std::string& name) { return Homes(name).front().substr(0, 2); };
    EXPECT_EQ(home("Lê B"), "h5");
    EXPECT_EQ(home("Lê C"), "h6");
    EXPECT_EQ(home("Lê D"), "h6");
    EXPECT_EQ(home("Lê E"), "h5");
    EXPECT_EQ(home("Lê G"), "h6");
    // A list with codes needs no names.
    EXPECT_EQ(Counts(Take("Họ tên,Ngày sinh,Giới tính,Mã ấp\nLê M,1960,Nam,h5\n")), "1/0/0/0");
}

// ---- mending ----

TEST_P(PopulationTest, TheFaultyRowsAreAListAgain) {
    const auto outcome =
        Run("H1,Lê A,30/02/1957,Nam,Chủ hộ,001057000001,,,0912345678,Tân Phú,Ấp 1,,\n"
            "H1,Lê B,1960,Nữ,Vợ,,,,,Tân Phú,Ấp 1,,\n"
            ",Lê D,2031,Nam,,,,,,Tân Phú,Ấp 1,,\n");
    auto rows = outcome.mending;
    EXPECT_THAT(rows, HasSubstr("\"=\"\"001057000001\"\"\""));
    EXPECT_THAT(rows, testing::Not(HasSubstr("Lê B")));
    rows.replace(rows.find("30/02/1957"), 10, "28/02/1957");
    rows.replace(rows.find("2031"), 4, "1931");
    const auto mended = Take(rows);
    EXPECT_THAT(Told(mended.errors), IsEmpty());
    EXPECT_EQ(Counts(mended), "2/0/0/0");
    EXPECT_THAT(Query("SELECT cccd, phone FROM reg_patients WHERE name = 'Lê A'"),
                ElementsAre("001057000001|0912345678"));
    EXPECT_THAT(Query("SELECT COUNT(DISTINCT household) FROM reg_household_members"),
                ElementsAre("1"));
}

TEST_P(PopulationTest, HouseholdsToldByTheirHeadsAloneAreMendedWhole) {
    const auto outcome = Take(
        "Họ tên,Ngày sinh,Giới tính,Quan hệ,Xã,Ấp\n"
        "Lê A,1957,Nam,Chủ hộ,Tân Phú,Ấp 1\nLê B,31/04/1960,Nữ,Vợ,Tân Phú,Ấp 1\n"
        "Võ C,1957,Nam,Chủ hộ,Tân Phú,Ấp 1\n");
    EXPECT_EQ(Counts(outcome), "2/0/0/1");
    auto rows = outcome.mending;
    EXPECT_THAT(rows, testing::Not(HasSubstr("Võ C")));
    rows.replace(rows.find("31/04/1960"), 10, "30/04/1960");
    EXPECT_EQ(Counts(Take(rows)), "1/0/1/0");
    EXPECT_THAT(Query("SELECT COUNT(*) FROM reg_household_members m JOIN reg_household_members n "
                      "ON n.household = m.household JOIN reg_patients p ON p.rid = m.patient WHERE "
                      "p.name = 'Lê B'"),
                ElementsAre("2"));
}

TEST_P(PopulationTest, ATitleOfAFieldIsAHeadingOfIt) {
    for (const auto& field : form_.fields()) {
        if (field.headers.empty()) continue;  // found by the column before it
        const auto seen = Preview(*store_, actor_, form_,
                                  {.file = "STT,Ghi chú,\"" + field.title.vi + "\",Họ tên,Phái\n"});
        ASSERT_TRUE(seen) << field.name;
        EXPECT_EQ(seen->columns[2].field, field.id) << field.name;
    }
}

}  // namespace
}  // namespace tram::population
