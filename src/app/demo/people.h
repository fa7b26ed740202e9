// The people of the invented district: who they are, where they live, what they are insured by, and
// the records that say so.
//
// Shares come from the parameters listed in docs/house/demo.md (population pyramid, mortality,
// births, insurance groups); what is only modelled is marked there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/demo/district.h"
#include "app/demo/names.h"

namespace tram::demo {

struct Home {
    std::size_t hamlet = 0;
    std::string presence = "resident";
    std::int32_t from = 0;
    std::optional<std::int32_t> to;
    std::int32_t confirmed = 0;
};

struct Person {
    std::string id;
    PersonName name;
    bool female = false;
    std::int32_t birth_day = 0;
    bool year_only = false;  // honest dirt: the day of birth is not known
    std::string ethnicity = "01";
    std::string cccd, phone;  // empty: missing
    std::size_t household = 0;
    std::vector<Home> homes;  // the last one is where the person lives now
    std::optional<std::int32_t> died;
    bool gone = false;        // moved out of the district
    std::string replaced_by;  // a duplicate found and merged: id of the survivor

    std::string bhyt_group;  // empty: not insured
    std::string card;
    std::int32_t card_end = 0;
    double loyalty = 0.5;  // how often one comes to the station, 0…1
    bool hypertension = false, diabetes = false, lung = false, prediabetes = false, smoker = false,
         obese = false;
    bool managed = false;  // followed up by the station
    bool distant = false;  // has an account and nothing in it: nobody has seen this person yet
    std::int32_t last_check = 0;  // day of the last full check; 0: never
    double height = 160, weight = 55;

    int AgeOn(std::int32_t day) const { return static_cast<int>((day - birth_day) / 365.25); }
    bool HereOn(std::int32_t day) const {
        return !gone && replaced_by.empty() && (!died || *died > day);
    }
    const Home& home() const { return homes.back(); }
};

struct Household {
    std::string id;
    std::size_t hamlet = 0;
    std::string poverty;  // "", "near-poor", "poor"
    std::vector<std::size_t> members;
    std::string ethnicity = "01";
    std::string family;
};

struct Population {
    std::vector<Person> people;
    std::vector<Household> households;
};

Population MakePopulation(const District& district, Dice& dice, int persons, std::int32_t start);

// A newborn into the household of its mother; gives its place in `people`.
std::size_t Bear(Population& population, std::size_t mother, Dice& dice, std::int32_t day);

std::string PatientRecord(const Person& person, const District& district);
std::string HouseholdRecord(const Household& household, const Population& population,
                            const District& district, std::int32_t start);
std::string CoverageRecord(const Person& person, Dice& dice, std::int32_t from, std::int32_t to);

// The group a person would be insured under; empty: not insured. `effort` of the commune decides
// how many are left out. See docs/house/demo.md.
std::string InsuranceGroup(const Person& person, const Household& household, Dice& dice,
                           std::int32_t day, double effort);

}  // namespace tram::demo
