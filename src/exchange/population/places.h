// Places: where the people of a list may be put: hamlets of today within the sender's units, found
// by code or by the name as lists write it.
//
// Thread safety: none; one list, one thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "care/registry/units.h"
#include "record/access/actor.h"

namespace tram::population {

using registry::Rid;
using registry::Unit;

class Places {
  public:
    // `within`: 0, or a unit that narrows it further.
    Places(const registry::Units& units, const access::Actor& actor, Rid within,
           std::int32_t today);

    struct Found {
        Rid place = 0;          // 0: not found
        std::string_view code;  // unknown-hamlet, several-hamlets, unknown-commune
        std::string names;      // of the nearest, of the communes
    };
    // REQUIRES: hamlet is not empty.
    Found Find(std::string_view hamlet, std::string_view commune) const;
    // Where all people live who are given no hamlet: the one unit asked for, if it is a hamlet or a
    // commune, or the sender's only hamlet.
    Rid only() const { return only_; }

    bool Covers(Rid unit) const { return covered_.contains(unit); }
    // Of the commune a place lies in; empty: none.
    std::string StationOf(Rid place) const;
    Rid CommuneOf(Rid place) const;
    // "Ấp 3, xã Tân Phú"
    std::string AddressOf(Rid place) const;
    const std::string& IdOf(Rid place) const;

  private:
    std::string Nearest(std::string_view plain, Rid commune) const;

    const registry::Units& units_;
    std::multimap<std::string, const Unit*, std::less<>> by_name_;
    std::map<std::string, const Unit*, std::less<>> by_code_;
    std::multimap<std::string, const Unit*, std::less<>> communes_;
    std::set<Rid> covered_;
    std::unordered_map<Rid, Rid> commune_of_;
    std::unordered_map<Rid, std::string> station_of_;  // by commune
    Rid only_ = 0;
    mutable std::map<std::pair<std::string, Rid>, std::string> nearest_;
};

}  // namespace tram::population
