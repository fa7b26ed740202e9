// Sources: the living resources of a type, read a chunk at a time, for rebuilding and checking what
// is derived from them.
#pragma once

#include "record/registers/registers.h"
#include "record/store/content.h"

namespace tram::record {

// REQUIRES: both outlive the function. What it reads is what `connection` sees.
registers::NextSources SourcesOf(database::Connection& connection, const ContentMaker& maker);

}  // namespace tram::record
