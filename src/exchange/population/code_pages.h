// Code pages that ICU does not know: TCVN 5712:1993 (fonts ".VnTime", "ABC") and VNI ("VNI-Times").
// Both put Vietnamese where Latin fonts have other letters, VNI a mark behind the letter it belongs
// to.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <unicode/unistr.h>

namespace tram::population {

// `text` holds one byte of the code page in each unit below 256; others stay as they are.
icu::UnicodeString FromTcvn3(const icu::UnicodeString& text);
icu::UnicodeString FromVni(const icu::UnicodeString& text);

// A letter beyond ASCII that Vietnamese is written with, composed.
bool IsVietnameseLetter(UChar letter);

}  // namespace tram::population
