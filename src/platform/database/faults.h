// The words in which a database's failures are told. Only the codes and the database's own words
// for the log differ from one cause to the next; no value of a row ever gets in.
//
// Thread safety: plain functions.
#pragma once

#include <string>

#include "base/error.h"

namespace tram::database {

Error TookTooLong(std::string detail);      // kBusy: the time limit of the connection
Error LockedByOthers(std::string detail);   // kBusy: a lock, a deadlock, a lost serialization
Error DiskFull(std::string detail);         // kUnavailable
Error CannotReachDisk(std::string detail);  // kUnavailable: any other failure of reading or writing
Error ConnectionLost(std::string detail);   // kUnavailable
Error TooManyConnections(std::string detail);  // kBusy
Error AlreadyThere(std::string detail);        // kConflict: a unique key
Error BrokenQuery(std::string detail);         // kInternal

}  // namespace tram::database
