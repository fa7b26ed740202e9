// SHA-256 (FIPS 180-4) of bytes in hex, as other programs print it: to name a file to people.
//
// Thread safety: may be called from any thread.
#pragma once

#include <string>
#include <string_view>

namespace tram::crypto {

std::string Sha256Hex(std::string_view bytes);

}  // namespace tram::crypto
