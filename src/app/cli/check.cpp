// tram check: is everything that was derived still what the records say?

#include <cstdio>
#include <memory>

#include "app/cli/link.h"
#include "app/cli/progress_line.h"

namespace tram::cli {
namespace {

Result<void> Check(const house::HouseOptions& options) {
    const auto link = TRY(Link::Open(options, Missing::kRefuse));
    if (!link->house()) {
        return Error{
            .code = ErrorCode::kConflict,
            .message = "a server is running on this data folder; stop it first, then check",
            .message_vi =
                "đang có máy chủ chạy trên thư mục dữ liệu này; hãy dừng máy chủ rồi kiểm tra",
            .path = "--data"};
    }
    ProgressLine line;
    const auto problems = TRY(link->house()->store->Check([&](std::string_view step) {
        if (line.IsDue()) line.Show(std::string(step));
    }));
    line.Clear();
    for (const auto& problem : problems) std::printf("%s\n", problem.c_str());
    std::printf("%zu problems\n", problems.size());
    if (problems.empty()) return {};
    return Error{.code = ErrorCode::kInternal,
                 .message =
                     "what was derived differs from the records; keep a copy of the data and tell "
                     "who looks after the program",
                 .message_vi =
                     "dữ liệu dẫn xuất khác với hồ sơ gốc; hãy giữ bản sao dữ liệu và báo cho "
                     "người phụ trách phần mềm"};
}

}  // namespace

void AddCheck(Commands& commands) {
    const auto options = std::make_shared<house::HouseOptions>();
    auto* command = commands.Add("check", "Kiểm tra toàn bộ kho dữ liệu (check the whole store)",
                                 [options] { return Check(*options); });
    AddHouseOptions(command, *options);
}

}  // namespace tram::cli
