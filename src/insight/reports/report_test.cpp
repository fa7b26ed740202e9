#include "insight/reports/report.h"

#include <gtest/gtest.h>

#include "base/date.h"
#include "insight/reports/record.h"

namespace tram::reports {
namespace {

const std::int32_t kDay = Date{2026, 12, 20}.FirstDay();

Report Draft() {
    Report report{.template_id = "A",
                  .title = "Báo cáo <thử> & \"xem\"",
                  .subject = "Kết quả",
                  .layout = "administrative",
                  .unit = "u1",
                  .unit_name = "Xã Tân Lập",
                  .from = kDay - 371,
                  .to = kDay - 6,
                  .written_on = kDay,
                  .synthetic = true};
    report.letterhead = {.superior = "",
                         .head = "ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP",
                         .symbol = "BC-UBND",
                         .place = "Tân Lập",
                         .receiver = "Ban Thường vụ",
                         .through = "",
                         .on_behalf = "TM.",
                         .signer = "CHỦ TỊCH",
                         .filing = "VT",
                         .recipients = {"Như trên", "UBND <tỉnh>"},
                         .closing = "Trên đây là báo cáo"};
    report.sections = {
        {.id = "opening", .group = "", .title = "", .computed = "Mở đầu."},
        {.id = "II.4",
         .group = "II. KẾT QUẢ",
         .title = "4. BHYT",
         .computed = "Đạt 93,4% (18.684/20.004 người).\n- Xã < A & B.",
         .figures = {{"insured.percent", "93,4%"}, {"insured.fraction", "18.684/20.004 người"}}}};
    report.tables = {{.id = "1",
                      .title = "Chỉ tiêu",
                      .landscape = true,
                      .columns = {{"TT", 5, "centre"}, {"Tên\nđầy đủ", 20, "left"}},
                      .rows = {{{{"1", false}, {"> 95%\n(18/20)", true}}}, {{{"Nhóm", true}}}}}};
    return report;
}

// What came later with other figures.
Report Later() {
    Report report = Draft();
    report.sections[1].computed = "Đạt 94,1% (18.824/20.004 người).\n- Xã < A & B.";
    report.sections[1].figures = {{"insured.percent", "94,1%"},
                                  {"insured.fraction", "18.824/20.004 người"}};
    return report;
}

TEST(ReportTest, EditedWordsSurviveAndChangedFiguresAreTold) {
    Report report = Draft();
    ASSERT_TRUE(EditSection(report, "II.4", "Toàn xã đạt 93,4%, nhờ đợt vận động tháng 10."));
    ASSERT_TRUE(Recalculate(report, Later()));
    const auto& section = *report.FindSection("II.4");
    EXPECT_EQ(section.text(), "Toàn xã đạt 93,4%, nhờ đợt vận động tháng 10.");
    EXPECT_EQ(section.computed, Later().sections[1].computed);
    // The fraction is not in the author's words any more: nothing to mark there.
    const std::vector<std::pair<std::string, std::string>> changed = {{"93,4%", "94,1%"}};
    EXPECT_EQ(section.ChangedFigures(), changed);
    ASSERT_TRUE(EditSection(report, "II.4", ""));
    EXPECT_EQ(report.FindSection("II.4")->text(), Later().sections[1].computed);
    EXPECT_TRUE(report.FindSection("II.4")->ChangedFigures().empty());
}

TEST(ReportTest, RefusesASectionNobodyKnowsAndATextWithoutEnd) {
    Report report = Draft();
    EXPECT_EQ(EditSection(report, "IX", "a").error().code, ErrorCode::kNotFound);
    EXPECT_EQ(EditSection(report, "II.4", std::string(200'000, 'a')).error().code,
              ErrorCode::kTooLarge);
}

TEST(ReportTest, MissingWordsNeverGoToSignature) {
    Report report = Draft();
    ASSERT_TRUE(EditSection(report, "opening", "Mở đầu [cần bổ sung: số] và [cần bổ sung]."));
    EXPECT_EQ(report.Missing(), 2);
    const auto refused = Advance(report, {.state = State::kSubmitted, .on = kDay});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
    EXPECT_NE(refused.error().message_vi.find("Còn 2 chỗ"), std::string::npos);
    ASSERT_TRUE(EditSection(report, "opening", "Mở đầu số 5."));
    EXPECT_TRUE(Advance(report, {.state = State::kSubmitted, .on = kDay}));
}

TEST(ReportTest, GoesItsWayAndIsNeverChangedOnceSigned) {
    Report report = Draft();
    EXPECT_FALSE(Advance(
        report, {.state = State::kSigned, .on = kDay, .number = "5"}));  // not yet submitted
    ASSERT_TRUE(Advance(report, {.state = State::kSubmitted, .on = kDay}));
    EXPECT_EQ(EditSection(report, "opening", "khác").error().code, ErrorCode::kConflict);
    EXPECT_EQ(Advance(report, {.state = State::kReturned, .on = kDay}).error().path, "reason");
    ASSERT_TRUE(Advance(report, {.state = State::kReturned, .on = kDay, .note = "thiếu Biểu 4"}));
    ASSERT_TRUE(EditSection(report, "opening", "Mở đầu khác."));
    ASSERT_TRUE(Advance(report, {.state = State::kSubmitted, .on = kDay}));
    EXPECT_EQ(Advance(report, {.state = State::kSigned, .on = kDay}).error().path, "number");
    ASSERT_TRUE(Advance(report, {.state = State::kSigned, .on = kDay, .number = "05/BC-UBND"}));
    EXPECT_EQ(report.number, "05/BC-UBND");
    EXPECT_EQ(report.signed_on, kDay);
    EXPECT_EQ(EditSection(report, "opening", "lại").error().code, ErrorCode::kConflict);
    EXPECT_EQ(Recalculate(report, Later()).error().code, ErrorCode::kConflict);
    EXPECT_FALSE(Advance(report, {.state = State::kReturned, .on = kDay, .note = "muộn"}));
    EXPECT_FALSE(Advance(report, {.state = State::kReceived, .on = kDay}));
    ASSERT_TRUE(Advance(report, {.state = State::kSent, .on = kDay + 1}));
    ASSERT_TRUE(Advance(report, {.state = State::kReceived, .on = kDay + 2}));
    EXPECT_EQ(report.steps.size(), 6u);
}

TEST(ReportRecordTest, ComesBackAsItWasKept) {
    Report report = Draft();
    ASSERT_TRUE(EditSection(report, "II.4", "Lời của tác giả:\n\n- \"93,4%\" < 95% & còn lại."));
    ASSERT_TRUE(Advance(report, {.state = State::kSubmitted, .on = kDay, .by = "lan"}));
    ASSERT_TRUE(Advance(
        report, {.state = State::kSigned, .on = kDay, .by = "minh", .number = "05/BC-UBND"}));
    report.replaces = "cu";
    const auto back = ReadReport({.id = "", .body = ReportRecord(report)});
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(ReportRecord(*back), ReportRecord(report));
    EXPECT_EQ(back->letterhead, report.letterhead);
    EXPECT_EQ(back->sections[1].text(), report.sections[1].text());
    EXPECT_EQ(back->sections[1].group, "II. KẾT QUẢ");
    EXPECT_EQ(back->tables[0].columns[1].title, "Tên\nđầy đủ");
    EXPECT_EQ(back->tables[0].rows[0].cells[1].text, "> 95%\n(18/20)");
    EXPECT_TRUE(back->tables[0].rows[0].cells[1].bold);
    EXPECT_EQ(back->tables[0].rows[1].cells.size(), 1u);
    EXPECT_EQ(back->steps[1].by, "minh");
    EXPECT_EQ(back->replaces, "cu");
    EXPECT_TRUE(back->synthetic);
}

TEST(ReportRecordTest, RefusesACompositionOfSomebodyElse) {
    const auto read =
        ReadReport({.body = R"({"resourceType":"Composition","type":{"text":"khác"}})"});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace tram::reports
