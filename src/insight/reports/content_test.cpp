#include "insight/reports/content.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/date.h"

namespace tram::reports {
namespace {

Result<content::Library> Shipped(const std::string& overrides = {}) {
    return content::Library::Open(
        {.instead = std::string(TRAM_SOURCE_DIR) + "/content", .overrides = overrides});
}

std::int32_t DayOf(int year, int month, int day) {
    return Date{year, month, day}.FirstDay();
}

TEST(ReportContentTest, ShippedTemplatesAreThereAndWhole) {
    const auto library = Shipped();
    ASSERT_TRUE(library);
    const auto content = ReportContent::Load(*library);
    ASSERT_TRUE(content) << content.error().message;
    for (const char* id : {"A", "B", "C"}) EXPECT_NE(content->FindTemplate(id), nullptr) << id;
    for (const auto& form : content->templates) EXPECT_NE(form.title_en, "") << form.id;
    // Each template finds its bodies and layout for each level today.
    const auto today = DayOf(2026, 11, 28);
    for (const auto& form : content->templates) {
        EXPECT_TRUE(content->LayoutOn(form.layout, today)) << form.id;
        for (const char* kind : {"province", "commune"}) {
            for (const auto* role : {&form.author, &form.receiver, &form.through}) {
                if (role->empty()) continue;
                EXPECT_TRUE(content->BodyOn(kind, *role, today)) << form.id << kind << *role;
            }
        }
    }
}

TEST(ReportContentTest, NothingNewAddressesADissolvedBody) {
    const auto content = ReportContent::Load(*Shipped());
    ASSERT_TRUE(content);
    const auto last = content->BodyOn("district", "people-committee", DayOf(2025, 6, 30));
    ASSERT_TRUE(last);
    EXPECT_EQ((*last)->name, "UBND {unit}");
    const auto gone = content->BodyOn("district", "people-committee", DayOf(2025, 7, 1));
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().code, ErrorCode::kInvalid);
    EXPECT_NE(gone.error().message_vi.find("2025-07-01"), std::string::npos);
    for (const auto& body : content->bodies) {
        if (body.to_day < DayOf(2025, 7, 1)) continue;
        EXPECT_EQ(body.name.find("Huyện ủy"), std::string::npos) << body.name;
    }
}

TEST(ReportContentTest, TheLayoutOfThePartyFollowsTheDayOfSigning) {
    const auto content = ReportContent::Load(*Shipped());
    ASSERT_TRUE(content);
    const auto before = content->LayoutOn("party", DayOf(2026, 1, 8));
    const auto after = content->LayoutOn("party", DayOf(2026, 1, 9));
    ASSERT_TRUE(before && after);
    EXPECT_NE((*before)->source, (*after)->source);
    EXPECT_FALSE((*after)->checked);
}

// A user's file in place of the shipped one; what is wrong in it is told with file, line, remedy.
class OverrideTest : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string folder = std::filesystem::temp_directory_path() / "tram-report-XXXXXX";
        ASSERT_NE(::mkdtemp(folder.data()), nullptr);
        folder_ = folder;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    Error Refusal(const std::string& path, const std::string& text) {
        std::filesystem::create_directories((folder_ / path).parent_path());
        std::ofstream(folder_ / path) << text;
        const auto content = ReportContent::Load(*Shipped(folder_));
        return content ? Error{} : content.error();
    }
    std::filesystem::path folder_;
};

constexpr const char* kHead =
    "id: D\ntitle: t\nsource: s\nchecked: false\nsubject: s\nauthor: people-committee\nreceiver: "
    "party-committee\nlayout: party\n";

TEST_F(OverrideTest, RefusesAPartOfNoKnownKind) {
    const auto error =
        Refusal("reports/templates/d.yaml",
                std::string(kHead) + "outline:\n  - id: I\n    parts:\n      - praise: x\n");
    EXPECT_NE(error.message.find("reports/templates/d.yaml:12"), std::string::npos)
        << error.message;
    EXPECT_NE(error.message_vi.find("không có loại phần này"), std::string::npos);
}

TEST_F(OverrideTest, RefusesATableNobodyMakes) {
    const auto error =
        Refusal("reports/templates/d.yaml",
                std::string(kHead) + "annexes: [{title: t, tables: [\"11\"]}]\noutline: []\n");
    EXPECT_NE(error.message_vi.find("không có biểu 11"), std::string::npos) << error.message;
}

TEST_F(OverrideTest, RefusesWordingThatLacksASentence) {
    const auto error =
        Refusal("reports/wording.yaml",
                "id: w\ntitle: t\nsource: s\nchecked: false\nwords: {}\nsentences: {missing: x}\n");
    EXPECT_EQ(error.code, ErrorCode::kRequired);
    EXPECT_NE(error.message_vi.find("thiếu câu"), std::string::npos);
}

TEST_F(OverrideTest, RefusesTwoBodiesOfOneRoleOnOneDay) {
    const auto error =
        Refusal("reports/bodies.yaml",
                "id: b\ntitle: t\nsource: s\nchecked: false\nbodies:\n"
                "  - {unit: commune, role: people-committee, name: a}\n"
                "  - {unit: commune, role: people-committee, name: b, from: 2025-07-01}\n");
    EXPECT_NE(error.message.find("reports/bodies.yaml:7"), std::string::npos) << error.message;
}

TEST(FillTest, LeavesWhatItDoesNotKnow) {
    EXPECT_EQ(Fill("{a} và {b} {", {{"a", "một"}}), "một và {b} {");
}

}  // namespace
}  // namespace tram::reports
