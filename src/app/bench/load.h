// Load: clients in this process that ask a server over TCP, each on one kept connection, the next
// question as soon as the last is answered (a closed loop), and what they saw.
//
// Thread safety: Drive is called by one thread; `ask` is called from all client threads, each with
// dice of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/demo/dice.h"
#include "base/result.h"
#include "platform/http/client.h"

namespace tram::bench {

struct Question {
    http::Request request;
    std::size_t kind = 0;  // which of the shapes in a mix
};
using Ask = std::function<Question(demo::Dice&)>;

struct LoadOptions {
    std::uint16_t port = 0;
    std::string token;  // sent as bearer
    int clients = 1;
    double seconds = 5;
    double warm_up = 1;  // seconds before them that are not counted
};

// Times in microseconds, from before the first byte is sent until the whole answer is there.
struct Figures {
    int clients = 0;
    double seconds = 0;
    std::vector<std::uint32_t> micros;              // sorted, of good answers
    std::vector<std::vector<std::uint32_t>> kinds;  // the same by kind, sorted
    std::vector<std::int64_t> with_entries;      // by kind: answers that are Bundles with an entry
    std::int64_t errors = 0;                     // status other than 2xx, or a broken connection
    std::map<std::string, std::int64_t> faults;  // "503": how often; "connection"
    std::int64_t bytes = 0;                      // of the bodies of good answers
    // The processor's time of this process, clients and server together: on a crowded machine it
    // says more than the clock does.
    double cpu_seconds = 0;

    double cpu_ms_each() const {
        return micros.empty() ? 0 : 1000 * cpu_seconds / static_cast<double>(micros.size());
    }
    double per_second() const { return static_cast<double>(micros.size()) / seconds; }
};

// Errors: kUnavailable when the server cannot be reached at the start.
Result<Figures> Drive(const LoadOptions& options, const Ask& ask);

// Nearest rank: the smallest that `share` (0…1) of all do not exceed, in milliseconds; 0 of none.
// REQUIRES: `sorted` is sorted.
double PercentileMs(const std::vector<std::uint32_t>& sorted, double share);

}  // namespace tram::bench
