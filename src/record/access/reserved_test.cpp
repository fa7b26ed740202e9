#include "record/access/reserved.h"

#include <gtest/gtest.h>

#include "platform/content/library.h"

namespace tram::access {
namespace {

constexpr std::string_view kFile = "roles/reserved.yaml";
constexpr std::string_view kPeriod =
    R"({"resourceType":"Composition","type":{"coding":[{"system":"http://loinc.org","code":"x"},
        {"system":"urn:tram:codes:document","code":"closed-period"}]}})";
constexpr std::string_view kLetter =
    R"({"resourceType":"Composition","type":{"coding":[{"system":"http://loinc.org","code":"x"}]}})";

Actor Administrator() {
    auto role = std::make_shared<Role>();
    role->id = "system";  // a name makes nobody the program
    role->unlimited = role->administrator = true;
    role->writes = {"*"};
    return {.user = "quan", .role = role};
}

Result<void> Check(const Actor& actor, std::string_view before, std::string_view after,
                   std::string_view id = "mot") {
    const auto was = json::Document::Parse(before.empty() ? "{}" : before);
    const auto is = json::Document::Parse(after.empty() ? "{}" : after);
    return CurrentReserved().Check(actor, "Composition", id,
                                   before.empty() ? json::Value{} : (*was)->root(),
                                   after.empty() ? json::Value{} : (*is)->root());
}

TEST(ReservedTest, NobodyMakesChangesOrDeletesOne) {
    const auto someone = Administrator();
    for (const auto& refused : {Check(someone, "", kPeriod), Check(someone, kLetter, kPeriod),
                                Check(someone, kPeriod, kLetter), Check(someone, kPeriod, "")}) {
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::kForbidden);
        EXPECT_NE(refused.error().message.find("closing a period"), std::string::npos);
        EXPECT_NE(refused.error().message_vi.find("chốt kỳ"), std::string::npos);
    }
    EXPECT_TRUE(Check(someone, "", kLetter));
    EXPECT_TRUE(Check(someone, kLetter, ""));
}

TEST(ReservedTest, NobodyTakesTheIdOfAPeriodToCome) {
    const auto taken = Check(Administrator(), "", kLetter, "period-0123456789abcdef");
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, ErrorCode::kForbidden);
    EXPECT_TRUE(Check(Administrator(), "", kLetter, "periodical"));
    EXPECT_TRUE(Check(InTheNameOf(Administrator()), "", kPeriod, "period-0123456789abcdef"));
}

TEST(ReservedTest, TheProgramDoesInTheNameOfAUser) {
    const auto program = InTheNameOf(Administrator());
    EXPECT_EQ(program.user, "quan");
    EXPECT_TRUE(Check(program, "", kPeriod));
    EXPECT_TRUE(Check(program, kPeriod, ""));
}

TEST(ReservedTest, OtherTypesAreNotLookedAt) {
    EXPECT_TRUE(CurrentReserved().Concerns("Composition"));
    EXPECT_TRUE(CurrentReserved().Concerns("MeasureReport"));
    EXPECT_FALSE(CurrentReserved().Concerns("Patient"));
}

TEST(ReservedTest, RefusesAFileWithAnUnknownTypeOrAPathThatIsNone) {
    const auto library = content::Library::Open({});
    const std::string shipped(library->Find(kFile)->bytes);
    const auto with = [&](std::string_view what, std::string_view instead) {
        auto text = shipped;
        text.replace(text.find(what), what.size(), instead);
        return Reserved::Parse(text, kFile);
    };
    EXPECT_TRUE(Reserved::Parse(shipped, kFile));
    EXPECT_EQ(with("type: MeasureReport", "type: Measurement").error().code, ErrorCode::kInvalid);
    const auto path = with("type.coding.where(", "type.coding.where((");
    EXPECT_EQ(path.error().code, ErrorCode::kInvalid);
    EXPECT_NE(path.error().message.find(kFile), std::string::npos);
}

}  // namespace
}  // namespace tram::access
