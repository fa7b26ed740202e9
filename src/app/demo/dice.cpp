#include "app/demo/dice.h"

#include <cmath>
#include <numbers>

namespace tram::demo {

double Dice::Normal(double mean, double deviation) {
    const double radius = std::sqrt(-2 * std::log(1 - Unit()));
    return mean + deviation * radius * std::cos(2 * std::numbers::pi * Unit());
}

std::size_t Dice::Weighted(std::span<const double> weights) {
    double sum = 0;
    for (const double weight : weights) sum += weight;
    double left = Unit() * sum;
    for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
        if (left < weights[i]) return i;
        left -= weights[i];
    }
    return weights.size() - 1;
}

std::string Dice::Uuid(std::int32_t day) {
    SimulatedClock clock({day * std::int64_t{86'400'000'000}});
    return NewUuid(clock, random_);
}

std::string Dice::Digits(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += static_cast<char>('0' + Range(0, 9));
    return text;
}

}  // namespace tram::demo
