// Registers: the flat, typed tables that screens, worklists and indicators read instead of JSON.
// Each is a ViewDefinition (content/registers/), kept in step with the records inside the commit.
//
// A register `patients` is the table `reg_patients`:
//
//     rid     of the resource the row comes from            row     0, 1, … within the resource
//     patient rid of the Patient it speaks of, NULL: none   person  survivor of Patient.link
//     then the columns of the view                          bucket  of the home, last in the key
//
// A view column `x` becomes, by its declared `type`:
//     boolean                   x INTEGER, 0 or 1
//     integer, positiveInt …    x INTEGER
//     decimal                   x REAL
//     date                      x_on INTEGER, yyyymmdd as written, without zone shift (year only
//                               19570000, month only 19570300), and x_day INTEGER, days since 1970
//                               of the earliest day it may mean
//     dateTime, instant         x_on, x_day, and x_at INTEGER, microseconds since 1970 UTC of its
//                               first instant; without a zone it is read in the store's
//     any other primitive       x TEXT
// (of a date named x_date the ending is left off: outcome_date gives outcome_on and outcome_day)
// and by its tags:
//     tram/type  rid            x INTEGER, the rid of the resource a reference key names
//                               (`subject.getReferenceKey()`); also one never stored. References
//                               that are not to a record of this store give NULL. With the path
//                               `id`: the rid of the row's own resource, under a name of its own.
//     tram/type  patient        no column: the reference key names the row's own patient, where one
//                               resource speaks of several (members of a household)
//     tram/text  folded         x TEXT as tram::Fold makes it, for matching without tones
//     tram/text  name-key       x TEXT, from a HumanName: orders people by the Vietnamese rule
//     tram/day   last           of dates: the latest day or instant it may mean, for ends of
//     periods tram/index a, b, c        an index of the table on these of its columns
//
// A column whose path is just `id` gives the resource's id. Other paths must not read `id`,
// `meta.versionId` or `meta.lastUpdated`: stored bodies do not hold them. Several values in one
// cell: the first counts. A register that cannot be computed from a resource has no rows of it, and
// Check says so: a record is never refused because of a register.
//
// Work is split in two. Compute is pure and may run in any worker; Write puts the difference of two
// results into the tables, in the writer's transaction.
//
// Thread safety: once prepared, Compute may be called from many threads at once; Write, SetPerson
// and the steps of a Rebuild that write are the writer's. All that takes a Connection uses it only
// during the call.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "fhir/json/document.h"
#include "fhir/views/view.h"
#include "platform/database/database.h"
#include "record/storage/dictionary.h"

namespace tram::registers {

using storage::Rid;

// A literal reference to a record of this store.
struct Reference {
    std::string type;
    std::string id;
    friend bool operator==(const Reference&, const Reference&) = default;
};

using Value = std::variant<std::monostate, std::int64_t, double, std::string, Reference>;
// In the order of Register::columns; where Register::own_patient, one more: the patient.
using Row = std::vector<Value>;

// What one resource gives to the registers over its type. Free of the database.
struct Rows {
    struct Of {
        std::size_t place = 0;  // of the register in Registers::all(); behind them those going out
        std::vector<Row> rows;  // at least one
    };
    std::vector<Of> registers;        // ascending by place
    std::vector<std::string> faults;  // registers that could not be computed, with the reason
};

struct RegisterColumn {
    std::string name;  // as in the table: "birth_on"
    database::Statement::Type type = database::Statement::Type::kText;
    bool is_reference = false;
    std::string description;
};

struct Register {
    std::string name;           // "patients"
    std::string table;          // "reg_patients"
    std::string resource_type;  // "Patient"
    std::string description;
    bool own_patient = false;                       // each row names its patient itself
    std::vector<RegisterColumn> columns;            // those of the view, engine columns left out
    std::vector<std::vector<std::string>> indexes;  // besides the key and (person)
};

// Whose the rows of a resource are.
struct Place {
    Rid patient = 0;  // 0: none, stored as NULL
    Rid person = 0;
    std::int64_t bucket = 0;  // of the home: storage::BucketOf
    friend bool operator==(const Place&, const Place&) = default;
};

// One resource before and after a change. Created: no `before`. Deleted: no `after`.
struct Change {
    Rid rid = 0;
    Place place_before;
    const Rows* before = nullptr;
    Place place_after;
    const Rows* after = nullptr;
};

// A stored resource, for rebuilding and checking. Its body may lack id and meta as stored bodies
// do.
struct Source {
    Rid rid = 0;
    std::string id;
    Place place;
    json::DocumentPtr resource;
};
// The next up to `most` living resources of a type with rid > `after`, ascending by rid; none: the
// end. No statement may be open between two calls.
using NextSources =
    std::function<Result<std::vector<Source>>(std::string_view type, Rid after, std::size_t most)>;

// What Prepare does at once, and what it leaves to be built beside the work.
struct PrepareOptions {
    // Registers over types with no more living resources than these are built within Prepare.
    std::int64_t at_once = 2'000;
};

class Registers {
  public:
    // `zone_minutes`: of date times without a zone, east of UTC.
    // Errors: kInvalid (a view that cannot be a register: no name, a type that is not primitive, a
    // collection, a reserved word as column, two registers of one name …).
    static Result<Registers> Make(std::vector<views::View> views, int zone_minutes);

    const std::vector<Register>& all() const;
    const Register* Find(std::string_view name) const;

    // The rows of a resource in all registers over its type. Never fails; see Rows::faults.
    Rows Compute(json::Value resource, std::string_view id) const;
    // Is there a register over this type at all?
    bool Covers(std::string_view type) const;

    // Makes the tables `register` and reg_… as they must be: creates what is missing, drops what is
    // gone, builds anew from the records what has changed. Gives the names of those built anew.
    //
    // A large register is not built here but beside the work, in a table next_… that takes its
    // place when it is whole (rebuild.h). Until then the one made by the view of before serves, and
    // both are kept in step; a register that is new has no table until then. A build that was cut
    // short goes on where it was. REQUIRES: `connection` is in a write transaction; no other call
    // is made meanwhile. Errors: of the database and of `next`.
    Result<std::vector<std::string>> Prepare(database::Connection& connection,
                                             storage::Dictionary& dictionary,
                                             const NextSources& next, PrepareOptions options = {});

    // Registers are being built beside the work: some serve by the view of before, or not yet.
    bool building() const;
    // Rises when tables have taken the place of others: what was worked out from them is no longer
    // true.
    std::int64_t generation() const;

    // Writes exactly the difference of each change, many changes in few round trips. References get
    // rids from the dictionary; those never seen get one (and a row in `res` of version 0).
    // REQUIRES: `connection` is in a write transaction; `res` holds the changed resources already.
    Result<void> Write(database::Connection& connection, storage::Dictionary& dictionary,
                       std::span<const Change> changes) const;

    // All rows of `patient` speak of `person` from now on (Patient.link made or undone).
    // REQUIRES: `connection` is in a write transaction; `person_before` is what they hold now.
    Result<void> SetPerson(database::Connection& connection, Rid patient, Rid person_before,
                           Rid person) const;

    // Compares each table with a rescan; one line for each difference (ids only), at most 100 and
    // one that counts the rest.
    Result<std::vector<std::string>> Check(database::Connection& connection,
                                           const storage::Dictionary& dictionary,
                                           const NextSources& next) const;

    struct Plan;

  private:
    friend class Rebuild;
    std::shared_ptr<Plan> plan_;
};

}  // namespace tram::registers
