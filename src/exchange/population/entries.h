// Entries: the people of a list, each cell understood, and the households they form.
//
// Thread safety: plain values and functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "exchange/population/faults.h"
#include "exchange/population/places.h"
#include "exchange/population/sheet.h"

namespace tram::population {

struct Entry {
    int row = 0;
    bool good = true;  // false: refused; some error names the row

    std::string name;
    Date birth;
    std::string sex;
    std::string cccd, bhxh;
    std::string card, card_group;  // card: 15 signs, or the social insurance number alone
    std::optional<Date> card_from, card_to;
    std::string phone, ethnicity, address, presence;
    std::optional<Date> since;
    bool born_here = false;  // in the household, not moved in with it
    Rid home = 0;
    std::string poverty;   // poor, near-poor, none; empty: not told
    std::string relation;  // head, spouse …; empty: not told
    std::optional<std::size_t> household;

    bool has_card() const { return !card.empty() || card_to || !card_group.empty(); }
};

struct Household {
    std::string code;  // as the list has it; empty: none
    Rid home = 0;
    std::vector<std::size_t> members;  // places among the entries, refused ones too
    std::string poverty;
};

struct List {
    std::vector<Entry> entries;
    std::vector<Household> households;
};

// Rows that tell nothing but a name, or no name and little else, are passed over: titles of groups,
// sums, signatures.
List ReadEntries(const Sheet& sheet, const Mapping& mapping, const Form& form, const Places& places,
                 const Date& today, Faults& faults);

// What makes two rows the same person where no number does: name without tones, birth as written,
// sex and place.
std::string PersonKey(std::string_view name, const Date& birth, std::string_view sex, Rid home);

}  // namespace tram::population
