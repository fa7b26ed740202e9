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

// One version of an indicator file, valid from a day.
struct Version {
    std::int32_t valid_from = 0;  // day since 1970
    Query query;
    Query base;  // the population alone; empty where the indicator has no base
};

struct Indicator {
    std::string id;
    Words title;
    std::string clause;  // "II.4"
    std::string source;
    bool checked = false;  // false: shown as unverified
    MemberType member_type = MemberType::kPatient;
    std::string base;  // id of a base file; empty: the query names its own population
    Words base_title;
    double near_points = 2;       // "Gần đạt": within so many points of the milestone
    bool direction_only = false;  // "hướng tới": no pass or fail
    bool sustained = false;       // "duy trì": every day of the period, not only the last
    std::vector<Why> whys;
    std::vector<Version> versions;  // newest last
    std::string path;               // of the file, for messages
};

// One member of the denominator. Texts of `why` are in Indicator::whys.
struct Member {
    Rid member = 0;  // rid of the Patient (survivor), Organization or HealthcareService
    Rid unit = 0;    // lowest unit it stands in on as_of; 0: not placed ("chưa xếp")
    bool met = false;
    std::uint8_t why = 0;     // 1 + place in Indicator::whys; 0: none
    Rid evidence = 0;         // the deciding record; 0: none
    std::int32_t due_on = 0;  // day since 1970; 0: none
};

// Loads every indicator of the files "indicators/<id>.yaml" with the bases and common parts they
// use.
//
// Errors: kInvalid … with file, line, field and remedy: unknown key, a part nobody defined, parts
// in a circle, SQL outside what both databases share, versions that overlap.
Result<std::vector<Indicator>> LoadIndicators(const content::Library& library,
                                              const std::set<std::string, std::less<>>& registers);

// Prepares the query of each version on `connection`: an unknown table or column is found here.
// Errors: kInvalid with file and the database's own words.
Result<void> CheckQueries(database::Connection& connection, const Indicator& indicator);

// The version that answers for a day: the newest that is valid; nullptr: none yet.
const Version* VersionOn(const Indicator& indicator, std::int32_t day);

// The population of an indicator, for questions that share it; nullptr where that gains nothing: no
// base, a database that takes no rows, or columns other than a few integers.
// REQUIRES: `connection` is in a read transaction. Errors: as Ask.
Result<std::shared_ptr<const BaseRows>> ReadBase(database::Connection& connection,
                                                 const Version& version, const Dates& dates);

// All member rows of one indicator, ascending by member. `only`: these members alone (empty: all);
// persons for patient indicators, REQUIRES member_type kPatient. `base`: as of the same snapshot.
// REQUIRES: `connection` is in a read transaction.
// Errors: kBusy (time limit), kUnavailable, kInvalid (a row of the wrong shape).
Result<std::vector<Member>> Ask(database::Connection& connection, const Indicator& indicator,
                                const Dates& dates, std::span<const Rid> only = {},
                                const BaseRows* base = nullptr);

}  // namespace tram::indicators
