#include "api/metrics.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace tram::api {
namespace {

// Resident memory of this process; 0 where /proc has nothing to say.
double ResidentBytes() {
    double pages = 0;
    if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(file, "%*s %lf", &pages) != 1) pages = 0;
        std::fclose(file);
    }
    return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

void AppendGauge(std::string& text, std::string_view name, std::string_view help, double value) {
    text += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n{0} {2}\n", name, help, value);
}

}  // namespace

void Metrics::Count(std::string_view method, std::string_view route, int status,
                    std::chrono::nanoseconds took) {
    const double seconds = static_cast<double>(took.count()) / 1e9;
    std::size_t bucket = 0;
    while (bucket < kEnds.size() && seconds > kEnds[bucket]) ++bucket;
    const std::lock_guard lock(mutex_);
    auto at_route = routes_.find(route);
    if (at_route == routes_.end()) at_route = routes_.emplace(std::string(route), ByMethod{}).first;
    auto at_method = at_route->second.find(method);
    if (at_method == at_route->second.end()) {
        at_method = at_route->second.emplace(std::string(method), OfRoute{}).first;
    }
    auto& of_route = at_method->second;
    ++of_route.by_status[status];
    ++of_route.buckets[bucket];
    of_route.seconds += seconds;
}

void Metrics::AddGauge(std::string name, std::string help, std::function<double()> read) {
    const std::lock_guard lock(mutex_);
    gauges_.push_back({std::move(name), std::move(help), std::move(read)});
}

std::string Metrics::Text() const {
    std::string text;
    AppendGauge(text, "process_resident_memory_bytes", "Resident memory in bytes.",
                ResidentBytes());
    const std::lock_guard lock(mutex_);
    for (const auto& gauge : gauges_) AppendGauge(text, gauge.name, gauge.help, gauge.read());
    text +=
        "# HELP tram_http_requests_total Requests answered, by method, route and status.\n"
        "# TYPE tram_http_requests_total counter\n";
    ForEach([&](const std::string& labels, const OfRoute& of_route) {
        for (const auto& [status, count] : of_route.by_status) {
            text += fmt::format("tram_http_requests_total{{{},status=\"{}\"}} {}\n", labels, status,
                                count);
        }
    });
    text +=
        "# HELP tram_http_request_seconds Time from the whole request to its answer.\n"
        "# TYPE tram_http_request_seconds histogram\n";
    ForEach([&](const std::string& labels, const OfRoute& of_route) {
        std::uint64_t below = 0;
        for (std::size_t i = 0; i < kEnds.size(); ++i) {
            below += of_route.buckets[i];
            text += fmt::format("tram_http_request_seconds_bucket{{{},le=\"{}\"}} {}\n", labels,
                                kEnds[i], below);
        }
        below += of_route.buckets.back();
        text += fmt::format(
            "tram_http_request_seconds_bucket{{{0},le=\"+Inf\"}} {1}\n"
            "tram_http_request_seconds_sum{{{0}}} {2}\n"
            "tram_http_request_seconds_count{{{0}}} {1}\n",
            labels, below, of_route.seconds);
    });
    return text;
}

template <typename Visit>
void Metrics::ForEach(Visit visit) const {
    for (const auto& [route, methods] : routes_) {
        for (const auto& [method, of_route] : methods) {
            visit(fmt::format("method=\"{}\",route=\"{}\"", method, route), of_route);
        }
    }
}

}  // namespace tram::api
