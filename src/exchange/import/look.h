// A look before an import: what it would do, and whether whoever sends it would see what they
// write.
//
// A record is seen by the units that it, or a record about the same person, names. One that names
// no unit of its author would be written and at once be out of the author's sight: not to be read,
// not to be mended. Such a one is refused, with what is missing.
//
// Thread safety: one thread; the reader's snapshot is what it looks at.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "exchange/import/import.h"
#include "record/visibility/rules.h"

namespace tram::import {

class Look {
  public:
    // REQUIRES: all outlive this. `day`: today, by which units see.
    Look(record::Store& store, const record::Actor& actor, record::Reader& reader,
         const visibility::Rules& rules, std::int64_t day)
        : store_(store), actor_(actor), reader_(reader), rules_(rules), day_(day) {}

    // Errors: kForbidden, for a new person whom nothing among `changes` opens to the actor's units.
    Result<void> CheckSight(const std::vector<record::Change>& changes);
    // What a commit of `changes` would come to, as far as can be said without one: kUpdated is told
    // of all that is there already, changed or not. Stores nothing. Errors: those of CheckSight, of
    // validation, kForbidden (a record out of sight).
    Result<record::Receipt> Preview(std::vector<record::Change> changes);

    // How many of each type Preview was asked for without error.
    const std::map<std::string, std::int64_t>& types() const { return types_; }

  private:
    struct Known {
        record::Rid rid = 0, home = 0;  // 0: not there
    };
    Result<Known> Find(std::string_view type, std::string_view id);
    Result<bool> Opens(const record::Change& change);

    record::Store& store_;
    const record::Actor& actor_;
    record::Reader& reader_;
    const visibility::Rules& rules_;
    std::int64_t day_;
    std::map<std::string, std::int64_t> types_;
};

}  // namespace tram::import
