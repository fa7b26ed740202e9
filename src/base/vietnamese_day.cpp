#include "base/vietnamese_day.h"

#include <fmt/format.h>

namespace tram {

std::string VietnameseDay(const Date& date) {
    if (date.month == 0) return std::to_string(date.year);
    if (date.day == 0) return fmt::format("{:02}/{}", date.month, date.year);
    return fmt::format("{:02}/{:02}/{}", date.day, date.month, date.year);
}

std::string VietnameseDay(std::int32_t day) {
    return VietnameseDay(Date::FromDays(day));
}

std::string VietnameseMoment(Instant at, int zone_minutes) {
    constexpr std::int64_t kMinute = 60'000'000, kDay = 24 * 60 * kMinute;
    const std::int64_t here = at.micros + zone_minutes * kMinute;
    const std::int64_t day = here >= 0 ? here / kDay : (here - kDay + 1) / kDay;
    const std::int64_t minutes = (here - day * kDay) / kMinute;
    return fmt::format("{} {:02}:{:02}", VietnameseDay(static_cast<std::int32_t>(day)),
                       minutes / 60, minutes % 60);
}

}  // namespace tram
