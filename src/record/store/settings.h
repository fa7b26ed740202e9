// What a store knows of itself, in the table `store`: made with the store, never changed after.
//
// Thread safety: plain values and functions.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "platform/crypto/crypto.h"
#include "platform/database/database.h"

namespace tram::record {

struct Settings {
    std::string site;      // UUID of this store among others
    crypto::Key seal_key;  // seals cursors
    int zone_minutes = 0;  // of dates and times without a zone: search rows hang on it
};

// Makes the tables of schema.h where there are none, and reads the settings.
//
// REQUIRES: the connection is in a write transaction.
// Errors: kInvalid (made by a newer or an older program, or with another time zone), of the
// database.
Result<Settings> OpenSchema(database::Connection& connection, int zone_minutes, Clock& clock,
                            RandomSource& random);

}  // namespace tram::record
