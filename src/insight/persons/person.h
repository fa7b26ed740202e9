// One person on one page: who, where, insured by what, and everything recorded in
// order of days. Read from registers alone.
//
// Thread safety: functions may be called from any thread; the connection is used only during the
// call.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/database/database.h"

namespace tram::persons {

using Rid = std::int64_t;

struct Identifier {
    std::string kind;  // cccd, bhxh, temporary
    std::string value;
};

struct Home {
    Rid unit = 0;
    std::string text, presence;
    std::int32_t since = 0;  // day; 0: not known
};

struct Card {
    std::string number, kind;
    std::int32_t from = 0, to = 0;  // days; 0: open
    bool valid = false;
};

// One record in the life of a person.
struct Event {
    std::string type;  // FHIR type
    std::string id;
    std::int32_t day = 0;
    std::string kind;   // encounter kind, LOINC or ICD code, vaccine, technique
    std::string value;  // "142/88 mm[Hg]", "7,4 mmol/L"; empty where there is none
    Rid place = 0;      // unit
    Rid rid = 0;        // of the record
};

// What was found to hinder the person, the newest of a year.
struct Circumstance {
    std::string code;      // cannot-walk, away
    std::int32_t day = 0;  // when it was found
};

struct Person {
    Rid rid = 0, survivor = 0;
    std::string id, name, gender, birth, ethnicity;
    int age = -1;  // full years today; -1: not known
    std::vector<Identifier> identifiers;
    std::vector<std::string> phones;
    std::int32_t died = 0;
    std::optional<Home> home;
    std::optional<Card> card;
    std::optional<Circumstance> circumstance;
    std::vector<std::string> duplicates;  // ids of records of the same person
    std::vector<Event> timeline;          // newest first
};

// REQUIRES: that the actor may see the person was decided by the caller.
// Errors: kNotFound.
Result<Person> ReadPerson(database::Connection& connection, std::string_view id, std::int32_t today,
                          std::size_t most_events = 500);

struct Found {
    Rid rid = 0;
    std::string id, name, gender, birth, phone;
    Rid unit = 0;
    bool deceased = false;
    std::string address = {};  // as written, of the home that counts
};
// Rows for people, in the order of `rids`.
Result<std::vector<Found>> ReadFound(database::Connection& connection, const std::vector<Rid>& rids,
                                     std::int32_t today);

}  // namespace tram::persons
