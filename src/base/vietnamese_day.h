// Days as Vietnamese papers and tables write them.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/date.h"

namespace tram {

// 14/06/2026; as precise as the date is known: 06/2026, 2026.
std::string VietnameseDay(const Date& date);
std::string VietnameseDay(std::int32_t day);  // days since 1970

// 14/06/2026 07:30, on the clocks of a zone so many minutes east of UTC.
std::string VietnameseMoment(Instant at, int zone_minutes);

}  // namespace tram
