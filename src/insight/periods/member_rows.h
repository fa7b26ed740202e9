// Member rows of a closed period as NDJSON: a line a member, in the order of the answer.
//
//     {"member":"…","units":["hamlet","commune"],"met":false,"why":"expired",
//      "evidence":"Coverage/…","due_on":"2026-03-01","splits":{"sex":"female",…}}
//
// `units` begins with the lowest unit the member stood in and ends with the unit of the period, all
// FHIR ids, so that a row says by itself in which figures it counts.
//
// Thread safety: functions may be called from any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "insight/indicators/members.h"

namespace tram::periods {

struct FrozenMember {
    std::string member;
    std::vector<std::string> units;  // empty: it could not be placed
    bool met = false;
    std::string why;       // code
    std::string evidence;  // "Type/id"
    std::int32_t due_on = 0;
    std::string sex, age, ethnicity, poverty, remoteness;

    bool StandsIn(std::string_view unit) const;
};

// The rows of the members at or below `unit`.
// REQUIRES: `connection` is in a read transaction.
Result<std::vector<FrozenMember>> MakeRows(database::Connection& connection,
                                           const indicators::Answer& answer,
                                           const indicators::Geography& geography,
                                           indicators::Rid unit);

std::string WriteRows(const std::vector<FrozenMember>& rows);
// Errors: kMalformed.
Result<std::vector<FrozenMember>> ReadRows(std::string_view text);

// Rids of members by their FHIR ids; what is not known any more is left out.
Result<std::map<std::string, indicators::Rid>> RidsOf(database::Connection& connection,
                                                      indicators::MemberType type,
                                                      const std::vector<std::string_view>& ids);

// Frozen rows in the engine's own terms, so that whatever reads an answer reads them too.
struct Thawed {
    indicators::Answer answer;  // members, ascending; their lowest counts
    std::map<indicators::Rid, indicators::MemberFacts> facts;  // of people: what splits need
};
// REQUIRES: `connection` is in a read transaction.
Result<Thawed> Thaw(database::Connection& connection, const indicators::Indicator& indicator,
                    const indicators::Dates& dates, const registry::Units& units,
                    const std::vector<FrozenMember>& rows);

}  // namespace tram::periods
