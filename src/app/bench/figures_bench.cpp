#include "app/bench/figures_bench.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "base/date.h"
#include "fhir/json/document.h"
#include "fhir/json/writer.h"
#include "platform/http/client.h"

extern char** environ;

namespace tram::bench {
namespace {

using Clock = std::chrono::steady_clock;

double MillisSince(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

Error Broken(std::string what) {
    return {.code = ErrorCode::kUnavailable,
            .message = "the benchmark could not go on: " + what,
            .message_vi = "không đo tiếp được: " + what};
}

// A server of this program on the store, until it goes out of scope.
class Served {
  public:
    static Result<std::unique_ptr<Served>> Start(const FiguresOptions& options) {
        auto served = std::make_unique<Served>();
        int out[2];
        if (pipe2(out, O_CLOEXEC) != 0) return Broken("pipe");
        std::vector<std::string> words = {"tram",           "serve",    "--data",
                                          options.data_dir, "--listen", "127.0.0.1:0"};
        if (!options.database_url.empty()) {
            words.emplace_back("--database");
            words.push_back(options.database_url);
        }
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        const auto begin = Clock::now();
        const int failed = posix_spawn(&served->process_, "/proc/self/exe", &actions, nullptr,
                                       arguments.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        close(out[1]);
        served->out_ = out[0];
        if (failed != 0) return Broken("the server does not start");
        std::string said;
        char piece[512];
        while (said.find("ready at") == std::string::npos) {
            const auto count = read(out[0], piece, sizeof(piece));
            if (count <= 0) return Broken("the server ended: " + said);
            said.append(piece, static_cast<std::size_t>(count));
        }
        served->start_ms = MillisSince(begin);
        served->client_ = TRY(http::Client::Connect(
            {.unix_socket = house::SocketOf(options.data_dir), .patience_seconds = 600}));
        return served;
    }
    Served() = default;
    Served(const Served&) = delete;
    ~Served() {
        if (process_ > 0) {
            kill(process_, SIGTERM);
            waitpid(process_, nullptr, 0);
        }
        if (out_ >= 0) close(out_);
    }

    Result<json::DocumentPtr> Ask(std::string method, std::string path, std::string query = "",
                                  std::string body = "") {
        http::Request request{.method = std::move(method),
                              .path = "/api/v1" + std::move(path),
                              .query = std::move(query),
                              .body = std::move(body)};
        if (!request.body.empty()) {
            request.headers = {{"content-type", "application/json"}, {"x-requested-with", "tram"}};
        }
        const auto answer = TRY(client_->Send(request));
        if (answer.status / 100 != 2)
            return Broken(request.path + ": " + std::to_string(answer.status));
        return json::Document::Parse(answer.body);
    }

    // Memory of its own, without files that are merely mapped.
    double OwnMegabytes() const {
        std::ifstream status("/proc/" + std::to_string(process_) + "/status");
        std::string word;
        double kilobytes = 0;
        while (status >> word) {
            if (word == "RssAnon:") status >> kilobytes;
        }
        return kilobytes / 1024;
    }

    double start_ms = 0;

  private:
    pid_t process_ = -1;
    int out_ = -1;
    std::unique_ptr<http::Client> client_;
};

// Reads the files of the store once, so that the disk is no part of what is measured.
void WarmDisk(const std::string& data_dir) {
    for (const char* name : {"/tram.db", "/tram.db-wal"}) {
        std::ifstream file(data_dir + name, std::ios::binary);
        std::vector<char> piece(1 << 20);
        while (file.read(piece.data(), static_cast<std::streamsize>(piece.size()))) {
        }
    }
}

class Measuring {
  public:
    explicit Measuring(const FiguresOptions& options) : options_(options) {}

    Result<FiguresResult> Run() {
        result_.machine = ReadMachine();
        result_.database = options_.database_url.empty() ? "sqlite" : "postgresql";
        TRY(AtRest());
        served_ = TRY(Served::Start(options_));
        TRY(Scorecards());
        TRY(AfterWrites());
        TRY(Trends());
        Idle();
        result_.used_mb = served_->OwnMegabytes();
        return std::move(result_);
    }

  private:
    void Idle() const { std::this_thread::sleep_for(std::chrono::seconds(options_.idle_seconds)); }

    Result<void> AtRest() {
        TRY(Served::Start(options_));  // a first start may have registers to build
        WarmDisk(options_.data_dir);
        const auto served = TRY(Served::Start(options_));
        const auto session = TRY(served->Ask("GET", "/session"));
        if (!session->root()["synthetic"].IsTrue()) {
            return Error{.code = ErrorCode::kInvalid,
                         .message = "this store holds real people; the benchmark would write to it",
                         .message_vi =
                             "Kho này có dữ liệu thật, mà phép đo phải ghi thử vào kho. "
                             "Hãy dùng kho của tram demo."};
        }
        today_ = session->root()["today"].text();
        result_.start_ms = served->start_ms;
        Idle();
        result_.rest_mb = served->OwnMegabytes();
        return {};
    }

    Result<void> Scorecards() {
        const auto begin = Clock::now();
        auto card = TRY(served_->Ask("GET", "/indicators"));
        result_.cold_ms = MillisSince(begin);
        while (IsIncomplete(*card)) card = TRY(served_->Ask("GET", "/indicators"));
        result_.cold_whole_ms = MillisSince(begin);
        for (const json::Value row : card->root()["catalogue"])
            indicators_.emplace_back(row["id"].text());
        result_.indicators = static_cast<int>(indicators_.size());
        for ([[maybe_unused]] const json::Value unit : card->root()["units"]) ++result_.units;
        for (const json::Value row : card->root()["rows"]) {
            result_.people =
                std::max(result_.people, std::atol(std::string(row["denominator"].raw()).c_str()));
        }
        for (int i = 0; i < 200; ++i) TRY(Timed("/indicators", "", result_.warm));
        const auto yesterday = Date::FromDays(ParseDate(today_)->FirstDay() - 1).ToString();
        const auto other_day = Clock::now();
        TRY(served_->Ask("GET", "/indicators", "as_of=" + yesterday));
        result_.unasked_day_ms = MillisSince(other_day);
        return {};
    }

    Result<void> AfterWrites() {
        const auto list =
            TRY(served_->Ask("GET", "/indicators/health-managed/members", "met=false&count=30"));
        for (const json::Value one : list->root()["members"]) {
            TRY(served_->Ask("POST",
                             "/people/" + std::string(one["member"].text()) + "/home-checks", "",
                             R"({"on":")" + today_ + R"(","systolic":128,"diastolic":82})"));
            TRY(Timed("/indicators", "", result_.after_write));
        }
        return {};
    }

    Result<void> Trends() {
        const auto begin = Clock::now();
        for (const auto& indicator : indicators_) {
            const auto of_one = Clock::now();
            const std::string path = "/indicators/" + indicator + "/trend";
            while (IsIncomplete(*TRY(served_->Ask("GET", path, "months=24")))) {
            }
            result_.slowest_trend_ms = std::max(result_.slowest_trend_ms, MillisSince(of_one));
            for (int i = 0; i < 20; ++i) TRY(Timed(path, "months=24", result_.trend_warm));
        }
        result_.trend_ms = MillisSince(begin);
        return {};
    }

    static bool IsIncomplete(const json::Document& answer) {
        const auto complete = answer.root()["complete"];
        return complete.IsBoolean() && !complete.IsTrue();
    }

    Result<void> Timed(const std::string& path, const std::string& query,
                       std::vector<std::uint32_t>& micros) {
        const auto begin = Clock::now();
        TRY(served_->Ask("GET", path, query));
        micros.push_back(static_cast<std::uint32_t>(MillisSince(begin) * 1000));
        std::inplace_merge(micros.begin(), micros.end() - 1, micros.end());
        return {};
    }

    const FiguresOptions& options_;
    FiguresResult result_;
    std::unique_ptr<Served> served_;
    std::string today_;
    std::vector<std::string> indicators_;
};

struct Line {
    const char* name;
    double value;
    const char* unit;
};

std::vector<Line> LinesOf(const FiguresResult& result) {
    return {{"start", result.start_ms, "ms"},
            {"memory_at_rest", result.rest_mb, "MB"},
            {"scorecard_cold", result.cold_ms, "ms"},
            {"scorecard_cold_with_year_before", result.cold_whole_ms, "ms"},
            {"scorecard_unasked_day", result.unasked_day_ms, "ms"},
            {"scorecard_warm_p50", PercentileMs(result.warm, 0.5), "ms"},
            {"scorecard_warm_p99", PercentileMs(result.warm, 0.99), "ms"},
            {"scorecard_after_write_p50", PercentileMs(result.after_write, 0.5), "ms"},
            {"scorecard_after_write_p99", PercentileMs(result.after_write, 0.99), "ms"},
            {"trends_all_indicators", result.trend_ms, "ms"},
            {"trend_slowest", result.slowest_trend_ms, "ms"},
            {"trend_warm_p50", PercentileMs(result.trend_warm, 0.5), "ms"},
            {"trend_warm_p99", PercentileMs(result.trend_warm, 0.99), "ms"},
            {"memory_after_all", result.used_mb, "MB"}};
}

}  // namespace

Result<FiguresResult> MeasureFigures(const FiguresOptions& options) {
    return Measuring(options).Run();
}

std::string JsonOf(const FiguresResult& result) {
    json::Writer out;
    out.BeginObject().Key("hardware").BeginObject();
    out.Key("cpu").String(result.machine.cpu).Key("cores").Number(result.machine.cores);
    out.Key("memory_mb").Number(result.machine.memory_mb);
    out.Key("load_average_before").Raw(fmt::format("{:.1f}", result.machine.load_average));
    out.EndObject().Key("optimized_build").Boolean(result.machine.optimized);
    out.Key("database").String(result.database).Key("people").Number(result.people);
    out.Key("indicators").Number(result.indicators).Key("units").Number(result.units);
    for (const auto& line : LinesOf(result)) {
        out.Key(fmt::format("{}_{}", line.name, std::string_view(line.unit) == "ms" ? "ms" : "mb"))
            .Raw(fmt::format("{:.2f}", line.value));
    }
    out.EndObject();
    return out.Take();
}

std::string TableOf(const FiguresResult& result) {
    auto text =
        fmt::format("{}, {} people, {} indicators × {} units, {} × {}, load average {:.1f}\n",
                    result.database, result.people, result.indicators, result.units,
                    result.machine.cores, result.machine.cpu, result.machine.load_average);
    for (const auto& line : LinesOf(result))
        text += fmt::format("{:<34}{:>10.1f} {}\n", line.name, line.value, line.unit);
    return text;
}

}  // namespace tram::bench
