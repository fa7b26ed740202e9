// tram report bao-cao-dinh-ky: the periodic report as a Word document, without keeping a draft.

#include <cstdio>
#include <fstream>
#include <memory>

#include "api/router.h"
#include "app/cli/command.h"
#include "app/cli/link.h"

namespace tram::cli {
namespace {

struct ReportCommand {
    house::HouseOptions house;
    std::string form = "A", unit, from, to, signed_on, out;
};

Result<void> Write(const ReportCommand& command) {
    const auto link = TRY(Link::Open(command.house, Missing::kRefuse));
    std::string query;
    for (const auto& [name, value] :
         {std::pair{"template", &command.form}, std::pair{"unit", &command.unit},
          std::pair{"from", &command.from}, std::pair{"to", &command.to},
          std::pair{"signed_on", &command.signed_on}}) {
        if (!value->empty())
            query +=
                (query.empty() ? "" : "&") + std::string(name) + "=" + api::PercentEncode(*value);
    }
    const auto bytes = TRY(link->Fetch("GET", "/reports/document", "", query));
    std::ofstream file(command.out, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) {
        return Error{
            .code = ErrorCode::kUnavailable,
            .message = "cannot write " + command.out + "; choose another folder for --out",
            .message_vi = "Không ghi được " + command.out + ". Chọn thư mục khác cho --out.",
            .path = "--out"};
    }
    std::printf("%s: %zu byte\n", command.out.c_str(), bytes.size());
    return {};
}

}  // namespace

void AddReport(Commands& commands) {
    const auto options = std::make_shared<ReportCommand>();
    auto* group = commands.AddGroup("report", "Báo cáo (reports)");
    AddHouseOptions(group, options->house);
    auto* command =
        commands.AddBelow(group, "bao-cao-dinh-ky",
                          "Báo cáo định kỳ dạng Word (the periodic report as a Word document)",
                          [options] { return Write(*options); });
    command->fallthrough();
    command->add_option("--template", options->form, "Mẫu A, B hoặc C (template)")
        ->capture_default_str();
    command->add_option(
        "--unit", options->unit,
        "Mã hoặc id đơn vị; mặc định đơn vị cao nhất (unit; default: the top unit)");
    command->add_option("--from", options->from, "Ngày đầu kỳ, YYYY-MM-DD (first day)")->required();
    command->add_option("--to", options->to, "Ngày cuối kỳ, YYYY-MM-DD (last day)")->required();
    command->add_option("--signed-on", options->signed_on,
                        "Ngày ký: chọn cơ quan và thể thức (day of signing)");
    command->add_option("--out", options->out, "Tệp .docx để ghi (file to write)")->required();
}

}  // namespace tram::cli
