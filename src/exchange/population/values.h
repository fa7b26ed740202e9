// The values of single cells: days, numbers, names.
//
// Each reader gives the value, or the code of what is wrong with it (Form::problem).
//
// Thread safety: plain functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/date.h"
#include "exchange/population/form.h"
#include "exchange/population/sheet.h"

namespace tram::population {

template <typename T>
using Read = std::variant<T, std::string_view>;

// 05/09/1957 (also with - . or spaces), 9/1957, 1957, 1957-09-05, a serial number of a spreadsheet;
// 00/00/1957 is the year alone. bad-date, no-such-day.
Read<Date> ReadDay(const Cell& cell);

struct Digits {
    std::string digits;
    bool zero_restored = false;
};
// 12 digits. Where a spreadsheet took the zeros in front they are put back if the rest speaks of
// this birth and sex. old-cmnd, scientific, bad-cccd.
Read<Digits> ReadCitizenNumber(const Cell& cell, const Date& birth, std::string_view sex);
// Warnings of what the number says against the row. cccd-sex, cccd-birth, cccd-province.
// NOTE: never errors, and the place of registration is not held against any list: numbers get
// corrected, and the list of 63 provinces is older than the map.
std::vector<std::string_view> CompareCitizenNumber(std::string_view number, const Date& birth,
                                                   std::string_view sex);

// 10 digits. bad-bhxh, scientific.
Read<Digits> ReadInsuranceNumber(const Cell& cell);
// 15 signs in capitals, or 10 digits. bad-card.
Read<std::string> ReadCard(const Cell& cell, const Form& form);
// The first of several, 10 or 11 digits from 0. bad-phone.
Read<Digits> ReadPhone(const Cell& cell, const Form& form);

// A name as it should stand: words of letters, single spaces; written in capitals or small letters
// throughout it gets a capital for each word. bad-name.
Read<std::string> ReadName(std::string_view text);

}  // namespace tram::population
