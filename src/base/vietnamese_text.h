// Vietnamese text as people search and sort it.
//
// Thread safety: all functions may be called from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tram {

// Lower case, without tones and marks, đ as d, white space single, ends trimmed: what search keys
// and typed queries both become. Old and new tone placement (hoà, hòa) and composed or decomposed
// Unicode fold to the same bytes. Latin letters of other languages lose their marks too.
std::string Fold(std::string_view text);

// The syllables of a folded text: split at everything that is neither letter nor digit.
std::vector<std::string> Syllables(std::string_view text);

// Bytes that compare (memcmp) as Vietnamese collation orders the texts (ICU, vi).
std::string CollationKey(std::string_view text);

// A collation key that orders people as Vietnamese lists do: given name, then family name, then
// what stands between. `family` may be empty; `given` holds the words in the order written.
std::string PersonNameKey(std::string_view family, const std::vector<std::string>& given);

// ĐẢNG ỦY XÃ of "Đảng ủy xã".
std::string Capitals(std::string_view text);
// The first letter small, as a name stands inside a sentence: "xã Tân Lập" of "Xã Tân Lập".
std::string SmallInitial(std::string_view text);

}  // namespace tram
