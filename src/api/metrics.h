// What the server counts of itself, as Prometheus text
// (https://prometheus.io/docs/instrumenting/exposition_formats/). Requests are told apart by
// method, route template and status, never by path.
//
// Thread safety: all members may be called from any thread.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tram::api {

class Metrics {
  public:
    void Count(std::string_view method, std::string_view route, int status,
               std::chrono::nanoseconds took);
    // A number read whenever the text is made: queue length, store position.
    void AddGauge(std::string name, std::string help, std::function<double()> read);

    std::string Text() const;

  private:
    // Upper ends of the buckets, in seconds.
    static constexpr std::array<double, 11> kEnds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                     0.1,    0.25,  1,      5,     30};
    struct OfRoute {
        std::map<int, std::uint64_t> by_status;
        std::array<std::uint64_t, kEnds.size() + 1> buckets{};
        double seconds = 0;
    };
    struct Gauge {
        std::string name, help;
        std::function<double()> read;
    };

    template <typename Visit>  // with the labels and what was counted under them
    void ForEach(Visit visit) const;

    mutable std::mutex mutex_;
    using ByMethod = std::map<std::string, OfRoute, std::less<>>;
    std::map<std::string, ByMethod, std::less<>> routes_;  // guarded by mutex_, as gauges_
    std::vector<Gauge> gauges_;
};

}  // namespace tram::api
