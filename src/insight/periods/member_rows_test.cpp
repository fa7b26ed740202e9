#include "insight/periods/member_rows.h"

#include <gmock/gmock.h>

namespace tram::periods {
namespace {

TEST(MemberRowsTest, AreReadAsTheyWereWritten) {
    const std::vector<FrozenMember> rows = {
        {.member = "p1",
         .units = {"hamlet", "commune", "province"},
         .met = false,
         .why = "expired",
         .evidence = "Coverage/c1",
         .due_on = 20'500,
         .sex = "female",
         .age = "60-79",
         .ethnicity = "01",
         .poverty = "near-poor",
         .remoteness = ""},
        {.member = "o1", .units = {}, .met = true, .why = "", .evidence = "", .due_on = 0}};
    const auto text = WriteRows(rows);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
    const auto read = ReadRows(text);
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 2u);
    EXPECT_EQ(WriteRows(*read), text);
    const auto& first = read->front();
    EXPECT_EQ(first.units, rows[0].units);
    EXPECT_EQ(first.due_on, 20'500);
    EXPECT_EQ(first.poverty, "near-poor");
    EXPECT_TRUE(first.StandsIn("commune"));
    EXPECT_FALSE(first.StandsIn("other"));
    EXPECT_FALSE(read->back().StandsIn("commune")) << "it could not be placed";
    EXPECT_TRUE(read->back().met);
}

TEST(MemberRowsTest, ABrokenLineIsAnErrorAndNoRow) {
    EXPECT_FALSE(ReadRows("{\"member\":\"p1\"}\n{\"member\":"));
    EXPECT_EQ(ReadRows("").value().size(), 0u);
}

}  // namespace
}  // namespace tram::periods
