#include "app/bench/load.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

namespace tram::bench {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

std::chrono::steady_clock::duration Seconds(double seconds) {
    return std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        std::chrono::duration<double>(seconds));
}

double CpuSeconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// What one client saw.
struct Seen {
    struct Answer {
        std::uint32_t micros;
        std::uint32_t kind;
    };
    std::vector<Answer> answers;
    std::map<std::size_t, std::int64_t> with_entries;
    std::map<std::string, std::int64_t> faults;
    std::int64_t bytes = 0;

    void Note(const Question& question, const Result<http::Response>& response,
              std::uint32_t micros) {
        if (!response) {
            ++faults["connection"];
        } else if (response->status / 100 != 2) {
            ++faults[std::to_string(response->status)];
        } else {
            answers.push_back({micros, static_cast<std::uint32_t>(question.kind)});
            bytes += static_cast<std::int64_t>(response->body.size());
            if (response->body.find("\"entry\"") != std::string::npos)
                ++with_entries[question.kind];
        }
    }
};

void RunClient(const LoadOptions& options, const Ask& ask, std::uint64_t seed, SteadyTime from,
               SteadyTime until, std::unique_ptr<http::Client> client, Seen& seen) {
    demo::Dice dice(seed);
    while (true) {
        Question question = ask(dice);
        question.request.headers.emplace_back("authorization", "Bearer " + options.token);
        const auto began = std::chrono::steady_clock::now();
        if (began >= until) return;
        const auto response = client ? client->Send(question.request)
                                     : Result<http::Response>(Error{ErrorCode::kUnavailable});
        const auto took = std::chrono::steady_clock::now() - began;
        if (began >= from) {
            const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
            seen.Note(question, response, static_cast<std::uint32_t>(micros));
        }
        if (response) continue;
        auto again = http::Client::Connect({.port = options.port});
        client = again ? std::move(*again) : nullptr;
        // A server that is gone must not be asked a million times a second.
        if (!client) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
}

void Gather(const Seen& seen, Figures& figures) {
    for (const auto& answer : seen.answers) {
        figures.micros.push_back(answer.micros);
        if (figures.kinds.size() <= answer.kind) figures.kinds.resize(answer.kind + 1);
        figures.kinds[answer.kind].push_back(answer.micros);
    }
    for (const auto& [kind, count] : seen.with_entries) {
        if (figures.with_entries.size() <= kind) figures.with_entries.resize(kind + 1);
        figures.with_entries[kind] += count;
    }
    for (const auto& [fault, count] : seen.faults) {
        figures.faults[fault] += count;
        figures.errors += count;
    }
    figures.bytes += seen.bytes;
}

}  // namespace

Result<Figures> Drive(const LoadOptions& options, const Ask& ask) {
    std::vector<std::unique_ptr<http::Client>> connections;
    for (int i = 0; i < options.clients; ++i) {
        connections.push_back(TRY(http::Client::Connect({.port = options.port})));
    }
    std::vector<Seen> seen(connections.size());
    const auto from = std::chrono::steady_clock::now() + Seconds(options.warm_up);
    const auto until = from + Seconds(options.seconds);
    double cpu_before = 0;
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < connections.size(); ++i) {
            threads.emplace_back([&, i] {
                RunClient(options, ask, i + 1, from, until, std::move(connections[i]), seen[i]);
            });
        }
        std::this_thread::sleep_until(from);
        cpu_before = CpuSeconds();
    }
    Figures figures{.clients = options.clients};
    // Until the last answer is in: a question asked within the time counts with all it took.
    figures.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
    figures.cpu_seconds = CpuSeconds() - cpu_before;
    for (const auto& one : seen) Gather(one, figures);
    std::sort(figures.micros.begin(), figures.micros.end());
    for (auto& kind : figures.kinds) std::sort(kind.begin(), kind.end());
    figures.with_entries.resize(figures.kinds.size());
    return figures;
}

double PercentileMs(const std::vector<std::uint32_t>& sorted, double share) {
    if (sorted.empty()) return 0;
    const auto rank =
        static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1] / 1000.0;
}

}  // namespace tram::bench
