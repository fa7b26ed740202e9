#include "base/clock.h"

#include <sys/random.h>

#include <chrono>
#include <cstdio>

#include "base/date.h"
#include "base/result.h"

namespace tram {

Instant SystemClock::Now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
}

std::uint64_t SystemRandom::Next() {
    // A system call per number would cost more than the id it serves.
    thread_local std::array<std::uint64_t, 32> pool;
    thread_local std::size_t used = pool.size();
    if (used == pool.size()) {
        const auto size = static_cast<ssize_t>(sizeof(pool));
        TRAM_MUST(getrandom(pool.data(), sizeof(pool), 0) == size);
        used = 0;
    }
    return pool[used++];
}

std::uint64_t SeededRandom::Next() {
    std::uint64_t z = state_.fetch_add(0x9E3779B97F4A7C15ULL) + 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

std::string NewUuid(Clock& clock, RandomSource& random) {
    const std::uint64_t millis = static_cast<std::uint64_t>(clock.Now().micros / 1000);
    const std::uint64_t a = random.Next();
    const std::uint64_t b = random.Next();
    const std::uint64_t high = (millis << 16) | 0x7000 | (a & 0x0FFF);
    const std::uint64_t low = (b & 0x3FFFFFFFFFFFFFFFULL) | 0x8000000000000000ULL;
    char text[40];
    std::snprintf(text, sizeof(text), "%08x-%04x-%04x-%04x-%012llx",
                  static_cast<unsigned>(high >> 32), static_cast<unsigned>((high >> 16) & 0xFFFF),
                  static_cast<unsigned>(high & 0xFFFF), static_cast<unsigned>(low >> 48),
                  static_cast<unsigned long long>(low & 0xFFFFFFFFFFFFULL));
    return text;
}

std::string FormatInstant(Instant at) {
    std::int64_t days = at.micros / 86'400'000'000;
    std::int64_t rest = at.micros % 86'400'000'000;
    if (rest < 0) {
        rest += 86'400'000'000;
        --days;
    }
    const Date date = Date::FromDays(static_cast<std::int32_t>(days));
    const auto millis = static_cast<int>(rest / 1000);
    // Written digit by digit: every answer and every log line holds one, and printf took longer
    // than looking the resource up.
    std::string text = "0000-00-00T00:00:00.000Z";
    const auto put = [&text](std::size_t end, int value, int digits) {
        for (; digits > 0; --digits, value /= 10) text[--end] = static_cast<char>('0' + value % 10);
    };
    put(4, date.year, 4);
    put(7, date.month, 2);
    put(10, date.day, 2);
    put(13, millis / 3'600'000, 2);
    put(16, millis / 60'000 % 60, 2);
    put(19, millis / 1000 % 60, 2);
    put(23, millis % 1000, 3);
    return text;
}

}  // namespace tram
