#include "app/cli/usage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tram::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

// What is said of `words`; empty: nothing was wrong with them.
std::string Said(std::vector<std::string> words) {
    CLI::App app{"tram"};
    app.name("tram");
    app.require_subcommand(1);
    Commands commands(app);
    AddAll(commands);
    std::reverse(words.begin(), words.end());
    try {
        app.parse(words);
    } catch (const CLI::ParseError& error) {
        return UsageText(app, error);
    }
    return {};
}

TEST(UsageTest, ProposesTheNearestCommandAndOption) {
    EXPECT_THAT(Said({"imprt"}), HasSubstr("Không có lệnh “tram imprt”. Ý bạn là “import”?"));
    EXPECT_THAT(Said({"user", "ad"}), HasSubstr("“tram user ad”. Ý bạn là “add”?"));
    const auto said = Said({"import", "--data", "d", "--populaton", "x.csv"});
    EXPECT_THAT(said, HasSubstr("không có tùy chọn “--populaton”. Ý bạn là “--population”?"));
    EXPECT_THAT(said, HasSubstr("did you mean '--population'?"));
    EXPECT_THAT(said, HasSubstr("tram import --help"));
    EXPECT_THAT(Said({"check", "--data", "d", "--zzzzzzzz"}), Not(HasSubstr("Ý bạn")));
    EXPECT_THAT(Said({"nhap"}), Not(HasSubstr("Ý bạn")));
    const auto command = Said({"report", "bao-cao", "--from", "2026-01-01"});
    EXPECT_THAT(command, HasSubstr("Không có lệnh “tram report bao-cao”"));
    EXPECT_THAT(command, Not(HasSubstr("--from"))) << "an option of a command that is not known";
}

TEST(UsageTest, TellsAllThatIsMissingAtOnce) {
    const auto said = Said({"user", "add", "--nam", "lan"});
    EXPECT_THAT(said, HasSubstr("“--nam”. Ý bạn là “--name”?"));
    EXPECT_THAT(said, HasSubstr("Thiếu --data: Thư mục dữ liệu."));
    EXPECT_THAT(said, HasSubstr("--data is missing: data folder"));
    EXPECT_THAT(said, HasSubstr("Thiếu --role"));
    EXPECT_THAT(said, Not(HasSubstr("“lan”"))) << "the value of what is unknown";
}

TEST(UsageTest, ListsTheCommandsWhereNoneIsNamed) {
    EXPECT_THAT(Said({}), HasSubstr("Sau “tram” cần tên một lệnh: init, serve, user"));
    EXPECT_THAT(Said({"period"}), HasSubstr("Sau “tram period” cần tên một lệnh: close"));
}

TEST(UsageTest, SaysWhatAValueMayBe) {
    EXPECT_THAT(
        Said({"period", "close", "--data", "d", "--from", "a", "--to", "b", "--map", "moi"}),
        HasSubstr("“moi” không dùng được cho --map; nhận: own, today."));
    EXPECT_THAT(Said({"import", "--data", "d", "--workers", "x"}),
                HasSubstr("“x” không dùng được cho --workers"));
    EXPECT_THAT(Said({"import", "--data", "d", "--workers", "99"}), HasSubstr("nhận: 1 - 64"));
    EXPECT_THAT(Said({"import", "--data"}), HasSubstr("--data cần một giá trị"));
}

TEST(UsageTest, SaysNothingOfWhatIsRight) {
    EXPECT_EQ(Said({"check", "--data", "d"}), "");
    EXPECT_EQ(Said({"user", "list", "--data", "d"}), "");
}

}  // namespace
}  // namespace tram::cli
