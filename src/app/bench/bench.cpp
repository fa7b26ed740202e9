#include "app/bench/bench.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <thread>

#include "app/bench/bundles.h"
#include "app/bench/corpus.h"
#include "app/bench/values.h"
#include "app/house/door.h"
#include "exchange/import/import.h"
#include "record/storage/schema.h"

namespace tram::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostValues = 300'000;

double SecondsSince(std::chrono::steady_clock::time_point began) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

// A folder that goes when the benchmark does, where none was named.
class DataFolder {
  public:
    static Result<DataFolder> Open(const std::string& named) {
        if (!named.empty()) return DataFolder(named, false);
        std::string path = (fs::temp_directory_path() / "tram-bench-XXXXXX").string();
        if (::mkdtemp(path.data())) return DataFolder(path, true);
        return Error{.code = ErrorCode::kUnavailable,
                     .message = "cannot make a folder for the benchmark's records",
                     .message_vi = "không tạo được thư mục cho dữ liệu đo hiệu năng",
                     .path = path};
    }
    DataFolder(DataFolder&& other) noexcept
        : path_(std::move(other.path_)), ours_(std::exchange(other.ours_, false)) {}
    ~DataFolder() {
        std::error_code fault;
        if (ours_) fs::remove_all(path_, fault);
    }
    const std::string& path() const { return path_; }

  private:
    DataFolder(std::string path, bool ours) : path_(std::move(path)), ours_(ours) {}
    std::string path_;
    bool ours_;
};

// The organisations and practitioners of a Synthea export once, its persons `copies` times: each
// time its transactions make new records.
Result<std::vector<std::string>> SyntheaFiles(const std::string& folder, int copies) {
    std::vector<std::string> common, persons;
    std::error_code fault;
    for (const auto& entry : fs::directory_iterator(folder, fault)) {
        const auto name = entry.path().filename().string();
        if (name.find(".json") == std::string::npos) continue;
        (name.find("Information") == std::string::npos ? persons : common)
            .push_back(entry.path().string());
    }
    if (fault || persons.empty()) {
        return Error{.code = ErrorCode::kNotFound,
                     .message = "there are no Synthea Bundles in " + folder,
                     .message_vi = "không có Bundle Synthea nào trong " + folder,
                     .path = "--synthea"};
    }
    std::sort(common.begin(), common.end());
    std::sort(persons.begin(), persons.end());
    for (int copy = 0; copy < copies; ++copy)
        common.insert(common.end(), persons.begin(), persons.end());
    return common;
}

Result<std::string> ReadText(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (file) return std::string(std::istreambuf_iterator<char>(file), {});
    return Error{.code = ErrorCode::kNotFound,
                 .message = "cannot read " + path,
                 .message_vi = "không đọc được " + path,
                 .path = path};
}

http::Request Get(std::string_view target) {
    http::Request request{.method = "GET"};
    const auto mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
    return request;
}

http::Request Post(std::string path, std::string_view type, std::string body) {
    http::Request request{.method = "POST", .path = std::move(path)};
    request.headers = {{"content-type", std::string(type)}};
    request.body = std::move(body);
    return request;
}

class Bench {
  public:
    explicit Bench(const BenchOptions& options) : options_(options) {}

