// Time, ids and chance, handed in from outside so that a test or a seeded demo repeats itself.
//
// Instant: microseconds since 1970-01-01T00:00:00Z. Calendar dates never pass through it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace tram {

struct Instant {
    std::int64_t micros = 0;
    friend auto operator<=>(const Instant&, const Instant&) = default;
};

// Thread safety: implementations may be called from any thread.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant Now() = 0;
};

class SystemClock : public Clock {
  public:
    Instant Now() override;
};

// Stands where it is put; each reading moves it by `step` micros.
class SimulatedClock : public Clock {
  public:
    explicit SimulatedClock(Instant start, std::int64_t step = 0) : now_(start.micros), step_(step) {}
    Instant Now() override { return {now_.fetch_add(step_)}; }
    void Set(Instant now) { now_ = now.micros; }

  private:
    std::atomic<std::int64_t> now_;
    std::int64_t step_;
};

// Thread safety: implementations may be called from any thread.
class RandomSource {
  public:
    virtual ~RandomSource() = default;
    virtual std::uint64_t Next() = 0;
};

class SystemRandom : public RandomSource {
  public:
    std::uint64_t Next() override;
};

// splitmix64: the same seed, the same numbers.
class SeededRandom : public RandomSource {
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    std::uint64_t Next() override;

  private:
    std::atomic<std::uint64_t> state_;
};

// A UUID version 7 (RFC 9562 §5.7): time first, so that new rows fall at the end of an index.
std::string NewUuid(Clock& clock, RandomSource& random);

// The instant as FHIR writes it, in UTC with milliseconds: 2026-11-22T03:04:05.678Z.
std::string FormatInstant(Instant at);

}  // namespace tram
