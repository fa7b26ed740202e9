#include "exchange/report_paper/paper.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/date.h"
#include "insight/reports/compose.h"
#include "platform/database/testing.h"

namespace tram::report_paper {
namespace {

using database::testing::Must;
using reports::Facts;

std::int32_t DayOf(int year, int month, int day) {
    return Date{year, month, day}.FirstDay();
}

// A province of two communes, invented, small enough to be reckoned by hand.
class PaperTest : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string folder = std::filesystem::temp_directory_path() / "tram-paper-XXXXXX";
        ASSERT_NE(::mkdtemp(folder.data()), nullptr);
        folder_ = folder;
        MakeUnits();
        library_ = std::make_unique<content::Library>(
            Must(content::Library::Open({.instead = std::string(TRAM_SOURCE_DIR) + "/content"})));
        content_ = Must(reports::ReportContent::Load(*library_));
        MakePlan();
        MakeFacts();
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void MakeUnits() {
        const auto database = Must(database::Database::Open({.path = folder_ / "units.db"}));
        const auto connection = Must(database->Connect(database::Connection::Mode::kWrite));
        Must(connection->Execute(
            "CREATE TABLE reg_organizations (rid INTEGER, id TEXT, code TEXT, kind TEXT, name "
            "TEXT, from_day INTEGER, "
            "to_day INTEGER, remoteness TEXT); CREATE TABLE reg_unit_links (rid INTEGER, kind "
            "TEXT, organization "
            "INTEGER, participant INTEGER, "
            "from_day INTEGER, to_day INTEGER);"
            "INSERT INTO reg_organizations VALUES (1, 'p', '99', 'province', 'Tỉnh Đồng Sen', "
            "NULL, NULL, NULL), "
            "(2, 'c1', '99801', 'commune', 'Phường An Bình', NULL, NULL, NULL), (3, 'c2', '99802', "
            "'commune', 'Xã Tân Lập', NULL, NULL, NULL), "
            "(4, 's1', '99T801', 'station', 'Trạm Y tế Phường An Bình', NULL, NULL, NULL), "
            "(5, 'h1', '1', 'hamlet', 'Ấp 3', NULL, NULL, NULL), (6, 'h2', '2', 'hamlet', 'Ấp 3', "
            "NULL, NULL, NULL), (7, 'o1', '3', 'commune', 'Xã Long Hòa', NULL, 20269, NULL), "
            "(8, 'o2', '4', 'commune', 'Xã Phú Khê', NULL, 20269, NULL), "
            "(9, 'd', '991', 'district', 'Huyện Bình Lạc', NULL, 20269, NULL);"
            "INSERT INTO reg_unit_links VALUES (11, 'part-of', 1, 2, NULL, NULL), (12, 'part-of', "
            "1, 3, NULL, NULL), "
            "(13, 'part-of', 2, 4, NULL, NULL), (14, 'part-of', 1, 9, NULL, 20269), "
            "(15, 'part-of', 7, 5, NULL, 20269), (16, 'part-of', 3, 5, 20270, NULL), "
            "(17, 'part-of', 8, 6, NULL, 20269), (18, 'part-of', 3, 6, 20270, NULL);"
            "ALTER TABLE reg_organizations ADD COLUMN distance REAL"));
        units_ = std::make_shared<registry::Units>(Must(registry::Units::Load(*connection)));
    }

    void MakePlan() {
        plan_.id = "thu";
        plan_.horizon = 2030;
        plan_.targets = {{.clause = "II.2",
                          .text = "duy trì 100% xã, thị trấn có bác sĩ công tác",
                          .short_title = {"Xã có bác sĩ", ""},
                          .indicator = "doctor",
                          .op = plan::Operator::kEqual,
                          .value = 100,
                          .sustained = true},
                         {.clause = "II.4",
                          .text = "Trên 95% dân số tham gia bảo hiểm y tế",
                          .short_title = {"Tham gia BHYT", ""},
                          .indicator = "insured",
                          .op = plan::Operator::kGreater,
                          .value = 95},
                         {.clause = "II.4",
                          .text = "hướng tới kiểm tra sức khỏe định kỳ cho toàn dân",
                          .short_title = {"Kiểm tra sức khỏe định kỳ", ""},
                          .indicator = "periodic-check",
                          .op = plan::Operator::kToward}};
        plan_.assignments.push_back({.clause = "IV.2",
                                     .who = "people-committee",
                                     .report_template = "A",
                                     .periods = {"year"},
                                     .due = {{"year", {12, 15}}}});
        plan_.tasks = {{.id = "awareness",
                        .clause = "III.1",
                        .title = "Tổ chức phổ biến, quán triệt",
                        .lead = "propaganda-body",
                        .support = {"party-committee"},
                        .due = {2024, 6, 30},
                        .product = "Báo cáo"},
                       {.id = "upgrade",
                        .clause = "III.3",
                        .title = "Nâng cấp Trạm Y tế",
                        .lead = "people-committee",
                        .support = {"station"},
                        .due = {2027, 6, 30},
                        .product = "Nghiệm thu"}};
    }

