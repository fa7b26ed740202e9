// Passwords: what one must be like, and keeping it without knowing it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace tram::users {

// At least 10 characters (letters of any language count as one), at most 1,000 bytes, not the
// user's name nor one letter over and over. Errors: kInvalid with path "password".
Result<void> CheckPassword(std::string_view password, std::string_view user_name);

// Both take some 0.1 s and 64 MB, so only a few run at once; others wait their turn.
// Errors: kBusy (too many are waiting), kUnavailable.
Result<std::string> KeepPassword(std::string_view password);
Result<bool> IsPassword(std::string_view kept, std::string_view password);

// A password that is easy to read aloud and to copy by hand: 5 groups of 4 letters and digits.
std::string NewPassword();

}  // namespace tram::users
