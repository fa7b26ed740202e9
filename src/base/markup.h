// Text inside XML and XHTML.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <string>
#include <string_view>

namespace tram {

// `text` as it stands between tags or inside a quoted attribute. Control characters, which XML has
// no way to say, are left out.
std::string EscapeMarkup(std::string_view text);

}  // namespace tram
