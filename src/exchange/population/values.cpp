#include "exchange/population/values.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdlib>

#include "exchange/population/workbook.h"

namespace tram::population {
namespace {

bool IsDigit(char c) {
    return c >= '0' && c <= '9';
}

bool AllDigits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

// "079 185-001.234" as digits; other signs stay and spoil it.
std::string Squeeze(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c != ' ' && c != '.' && c != '-' && c != '\'' && c != '"') out += c;
    }
    return out;
}

// 7.9E+10, 7,9E+10: digits are lost.
bool IsScientific(std::string_view text) {
    const auto e = text.find_first_of("eE");
    return e != std::string_view::npos && e > 0 && IsDigit(text[0]) &&
           text.find_first_not_of("0123456789.,eE+- ") == std::string_view::npos;
}

std::optional<Date> Real(int year, int month, int day) {
    if (year < 1800 || year > 2200) return std::nullopt;
    if (month == 0) return Date{year, 0, 0};
    if (month < 0 || month > 12 || day < 0) return std::nullopt;
    if (day > DaysInMonth(year, month)) return std::nullopt;
    return Date{year, month, day};
}

// The numbers between / - . and spaces; empty: something else stands there.
std::vector<std::string_view> Numbers(std::string_view text) {
    std::vector<std::string_view> parts;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end =
            std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), IsDigit) -
            text.begin();
        const auto length = static_cast<std::size_t>(end) - at;
        if (length == 0 || length > 8) return {};
        parts.push_back(text.substr(at, length));
        at += length;
        if (at == text.size()) break;
        if (std::string_view("/-. ").find(text[at]) == std::string_view::npos) return {};
        while (at < text.size() &&
               std::string_view("/-. ").find(text[at]) != std::string_view::npos)
            ++at;
    }
    return parts;
}

int Int(std::string_view digits) {
    return std::atoi(std::string(digits).c_str());
}

constexpr std::string_view kBadDate = "bad-date", kNoSuchDay = "no-such-day";

Read<Date> Or(const std::optional<Date>& date) {
    if (date) return *date;
    return kNoSuchDay;
}

}  // namespace

Read<Date> ReadDay(const Cell& cell) {
    std::string_view text = cell.text;
    // A moment, as some programs write days: 1957-09-05 00:00:00.
    if (const auto zero = text.find(" 00:00"); zero != std::string_view::npos)
        text = text.substr(0, zero);
    if (const auto t = text.find("T00:00"); t != std::string_view::npos) text = text.substr(0, t);
    const auto parts = Numbers(text);
    if (parts.size() == 3) {
        if (parts[0].size() == 4) return Or(Real(Int(parts[0]), Int(parts[1]), Int(parts[2])));
        if (parts[2].size() == 4 && parts[0].size() <= 2 && parts[1].size() <= 2) {
            if (Int(parts[1]) == 0 && Int(parts[0]) != 0) return kNoSuchDay;
            return Or(Real(Int(parts[2]), Int(parts[1]), Int(parts[0])));
        }
        return kBadDate;
    }
    if (parts.size() == 2) {
        if (parts[1].size() == 4 && parts[0].size() <= 2)
            return Or(Real(Int(parts[1]), Int(parts[0]), 0));
        return kBadDate;
    }
    if (parts.size() != 1) return kBadDate;
    const auto only = parts[0];
    if (only.size() == 4) return Or(Real(Int(only), 0, 0));
    if (only.size() == 8)
        return Or(Real(Int(only.substr(4)), Int(only.substr(2, 2)), Int(only) / 1000000));
    // A day that lost its format: 20948 is 08/05/1957.
    if (only.size() == 5 && Int(only) >= 10'000) {
        if (const auto day = ParseDate(DayOfSerial(Int(only), false))) return *day;
    }
    return kBadDate;
}

std::vector<std::string_view> CompareCitizenNumber(std::string_view number, const Date& birth,
                                                   std::string_view sex) {
    std::vector<std::string_view> warnings;
    if (number.starts_with("000")) warnings.push_back("cccd-province");
    // TT 07/2016/TT-BCA: one digit for century and sex, 0 and 1 for 1900 to 1999.
    const int century = number[3] - '0';
    if (century > 5 || (century % 2 == 1) != (sex == "female")) warnings.push_back("cccd-sex");
    const int year = 1900 + century / 2 * 100 + Int(number.substr(4, 2));
    if (century <= 5 && birth.year != year) warnings.push_back("cccd-birth");
    return warnings;
}

