// What the benchmark writes: transactions as a station would send them.
//
// Thread safety: plain functions.
#pragma once

#include <cstdint>
#include <string>

#include "app/demo/dice.h"

namespace tram::bench {

// Two resources that are made together or not at all: a contact and a weight.
std::string SmallBundle(const std::string& patient, demo::Dice& dice, std::int32_t day);

// A visit of eight: contact, pressure, pulse, weight, height, temperature, diagnosis, prescription.
std::string VisitBundle(const std::string& patient, demo::Dice& dice, std::int32_t day);

}  // namespace tram::bench