    static indicators::ScoreRow Row(const indicators::Indicator& indicator, registry::Rid unit,
                                    std::int64_t met, std::int64_t all, std::string_view status,
                                    std::optional<double> milestone) {
        return {.indicator = &indicator,
                .unit = unit,
                .count = {.numerator = met, .denominator = all},
                .milestone = milestone,
                .status = status};
    }

    void MakeFacts() {
        doctor_ = {.id = "doctor",
                   .title = {"Tỷ lệ xã, thị trấn có bác sĩ công tác", ""},
                   .checked = true,
                   .member_type = indicators::MemberType::kArea,
                   .sustained = true};
        insured_ = {.id = "insured",
                    .title = {"Tỷ lệ dân số tham gia bảo hiểm y tế", ""},
                    .checked = false,
                    .base_title = {"Nhân khẩu thực tế thường trú", ""}};
        check_ = {.id = "periodic-check",
                  .title = {"Tỷ lệ người dân được kiểm tra sức khỏe định kỳ", ""},
                  .checked = true,
                  .direction_only = true};
        facts_.units = units_;
        facts_.unit = units_->Find(1);
        facts_.from = DayOf(2025, 12, 15);
        facts_.to = DayOf(2026, 12, 14);
        facts_.period_title = "Năm 2026";
        facts_.period_kind = "year";
        facts_.now = {.from = facts_.from, .to = facts_.to, .closed_on = DayOf(2026, 12, 16)};
        facts_.before = {.from = DayOf(2024, 12, 15), .to = DayOf(2025, 12, 14)};
        facts_.below = {units_->Find(2), units_->Find(3)};
        facts_.heads = {{2, "Nguyễn Văn Giả"}};
        facts_.base_title = "Nhân khẩu thực tế thường trú";
        facts_.completeness = indicators::Completeness{
            .names = 20004, .published = 19800, .published_on = DayOf(2025, 7, 1)};

        reports::TargetFacts doctor{.target = &plan_.targets[0],
                                    .indicator = &doctor_,
                                    .row = Row(doctor_, 1, 1, 2, "behind", 100),
                                    .year_before = {2, 2, 0},
                                    .before = {2, 2, 0}};
        doctor.row.target = 100;
        doctor.below = {Row(doctor_, 2, 1, 1, "reached", 100),
                        Row(doctor_, 3, 0, 1, "behind", 100)};
        doctor.reasons = {{"Nghỉ dài ngày", 1}};
        doctor.days_without = {{3, {54, 40}}};
        doctor.next_milestone = 100;
        reports::TargetFacts insured{.target = &plan_.targets[1],
                                     .indicator = &insured_,
                                     .row = Row(insured_, 1, 18684, 20004, "near", 94),
                                     .year_before = {18441, 20001, 0},
                                     .before = {18441, 20001, 0}};
        insured.row.target = 95;
        insured.below = {Row(insured_, 2, 9504, 10000, "reached", 94),
                         Row(insured_, 3, 9180, 10004, "behind", 94)};
        for (auto& row : insured.below) row.target = 95;
        insured.reasons = {{"Hết hạn chưa gia hạn", 700},
                           {"Chưa tham gia", 500},
                           {"Mất diện được hỗ trợ", 80},
                           {"Chưa có dữ liệu", 30},
                           {"Thẻ bị thu hồi", 10}};
        insured.no_data = 30;
        insured.next_milestone = 94.3;
        insured.movement = {.gained = 512,
                            .lost = 300,
                            .entered = 63,
                            .left = 41,
                            .lost_by = {{"Hết hạn chưa gia hạn", 300}}};
        insured.splits = {{.id = "poverty",
                           .groups = {{"poor", {990, 1000, 0}},
                                      {"other", {17690, 19000, 0}},
                                      {"near-poor", {4, 4, 0}, true}},
                           .best = "poor",
                           .worst = "other",
                           .gap_points = 5.89}};
        reports::TargetFacts check{.target = &plan_.targets[2],
                                   .indicator = &check_,
                                   .row = Row(check_, 1, 8000, 20004, "up", std::nullopt),
                                   .year_before = {7000, 20001, 0},
                                   .before = {7000, 20001, 0}};
        check.below = {Row(check_, 2, 5000, 10000, "up", std::nullopt),
                       Row(check_, 3, 3000, 10004, "up", std::nullopt)};
        facts_.targets = {doctor, insured, check};

        facts_.tasks = {{&plan_.tasks[0], "done", DayOf(2024, 6, 30), 0, ""},
                        {&plan_.tasks[1], "in-progress", DayOf(2026, 11, 30), 9, ""}};
        facts_.staff = {{.commune = units_->Find(2),
                         .doctors_own = 2,
                         .midwives = 1,
                         .assistants = 3,
                         .nurses = 2,
                         .pharmacists = 1,
                         .hamlets = 6,
                         .hamlets_with_worker = 6,
                         .joined = 1},
                        {.commune = units_->Find(3),
                         .doctors_visiting = 1,
                         .assistants = 2,
                         .nurses = 1,
                         .hamlets = 4,
                         .hamlets_with_worker = 3,
                         .left = 1}};
        reports::ServiceFacts service{.indicator = &services_,
                                      .facility = units_->Find(4),
                                      .listed = 60,
                                      .done = 40,
                                      .ready = 10,
                                      .unable = 4,
                                      .unapproved = 6};
        service.reasons = {{"Chưa được phê duyệt", 6}, {"Thiếu thiết bị", 4}};
        facts_.services = {service};
    }

