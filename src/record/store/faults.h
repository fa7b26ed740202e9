// The errors of the store that several of its parts give, worded once.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace tram::record {

Error NoSuchResource(std::string_view type, std::string_view id);
Error WasDeleted(std::string_view type, std::string_view id);
// The record stands in a compartment that the actor's units do not see.
Error OutOfSight(std::string_view type);
Error StaleVersion(std::int64_t known, std::int64_t present);
Error SeveralMatches(std::string_view type);
// Disk, database or line is down; what was asked was not done.
Error StoreIsDown(std::string detail);
Error ClosedForWriting();
// A register that a question needs is being built.
Error RegistersAreBuilt(std::string detail);
// The disk reported that it lost what was given to it before.
Error DiskLostWrites();
// The line broke while the answer to a commit was on its way.
Error OutcomeUnknown();

// The same error with `where` ("Bundle.entry[3]") in front of its paths.
Error At(Error error, std::string_view where);

}  // namespace tram::record
