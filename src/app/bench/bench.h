// The benchmark: one process that fills an empty store through the import, opens its HTTP door on a
// free port of this machine, and asks it with clients of its own. Every check, the audit included,
// is on, as in a running house.
//
// Thread safety: one thread calls Run.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "app/bench/load.h"
#include "app/house/house.h"
#include "base/result.h"

namespace tram::bench {

struct BenchOptions {
    house::HouseOptions house;  // data_dir empty: a folder of its own that is removed at the end
    int persons = 5000;
    int months = 12;
    bool only_names = false;  // persons alone, and only their names are searched
    std::string synthea;  // folder of Synthea Bundles, imported in place of the invented district
    int copies = 10;      // of each of those persons
    std::string mix;      // file of search shapes; empty: that work is left out
    double seconds = 4;   // for each work
    int clients = 64;     // where many ask at once
    int workers = 16;     // threads that import
    std::vector<std::string> only;  // names of the works to do; empty: all
    bool again = false;  // the store that a benchmark filled before, in place of an empty one
};

struct Machine {
    std::string cpu;
    int cores = 0;
    std::int64_t memory_mb = 0;
    double load_average = 0;  // of the last minute, before the benchmark began
    bool optimized = false;   // was this program built with optimization?
};

Machine ReadMachine();

struct Work {
    std::string name;  // "mixed_searches"
    std::string user;  // role that asks
    Figures figures;
    std::vector<std::string> kinds;    // names of the figures by kind
    std::vector<std::string> missing;  // values the store had none of
};

struct Import {
    std::int64_t resources = 0, refused = 0, bytes = 0;
    double seconds = 0;  // 0: nothing was imported
    std::string first_refusal;

    double per_second() const { return seconds > 0 ? static_cast<double>(resources) / seconds : 0; }
};

struct BenchResult {
    Machine machine;
    std::string database;  // "sqlite", "postgresql"
    std::int64_t persons = 0;
    Import import;
    std::vector<Work> works;
    std::vector<std::string> notes;  // what was left out, and why
    double seconds = 0;
};

// Errors: those of House::Open and Door::Open; kConflict (the store holds records already, or none
// of a benchmark before), kUnavailable, kNotFound (no such mix or folder).
Result<BenchResult> Run(const BenchOptions& options);

std::string JsonOf(const BenchResult& result);
std::string TableOf(const BenchResult& result);

}  // namespace tram::bench
