// Dice: repeatable chance for the synthetic district. The same seed throws the same.
//
// Thread safety: none; one generator, one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace tram::demo {

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}

    double Unit() { return static_cast<double>(random_.Next() >> 11) * 0x1.0p-53; }  // [0, 1)
    bool Chance(double probability) { return Unit() < probability; }
    int Range(int low, int high) {  // both included
        return low + static_cast<int>(random_.Next() % static_cast<std::uint64_t>(high - low + 1));
    }
    double Normal(double mean, double deviation);
    // Place in `weights` by their size.
    std::size_t Weighted(std::span<const double> weights);
    template <typename T>
    const T& Pick(std::span<const T> choices) {
        return choices[random_.Next() % choices.size()];
    }
    std::string Uuid(std::int32_t day);  // version 7, dated that day
    std::string Digits(int count);

    RandomSource& source() { return random_; }

  private:
    SeededRandom random_;
};

}  // namespace tram::demo
