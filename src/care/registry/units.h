// Units: provinces, communes, hamlets, stations … with their days, their parents and their
// successors, read from the registers `organizations` and `unit_links`.
//
// The map regroups, it never changes a member: somebody stands in the lowest unit of a day, and
// that unit is carried up by the map of that day or by today's. A unit that has ended counts in its
// successor; one that was split into several cannot be placed and stays where it ended.
//
// Thread safety: immutable once loaded.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "platform/database/database.h"

namespace tram::registry {

using Rid = std::int64_t;

struct Unit {
    Rid rid = 0;
    std::string id;    // FHIR id
    std::string code;  // official code; may be empty
    std::string kind;  // "commune", "hamlet", "station" …
    std::string name;
    std::int32_t from_day = 0, to_day = 0;  // both included; open ends ±kOpen
    std::string remoteness = {};            // of a commune, by decision; empty: not said
    static constexpr std::int32_t kOpen = 9'999'999;
    bool ValidOn(std::int32_t day) const { return from_day <= day && day <= to_day; }
};

enum class Map : std::uint8_t { kOwn, kToday };

class Units {
  public:
    // REQUIRES: `connection` is in a read transaction, or is the writer's.
    // Errors: kInvalid (links in a circle; names the units), of the database.
    static Result<Units> Load(database::Connection& connection);

    const Unit* Find(Rid rid) const;
    // By official code or by id; of several with one code the one valid on `day`, else the newest.
    const Unit* FindByName(std::string_view code_or_id, std::int32_t day) const;
    // The unit above all others on `day`: the one valid unit that is part of none and has parts.
    const Unit* Top(std::int32_t day) const;
    const std::vector<Unit>& all() const { return units_; }

    // The unit itself and all it is part of on `day`, lowest first. A unit that has ended by then
    // is first carried to its successor. Empty: the unit is not known or cannot be placed.
    std::vector<Rid> PathUp(Rid rid, std::int32_t day) const;
    // The units that are part of it on `day`, by kind and name.
    std::vector<const Unit*> Below(Rid rid, std::int32_t day) const;
    // The parent on `day`; nullptr: none.
    const Unit* Parent(Rid rid, std::int32_t day) const;
    // Direct successors, on any day.
    std::vector<Rid> Successors(Rid rid) const;
    std::vector<Rid> Predecessors(Rid rid) const;

  private:
    struct Link {
        Rid whole = 0, part = 0;
        std::int32_t from_day = 0, to_day = 0;
    };
    Result<void> RefuseCircles() const;
    Rid CarryToSuccessor(Rid rid, std::int32_t day) const;

    std::vector<Unit> units_;
    std::unordered_map<Rid, std::size_t> by_rid_;
    std::unordered_multimap<Rid, Link> parents_;     // by part
    std::unordered_multimap<Rid, Link> parts_;       // by whole
    std::unordered_multimap<Rid, Link> successors_;  // by predecessor
};

}  // namespace tram::registry
