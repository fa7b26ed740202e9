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
                      .annex = "Kết quả & <số liệu>",
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

// Rows of one program's cell and one of the author's; more can be added.
ReportTable ToFill() {
    return {.id = "4",
            .annex = "Phổ biến",
            .title = "Phổ biến\nngười lập điền",
            .columns = {{"Đối tượng", 10, "left"}, {"Đã dự", 5, "centre"}},
            .rows = {{{{"Đảng viên"}, {.text = "", .author = true}}, "row-1"},
                     {{{"Nhân dân"}, {.text = "", .author = true}}, "row-2"}},
            .grows = true};
}

TEST(ReportTest, WhatTheAuthorFillsIntoATableSurvives) {
    Report report = Draft();
    report.tables.push_back(ToFill());
    ASSERT_TRUE(FillTable(report, "4",
                          {{"row-2", {"khác", "310"}},  // the first cell is not the author's
                           {"", {"Hội viên", "45"}},
                           {"", {"", ""}}}));
    const auto text = [&](std::size_t row, std::size_t cell) {
        return report.FindTable("4")->rows.at(row).cells.at(cell).text;
    };
    EXPECT_EQ(text(1, 0), "Nhân dân");
    EXPECT_EQ(text(1, 1), "310");
    ASSERT_EQ(report.FindTable("4")->rows.size(), 3u) << "an empty row is none";
    EXPECT_EQ(text(2, 0), "Hội viên");
    Report later = Later();
    later.tables.push_back(ToFill());
    later.tables.back().rows[0].cells[0].text = "Đảng viên (mới)";
    ASSERT_TRUE(Recalculate(report, later));
    EXPECT_EQ(text(0, 0), "Đảng viên (mới)");
    EXPECT_EQ(text(1, 1), "310");
    EXPECT_EQ(text(2, 1), "45");
    // Rows added before are replaced by those sent now.
    ASSERT_TRUE(FillTable(report, "4", {{"+1", {"Hội viên", "46"}}, {"", {"Đoàn viên", "12"}}}));
    ASSERT_EQ(report.FindTable("4")->rows.size(), 4u);
    EXPECT_EQ(text(2, 1), "46");
    EXPECT_EQ(text(1, 1), "310");
    const auto back = ReadReport({.id = "", .body = ReportRecord(report)});
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(ReportRecord(*back), ReportRecord(report));
    EXPECT_TRUE(back->tables.back().grows);
    EXPECT_TRUE(back->tables.back().rows[3].cells[1].author);
}

TEST(ReportTest, ATableTakesOnlyWhatIsTheAuthors) {
    Report report = Draft();
    report.tables.push_back(ToFill());
    EXPECT_EQ(FillTable(report, "1", {}).error().code, ErrorCode::kNotFound) << "all computed";
    EXPECT_EQ(FillTable(report, "9", {}).error().code, ErrorCode::kNotFound);
    EXPECT_EQ(FillTable(report, "4", {{"", {"1", "2", "3"}}}).error().code, ErrorCode::kInvalid);
    EXPECT_EQ(FillTable(report, "4", {{"", {std::string(3'000, 'a')}}}).error().code,
              ErrorCode::kTooLarge);
    report.tables.back().grows = false;
    EXPECT_EQ(FillTable(report, "4", {{"", {"Hội viên"}}}).error().code, ErrorCode::kInvalid);
    ASSERT_TRUE(Advance(report, {.state = State::kSubmitted, .on = kDay}));
    EXPECT_EQ(FillTable(report, "4", {}).error().code, ErrorCode::kConflict);
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
