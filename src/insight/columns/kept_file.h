// KeptFile: tables of columns on disk between two runs of the program, so that a start does not
// read millions of rows again.
//
// The file is derived and may be deleted at any time. It is believed only where the log of the
// store holds the same link at the file's position, the views of the registers are the same, and
// its sums are right; anything else is as if there were none.
//
// Tables read from it stand in its pages: they are memory of the system's cache, which it may take
// back, not of the program. A file that is in use is replaced or deleted, never written.
//
// Thread safety: none.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "insight/columns/feed.h"
#include "insight/columns/table.h"

namespace tram::columns {

// What the tables are of, and as of when.
struct KeptOf {
    std::int64_t position = 0;
    std::string chain;   // of the log at that position
    std::string shapes;  // registers with their views and the columns read of them
    Feed::Survivors survivors;
};

// Writes beside `path` and puts it in its place; 0600. Only rows that are alive.
// REQUIRES: tables are sorted. Errors: kUnavailable (the disk is full …); the file of before stays.
Result<void> WriteKept(const std::string& path, const KeptOf& of,
                       const std::vector<const Table*>& tables, const Texts& texts);

// What a file says it is of; nullopt: none, or it cannot be believed.
std::optional<KeptOf> ReadKeptOf(const std::string& path);

// Fills the tables of these names, of which each has its columns and no rows, on all cores. False:
// nothing can be believed, and tables may hold anything. REQUIRES: ReadKeptOf gave the shapes they
// are of.
bool ReadKeptTables(const std::string& path, const std::vector<Table*>& tables, Texts& texts);

}  // namespace tram::columns
