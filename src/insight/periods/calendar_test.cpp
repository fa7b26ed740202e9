#include "insight/periods/calendar.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "base/date.h"

namespace tram::periods {
namespace {

std::int32_t Day(std::string_view text) {
    return ParseDate(text)->FirstDay();
}

Calendar Shipped() {
    const auto library = content::Library::Open({.instead = TRAM_SOURCE_DIR "/content"});
    auto calendar = Calendar::Load(library.value());
    if (!calendar) throw std::runtime_error(calendar.error().message);
    return std::move(*calendar);
}

TEST(CalendarTest, KnowsTheAdministrativeHalfYearAndYear) {
    const auto calendar = Shipped();
    EXPECT_FALSE(calendar.checked());
    EXPECT_EQ(calendar.TitleOf(Day("2025-12-15"), Day("2026-06-14")), "6 tháng đầu năm 2026");
    EXPECT_EQ(calendar.TitleOf(Day("2025-12-15"), Day("2026-12-14")), "Năm 2026");
    EXPECT_EQ(calendar.TitleOf(Day("2024-02-01"), Day("2024-02-29")), "Tháng 2 năm 2024");
    EXPECT_EQ(calendar.TitleOf(Day("2026-07-01"), Day("2026-09-30")), "Quý 3 năm 2026");
    EXPECT_EQ(calendar.TitleOf(Day("2026-07-02"), Day("2026-09-30")), "");
}

TEST(CalendarTest, OffersWhatHasEndedAndWhatRunsNewestFirst) {
    const auto around = Shipped().Around(Day("2026-06-20"), 10);
    std::vector<std::string> titles;
    for (const auto& period : around) titles.push_back(period.title);
    EXPECT_THAT(titles, ::testing::ElementsAre("Năm 2026", "Quý 2 năm 2026", "Tháng 6 năm 2026",
                                               "6 tháng đầu năm 2026"));
}

TEST(CalendarTest, AWrongFileIsToldByLineAndField) {
    const auto folder = std::filesystem::temp_directory_path() / "tram-calendar-test";
    std::filesystem::create_directories(folder / "periods");
    const auto read = [&](const std::string& rule) {
        std::ofstream(folder / "periods/calendar.yaml")
            << "id: calendar\ntitle: {vi: a, en: b}\nsource: c\nchecked: false\nversions:\n"
               "  - valid_from: 2024-01-01\n    periods:\n      - {id: x, title: {vi: X, en: X}, "
            << rule << "}\n";
        const auto library = content::Library::Open({.instead = folder});
        auto calendar = Calendar::Load(library.value());
        return calendar ? std::string() : calendar.error().message;
    };
    EXPECT_EQ(read("from: 01-01, to: 12-31"), "");
    EXPECT_THAT(read("from: 13-01, to: 12-31"), ::testing::HasSubstr("calendar.yaml:8: "));
    EXPECT_THAT(read("from: 01-01, to: 02-29"), ::testing::HasSubstr("to"));
    EXPECT_THAT(read("every: fortnight"), ::testing::HasSubstr("month or quarter"));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace tram::periods
