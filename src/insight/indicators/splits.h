// A figure by groups of people: sex, age, ethnicity, poverty, remoteness, distance, industrial
// zone, insurance, hamlet. One function says in which group a member stands, so that a group and
// the list of its members cannot disagree.
//
// Thread safety: plain functions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "insight/indicators/members.h"
#include "insight/indicators/small_cells.h"

namespace tram::indicators {

struct SplitGroup {
    std::string code;
    Count count;
    bool hidden = false;  // kept back from who may not see names
};
struct Split {
    std::string id;  // of kSplitIds
    std::vector<SplitGroup> groups;
    // Best and worst group of 30 or more; empty: none such.
    std::string best, worst;
    double gap_points = 0;
};
inline constexpr std::string_view kSplitIds[] = {"sex",        "age",        "ethnicity",
                                                 "poverty",    "remoteness", "distance",
                                                 "industrial", "insurance",  "hamlet"};
inline constexpr std::int64_t kSmallestCompared = 30;

// In which group of each split a member stands.
class Grouping {
  public:
    // REQUIRES: all outlive this. `day`: as of which units are asked.
    Grouping(const std::map<Rid, MemberFacts>& facts, const registry::Units& units,
             std::int32_t day)
        : facts_(facts), units_(units), day_(day) {}

    // The code of the group; of hamlets a FHIR id, "unknown" where no record tells.
    std::string Of(std::string_view split, const Member& member);

  private:
    const std::map<Rid, MemberFacts>& facts_;
    const registry::Units& units_;
    std::int32_t day_;
    std::map<Rid, std::string> remoteness_, distance_;  // by unit
};

// `members`: those of one unit. A split about which no record says anything is left out.
std::vector<Split> MakeSplits(const Answer& answer, const std::vector<Member>& members,
                              const std::map<Rid, MemberFacts>& facts,
                              const registry::Units& units);
// For a paper that leaves the unit: hides the small groups of each split by itself. small_cells.h
// does so over units that can be asked one after the other.
void HideSmallGroups(std::vector<Split>& splits);
// Best and worst of the groups that are shown.
void FindGap(Split& split);

// How remote the home of a member is: of the commune above its unit on that day; empty: not said.
std::string_view RemotenessOf(const registry::Units& units, Rid unit, std::int32_t day);

// How far the home of a member is from the nearest point of care, by its hamlet: "0-1", "1-3",
// "3-5", "5+" km; empty: not said.
std::string_view DistanceOf(const registry::Units& units, Rid unit, std::int32_t day);

// Code of the age group of a split: "0-5", "6-17", "18-39", "40-59", "60-79", "80+".
std::string_view AgeGroup(int age);

}  // namespace tram::indicators
