// The invented district: its units before and after 1 July 2025, when districts end, communes merge
// and old stations become service points of one station per commune.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/demo/dice.h"

namespace tram::demo {

// 2025-07-01, the day of the two-tier local government.
inline constexpr std::int32_t kMergeDay = 20270;

struct Hamlet {
    std::string id, name;
    std::size_t commune = 0;  // old commune
    double weight = 1;        // share of people
    int minutes_to_station = 10;
};

struct OldCommune {
    std::string id, name, code, station;  // ids; `station` until the merge
    bool town = false, remote = false;
    std::size_t successor = 0;  // new commune
    std::string point;  // the service point that takes over the old station; empty: main site
    std::vector<std::size_t> hamlets;
};

struct NewCommune {
    std::string id, name, code, station;
    std::vector<std::size_t> parts;  // old communes
};

struct District {
    std::string province, district, health_office, committee, party, propaganda;
    std::string district_centre, area_centre;
    std::vector<OldCommune> olds;
    std::vector<NewCommune> news;
    std::vector<Hamlet> hamlets;
    std::vector<std::string> schools, workplaces, clinics;
    bool merged = false;  // the demo reaches past the merge

    // Where somebody of that hamlet is served on a day: station or service point.
    const std::string& Station(std::size_t hamlet, std::int32_t day) const;
    const std::string& Commune(std::size_t hamlet, std::int32_t day) const;
};

// Ids and names alone; sized for `persons`.
District PlanDistrict(Dice& dice, int persons, std::int32_t until);

// The records of all units and links, as JSON. `start`: first day of the demo.
std::vector<std::string> UnitRecords(const District& district, Dice& dice, std::int32_t start,
                                     int persons);

}  // namespace tram::demo
