// tram bench: how fast the records are on this machine.

#include "app/bench/bench.h"
#include "app/bench/figures_bench.h"

#include <cstdio>
#include <memory>

#include "app/cli/command.h"

namespace tram::cli {
namespace {

struct BenchCommand {
    bench::BenchOptions bench;
    bool json = false;
    bool figures = false;
    int idle_seconds = 60;
};

Result<void> Measure(const BenchCommand& command) {
    if (command.figures) {
        const auto result =
            TRY(bench::MeasureFigures({.data_dir = command.bench.house.data_dir,
                                       .database_url = command.bench.house.database_url,
                                       .idle_seconds = command.idle_seconds}));
        std::printf("%s\n",
                    (command.json ? bench::JsonOf(result) : bench::TableOf(result)).c_str());
        return {};
    }
    const auto result = TRY(bench::Run(command.bench));
    std::printf("%s\n", (command.json ? bench::JsonOf(result) : bench::TableOf(result)).c_str());
    return {};
}

}  // namespace

void AddBench(Commands& commands) {
    const auto options = std::make_shared<BenchCommand>();
    auto& bench = options->bench;
    auto* command = commands.Add(
        "bench",
        "Đo hiệu năng trên máy này, trong kho trống (measure the speed, in an empty store)",
        [options] { return Measure(*options); });
    auto* figures = command->add_flag(
        "--figures", options->figures,
        "Đo số liệu, khởi động và bộ nhớ trên kho giả lập có sẵn ở --data (measure figures, start "
        "and "
        "memory on the existing synthetic store of --data; it writes a few home checks)");
    command
        ->add_option("--idle", options->idle_seconds,
                     "Số giây nghỉ trước khi đọc bộ nhớ (idle seconds before memory is read)")
        ->needs(figures)
        ->capture_default_str()
        ->check(CLI::Range(0, 600));
    command->add_flag("--json", options->json, "In kết quả dạng JSON (print JSON)");
    command->add_option("--data", bench.house.data_dir,
                        "Thư mục dữ liệu trống; không ghi thì dùng thư mục tạm rồi xóa (empty data "
                        "folder; else one that is removed at the end)");
    command->add_option("--database", bench.house.database_url,
                        "postgresql://… trống, thay cho SQLite (empty, in place of SQLite)");
    command->add_option("--persons", bench.persons, "Số người giả lập (invented people)")
        ->capture_default_str()
        ->check(CLI::Range(500, 2'000'000));
    command
        ->add_option_function<int>(
            "--names",
            [&bench](int persons) {
                bench.persons = persons;
                bench.only_names = true;
            },
            "Chỉ tìm theo tên, trong số người giả lập này (only search by name, among so many "
            "invented people)")
        ->check(CLI::Range(500, 2'000'000));
    command->add_option("--months", bench.months, "Số tháng khám (months of visits)")
        ->capture_default_str()
        ->check(CLI::Range(1, 240));
    command->add_option("--synthea", bench.synthea,
                        "Thư mục Bundle Synthea, thay cho người giả lập (folder of Synthea "
                        "Bundles, in place of invented people)");
    command->add_option("--copies", bench.copies, "Số lần nhập mỗi người Synthea (of each person)")
        ->capture_default_str()
        ->check(CLI::Range(1, 100'000));
    command->add_option("--mix", bench.mix, "Tệp mẫu tìm kiếm (file of search shapes)");
    command->add_option("--seconds", bench.seconds, "Số giây mỗi phép đo (seconds for each work)")
        ->capture_default_str()
        ->check(CLI::Range(0.1, 3600.0));
    command->add_option("--clients", bench.clients, "Số máy khách đồng thời (clients at once)")
        ->capture_default_str()
        ->check(CLI::Range(1, 1000));
    command
        ->add_option("--only", bench.only,
                     "Chỉ đo những việc này, cách nhau bằng dấu phẩy (these works only: visit,…)")
        ->delimiter(',');
    command->add_flag("--again", bench.again,
                      "Đo lại trong kho của lần đo trước ở --data (on the store that a benchmark "
                      "before left in --data)");
    command->add_option("--workers", bench.workers, "Số luồng nhập (threads that import)")
        ->capture_default_str()
        ->check(CLI::Range(1, 64));
}

}  // namespace tram::cli
