#include "app/cli/import_population.h"

#include <fmt/format.h>

#include <cstdio>

#include "api/router.h"
#include "app/cli/progress_line.h"
#include "base/date.h"
#include "exchange/population/import.h"
#include "exchange/population/sheet.h"
#include "platform/compression/file_reader.h"

namespace tram::cli {
namespace {

using population::Fault;
using population::Outcome;

constexpr std::size_t kPrinted = 50;

std::int64_t NumberIn(json::Value value) {
    std::int64_t number = 0;
    for (const char digit : value.raw()) number = number * 10 + (digit - '0');
    return number;
}

std::vector<Fault> FaultsIn(json::Value list) {
    std::vector<Fault> faults;
    for (const auto one : list) {
        faults.push_back({.row = static_cast<int>(NumberIn(one["row"])),
                          .column = std::string(one["column"].text()),
                          .field = std::string(one["field"].text()),
                          .code = std::string(one["code"].text()),
                          .text = {.vi = std::string(one["text"].text()),
                                   .en = std::string(one["text_en"].text())},
                          .remedy = {.vi = std::string(one["remedy"].text()),
                                     .en = std::string(one["remedy_en"].text())}});
    }
    return faults;
}

// Through the server, whose answer tells all of it.
Result<Outcome> Send(Link& link, const PopulationOptions& options, std::string bytes) {
    std::string query = "count=1000000";
    if (!options.errors.empty()) query += "&rows=1";
    for (const auto& [name, value] :
         {std::pair("encoding", &options.encoding), std::pair("mapping", &options.mapping),
          std::pair("unit", &options.unit), std::pair("on", &options.on)}) {
        if (!value->empty()) query += fmt::format("&{}={}", name, api::PercentEncode(*value));
    }
    const auto answer = TRY(
        link.Call("POST", options.dry_run ? "/imports/population/preview" : "/imports/population",
                  std::move(bytes), query));
    const auto root = answer->root();
    Outcome outcome{.sheet = std::string(root["sheet"].text()),
                    .encoding = std::string(root["encoding"].text()),
                    .total = NumberIn(root["total"]),
                    .fresh = NumberIn(root["new"]),
                    .changed = NumberIn(root["changed"]),
                    .same = NumberIn(root["same"]),
                    .refused = NumberIn(root["refused"]),
                    .doubtful = NumberIn(root["doubtful"]),
                    .households = NumberIn(root["households"]),
                    .errors = FaultsIn(root["errors"]),
                    .warnings = FaultsIn(root["warnings"]),
                    .mending = std::string(root["rows"].text())};
    for (const auto name : root["missing"]) outcome.missing.push_back(std::string(name.text()));
    for (const auto note : root["notes"])
        outcome.notes.push_back(
            {.vi = std::string(note["text"].text()), .en = std::string(note["text_en"].text())});
    return outcome;
}

Result<Outcome> TakeIn(house::House& house, const PopulationOptions& options,
                       std::string_view bytes, ProgressLine& line) {
    const auto actor = access::SystemActor();
    const auto now =
        house.clock->Now().micros + house.store->zone_minutes() * std::int64_t{60'000'000};
    const auto today = Date::FromDays(static_cast<std::int32_t>(now / 86'400'000'000));
    const auto form = TRY(population::Form::Load(house.content, today.ToString()));
    const population::Request request{.file = bytes,
                                      .encoding = options.encoding,
                                      .mapping = options.mapping,
                                      .unit = options.unit,
                                      .on = options.on};
    if (options.dry_run) return population::Preview(*house.store, actor, form, request);
    return population::Import(
        *house.store, actor, form, request, [&](std::int64_t done, std::int64_t total) {
            if (!line.IsDue()) return;
            line.Show(fmt::format("{}/{} người (people), {:.0f}/s", done, total,
                                  static_cast<double>(done) / line.seconds()));
        });
}

void PrintFaults(std::string_view level, const std::vector<Fault>& faults) {
    for (std::size_t i = 0; i < std::min(faults.size(), kPrinted); ++i) {
        const auto& fault = faults[i];
        const auto where = fault.column.empty() ? fmt::format("dòng (row) {}", fault.row)
                                                : fmt::format("dòng (row) {}, cột (column) “{}”",
                                                              fault.row, fault.column);
        fmt::print(stderr, "{} {}: {} {}\n", level, where, fault.text.vi, fault.remedy.vi);
        fmt::print(stderr, "      {} {}\n", fault.text.en, fault.remedy.en);
    }
    if (faults.size() > kPrinted)
        fmt::print(stderr, "… còn (more) {}; --errors TỆP.csv ghi đủ (writes all)\n",
                   faults.size() - kPrinted);
}

Result<void> WriteErrors(const std::string& path, const Outcome& outcome) {
    const auto& text = outcome.mending;
    auto* file = std::fopen(path.c_str(), "wb");
    bool written = file && std::fwrite(text.data(), 1, text.size(), file) == text.size();
    if (file) written = std::fclose(file) == 0 && written;
    if (written) return {};
    return Error{.code = ErrorCode::kUnavailable,
                 .message = "cannot write " + path + "; check the folder and the space on the disk",
                 .message_vi = "Không ghi được " + path + ". Kiểm tra thư mục và dung lượng ổ đĩa.",
                 .path = "--errors"};
}

}  // namespace

Result<void> ImportPopulation(Link& link, const PopulationOptions& options) {
    const auto reader = TRY(compression::FileReader::Open(options.file));
    auto bytes = TRY(compression::ReadAll(*reader, population::kMostFileBytes));
    ProgressLine line;
    auto taken = link.house() ? TakeIn(*link.house(), options, bytes, line)
                              : Send(link, options, std::move(bytes));
    line.Clear();
    if (!taken) {
        // Whoever sends several lists wants to know which one it is.
        auto error = std::move(taken).error();
        error.message = options.file + ": " + error.message;
        error.message_vi = options.file + ": " + error.message_vi;
        return error;
    }
    const auto& outcome = *taken;
    if (!outcome.missing.empty()) {
        std::string names;
        for (const auto& name : outcome.missing) names += (names.empty() ? "" : ", ") + name;
        return Error{.code = ErrorCode::kRequired,
                     .message = options.file + ": no column for " + names +
                                "; say which with --mapping, or add the column",
                     .message_vi = options.file + ": chưa có cột cho " + names +
                                   ". Ghép cột bằng --mapping, hoặc thêm cột.",
                     .path = "--mapping"};
    }
    for (const auto& note : outcome.notes) fmt::print(stderr, "{}\n      {}\n", note.vi, note.en);
    PrintFaults("lỗi (error)", outcome.errors);
    PrintFaults("cảnh báo (warning)", outcome.warnings);
    if (!options.errors.empty()) TRY(WriteErrors(options.errors, outcome));
    if (outcome.refused > 0) {
        fmt::print(stderr,
                   "tram: {0} dòng bị từ chối, lý do ghi ở trên. Sửa rồi nhập lại; dòng đã nhập sẽ "
                   "không đổi.\n      {0} rows were refused, told above; mend and import again.\n",
                   outcome.refused);
        if (options.errors.empty())
            fmt::print(stderr,
                       "      --errors TỆP.csv ghi riêng các dòng đó để sửa và nhập (writes those "
                       "rows alone, to be mended and imported)\n");
    }
    std::fflush(stderr);
    fmt::print(
        "{}tổng (total) {}, mới (new) {}, sửa (changed) {}, không đổi (same) {}, từ chối (refused) "
        "{}, trong đó nghi trùng (doubtful) {}; hộ (households) {}; {:.1f} s\n",
        options.dry_run ? "thử, không ghi (dry run): " : "", outcome.total, outcome.fresh,
        outcome.changed, outcome.same, outcome.refused, outcome.doubtful, outcome.households,
        line.seconds());
    return outcome.refused == 0 ? Result<void>() : AlreadyTold();
}

void AddPopulationOptions(CLI::App* command, PopulationOptions& options) {
    command->add_option("--population", options.file,
                        "Danh sách hộ, nhân khẩu: CSV hoặc XLSX (list of people)");
    command->add_option("--unit", options.unit,
                        "Chỉ nhận người ở đơn vị này trở xuống (only people of this unit)");
    command->add_option("--mapping", options.mapping,
                        "Ghép cột: 0:name,1:birth_date,… (columns of the list)");
    command->add_option("--encoding", options.encoding,
                        "Bảng mã: utf-8, utf-16, windows-1258, tcvn3, vni (encoding)");
    command->add_option("--on", options.on, "Ngày lập danh sách YYYY-MM-DD (day of the list)");
    command->add_option(
        "--errors", options.errors,
        "Ghi các dòng lỗi ra CSV, để sửa và nhập lại (faulty rows as CSV, to be mended)");
    command->add_flag("--dry-run", options.dry_run, "Chỉ thử, không ghi (look, write nothing)");
}

}  // namespace tram::cli
