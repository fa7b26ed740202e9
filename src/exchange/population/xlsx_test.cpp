#include "exchange/population/xlsx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exchange/population/merged_cells.h"
#include "exchange/population/workbook.h"
#include "platform/zip/writer.h"

namespace tram::population {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

// A workbook with the given rows on one sheet; further parts replace those of the same name.
std::string Book(const std::string& rows, const std::string& after = "",
                 std::vector<zip::Part> more = {}) {
    std::vector<zip::Part> parts = {
        {"_rels/.rels",
         R"(<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>)"},
        {"xl/workbook.xml",
         R"(<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="Ẩn" sheetId="1" state="hidden" r:id="h"/><sheet name="Trang 1" sheetId="2" r:id="s"/></sheets></workbook>)"},
        {"xl/_rels/workbook.xml.rels",
         R"(<Relationships><Relationship Id="s" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="h" Type="x/worksheet" Target="/xl/worksheets/hidden.xml"/><Relationship Id="t" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="y" Type="x/styles" Target="styles.xml"/></Relationships>)"},
        {"xl/sharedStrings.xml",
         R"(<sst><si><t>Họ tên</t></si><si><r><t>Nguyễn </t></r><r><t>An</t></r><rPh><t>no</t></rPh></si></sst>)"},
        {"xl/styles.xml",
         R"(<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\/mm\/yyyy;@"/><numFmt numFmtId="165" formatCode="&quot;day &quot;0"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>)"},
        {"xl/worksheets/hidden.xml",
         "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"},
        {"xl/worksheets/sheet1.xml",
         "<worksheet><sheetData>" + rows + "</sheetData>" + after + "</worksheet>"}};
    for (auto& one : more) {
        std::erase_if(parts, [&](const auto& part) { return part.name == one.name; });
        parts.push_back(std::move(one));
    }
    std::erase_if(parts, [](const auto& part) { return part.bytes.empty(); });
    return *zip::Write(parts);
}

std::vector<std::string> Texts(const SheetRow& row) {
    std::vector<std::string> texts;
    for (const auto& cell : row.cells) texts.push_back(cell.text);
    return texts;
}

Sheet Read(const std::string& bytes) {
    auto sheet = ReadXlsx(bytes, "");
    if (!sheet) throw std::runtime_error(sheet.error().message);
    return std::move(*sheet);
}

TEST(Xlsx, ReadsEveryKindOfCell) {
    const auto sheet = Read(Book(
        R"(<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>x &amp; y</t></is></c></row>)"
        R"(<row r="5"><c t="s"><v>1</v></c><c s="1"><v>20948</v></c><c s="2"><v>20948.5</v></c><c s="3"><v>7</v></c>)"
        R"(<c><v>7.9185001234E10</v></c><c t="str"><f>A1</f><v>kết quả</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c><c><v>1.5</v></c></row>)"
        R"(<row/><x:row xmlns:x="x"><x:c><x:v>3</x:v></x:c></x:row>)"));
    ASSERT_EQ(sheet.rows.size(), 4u);
    EXPECT_EQ(sheet.name, "Trang 1");
    EXPECT_EQ(sheet.rows[0].number, 2);
    EXPECT_THAT(Texts(sheet.rows[0]), ElementsAre("Họ tên", "", "x & y"));
    EXPECT_EQ(sheet.rows[1].number, 5);
    EXPECT_THAT(Texts(sheet.rows[1]), ElementsAre("Nguyễn An", "1957-05-08", "1957-05-08", "7",
                                                  "79185001234", "kết quả", "#N/A", "TRUE", "1.5"));
    EXPECT_EQ(sheet.rows[1].cells[1].kind, Cell::Kind::kDate);
    EXPECT_EQ(sheet.rows[1].cells[3].kind, Cell::Kind::kNumber);
    EXPECT_EQ(sheet.rows[1].cells[6].kind, Cell::Kind::kFault);
    EXPECT_EQ(sheet.rows[3].number, 7);
    EXPECT_THAT(Texts(sheet.rows[3]), ElementsAre("3"));
}

TEST(Xlsx, CountsDaysFrom1904WhereTheBookDoes) {
    const auto sheet = Read(Book(
        R"(<row><c s="1"><v>19486</v></c></row>)", "",
        {{"xl/workbook.xml",
          R"(<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="S" r:id="s"/></sheets></workbook>)"}}));
    EXPECT_EQ(sheet.rows[0].cells[0].text, "1957-05-08");
    EXPECT_EQ(DayOfSerial(1, false), "1900-01-01");
    EXPECT_EQ(DayOfSerial(59, false), "1900-02-28");
    EXPECT_EQ(DayOfSerial(61, false), "1900-03-01");
    EXPECT_EQ(DayOfSerial(0, false), "");
    EXPECT_EQ(DayOfSerial(1e300, false), "");
}

TEST(Xlsx, GivesEachCellUnderAMergedOneItsValueAndSaysSo) {
    const auto sheet = Read(Book(
        R"(<row r="1"><c r="A1"><v>7</v></c><c r="B1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>)"
        R"(<row r="3"><c r="B3"><v>3</v></c></row>)",
        R"(<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="A1:XFD1048576"/><mergeCell ref="nonsense"/></mergeCells>)"));
    EXPECT_THAT(Texts(sheet.rows[1]), ElementsAre("7", "2"));
    EXPECT_THAT(Texts(sheet.rows[2]), ElementsAre("", "3"));
    EXPECT_THAT(sheet.notes, Contains(Field(&Note::code, "merged-cells")));
    EXPECT_THAT(sheet.notes, Contains(Field(&Note::what, "Ẩn")));
}

