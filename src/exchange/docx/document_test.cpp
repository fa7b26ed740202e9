#include "exchange/docx/document.h"

#include <gtest/gtest.h>

namespace tram::docx {
namespace {

Document Sample() {
    Document document{.title = "Báo cáo <thử>"};
    Section upright{.footer = "Dữ liệu giả lập"};
    upright.blocks.push_back(Paragraph{
        .runs = {{.text = "Tỷ lệ < 95% & \"gần đạt\"", .bold = true}, {.text = "\x01 dòng\nhai"}},
        .outline = 1,
        .rule_below = true});
    Section wide{.landscape = true};
    Table table{.widths = {100, 100}};
    table.rows.push_back({{Cell{{Paragraph{.runs = {{.text = "đầu bảng"}}}}, 2}}, true});
    table.rows.push_back({{Cell{{Paragraph{.runs = {{.text = "một"}}}}}, Cell{}}, false});
    wide.blocks.push_back(table);
    document.sections = {upright, wide};
    return document;
}

TEST(DocxTest, TheSameDocumentGivesTheSameBytes) {
    const auto once = Write(Sample());
    const auto twice = Write(Sample());
    ASSERT_TRUE(once && twice);
    EXPECT_EQ(*once, *twice);
}

TEST(DocxTest, WordsComeBackWhateverTheyHold) {
    const auto file = Write(Sample());
    ASSERT_TRUE(file);
    const auto text = PlainText(*file);
    ASSERT_TRUE(text) << text.error().message;
    EXPECT_EQ(*text, "Tỷ lệ < 95% & \"gần đạt\" dòng hai\nđầu bảng\nmột\t\n");
}

TEST(DocxTest, RefusesWhatIsNoDocument) {
    const auto text = PlainText("PK but not really");
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, ErrorCode::kMalformed);
}

}  // namespace
}  // namespace tram::docx
