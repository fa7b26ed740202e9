// Units: provinces, communes, hamlets, stations … with their days, their parents and their
// successors, read from the registers `organizations` and `unit_links`.
//
// The map regroups, it never changes a member: somebody stands in the lowest unit of a day, and
// that unit is carried up by the map of that day or by today's. A unit that has ended counts in its
// successor; one that was split into several is placed only as high as all of them have in common,
// and shows as "chưa xếp" below that.
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
    double distance_km = -1;  // of a hamlet, to the nearest point of care; -1: not said
    static constexpr std::int32_t kOpen = 9'999'999;
    bool ValidOn(std::int32_t day) const { return from_day <= day && day <= to_day; }
};

enum class Map : std::uint8_t { kOwn, kToday };

class Units {
  public:
    // REQUIRES: `connection` is in a read transaction, or is the writer's.
    // Errors: of the database. What people got wrong is told by Circles and Problems.
    static Result<Units> Load(database::Connection& connection);

    // kInvalid, with the names of the units, where links go round in a circle on some day: then no
    // figure can be told by unit.
    Result<void> RefuseCircles() const;
    // What a person has to settle, a sentence each: circles, a part with two wholes on one day, a
    // link to a unit nobody recorded.
    std::vector<std::string> Problems() const;
    // … and units that have ended on `day` in which people are still recorded, though it is not
    // clear where they belong now.
    Result<std::vector<std::string>> HomesToSettle(database::Connection& connection,
                                                   std::int32_t day) const;

    const Unit* Find(Rid rid) const;
    // By official code or by id; of several with one code the one valid on `day`, else the newest.
    const Unit* FindByName(std::string_view code_or_id, std::int32_t day) const;
    // The unit above all others on `day`: the one valid unit that is part of none and has parts.
    const Unit* Top(std::int32_t day) const;
    const std::vector<Unit>& all() const { return units_; }

    // The unit itself and all it is part of on `day`, lowest first. A unit that has ended by then
    // is first carried to its successor; of several, only what is above all of them remains.
    // Empty: the unit is not known or cannot be placed.
    std::vector<Rid> PathUp(Rid rid, std::int32_t day) const;
    // The units that are part of it on `day`, by kind and name.
    std::vector<const Unit*> Below(Rid rid, std::int32_t day) const;
    // The parent on `day`; of several links the one that began last; nullptr: none.
    const Unit* Parent(Rid rid, std::int32_t day) const;
    // What the unit was part of before its present parent; nullptr: it never was part of another.
    const Unit* FormerParent(Rid rid, std::int32_t day) const;
    // The unit itself or the nearest above it of that kind on `day`; nullptr: none.
    const Unit* Above(Rid rid, std::string_view kind, std::int32_t day) const;
    // Direct successors, on any day.
    std::vector<Rid> Successors(Rid rid) const;
    std::vector<Rid> Predecessors(Rid rid) const;

  private:
    struct Link {
        Rid whole = 0, part = 0;
        std::int32_t from_day = 0, to_day = 0;
    };
    // The units of a circle that `part` stands in on `day`; empty: none.
    std::vector<Rid> CircleOn(Rid part, std::int32_t day) const;
    std::string NameOf(Rid rid) const;
    Result<void> FindCircle() const;
    void FindOverlaps(std::vector<std::string>& problems) const;
    std::vector<Rid> CarryToSuccessors(Rid rid, std::int32_t day) const;
    std::vector<Rid> Climb(Rid rid, std::int32_t day) const;

    std::vector<Unit> units_;
    Result<void> sound_;  // or the circle that was found
    std::unordered_map<Rid, std::size_t> by_rid_;
    std::unordered_multimap<Rid, Link> parents_;     // by part
    std::unordered_multimap<Rid, Link> parts_;       // by whole
    std::unordered_multimap<Rid, Link> successors_;  // by predecessor
};

}  // namespace tram::registry
