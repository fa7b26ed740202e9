#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include "app/house/house.h"

namespace tram::house {
namespace {

Error Unknown(std::string_view timezone) {
    return {
        .code = ErrorCode::kInvalid,
        .message = "\"" + std::string(timezone) +
                   "\" is not a time zone without changing clocks; write Asia/Ho_Chi_Minh, UTC or "
                   "an offset such as +07:00",
        .message_vi =
            "\"" + std::string(timezone) +
            "\" không phải là múi giờ cố định; hãy ghi Asia/Ho_Chi_Minh, UTC hoặc độ lệch "
            "như +07:00",
        .path = "timezone"};
}

}  // namespace

Result<int> ZoneMinutes(std::string_view timezone) {
    std::string name(timezone);
    if (!name.empty() && (name[0] == '+' || name[0] == '-')) name = "GMT" + name;
    const std::unique_ptr<icu::TimeZone> zone(
        icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
    if (!zone || *zone == icu::TimeZone::getUnknown() || zone->useDaylightTime()) {
        return Unknown(timezone);
    }
    return zone->getRawOffset() / 60'000;
}

}  // namespace tram::house
