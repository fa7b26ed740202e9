// A look before an import: what it would do, and whether the store would refuse those who are new.
//
// Thread safety: one thread; the reader's snapshot is what it looks at.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "exchange/import/import.h"

namespace tram::import {

class Look {
  public:
    // REQUIRES: all outlive this. `day`: today, by which units see.
    Look(record::Store& store, const record::Actor& actor, record::Reader& reader, std::int64_t day)
        : store_(store), actor_(actor), reader_(reader), day_(day) {}

    // What a commit of `changes` would come to, as far as can be said without one: kUpdated is told
    // of all that is there already, changed or not. Stores nothing. Errors: those of validation,
    // kInvalid (a new person whom the actor would not see), kForbidden (a record out of sight).
    Result<record::Receipt> Preview(std::vector<record::Change> changes);

    // How many of each type Preview was asked for without error.
    const std::map<std::string, std::int64_t>& types() const { return types_; }

  private:
    struct Known {
        record::Rid rid = 0, home = 0;  // 0: the store does not know it in any way
        bool stored = false;            // false: referred to at most
    };
    Result<Known> Find(std::string_view type, std::string_view id);
    Result<bool> Sees(record::Rid home);
    Result<void> CheckNewcomers(const std::vector<record::Change>& changes);

    record::Store& store_;
    const record::Actor& actor_;
    record::Reader& reader_;
    std::int64_t day_;
    std::map<std::string, std::int64_t> types_;
};

}  // namespace tram::import
