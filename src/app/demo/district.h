// The invented district: its units before and after 1 July 2025, when districts end, communes merge
// and old stations become service points of one station per commune.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/demo/dice.h"

namespace tram::demo {

// 2025-07-01, the day of the two-tier local government.
inline constexpr std::int32_t kMergeDay = 20270;

inline constexpr std::int32_t kFounded = 10957;  // 2000-01-01: long before anything asked about

struct Hamlet {
    std::string id, name;
    std::size_t commune = 0;  // old commune
    double weight = 1;        // share of people
    int minutes_to_station = 10;
    std::int32_t from = kFounded;          // first day
    std::optional<std::int32_t> to;        // last day: split, see District::Split
    std::optional<std::int32_t> moved_on;  // day it came to `commune` from `commune_before`
    std::size_t commune_before = 0;
    bool ValidOn(std::int32_t day) const { return from <= day && (!to || *to >= day); }
};

struct OldCommune {
    std::string id, name, code, station;  // ids; `station` until the merge
    bool town = false, remote = false;
    bool army_civil = false;  // its station is one of army and civil medicine together
    // How well it works and how fast it gets better; 1 is the middle of the district.
    double drive = 1, gain = 0.3;
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

    // One hamlet becomes two, one goes over to the neighbouring commune, one gets another name.
    struct Split {
        std::size_t hamlet = 0, first = 0, second = 0;
        std::int32_t on = 0;  // first day of the two
    } split;
    struct Rename {
        std::size_t hamlet = 0;
        std::string name;
        std::int32_t on = 0;
    } rename;

    // The old commune a hamlet is or was part of on a day.
    const OldCommune& Old(std::size_t hamlet, std::int32_t day) const;
    // How much is done for the people of a hamlet, `growth` (0…1) of the way through the demo.
    double Effort(std::size_t hamlet, double growth) const;
    // Where somebody of that hamlet is served on a day: station or service point.
    const std::string& Station(std::size_t hamlet, std::int32_t day) const;
    const std::string& Commune(std::size_t hamlet, std::int32_t day) const;
};

// Ids and names alone; sized for `persons`. `start`: first day of the demo.
District PlanDistrict(Dice& dice, int persons, std::int32_t start, std::int32_t until);

// The records of all units and links, as JSON. `start`: first day of the demo.
std::vector<std::string> UnitRecords(const District& district, Dice& dice, std::int32_t start,
                                     int persons);

// The hamlet under its new name.
std::string RenamedRecord(const District& district);

}  // namespace tram::demo
