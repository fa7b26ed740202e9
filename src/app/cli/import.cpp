// tram import: files of FHIR into the records, also while a server has them.

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "app/cli/import_population.h"
#include "app/cli/link.h"
#include "app/cli/progress_line.h"
#include "exchange/import/import.h"
#include "record/storage/schema.h"

namespace tram::cli {
namespace {

struct ImportCommand {
    house::HouseOptions house;
    std::vector<std::string> files;
    int workers = import::FilesOptions().workers;
    PopulationOptions population;
};

std::int64_t NumberIn(json::Value value) {
    std::int64_t number = 0;
    for (const char digit : value.raw()) number = number * 10 + (digit - '0');
    return number;
}

// A piece through the server: its answer is the tally of the piece.
Result<import::Tally> SendPiece(Link& link, const import::Piece& piece) {
    const auto query =
        piece.first_line > 0 ? fmt::format("first_line={}", piece.first_line) : std::string();
    const auto answer = TRY(link.Call("POST", "/imports/fhir", piece.text, query));
    const auto root = answer->root();
    import::Tally tally;
    for (const auto& [name, count] : {std::pair{"created", &tally.created},
                                      {"updated", &tally.updated},
                                      {"unchanged", &tally.unchanged},
                                      {"deleted", &tally.deleted}}) {
        if (root[name].IsNumber()) *count = NumberIn(root[name]);
    }
    for (const auto error : root["errors"]) {
        tally.Refuse({.place = std::string(error["place"].text()),
                      .error = {.code = ErrorCode::kInvalid,
                                .message = std::string(error["detail_en"].text()),
                                .message_vi = std::string(error["detail"].text()),
                                .path = std::string(error["path"].text())}});
    }
    if (root["errors_total"].IsNumber()) tally.refused = NumberIn(root["errors_total"]);
    return tally;
}

void PrintProblem(const import::Problem& problem) {
    const auto& error = problem.error;
    std::fprintf(stderr, "%s: %s\n", problem.file.c_str(), problem.place.c_str());
    PrintError(error);
}

Result<void> Import(const ImportCommand& command) {
    const bool list = !command.population.file.empty();
    if (list == !command.files.empty()) {
        return Error{
            .code = ErrorCode::kInvalid,
            .message = "name FHIR files, or one list of people with --population",
            .message_vi = "Ghi các tệp FHIR, hoặc một danh sách nhân khẩu với --population.",
            .path = "files"};
    }
    for (const auto& file : command.files) {
        if (!file.ends_with(".csv") && !file.ends_with(".xlsx")) continue;
        return Error{
            .code = ErrorCode::kInvalid,
            .message = file + " looks like a list of people: --population " + file,
            .message_vi = file + " giống một danh sách nhân khẩu: hãy ghi --population " + file,
            .path = "files"};
    }
    const auto link = TRY(Link::Open(command.house, list ? Missing::kRefuse : Missing::kMake));
    if (list) return ImportPopulation(*link, command.population);
    ProgressLine line;
    import::FilesOptions options{.workers = command.workers};
    options.take = [&](const import::Piece& piece) -> Result<import::Tally> {
        if (auto* house = link->house()) {
            return import::ImportPiece(*house->store, access::SystemActor(), piece);
        }
        return SendPiece(*link, piece);
    };
    options.progress = [&](const import::Progress& progress) {
        if (!line.IsDue()) return;
        const auto percent =
            progress.bytes_total == 0 ? 100 : progress.bytes_read * 100 / progress.bytes_total;
        line.Show(fmt::format("{} hồ sơ (resources), {:.0f}/s, {}%", progress.resources,
                              static_cast<double>(progress.resources) / line.seconds(), percent));
    };
    const auto tally = TRY(import::ImportFiles(command.files, options));
    if (auto* house = link->house()) TRY(house->store->Write(storage::RefreshStatistics));
    line.Clear();
    for (const auto& problem : tally.problems) PrintProblem(problem);
    if (tally.refused > 0) {
        const bool rest = tally.created + tally.updated + tally.unchanged + tally.deleted > 0;
        fmt::print(stderr,
                   "tram: {0} mục bị từ chối, lý do ghi ở trên; {1}.\n      {0} entries were "
                   "refused, each told above; {2}.\n",
                   tally.refused, rest ? "phần còn lại đã vào kho" : "không có gì vào kho",
                   rest ? "all else is in" : "nothing went in");
    }
    std::fflush(stderr);
    fmt::print(
        "mới (created) {}, sửa (updated) {}, không đổi (unchanged) {}, xóa (deleted) {}, từ chối "
        "(refused) {}; {:.1f} s\n",
        tally.created, tally.updated, tally.unchanged, tally.deleted, tally.refused,
        line.seconds());
    return tally.refused == 0 ? Result<void>() : AlreadyTold();
}

}  // namespace

void AddImport(Commands& commands) {
    const auto options = std::make_shared<ImportCommand>();
    auto* command = commands.Add(
        "import",
        "Nhập tệp FHIR: Bundle, NDJSON, cả .gz .bz2 .zst, hoặc danh sách nhân khẩu (import FHIR "
        "files, or a list of people)",
        [options] { return Import(*options); });
    AddHouseOptions(command, options->house);
    command->add_option("files", options->files, "Các tệp FHIR (FHIR files)");
    AddPopulationOptions(command, options->population);
    command->add_option("--workers", options->workers, "Số luồng nhập (threads that put in)")
        ->capture_default_str()
        ->check(CLI::Range(1, 64));
}

}  // namespace tram::cli