TEST(Xlsx, RefusesAnXmlBomb) {
    const auto bomb =
        R"(<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>)";
    const auto refused = ReadXlsx(Book("<row/>", "", {{"xl/sharedStrings.xml", bomb}}), "");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kMalformed);
    EXPECT_EQ(refused.error().path, "xl/sharedStrings.xml");
    EXPECT_THAT(refused.error().message_vi, HasSubstr("DTD"));
}

TEST(Xlsx, TellsWhatIsMissingOrBroken) {
    EXPECT_EQ(ReadXlsx(Book("<row><c><v>1</v>"), "").error().code, ErrorCode::kMalformed);
    EXPECT_EQ(ReadXlsx(Book("<row><c><v>1</c></v></row>"), "").error().path,
              "xl/worksheets/sheet1.xml");
    EXPECT_EQ(ReadXlsx(Book("", "", {{"xl/worksheets/sheet1.xml", ""}}), "").error().code,
              ErrorCode::kMalformed);
    EXPECT_EQ(ReadXlsx(Book("", "", {{"xl/workbook.xml", ""}}), "").error().code,
              ErrorCode::kMalformed);
    EXPECT_EQ(ReadXlsx(Book(""), "").error().code, ErrorCode::kMalformed);  // no rows
    EXPECT_EQ(ReadXlsx(*zip::Write({{"word/document.xml", "<d/>"}}), "").error().code,
              ErrorCode::kMalformed);
}

TEST(Xlsx, SurvivesBeingCutAnywhere) {
    const auto whole = Book(R"(<row><c t="s"><v>0</v></c></row>)");
    for (std::size_t length = 0; length < whole.size(); length += 7)
        EXPECT_FALSE(ReadXlsx(std::string_view(whole).substr(0, length), "")) << length;
}

TEST(Xlsx, TakesAFormulaWithoutValueAsEmptyAndSaysSo) {
    const auto sheet = Read(Book(R"(<row><c><f>1+1</f></c><c><v>2</v></c></row>)"));
    EXPECT_THAT(Texts(sheet.rows[0]), ElementsAre("", "2"));
    EXPECT_THAT(sheet.notes, Contains(Field(&Note::code, "formula-empty")));
}

}  // namespace
}  // namespace tram::population
