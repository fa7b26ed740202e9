#include "exchange/population/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include "exchange/population/encoding.h"
#include "exchange/population/reading.h"

namespace tram::population {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> Texts(const SheetRow& row) {
    std::vector<std::string> texts;
    for (const auto& cell : row.cells) texts.push_back(cell.text);
    return texts;
}

Sheet Read(std::string_view bytes, std::string_view encoding = "") {
    auto sheet = ReadSheet(bytes, encoding);
    if (!sheet) throw std::runtime_error(sheet.error().message);
    return std::move(*sheet);
}

std::string In(const char* encoding, const std::string& utf8) {
    UErrorCode status = U_ZERO_ERROR;
    const auto text = icu::UnicodeString::fromUTF8(utf8);
    std::string bytes(utf8.size() * 4 + 8, '\0');
    auto* converter = ucnv_open(encoding, &status);
    const auto length = ucnv_fromUChars(converter, bytes.data(), static_cast<int32_t>(bytes.size()),
                                        text.getBuffer(), text.length(), &status);
    ucnv_close(converter);
    if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
    bytes.resize(static_cast<std::size_t>(length));
    return bytes;
}

TEST(Csv, ReadsQuotesLineEndsInThemAndEmptyRows) {
    const auto sheet = Read("a,b\r\n\"x \"\"y\"\", z\",\"two\nlines\"\r\n\r\nlast,");
    ASSERT_EQ(sheet.rows.size(), 4u);
    EXPECT_THAT(Texts(sheet.rows[1]), ElementsAre("x \"y\", z", "two lines"));
    EXPECT_THAT(Texts(sheet.rows[3]), ElementsAre("last", ""));
    EXPECT_EQ(sheet.rows[3].number, 4);
}

TEST(Csv, FindsTheSeparator) {
    EXPECT_EQ(Read("Họ tên;Ngày sinh\nA, B;1957\nC, D;1958\n").separator, ';');
    EXPECT_EQ(Read("a\tb\tc\n1,5\t2\t3\n").separator, '\t');
    EXPECT_EQ(Read("a,b\n1,2\n").separator, ',');
    const auto named = Read("sep=|\na|b;c\n");
    EXPECT_EQ(named.separator, '|');
    EXPECT_EQ(named.rows.front().number, 2);
}

TEST(Csv, TellsTheRowOfAQuoteThatIsNeverClosed) {
    const auto refused = ReadSheet("a,b\n1,2\n\"open,3\n4,5\n", "");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kMalformed);
    EXPECT_THAT(refused.error().message_vi, HasSubstr("Dòng 3"));
}

TEST(Csv, RefusesWhatIsNoListAndWhatIsTooLarge) {
    EXPECT_EQ(ReadSheet("", "").error().code, ErrorCode::kMalformed);
    EXPECT_EQ(ReadSheet(std::string("a,b\n\0,1\n", 8), "utf-8").error().code,
              ErrorCode::kMalformed);
    EXPECT_EQ(ReadSheet("\xD0\xCF\x11\xE0 old", "").error().code, ErrorCode::kInvalid);
    EXPECT_EQ(ReadSheet(std::string(kMostFileBytes + 1, 'a'), "").error().code,
              ErrorCode::kTooLarge);
    std::string rows;
    for (std::size_t i = 0; i <= kMostRows; ++i) rows += "a,b\n";
    EXPECT_EQ(ReadSheet(rows, "").error().code, ErrorCode::kTooLarge);
    EXPECT_EQ(ReadSheet(std::string(kMostColumns, ',') + "\n", "").error().code,
              ErrorCode::kTooLarge);
    EXPECT_EQ(ReadSheet("a,b\n1," + std::string(kMostCellBytes + 1, 'x'), "").error().code,
              ErrorCode::kTooLarge);
}

constexpr const char* kText = "Họ tên,Nguyễn Thị Diễm Phượng,Đặng Văn Ứng,Khu vực ấp Thạnh Hưởng\n";

class Encodings : public testing::TestWithParam<const char*> {};

TEST_P(Encodings, AreFoundOutAndTaken) {
    const std::string name = GetParam();
    // Windows-1258 has tones as letters of their own behind the vowel.
    const std::string bytes =
        name == "windows-1258"
            ? "Ho\xF2 t\xEAn,Nguy\xEA\xDEn Thi\xF2 Di\xEA\xDEm Ph\xFD\xF5\xF2ng\n"
            : In(name.c_str(), kText);
    const auto found = Decode(bytes, "");
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_THAT(found->text, HasSubstr("Nguyễn Thị Diễm Phượng")) << found->encoding;
}
INSTANTIATE_TEST_SUITE_P(All, Encodings,
                         testing::Values("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-16",
                                         "windows-1258"));

TEST(Encoding, TakesTheMarkOff) {
    EXPECT_EQ(Decode("\xEF\xBB\xBFHọ", "")->text, "Họ");
}

TEST(Encoding, ReadsTheOldFonts) {
    // "Nguyễn Văn Ấp, Đỗ Thị Hường" as .VnTime and as VNI-Times.
    EXPECT_EQ(Decode("Nguy\xD4n V\xA8n \xCA"
                     "p, \xA7\xE7 Th\xDE H\xAD\xEAng",
                     "")
                  ->text,
              "Nguyễn Văn ấp, Đỗ Thị Hường");
    EXPECT_EQ(Decode("Nguye\xE3n Va\xEAn An, \xD1o\xE3 Th\xF2 H\xF6\xF4\xF8ng", "")->text,
              "Nguyễn Văn An, Đỗ Thị Hường");
    EXPECT_EQ(FromFont("NguyÔn V¨n", "tcvn3"), "Nguyễn Văn");
    EXPECT_TRUE(LooksLikeFont("NguyÔn V¨n"));
    EXPECT_FALSE(LooksLikeFont("Nguyễn Văn"));
}

TEST(Encoding, NamesTheLineThatIsNotInIt) {
    const auto refused = Decode("a\nb\nc\xFF\n", "utf-8");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message_vi, HasSubstr("Dòng 3"));
    EXPECT_EQ(Decode("a", "klingon").error().code, ErrorCode::kBadValue);
    EXPECT_FALSE(Decode("\xE1\xBB", "utf-8"));
}

}  // namespace
}  // namespace tram::population
