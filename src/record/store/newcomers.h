// Newcomers: the people whom a transaction makes.
//
// A record is seen by the units that it, or a record about the same person, names. A person who
// names no unit of the author would be written and at once be out of the author's sight: not to be
// read, not to be mended. Such a one is refused, with what is missing.
//
// Thread safety: none; made for one transaction.
#pragma once

#include <functional>
#include <map>
#include <string_view>

#include "record/store/store.h"

namespace tram::record {

class Newcomers {
  public:
    // The rid of an Organization; 0: the store does not know it.
    using FindUnit = std::function<Result<Rid>(std::string_view id)>;
    // `day`: today. REQUIRES: all outlive this.
    Newcomers(const Openings& openings, const Actor& actor, std::int64_t day, FindUnit find_unit)
        : openings_(openings), actor_(actor), day_(day), find_unit_(std::move(find_unit)) {}

    // A record of the transaction and the Patient it is about: itself, where it is one. An empty
    // name: it may be about any of them. REQUIRES: what is given lives as long as this.
    void Add(std::string_view patient, std::string_view type, json::Value resource) {
        records_.emplace(patient, Record{type, resource});
    }

    // Does a record about this person open it to a unit of the actor? REQUIRES: all are added.
    Result<bool> WillBeSeen(std::string_view patient);

  private:
    struct Record {
        std::string_view type;
        json::Value resource;
    };
    Result<bool> Opens(const Record& record);

    const Openings& openings_;
    const Actor& actor_;
    std::int64_t day_;
    FindUnit find_unit_;
    std::multimap<std::string_view, Record> records_;
};

Error WouldBeOutOfSight();

}  // namespace tram::record
