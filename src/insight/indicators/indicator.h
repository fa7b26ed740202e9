// An indicator is one question asked of each member of a population: a row of content that holds a
// title, a source and one SQL query over registers. Percent, gap list, splits, trend and scorecard
// all follow from its member rows, so a figure and its list cannot disagree.
//
// Files: content/indicators/<id>.yaml, and content/indicators/bases/<id>.yaml for the populations
// they share. docs/reference/indicator-files.md describes every key.
//
// Thread safety: an Indicator is immutable once loaded.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "insight/indicators/query.h"
#include "platform/content/library.h"
#include "platform/database/database.h"

namespace tram::indicators {

using Rid = std::int64_t;

enum class MemberType : std::uint8_t { kPatient, kFacility, kArea, kFacilityService };

// A word in both languages.
struct Words {
    std::string vi, en;
};

// A reason a member is not met, as the gap list says it.
struct Why {
    std::string code;  // "expired"
    Words title;
};

// One version of an indicator file, valid from a day to another, both included.
struct Version {
    static constexpr std::int32_t kOpen = 9'999'999;
    std::int32_t valid_from = 0, valid_to = kOpen;  // days since 1970
    Query query;
    std::optional<Query> details;  // what each member lacks: member, item, why
    std::string place;             // "indicators/insured.yaml:25", for messages
};

// How the numbers of a companion are read: a share; a count of members; days of the period; the
// longest of all, in days, which is no sum.
enum class CompanionKind : std::uint8_t { kShare, kCount, kDays, kLongest };

// What is put in place of the population a question names.
struct Base {
    std::string id;
    Words title;
    // From the statistics office, without names: the numerator stays, the denominator is its
    // number.
    bool number_only = false;
};

// What risk rules say: content/risk/rules.yaml. See risk_rules.h.
struct RiskRules;

struct Indicator {
    std::string id;  // of a companion "insured/expiring-30", over another base "insured@registered"
    Words title;
    std::string clause;  // "II.4"
    std::string source;
    bool checked = false;  // false: shown as unverified
    MemberType member_type = MemberType::kPatient;
    std::string base;  // id of a base file; empty: the query names its own population
    Words base_title;
    double near_points = 2;  // "Gần đạt": within so many points of the milestone
    // Above so many percent a figure is no success but a sign that something it stands on is wrong:
    // "Cần kiểm tra", for the reason given. Absent: more is better.
    std::optional<double> limit;
    Words over_limit;
    bool direction_only = false;   // "hướng tới": no pass or fail
    bool sustained = false;        // "duy trì": every day of the period, not only the last
    bool counts_everyone = false;  // the denominator is the whole base
    // Asked about a period, it asks of its days; else of the 12 months up to its last day.
    bool of_period = false;
    Words home_note;  // what whoever gives work to those who visit at home must know; may be empty
    std::vector<Why> whys;
    std::vector<Why> items;         // words of what `details` names; others stand as they are
    std::vector<Version> versions;  // newest last
    std::string path;               // of the file, for messages

    // Figures printed beside this one, from the same facts; and this one over other bases.
    std::vector<Indicator> companions;
    std::vector<Indicator> over_bases;
    std::vector<Base> bases;  // all it may be read over, its own first; those without names last
    CompanionKind companion_kind = CompanionKind::kShare;  // of a companion
    std::shared_ptr<const RiskRules> risks;

    const Indicator* Companion(std::string_view companion) const;  // by its id after "/"
    // This indicator over a base: itself for its own, for a number without names, and where it has
    // no base at all. nullptr: no such base.
    const Indicator* OverBase(std::string_view base_id) const;
    // The base of that id, of `bases`; nullptr: none.
    const Base* FindBase(std::string_view base_id) const;
};

// One member of the denominator. Texts of `why` are in Indicator::whys.
struct Member {
    Rid member = 0;           // rid of the Patient (survivor), Organization or HealthcareService
    Rid unit = 0;             // lowest unit it stands in on as_of; 0: not placed ("chưa xếp")
    Rid evidence = 0;         // the deciding record; 0: none
    std::int32_t due_on = 0;  // day since 1970; 0: none
    // What it adds to numerator and denominator: `met` and 1, save in companions that weigh.
    std::int32_t part = 0, whole = 1;
    bool met = false;
    std::uint8_t why = 0;  // 1 + place in Indicator::whys; 0: none
    friend bool operator==(const Member&, const Member&) = default;
};

// One thing a member lacks, for lists: a technique, a criterion, a measurement.
struct Detail {
    Rid member = 0;
    std::string item;      // code, or words
    std::uint8_t why = 0;  // as Member::why
};

// Loads every indicator of the files "indicators/<id>.yaml" with the bases and common parts they
// use.
//
// Errors: kInvalid … with file, line, field and remedy: unknown key, a part nobody defined, parts
// in a circle, SQL outside what both databases share, versions that overlap.
Result<std::vector<Indicator>> LoadIndicators(const content::Library& library,
                                              const std::set<std::string, std::less<>>& registers);

// Prepares every query of each version on `connection`: an unknown table or column is found here.
// Errors: kInvalid with file and the database's own words.
Result<void> CheckQueries(database::Connection& connection, const Indicator& indicator);

// The version that answers for a day: the newest that is valid; nullptr: none yet.
const Version* VersionOn(const Indicator& indicator, std::int32_t day);

// All member rows of one indicator, ascending by member. `only`: these members alone (empty: all);
// persons for patient indicators, REQUIRES member_type kPatient.
// REQUIRES: `connection` is in a read transaction.
// Errors: kBusy (time limit), kUnavailable, kInvalid (a row of the wrong shape).
Result<std::vector<Member>> Ask(database::Connection& connection, const Indicator& indicator,
                                const Dates& dates, std::span<const Rid> only = {});

// What these members lack, by member and item. No version with details: none.
Result<std::vector<Detail>> AskDetails(database::Connection& connection, const Indicator& indicator,
                                       const Dates& dates, std::span<const Rid> members);

}  // namespace tram::indicators
