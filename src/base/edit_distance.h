// How many letters must be added, taken away or changed to make one word of another: for "did you
// mean".
//
// Thread safety: plain functions.
#pragma once

#include <cstddef>
#include <string_view>

namespace tram {

// In bytes; takes time with the product of both lengths.
std::size_t EditDistance(std::string_view a, std::string_view b);

}  // namespace tram
