// The shape of the invented land: a polygon for each old commune, neighbours sharing their borders.
#pragma once

#include <string>
#include <vector>

#include "app/demo/district.h"

namespace tram::demo {

// A Location for each old commune, with its GeoJSON geometry in the extension `boundary`.
std::vector<std::string> MapRecords(const District& district, Dice& dice);

}  // namespace tram::demo
