// tram export: every record as NDJSON.

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "app/cli/link.h"
#include "app/cli/progress_line.h"
#include "exchange/export/export.h"

namespace tram::cli {
namespace {

struct ExportCommand {
    house::HouseOptions house;
    std::string out;
};

Result<void> Export(const ExportCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    if (!link->house()) {
        return Error{
            .code = ErrorCode::kConflict,
            .message = "a server is running on this data folder; stop it first, then export",
            .message_vi =
                "đang có máy chủ chạy trên thư mục dữ liệu này; hãy dừng máy chủ rồi xuất dữ liệu",
            .path = "--data"};
    }
    ProgressLine line;
    const auto count = TRY(exporting::ExportAll(
        *link->house()->store, access::SystemActor(), command.out, [&](std::int64_t written) {
            if (line.IsDue()) line.Show(fmt::format("{} hồ sơ (resources)", written));
        }));
    line.Clear();
    std::printf("%lld hồ sơ trong (resources in) %s\n", static_cast<long long>(count),
                command.out.c_str());
    return {};
}

}  // namespace

void AddExport(Commands& commands) {
    const auto options = std::make_shared<ExportCommand>();
    auto* command = commands.Add("export", "Xuất mọi hồ sơ ra NDJSON (export everything)",
                                 [options] { return Export(*options); });
    AddHouseOptions(command, options->house);
    command->add_option("--out", options->out, "Thư mục nhận (folder to write)")->required();
}

}  // namespace tram::cli
