// Bytes of a text file as UTF-8 in composed form, whatever they were written in.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace tram::population {

struct Decoded {
    std::string text;
    std::string encoding;  // utf-8, utf-16, windows-1258, tcvn3, vni
};

// `wanted` names the encoding; empty: it is found out, by the byte order mark, by being valid
// UTF-8, or by which of the old Vietnamese code pages makes Vietnamese of it. Errors: kBadValue (an
// encoding nobody knows), kMalformed (not in that encoding; names the line).
Result<Decoded> Decode(std::string_view bytes, std::string_view wanted);

// Text in composed form (NFC): "e" and a hook become one letter.
std::string Compose(std::string_view utf8);

// Text that was typed with a TCVN3 or VNI font and so reads as Latin letters ("NguyÔn V¨n An"), as
// spreadsheets keep it. `encoding` is tcvn3 or vni.
std::string FromFont(std::string_view utf8, std::string_view encoding);

// Does it look like that?
bool LooksLikeFont(std::string_view utf8);

}  // namespace tram::population
