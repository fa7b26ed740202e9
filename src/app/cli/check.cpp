// tram check: is everything that was derived still what the records say?

#include <fmt/format.h>

#include <cstdio>
#include <memory>

#include "app/cli/link.h"
#include "app/cli/progress_line.h"
#include "care/registry/units.h"

namespace tram::cli {
namespace {

// What people recorded of units: told here, where somebody looks for it. A tree that cannot be is a
// problem; people left in a unit that was split are work to be done.
struct UnitMatters {
    std::vector<std::string> problems, to_settle;
};
Result<UnitMatters> MattersOfUnits(record::Store& store) {
    const auto reader = TRY(store.Read());
    const auto units = TRY(registry::Units::Load(reader->connection()));
    const auto local = store.clock().Now().micros + store.zone_minutes() * std::int64_t{60'000'000};
    return UnitMatters{
        .problems = units.Problems(),
        .to_settle = TRY(units.HomesToSettle(reader->connection(),
                                             static_cast<std::int32_t>(local / 86'400'000'000)))};
}

// What the store calls its steps, for people.
std::string InVietnamese(std::string_view step) {
    for (const auto& [name, vi] :
         {std::pair("log", "nhật ký"), std::pair("audit", "nhật ký truy cập"),
          std::pair("records", "hồ sơ"), std::pair("counts", "số đếm"),
          std::pair("registers", "sổ")}) {
        if (step.starts_with(name)) return fmt::format("{} ({})", vi, step);
    }
    return std::string(step);
}

Result<void> Check(const house::HouseOptions& options) {
    ProgressLine line;
    line.Step("Đang mở kho (opening)");
    const auto link = TRY(Link::Open(options, Missing::kRefuse));
    if (!link->house()) {
        return Error{
            .code = ErrorCode::kConflict,
            .message = "a server is running on this data folder; stop it first, then check",
            .message_vi =
                "đang có máy chủ chạy trên thư mục dữ liệu này; hãy dừng máy chủ rồi kiểm tra",
            .path = "--data"};
    }
    const auto problems = TRY(link->house()->store->Check([&](std::string_view step) {
        line.Step(fmt::format("Đang kiểm tra (checking) {}; {:.0f} s", InVietnamese(step),
                              line.seconds()));
    }));
    line.Clear();
    const auto units = TRY(MattersOfUnits(*link->house()->store));
    for (const auto& problem : problems) std::printf("%s\n", problem.c_str());
    for (const auto& problem : units.problems) std::printf("%s\n", problem.c_str());
    for (const auto& work : units.to_settle)
        std::printf("Việc cần xử lý (to be settled): %s\n", work.c_str());
    std::printf("%zu problems\n", problems.size() + units.problems.size());
    if (problems.empty() && units.problems.empty()) return {};
    if (problems.empty()) {
        return Error{.code = ErrorCode::kConflict,
                     .message =
                         "the tree of units needs settling by a person; each line above "
                         "says which record to change",
                     .message_vi =
                         "Cây đơn vị có chỗ cần người phụ trách xử lý; mỗi dòng ở trên ghi "
                         "rõ cần sửa gì"};
    }
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
