// tram import --population: a list of people and households, CSV or XLSX.
#pragma once

#include <string>

#include "app/cli/link.h"

namespace tram::cli {

struct PopulationOptions {
    std::string file, encoding, mapping, unit, on;
    std::string errors;  // where the faulty rows are written as CSV; empty: nowhere
    bool dry_run = false;
};

void AddPopulationOptions(CLI::App* command, PopulationOptions& options);

// Prints what happened, or with dry_run would happen. Errors: of population::Import; kInvalid when
// rows were refused, all others being in.
Result<void> ImportPopulation(Link& link, const PopulationOptions& options);

}  // namespace tram::cli
