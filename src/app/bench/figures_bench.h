// The benchmark of figures: starts this very program as a server on an existing synthetic store and
// asks it for the scorecard, trends and the memory it takes, as a screen and an operator would.
//
// It records home checks in the store to see figures move, so it wants one of invented people.
//
// Thread safety: one thread calls MeasureFigures.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/bench/bench.h"

namespace tram::bench {

struct FiguresOptions {
    std::string data_dir;
    std::string database_url;
    int idle_seconds = 60;  // before memory is read
};

struct FiguresResult {
    Machine machine;
    std::string database;
    std::int64_t people = 0;  // members of the population at the top
    int indicators = 0, units = 0;
    double start_ms = 0;                           // from the command to the open door
    double rest_mb = 0;                            // RssAnon after a start and idle_seconds
    double cold_ms = 0;                            // first scorecard of a fresh process
    double cold_whole_ms = 0;                      // until the year before is there too
    double unasked_day_ms = 0;                     // a day nobody asked for, in a warm process
    std::vector<std::uint32_t> warm, after_write;  // micros, sorted
    double trend_ms = 0;                           // all indicators, 24 months each, until complete
    double slowest_trend_ms = 0;                   // of one indicator
    std::vector<std::uint32_t> trend_warm;         // micros, sorted
    double used_mb = 0;                            // RssAnon after all this and idle_seconds
};

// REQUIRES: no server has the store.
// Errors: kNotFound (no such store), kInvalid (its people are not invented), kUnavailable.
Result<FiguresResult> MeasureFigures(const FiguresOptions& options);

std::string JsonOf(const FiguresResult& result);
std::string TableOf(const FiguresResult& result);

}  // namespace tram::bench