    Result<BenchResult> Run() {
        const auto began = std::chrono::steady_clock::now();
        result_.machine = ReadMachine();
        result_.database = options_.house.database_url.empty() ? "sqlite" : "postgresql";
        folder_.emplace(TRY(DataFolder::Open(options_.house.data_dir)));
        auto house_options = options_.house;
        house_options.data_dir = folder_->path();
        house_ = TRY(house::House::Open(house_options));
        if (!options_.again && house_->store->position() != 0) {
            return Error{
                .code = ErrorCode::kConflict,
                .message = "the store holds records already; a benchmark fills an empty one",
                .message_vi =
                    "Kho đã có hồ sơ. Đo hiệu năng chỉ chạy trong kho trống: "
                    "chọn thư mục khác cho --data.",
                .path = "--data"};
        }
        today_ = static_cast<std::int32_t>(house_->clock->Now().micros / 86'400'000'000);
        if (!options_.again) TRY(ImportAll());
        door_ = TRY(house::Door::Open(*house_, {.port = 0, .version = "bench"}));
        TRY(AskAs("administrator", {}));
        if (options_.again)
            result_.notes.emplace_back("measured again: as administrator only");
        else if (commune_.empty())
            result_.notes.emplace_back("no station's user: these records have no station");
        else
            TRY(AskAs("station_head", {commune_}));
        door_->server->Stop();
        result_.seconds = SecondsSince(began);
        return std::move(result_);
    }

  private:
    Result<void> ImportAll() {
        std::vector<std::string> files;
        const std::string own = house_->options.data_dir + "/bench.ndjson";
        if (options_.synthea.empty()) {
            const auto corpus = TRY(WriteCorpus({.persons = options_.persons,
                                                 .months = options_.months,
                                                 .until = today_,
                                                 .only_people = options_.only_names},
                                                own));
            commune_ = corpus.commune;
            files = {own};
        } else {
            files = TRY(SyntheaFiles(options_.synthea, options_.copies));
        }
        import::FilesOptions how{.workers = options_.workers};
        how.take = [&](const import::Piece& piece) {
            return import::ImportPiece(*house_->store, access::SystemActor(), piece);
        };
        std::error_code fault;
        for (const auto& file : files)
            result_.import.bytes += static_cast<std::int64_t>(fs::file_size(file, fault));
        const auto began = std::chrono::steady_clock::now();
        const auto tally = TRY(import::ImportFiles(files, how));
        TRY(house_->store->Write(storage::RefreshStatistics));
        auto& import = result_.import;
        import.seconds = SecondsSince(began);
        import.resources = tally.taken();
        import.refused = tally.refused;
        if (!tally.problems.empty()) import.first_refusal = tally.problems.front().error.message;
        fs::remove(own, fault);
        return {};
    }

    Result<void> Add(const std::string& name, const std::string& user, int clients, const Ask& ask,
                     double at_least = 0) {
        if (!IsWanted(name)) return {};
        auto figures = TRY(bench::Drive({.port = door_->server->port(),
                                         .token = token_,
                                         .clients = clients,
                                         .seconds = std::max(options_.seconds, at_least)},
                                        ask));
        result_.works.push_back({.name = name, .user = user, .figures = std::move(figures)});
        return {};
    }

    bool IsWanted(const std::string& work) const {
        const auto& only = options_.only;
        return only.empty() || std::find(only.begin(), only.end(), work) != only.end();
    }

    // The user by whom a benchmark asks. Only the first of a store makes it, so that records that
    // are somebody's are never written to by mistake.
    Result<void> AddUser(const std::string& name, const std::string& role,
                         const std::vector<std::string>& units) {
        if (!options_.again) {
            TRY(house_->users->accounts().Add(
                {.name = name, .role = role, .units = units, .password = "do-hieu-nang-" + name}));
            return {};
        }
        if (house_->users->accounts().Find(name)) return {};
        return Error{.code = ErrorCode::kConflict,
                     .message = "no benchmark has filled this store; leave out --again",
                     .message_vi = "Kho này không do lần đo hiệu năng nào tạo ra. Hãy bỏ --again.",
                     .path = "--data"};
    }

    Result<void> AskAs(const std::string& role, const std::vector<std::string>& units) {
        const auto name = "bench-" + role.substr(0, role.find('_'));
        TRY(AddUser(name, role, units));
        token_ = TRY(house_->users->tokens().Create(name, "bench", std::nullopt));
        const auto values = TRY(ReadValues(door_->server->port(), token_, kMostValues));
        const auto patients = values.find("patient");
        if (patients == values.end()) {
            result_.notes.push_back(role + " sees nobody: all its work is left out");
            return {};
        }
        if (units.empty()) result_.persons = static_cast<std::int64_t>(patients->second.size());
        const auto patient = [&](demo::Dice& dice) {
            return dice.Pick(std::span<const std::string>(patients->second));
        };
        if (options_.only_names) return AskNames(role, values);
        // Writing comes last: what is read is the store as imported, or, for the second user, with
        // what the first wrote.
        TRY(Add("read_by_id", role, options_.clients, [&](demo::Dice& dice) {
            return Question{.request = Get("/fhir/Patient/" + patient(dice))};
        }));
        TRY(AskMix(role, values));
        TRY(AskNames(role, values));
        TRY(Add("whole_record", role, 4, [&](demo::Dice& dice) {
            return Question{.request =
                                Get("/fhir/Patient/" + patient(dice) + "/$everything?_count=1000")};
        }));
        TRY(Add("small_transaction", role, options_.clients, [&](demo::Dice& dice) {
            return Question{.request = Post("/fhir", "application/fhir+json",
                                            SmallBundle(patient(dice), dice, today_))};
        }));
        const Ask visit = [&](demo::Dice& dice) {
            return Question{.request = Post("/fhir", "application/fhir+json",
                                            VisitBundle(patient(dice), dice, today_))};
        };
        TRY(Add("visit", role, 1, visit));
        return units.empty() ? AddDuringImport("visit_during_import", role, visit) : Result<void>();
    }

    Result<void> AskNames(const std::string& role, const Values& values) {
        const auto search = [](std::string_view typed) {
            return Question{.request = Post("/api/v1/people/search", "application/json",
                                            fmt::format(R"({{"text":"{}"}})", typed))};
        };
        const auto typed = [&](demo::Dice& dice) -> const std::string& {
            return dice.Pick(std::span<const std::string>(values.find("typed")->second));
        };
        TRY(Add("name_search", role, 4, [&](demo::Dice& dice) { return search(typed(dice)); }));
        if (!options_.only_names) return {};
        // As the letters come in, from the second on.
        return Add("name_typing", role, 4, [&](demo::Dice& dice) {
            const std::string_view whole = typed(dice);
            const int letters = dice.Range(2, std::max(2, static_cast<int>(whole.size())));
            return search(whole.substr(0, static_cast<std::size_t>(letters)));
        });
    }

    // The same while more people are imported: as many as that takes the whole time.
    Result<void> AddDuringImport(const std::string& name, const std::string& role, const Ask& ask) {
        constexpr double kMostImported = 8'000;  // resources a second, beside visits
        constexpr double kAtLeast = 3;           // seconds: on a busy machine one visit waits long
        if (!IsWanted(name)) return {};
        const std::string more = house_->options.data_dir + "/more.ndjson";
        const double seconds = std::max(options_.seconds, kAtLeast);
        const int persons =
            500 + static_cast<int>((seconds + 2) * kMostImported / (4 + options_.months));
        // People that this store does not hold yet, also when it is measured again.
        const auto seed = static_cast<std::uint64_t>(house_->store->position()) + 2;
        TRY(WriteCorpus(
            {.persons = persons, .months = options_.months, .until = today_, .seed = seed}, more));
        std::atomic<bool> ended = false;
        import::FilesOptions how{.workers = options_.workers};
        how.take = [&](const import::Piece& piece) {
            return ended ? import::Tally()
                         : import::ImportPiece(*house_->store, access::SystemActor(), piece);
        };
        Result<import::Tally> imported = import::Tally();
        bool lasted = false;
        const auto began = std::chrono::steady_clock::now();
        {
            std::jthread thread([&] {
                imported = import::ImportFiles({more}, how);
                lasted = ended;
            });
            const auto added = Add(name, role, 1, ask, kAtLeast);
            ended = true;
            TRY(added);
        }
        std::error_code fault;
        fs::remove(more, fault);
        const auto tally = TRY(std::move(imported));
        result_.notes.push_back(
            fmt::format("{}: {:.0f} resources/s were imported meanwhile", name,
                        static_cast<double>(tally.taken()) / SecondsSince(began)));
        if (!lasted) result_.notes.push_back(name + ": the import ended before the visits did");
        return {};
    }

    Result<void> AskMix(const std::string& role, const Values& values) {
        if (options_.mix.empty()) {
            if (result_.notes.empty())
                result_.notes.emplace_back("mixed searches are left out: no --mix was given");
            return {};
        }
        if (!IsWanted("mixed_searches")) return {};
        const auto shapes = TRY(ReadShapes(TRY(ReadText(options_.mix))));
        for (const int clients : {4, options_.clients}) {
            TRY(Add("mixed_searches", role, clients, [&](demo::Dice& dice) {
                const auto kind =
                    static_cast<std::size_t>(dice.Range(0, static_cast<int>(shapes.size()) - 1));
                return Question{.request = Get("/fhir/" + Fill(shapes[kind].text, values, dice)),
                                .kind = kind};
            }));
            auto& work = result_.works.back();
            for (const auto& shape : shapes) work.kinds.push_back(shape.name);
            work.missing = Missing(shapes, values);
        }
        return {};
    }

    const BenchOptions& options_;
    BenchResult result_;
    std::int32_t today_ = 0;
    std::string commune_;
    std::string token_;
    std::optional<DataFolder> folder_;
    std::unique_ptr<house::House> house_;
    std::unique_ptr<house::Door> door_;  // stands before the house, so goes first
};

}  // namespace

Result<BenchResult> Run(const BenchOptions& options) {
    return Bench(options).Run();
}

}  // namespace tram::bench
