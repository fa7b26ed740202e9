// The people and units behind a figure: gap lists, and what changed between two days.
//
// Thread safety: functions may be called from any thread; those that take a Connection use it only
// during the call.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "insight/indicators/scorecard.h"

namespace tram::indicators {

// What is known of a member besides the answer: for lists and splits.
struct MemberFacts {
    std::string id;  // FHIR id
    std::string name, sort_key, gender, birth, phone;
    // Split codes; empty: not known. Remoteness of areas and facilities; people have their
    // commune's.
    std::string ethnicity, poverty, remoteness;
    std::string insured_by;  // group of the card valid that day; empty: none
    std::string occupation;
    int age = -1;
    std::int64_t risk = 0;  // higher first: weights of the risk rules that hold, together
};
// Facts of patients as of the answer's day; of areas and facilities name and id alone.
Result<std::map<Rid, MemberFacts>> FactsOf(database::Connection& connection, const Answer& answer,
                                           const std::vector<Member>& members);

// Ranked for work: overdue longest first, then risk, then by name the Vietnamese way.
void RankForWork(std::vector<Member>& members, const std::map<Rid, MemberFacts>& facts,
                 std::int32_t as_of);

// Why a figure differs between two days, member by member.
enum class Effect : std::uint8_t { kGained, kLost, kEntered, kLeft };
std::string_view EffectCode(Effect effect);
struct Change {
    Rid member = 0;
    Effect effect = Effect::kGained;
    std::uint8_t why = 0;  // gained: why it was not met; lost, entered unmet: why it is not
    bool met = false;      // of entered and left: whether it counts (counted) in the numerator
};
// REQUIRES: both ascending by member.
std::vector<Change> CompareAnswers(const std::vector<Member>& before,
                                   const std::vector<Member>& after);

}  // namespace tram::indicators
