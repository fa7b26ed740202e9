#include "app/cli/sheet.h"

#include <gtest/gtest.h>

namespace tram::cli {
namespace {

TEST(SheetTest, AlignsByLettersNotByBytes) {
    Sheet sheet({{"Đơn vị"}, {"Tổng", Align::kRight}});
    sheet.Add({"Xã Tân Lập", "7"});
    sheet.Add({"Ấp", "1204"});
    EXPECT_EQ(sheet.AsTable(),
              "Đơn vị      Tổng\n"
              "----------  ----\n"
              "Xã Tân Lập     7\n"
              "Ấp          1204\n");
}

TEST(SheetTest, CountsNoPlaceForACombiningMark) {
    EXPECT_EQ(WidthOf("Ấp"), 2u);
    EXPECT_EQ(WidthOf("Â\xCC\x81p"), 2u);
}

TEST(SheetTest, QuotesWhatCsvWouldMisread) {
    Sheet sheet({{"name"}, {"note"}});
    sheet.Add({"a,b", "said \"no\""});
    sheet.Add({"two\nlines", ""});
    EXPECT_EQ(sheet.AsCsv(), "name,note\r\n\"a,b\",\"said \"\"no\"\"\"\r\n\"two\nlines\",\r\n");
}

}  // namespace
}  // namespace tram::cli