    reports::Report Compose(const std::string& form) const {
        const reports::Wanted wanted{.template_id = form,
                                     .unit = 1,
                                     .from = facts_.from,
                                     .to = facts_.PeriodEnd(),
                                     .signed_on = DayOf(2026, 12, 20),
                                     .today = DayOf(2026, 12, 18),
                                     .synthetic = true};
        return Must(reports::ComposeReport(plan_, content_, facts_, wanted,
                                           {{.unit = "c1",
                                             .state = reports::State::kSent,
                                             .on = DayOf(2026, 12, 16),
                                             .sent_on = DayOf(2026, 12, 16)}}));
    }

    std::string Words(const std::string& form) const {
        return Must(docx::PlainText(Must(Print(Compose(form), content_))));
    }

    std::filesystem::path folder_;
    std::shared_ptr<registry::Units> units_;
    std::unique_ptr<content::Library> library_;
    reports::ReportContent content_;
    plan::Plan plan_;
    indicators::Indicator doctor_, insured_, check_, services_{.id = "station-services"};
    Facts facts_;
};

std::string ReadFile(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

// TRAM_REBASELINE=1 writes the files anew, to be looked at in the diff.
TEST_F(PaperTest, ReadsAsItDid) {
    for (const char* form : {"A", "B", "C"}) {
        const auto text = Words(form);
        const auto path = std::filesystem::path(TRAM_SOURCE_DIR) / "tests/golden" /
                          ("report-" + std::string(form) + ".txt");
        if (std::getenv("TRAM_REBASELINE")) std::ofstream(path) << text;
        EXPECT_EQ(text, ReadFile(path)) << form;
    }
}

bool Holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST_F(PaperTest, OfAPeriodThatGoesOnItTellsNoDayThatHasNotCome) {
    facts_.to = facts_.now.to = DayOf(2026, 11, 20);
    facts_.ends = DayOf(2026, 12, 14);
    facts_.now.closed_on = 0;
    const auto text = Words("A");
    EXPECT_TRUE(Holds(text,
                      "Kỳ báo cáo từ ngày 15/12/2025 đến ngày 14/12/2026; số liệu tính "
                      "đến ngày 20/11/2026 (kỳ chưa kết thúc)"))
        << text;
    EXPECT_TRUE(Holds(text,
                      "Kỳ chưa kết thúc: số liệu các chỉ tiêu tính từ hồ sơ đến ngày "
                      "20/11/2026"));
    EXPECT_TRUE(Holds(text, "Tính đến ngày 20/11/2026, tỷ lệ dân số tham gia bảo hiểm y tế"));
    EXPECT_TRUE(Holds(text, "Biểu 2. Kết quả thực hiện chỉ tiêu theo đơn vị đến ngày 20/11/2026"));
    // Handing in is of the whole period.
    EXPECT_TRUE(Holds(text, "Hạn gửi 15/12/2026"));
    facts_.ends.reset();
    facts_.from = DayOf(2026, 12, 19);
    facts_.to = DayOf(2027, 6, 14);
    const reports::Wanted wanted{.template_id = "A",
                                 .unit = 1,
                                 .from = facts_.from,
                                 .to = facts_.to,
                                 .today = DayOf(2026, 12, 18)};
    const auto refused = reports::ComposeReport(plan_, content_, facts_, wanted, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().path, "from");
}

TEST_F(PaperTest, OfOneItTellsWhetherNotHowMuch) {
    auto& doctor = facts_.targets[0];
    doctor.row = Row(doctor_, 1, 0, 1, "behind", 100);
    doctor.row.target = 100;
    doctor.year_before = doctor.before = {1, 1, 0};
    const auto text = Words("A");
    EXPECT_TRUE(Holds(text, "chỉ tiêu “Xã có bác sĩ”: chưa đạt (cùng kỳ: đạt).")) << text;
    EXPECT_TRUE(Holds(text, "Lý do ghi nhận: nghỉ dài ngày."));
    EXPECT_TRUE(Holds(text, "Chỉ tiêu chưa đạt mốc năm: Xã có bác sĩ."));
    EXPECT_TRUE(Holds(text, "Chỉ tiêu gần đạt mốc năm: Tham gia BHYT (93,4%)."));
    EXPECT_TRUE(Holds(text, "- Xã có bác sĩ: hiện chưa đạt, phấn đấu đạt trong năm 2027."));
    EXPECT_TRUE(Holds(text, "100%\t100%\tĐạt\tĐạt\tChưa đạt\t–\tChưa đạt"));
    EXPECT_FALSE(Holds(text, "(1/1"));
    EXPECT_FALSE(Holds(text, "(0/1"));
}

TEST_F(PaperTest, CausesOfFewPeopleAreNotTold) {
    auto& insured = facts_.targets[1];
    insured.row = Row(insured_, 1, 97, 100, "near", 98);
    insured.reasons = {{"Hết hạn chưa gia hạn", 2}, {"Chưa tham gia", 1}};
    insured.movement = {.gained = 12, .lost = 6, .lost_by = {{"Hết hạn chưa gia hạn", 3, true}}};
    const auto text = Words("A");
    EXPECT_TRUE(Holds(text, "97% (97/100 người)")) << text;
    EXPECT_FALSE(Holds(text, "hết hạn chưa gia hạn"));
    EXPECT_FALSE(Holds(text, "lý do khác"));
    EXPECT_TRUE(Holds(text, "6 người không còn đạt."));
}

TEST_F(PaperTest, ATargetMetOnTheDayButNotOnAllDaysIsInterrupted) {
    facts_.targets[0].row = Row(doctor_, 1, 2, 2, "behind", 100);
    const auto text = Words("A");
    EXPECT_TRUE(Holds(text, "đánh giá: Ngắt quãng.")) << text;
    EXPECT_TRUE(Holds(text, "Chỉ tiêu có ngày ngắt quãng trong kỳ: Xã có bác sĩ (100%)."));
    EXPECT_TRUE(Holds(text, "1 gần đạt, 1 ngắt quãng;"));
}

TEST_F(PaperTest, HamletsOfOneNameAreToldApart) {
    facts_.unit = units_->Find(3);
    facts_.below = {units_->Find(5), units_->Find(6)};
    auto& insured = facts_.targets[1];
    insured.below = {Row(insured_, 5, 90, 100, "behind", 94),
                     Row(insured_, 6, 80, 100, "behind", 94)};
    facts_.targets = {insured};
    const auto text = Words("A");
    EXPECT_TRUE(Holds(text,
                      "Các khu, ấp chưa đạt mốc: Ấp 3 thuộc xã Long Hòa cũ (90%), Ấp 3 thuộc "
                      "xã Phú Khê cũ (80%)."))
        << text;
    EXPECT_TRUE(Holds(text, "2\tẤp 3 thuộc xã Phú Khê cũ")) << text;
}

TEST_F(PaperTest, AHalfYearIsFollowedByOneOfTheSameYear) {
    facts_.to = DayOf(2026, 6, 14);
    EXPECT_TRUE(Holds(Words("A"), "Tham gia BHYT: từ 93,4% lên mốc năm 2026 là 94,3%."));
}

TEST_F(PaperTest, ATargetWithoutMembersIsNeitherMetNorMissed) {
    facts_.targets[0].row = Row(doctor_, 1, 0, 0, "none", 100);
    const auto text = Words("A");
    EXPECT_TRUE(Holds(text,
                      "Trong 1 chỉ tiêu có mốc: 1 gần đạt; 1 chỉ tiêu theo dõi chiều hướng; "
                      "1 chỉ tiêu không có đối tượng để tính."))
        << text;
    EXPECT_TRUE(Holds(text, "chưa có đối tượng để tính chỉ tiêu “Xã có bác sĩ”."));
}

TEST_F(PaperTest, NamesWhoIssuedThePlan) {
    EXPECT_TRUE(Holds(Words("A"), "Kế hoạch số [cần bổ sung] của cấp ủy thực hiện"));
    facts_.paper = plan::Paper{.unit = 1, .number = "88-KH/TU", .issued_on = {2024, 3, 5}};
    plan_.number = facts_.paper->number;
    plan_.issued_on = facts_.paper->issued_on;
    EXPECT_TRUE(Holds(Words("A"),
                      "Kế hoạch số 88-KH/TU, ngày 05/03/2024 của Ban Thường vụ Tỉnh ủy "
                      "Đồng Sen thực hiện"));
}

TEST_F(PaperTest, AFigureToBeCheckedIsOneOfTheStandings) {
    facts_.targets[1].row.status = "check";
    EXPECT_TRUE(Holds(Words("A"),
                      "Trong 2 chỉ tiêu có mốc: 1 chưa đạt, 1 cần kiểm tra; 1 chỉ "
                      "tiêu theo dõi chiều hướng."));
}

TEST_F(PaperTest, TheSameReportGivesTheSameBytes) {
    const auto once = Must(Print(Compose("A"), content_));
    EXPECT_EQ(once, Must(Print(Compose("A"), content_)));
    // Kept as a record and read back: still the same paper.
    const auto report = Compose("A");
    EXPECT_EQ(once, Must(Print(report, content_)));
}

TEST_F(PaperTest, SaysThatItIsInventedAndUnverifiedOnEveryPage) {
    const auto document = Must(Lay(Compose("A"), content_));
    // Words and five annexes; the second turns the paper between its tables.
    ASSERT_EQ(document.sections.size(), 7u);
    for (const auto& section : document.sections) {
        EXPECT_NE(section.footer.find("Dữ liệu giả lập"), std::string::npos);
        EXPECT_NE(section.footer.find("Chưa đối chiếu văn bản gốc"), std::string::npos);
    }
    EXPECT_FALSE(document.sections[0].landscape);
    EXPECT_TRUE(document.sections[1].landscape);   // Phụ lục I: Biểu 1, 2
    EXPECT_TRUE(document.sections[2].landscape);   // Phụ lục II: Biểu 3
    EXPECT_FALSE(document.sections[3].landscape);  // Biểu 4, its pages counted on
    EXPECT_TRUE(document.sections[3].counts_on);
    EXPECT_FALSE(document.sections[4].counts_on);
}

TEST_F(PaperTest, MarksInADraftWhatIsMissingAndWhatChanged) {
    auto report = Compose("A");
    Must(reports::EditSection(report, "II.4", "Đạt 93,4%, [cần bổ sung: lý do] thế."));
    report.FindSection("II.4")->figures = {{"insured.percent", "94,1%"}};
    const auto document = Must(Lay(report, content_));
    std::vector<std::string> marked;
    for (const auto& block : document.sections[0].blocks) {
        const auto* paragraph = std::get_if<docx::Paragraph>(&block);
        if (!paragraph || paragraph->runs.empty() || paragraph->runs[0].text != "Đạt ") continue;
        for (const auto& run : paragraph->runs) {
            if (run.highlight) marked.push_back(run.text);
        }
    }
    EXPECT_EQ(marked, (std::vector<std::string>{"93,4%", "[cần bổ sung: lý do]"}));
}

TEST_F(PaperTest, AUnitThatHasEndedSignsNothing) {
    facts_.unit = units_->Find(9);
    const reports::Wanted wanted{.template_id = "A",
                                 .unit = 9,
                                 .from = DayOf(2024, 12, 15),
                                 .to = DayOf(2025, 6, 14),
                                 .signed_on = DayOf(2025, 7, 10),
                                 .today = DayOf(2025, 7, 10)};
    const auto refused = reports::ComposeReport(plan_, content_, facts_, wanted, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().path, "unit");
    auto earlier = wanted;
    earlier.signed_on = DayOf(2025, 6, 20);
    const auto report = Must(reports::ComposeReport(plan_, content_, facts_, earlier, {}));
    EXPECT_EQ(report.letterhead.receiver, "Ban Thường vụ Huyện ủy Bình Lạc");
    EXPECT_EQ(report.letterhead.through, "Ban Tuyên giáo Huyện ủy Bình Lạc");
}

}  // namespace
}  // namespace tram::report_paper
