// Names of people who do not exist, put together from published shares of surnames, middle and
// given names; and names of places that do not exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/demo/dice.h"

namespace tram::demo {

struct PersonName {
    std::string family;
    std::vector<std::string> given;  // middle words, then the given name
    std::string Text() const;
};

// `birth_year` decides how often the old middle words Thị and Văn are met. `ethnicity`: two-digit
// code.
PersonName MakeName(Dice& dice, bool female, int birth_year, std::string_view ethnicity,
                    std::string_view family = {});

// Place names, invented; index beyond the list wraps with a number.
std::string CommuneName(std::size_t index);
std::string HamletName(Dice& dice, std::size_t index, bool town);

}  // namespace tram::demo
