#include "exchange/population/values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exchange/population/mapping.h"
#include "exchange/population/reading.h"

namespace tram::population {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Form& TheForm() {
    static const Form form = [] {
        auto library = content::Library::Open({.instead = TRAM_SOURCE_DIR "/content"});
        if (!library) throw std::runtime_error(library.error().message);
        auto read = Form::Load(*library, "2026-11-28");
        if (!read) throw std::runtime_error(read.error().message);
        return std::move(*read);
    }();
    return form;
}

// A value as text, or the code of its fault.
std::string Day(std::string text, Cell::Kind kind = Cell::Kind::kText) {
    const auto read = ReadDay({.text = std::move(text), .kind = kind});
    if (const auto* day = std::get_if<Date>(&read)) return day->ToString();
    return std::string(std::get<1>(read));
}
std::string Told(const Read<Digits>& read) {
    if (const auto* value = std::get_if<Digits>(&read))
        return value->digits + (value->zero_restored ? " restored" : "");
    return std::string(std::get<1>(read));
}
std::string Told(const Read<std::string>& read) {
    if (const auto* value = std::get_if<std::string>(&read)) return *value;
    return std::string(std::get<1>(read));
}

TEST(Days, AreReadInEveryFormListsHave) {
    EXPECT_EQ(Day("05/09/1957"), "1957-09-05");
    EXPECT_EQ(Day("5-9-1957"), "1957-09-05");
    EXPECT_EQ(Day("5.9.1957"), "1957-09-05");
    EXPECT_EQ(Day("05 / 09 / 1957"), "1957-09-05");
    EXPECT_EQ(Day("05091957"), "1957-09-05");
    EXPECT_EQ(Day("1957-09-05"), "1957-09-05");
    EXPECT_EQ(Day("1957-09-05 00:00:00"), "1957-09-05");
    EXPECT_EQ(Day("9/1957"), "1957-09");
    EXPECT_EQ(Day("1957"), "1957");
    EXPECT_EQ(Day("00/00/1957"), "1957");
    EXPECT_EQ(Day("21068", Cell::Kind::kNumber), "1957-09-05");
    EXPECT_EQ(Day("29/02/2024"), "2024-02-29");
}

TEST(Days, AreRefusedWithTheirReason) {
    EXPECT_EQ(Day("30/02/1957"), "no-such-day");
    EXPECT_EQ(Day("29/02/2023"), "no-such-day");
    EXPECT_EQ(Day("12/25/1957"), "no-such-day");
    EXPECT_EQ(Day("13/1957"), "no-such-day");
    EXPECT_EQ(Day("05/09/57"), "bad-date");
    EXPECT_EQ(Day("tháng chín"), "bad-date");
    EXPECT_EQ(Day("//1957"), "bad-date");
    EXPECT_EQ(Day("999999999999"), "bad-date");
    EXPECT_EQ(Day("7"), "bad-date");
}

const Date kBorn{1957, 9, 5};

TEST(CitizenNumbers, HaveTwelveDigits) {
    const auto read = [](std::string text) {
        return Told(ReadCitizenNumber({.text = std::move(text)}, kBorn, "female"));
    };
    EXPECT_EQ(read("079 157 000 001"), "079157000001");
    EXPECT_EQ(read("79157000001"), "079157000001 restored");
    EXPECT_EQ(read("79057000001"), "bad-cccd") << "a man's number is not to be guessed";
    EXPECT_EQ(read("07915700000"), "bad-cccd");
    EXPECT_EQ(read("023456789"), "old-cmnd");
    EXPECT_EQ(read("7.9157E+10"), "scientific");
    EXPECT_EQ(read("07915700000A"), "bad-cccd");
}

TEST(CitizenNumbers, AreOnlyWarnedOfWhatTheySay) {
    EXPECT_THAT(CompareCitizenNumber("079157000001", kBorn, "female"), IsEmpty());
    EXPECT_THAT(CompareCitizenNumber("079057000001", kBorn, "female"), ElementsAre("cccd-sex"));
    EXPECT_THAT(CompareCitizenNumber("079158000001", kBorn, "female"), ElementsAre("cccd-birth"));
    EXPECT_THAT(CompareCitizenNumber("079357000001", kBorn, "female"), ElementsAre("cccd-birth"));
    EXPECT_THAT(CompareCitizenNumber("079312000001", {2012, 0, 0}, "female"), IsEmpty());
    EXPECT_THAT(CompareCitizenNumber("000999000001", kBorn, "female"),
                ElementsAre("cccd-province", "cccd-sex"));
}

TEST(InsuranceNumbers, AndCardsAndPhones) {
    EXPECT_EQ(Told(ReadInsuranceNumber({.text = "7912345678"})), "7912345678");
    EXPECT_EQ(Told(ReadInsuranceNumber({.text = "912345678", .kind = Cell::Kind::kNumber})),
              "0912345678 restored");
    EXPECT_EQ(Told(ReadInsuranceNumber({.text = "912345678"})), "bad-bhxh");
    EXPECT_EQ(Told(ReadInsuranceNumber({.text = "0000000000"})), "bad-bhxh");
    EXPECT_EQ(Told(ReadCard({.text = "gd 4 79 7912345678"}, TheForm())), "GD4797912345678");
    EXPECT_EQ(Told(ReadCard({.text = "7912345678"}, TheForm())), "7912345678");
    EXPECT_EQ(Told(ReadCard({.text = "GD6797912345678"}, TheForm())), "bad-card");
    EXPECT_EQ(Told(ReadCard({.text = "ZZ4797912345678"}, TheForm())), "bad-card");
    EXPECT_EQ(Told(ReadPhone({.text = "0912.345.678; 0283"}, TheForm())), "0912345678");
    EXPECT_EQ(Told(ReadPhone({.text = "+84 912345678"}, TheForm())), "0912345678");
    EXPECT_EQ(Told(ReadPhone({.text = "912345678"}, TheForm())), "0912345678 restored");
    EXPECT_EQ(Told(ReadPhone({.text = "0112345678"}, TheForm())), "bad-phone");
    EXPECT_EQ(Told(ReadPhone({.text = "12345"}, TheForm())), "bad-phone");
}

TEST(Names, GetTheirCapitalsAndHoldLettersAlone) {
    EXPECT_EQ(Told(ReadName("NGUYỄN THỊ ĐÀO")), "Nguyễn Thị Đào");
    EXPECT_EQ(Told(ReadName("nguyễn thị đào")), "Nguyễn Thị Đào");
    EXPECT_EQ(Told(ReadName("H'Hen Niê")), "H'Hen Niê");
    EXPECT_EQ(Told(ReadName("Lê Văn 2")), "bad-name");
    EXPECT_EQ(Told(ReadName("NguyÔn V¨n")), "bad-name");
    EXPECT_EQ(Told(ReadName("?")), "bad-name");
}

Sheet SheetOf(const std::vector<std::vector<std::string>>& rows) {
    Sheet sheet;
    int number = 0;
    for (const auto& texts : rows) {
        auto& row = sheet.rows.emplace_back();
        row.number = ++number;
        for (const auto& text : texts) row.cells.push_back({.text = text});
    }
    return sheet;
}

TEST(Sample, IsAListThatIsUnderstood) {
    const auto& form = TheForm();
    const auto sheet = ReadSheet(form.Sample(), "");
    ASSERT_TRUE(sheet) << sheet.error().message;
    EXPECT_EQ(sheet->rows.size(), 3u);
    const auto mapping = GuessMapping(*sheet, form);
    ASSERT_TRUE(mapping) << mapping.error().message;
    for (const auto& field : form.fields()) {
        if (field.examples.empty() && !field.required) continue;
        EXPECT_TRUE(mapping->column(field.id)) << field.name;
    }
}

TEST(Mapping, FindsTheHeadingsUnderATitle) {
    const auto mapping = GuessMapping(
        SheetOf({{"DANH SÁCH NHÂN KHẨU"},
                 {},
                 {"STT", "Họ và tên khai sinh", "Ngày, tháng, năm sinh", "Giới tính",
                  "Quan hệ với chủ hộ", "Số CCCD/ĐDCN", "Ghi chú", "Khu/ấp", "Họ tên chủ hộ"},
                 {"1", "Trần An", "1957"}}),
        TheForm());
    ASSERT_TRUE(mapping) << mapping.error().message;
    EXPECT_EQ(mapping->heading, 2u);
    EXPECT_EQ(mapping->column(FieldId::kName), 1u);
    EXPECT_EQ(mapping->column(FieldId::kBirth), 2u);
    EXPECT_EQ(mapping->column(FieldId::kSex), 3u);
    EXPECT_EQ(mapping->column(FieldId::kRelation), 4u);
    EXPECT_EQ(mapping->column(FieldId::kCccd), 5u);
    EXPECT_EQ(mapping->column(FieldId::kHamlet), 7u);
    EXPECT_EQ(mapping->column(FieldId::kPhone), std::nullopt);
}

TEST(Mapping, ReadsHeadingsOverTwoRowsAndNamesInTwoColumns) {
    const auto mapping = GuessMapping(
        SheetOf({{"Họ đệm", "Tên", "Năm sinh", "Năm sinh", "Thẻ BHYT", "Thẻ BHYT", "Ấp"},
                 {"", "", "Nam", "Nữ", "Số thẻ", "Đến ngày", ""},
                 {"Trần Văn", "An", "1957", "", "", "", "Ấp 1"}}),
        TheForm());
    ASSERT_TRUE(mapping) << mapping.error().message;
    EXPECT_EQ(mapping->heading, 1u);
    EXPECT_EQ(mapping->column(FieldId::kName), 0u);
    EXPECT_EQ(mapping->column(FieldId::kGiven), 1u);
    EXPECT_EQ(mapping->column(FieldId::kBirthMale), 2u);
    EXPECT_EQ(mapping->column(FieldId::kBirthFemale), 3u);
    EXPECT_EQ(mapping->column(FieldId::kCard), 4u);
    EXPECT_EQ(mapping->column(FieldId::kCardTo), 5u);
    EXPECT_EQ(mapping->column(FieldId::kHamlet), 6u);
    EXPECT_THAT(MissingFields(*mapping, TheForm(), false), IsEmpty());
}

TEST(Mapping, SaysWhatIsMissingAndFollowsTheSender) {
    EXPECT_THAT(GuessMapping(SheetOf({{"a", "b"}, {"1", "2"}}), TheForm()).error().message_vi,
                HasSubstr("Họ và tên"));
    auto mapping =
        GuessMapping(SheetOf({{"Họ tên", "Cột lạ", "Giới"}, {"A", "1957", "Nam"}}), TheForm());
    ASSERT_TRUE(mapping);
    EXPECT_THAT(MissingFields(*mapping, TheForm(), true), ElementsAre(FieldId::kBirth));
    ASSERT_TRUE(ApplyMapping("0:name,1:birth_date,2:sex", TheForm(), *mapping));
    EXPECT_EQ(mapping->column(FieldId::kBirth), 1u);
    EXPECT_THAT(MissingFields(*mapping, TheForm(), false), ElementsAre(FieldId::kHamlet));
    for (const auto* bad : {"0", "0:nothing", "9:name", "0:name,0:sex", "0:name,1:name", "x:name"})
        EXPECT_EQ(ApplyMapping(bad, TheForm(), *mapping).error().code, ErrorCode::kBadValue) << bad;
}

}  // namespace
}  // namespace tram::population