Read<Digits> ReadCitizenNumber(const Cell& cell, const Date& birth, std::string_view sex) {
    if (IsScientific(cell.text)) return std::string_view("scientific");
    Digits read{.digits = Squeeze(cell.text)};
    if (!AllDigits(read.digits)) return std::string_view("bad-cccd");
    if (read.digits.size() == 12) return read;
    if (read.digits.size() == 10 || read.digits.size() == 11) {
        read.digits.insert(0, 12 - read.digits.size(), '0');
        read.zero_restored = true;
        if (CompareCitizenNumber(read.digits, birth, sex).empty()) return read;
    }
    if (Squeeze(cell.text).size() == 9) return std::string_view("old-cmnd");
    return std::string_view("bad-cccd");
}

Read<Digits> ReadInsuranceNumber(const Cell& cell) {
    if (IsScientific(cell.text)) return std::string_view("scientific");
    Digits read{.digits = Squeeze(cell.text)};
    if (!AllDigits(read.digits)) return std::string_view("bad-bhxh");
    if (read.digits.size() < 10 && read.digits.size() >= 8 && cell.kind == Cell::Kind::kNumber) {
        read.digits.insert(0, 10 - read.digits.size(), '0');
        read.zero_restored = true;
    }
    const bool zeros = read.digits.find_first_not_of('0') == std::string::npos;
    if (read.digits.size() != 10 || zeros) return std::string_view("bad-bhxh");
    return read;
}

Read<std::string> ReadCard(const Cell& cell, const Form& form) {
    auto card = Squeeze(cell.text);
    for (auto& c : card) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (card.size() == 10 && AllDigits(card)) return card;
    const bool shaped = card.size() == 15 && form.IsCardGroup(card.substr(0, 2)) &&
                        card[2] >= '1' && card[2] <= '5' && AllDigits(card.substr(3));
    if (!shaped) return std::string_view("bad-card");
    return card;
}

Read<Digits> ReadPhone(const Cell& cell, const Form& form) {
    const auto first = cell.text.substr(0, cell.text.find_first_of(";,/"));
    if (IsScientific(first)) return std::string_view("scientific");
    Digits read{.digits = Squeeze(first)};
    std::erase_if(read.digits, [](char c) { return c == '(' || c == ')'; });
    if (read.digits.starts_with("+84"))
        read.digits.replace(0, 3, "0");
    else if (read.digits.starts_with("84") && read.digits.size() == 11)
        read.digits.replace(0, 2, "0");
    if (!AllDigits(read.digits)) return std::string_view("bad-phone");
    if (read.digits.size() == 9 && read.digits[0] != '0') {
        read.digits.insert(0, 1, '0');
        read.zero_restored = true;
    }
    const bool landline = read.digits.starts_with("02") && read.digits.size() == 11;
    if ((read.digits.size() != 10 && !landline) || !form.IsPhoneStart(read.digits))
        return std::string_view("bad-phone");
    return read;
}

Read<std::string> ReadName(std::string_view text) {
    auto name = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    bool upper = false, lower = false;
    for (int32_t i = 0; i < name.length(); i = name.moveIndex32(i, 1)) {
        const auto c = name.char32At(i);
        const bool sign = c == ' ' || c == '-' || c == '\'' || c == '.' || c == 0x2019;
        if (!sign && !u_isalpha(c) && u_charType(c) != U_NON_SPACING_MARK)
            return std::string_view("bad-name");
        upper = upper || u_isupper(c);
        lower = lower || u_islower(c);
    }
    if ((!upper && !lower) || name.length() < 2 || name.length() > 100)
        return std::string_view("bad-name");
    if (!upper || !lower) {
        name.toLower(icu::Locale("vi"));
        bool begins = true;
        icu::UnicodeString titled;
        for (int32_t i = 0; i < name.length(); i = name.moveIndex32(i, 1)) {
            const auto c = name.char32At(i);
            titled.append(begins ? static_cast<UChar32>(u_toupper(c)) : c);
            begins = c == ' ' || c == '-';
        }
        name = titled;
    }
    std::string out;
    name.toUTF8String(out);
    return out;
}

}  // namespace tram::population
