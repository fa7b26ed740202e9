// Changes: what an entry asks of the records: a new Patient, or the difference to the one that is
// there; the card; the household. What a list leaves empty changes nothing.
//
// Thread safety: plain functions; ids come from the clock and the random source handed in.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "exchange/population/book.h"
#include "exchange/population/entries.h"

namespace tram::population {

struct ChangeContext {
    const Places& places;
    Clock& clock;
    RandomSource& random;
    Date on;             // the day of the list: what it changes holds from then
    bool dated = false;  // the sender named that day: homes are confirmed by it
};

// The id of the person, and what is to be written; empty: nothing.
struct PersonChange {
    std::string id;
    std::vector<record::Change> changes;
};
PersonChange NewPerson(const Entry& entry, const ChangeContext& context);
PersonChange ChangedPerson(const Entry& entry, const KnownPerson& person,
                           const ChangeContext& context);

// One member of a household as the list has it.
struct Member {
    std::string patient;  // id
    std::string relation;
    bool head = false;
    std::string name;
};
// A new household, or the difference; `leaves` are ids of those who are in another one now.
// nullopt: nothing to write.
std::optional<record::Change> ChangeHousehold(const Household& household,
                                              const std::vector<Member>& members,
                                              const std::set<std::string>& leaves,
                                              const KnownHousehold* known,
                                              const ChangeContext& context);

}  // namespace tram::population
