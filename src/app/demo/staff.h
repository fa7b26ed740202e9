// Staff, posts, rotations, equipment, surveys, scores, service lists of the invented district.
#pragma once

#include <string>
#include <vector>

#include "app/demo/district.h"

namespace tram::demo {

struct HamletWorker {
    std::string practitioner;
    std::string name;
};

struct Staff {
    std::vector<std::string> records;          // JSON, in order of writing
    std::vector<HamletWorker> hamlet_workers;  // by hamlet
    std::vector<std::vector<std::string>>
        techniques;  // by old commune: those its station is approved for
    std::vector<std::string> centre_techniques;
};

// `start`, `until`: first and last day of the demo.
Staff MakeStaff(const District& district, Dice& dice, std::int32_t start, std::int32_t until);

}  // namespace tram::demo
