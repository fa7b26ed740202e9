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
#include "exchange/population/form.h"
#include "record/access/actor.h"

namespace tram::population {

using registry::Rid;
using registry::Unit;

class Places {
  public:
    // `within`: 0, or a unit that narrows it further.
    Places(const registry::Units& units, const access::Actor& actor, Rid within,
           std::int32_t today);

    // As a row of a list has them; empty: not told.
    struct Asked {
        std::string_view hamlet, code, commune;
        std::string_view former;  // commune the hamlet was in before communes were merged
    };
    struct Found {
        Rid place = 0;          // 0: not found
        std::string_view code;  // unknown-hamlet, several-hamlets, unknown-commune, unknown-code
        FieldId field = FieldId::kHamlet;  // the one at fault
        std::string names = {};            // of the nearest, of all that could be meant
    };
    // By its code; without one by its name in its commune, or in a commune it was in before.
    // REQUIRES: hamlet or code is not empty.
    Found Find(const Asked& asked) const;
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
    using ByName = std::multimap<std::string, const Unit*, std::less<>>;
    // Communes of that name; `among`: those of today, or those before.
    static std::vector<const Unit*> Communes(const ByName& among, std::string_view name);
    void AddFormer(const Unit& hamlet, Rid commune);
    bool WasIn(Rid hamlet, const std::vector<const Unit*>& communes) const;
    // "Xã Long Khánh, xã cũ Long Hưởng, mã 99801H004"
    std::string TellApart(const Unit& hamlet) const;
    std::string Nearest(std::string_view plain, Rid commune) const;

    const registry::Units& units_;
    ByName by_name_, communes_, former_communes_;
    std::map<std::string, const Unit*, std::less<>> by_code_;
    std::set<Rid> covered_;
    std::unordered_map<Rid, Rid> commune_of_;
    std::unordered_map<Rid, std::set<Rid>> former_of_;  // communes a hamlet was in
    std::unordered_map<Rid, std::string> station_of_;   // by commune
    Rid only_ = 0;
    mutable std::map<std::pair<std::string, Rid>, std::string> nearest_;
};

}  // namespace tram::population
