// tram demo: the synthetic district, made into an empty store.

#include <cstdio>
#include <memory>

#include "app/cli/command.h"
#include "app/demo/demo.h"
#include "app/demo/sign_ins.h"
#include "app/house/house.h"
#include "base/date.h"

namespace tram::cli {
namespace {

struct DemoCommand {
    house::HouseOptions house;
    int persons = 20'000;
    std::uint64_t seed = 1;
    std::string until;
};

// The last day: as asked, else the store's today.
Result<std::int32_t> LastDay(const DemoCommand& command) {
    if (command.until.empty()) {
        const int zone = TRY(house::ZoneMinutes(command.house.timezone));
        const std::int64_t local = SystemClock().Now().micros + zone * std::int64_t{60'000'000};
        return static_cast<std::int32_t>(local / 86'400'000'000);
    }
    const auto date = ParseDate(command.until);
    if (!date || !date->IsWholeDay()) {
        return Error{.code = ErrorCode::kBadValue,
                     .message = "--until is a day, YYYY-MM-DD",
                     .message_vi = "--until là một ngày, viết YYYY-MM-DD.",
                     .path = "until"};
    }
    return date->FirstDay();
}

Result<void> Make(const DemoCommand& command) {
    demo::DemoOptions options{
        .persons = command.persons, .seed = command.seed, .until = TRY(LastDay(command))};
    // A step of a microsecond keeps instants rising inside one simulated moment.
    SimulatedClock clock({}, 1);
    SeededRandom random(command.seed ^ 0x7472616d);
    auto house_options = command.house;
    house_options.clock = &clock;
    house_options.random = &random;
    const auto house = TRY(house::House::Open(house_options));
    options.plans = house->plans;
    const auto made = TRY(demo::MakeDemo(*house->store, clock, options, [](std::string_view line) {
        std::fprintf(stderr, "\r%.*s\033[K", static_cast<int>(line.size()), line.data());
    }));
    std::fprintf(stderr, "\n");
    std::printf("Huyện giả lập: %lld hồ sơ, %d người (dữ liệu giả lập, không có ai là thật).\n",
                static_cast<long long>(made.records), command.persons);
    auto& accounts = house->users->accounts();
    for (const auto& account : made.accounts) {
        TRY(accounts.Add({.name = account.name,
                          .role = account.role,
                          .units = {account.unit},
                          .password = std::string(demo::kPassword),
                          .display_name = account.display_name}));
    }
    std::printf("Tài khoản xem thử, mật khẩu %s (sign-ins; only for invented data, on this machine):\n%s",
                demo::kPassword.data(),
                demo::Describe(demo::OpenSignIns(accounts), accounts).c_str());
    return {};
}

}  // namespace

void AddDemo(Commands& commands) {
    const auto options = std::make_shared<DemoCommand>();
    auto* command = commands.Add("demo", "Tạo huyện giả lập vào kho trống (make the synthetic district)",
                                 [options] { return Make(*options); });
    command->add_option("--data", options->house.data_dir, "Thư mục dữ liệu (data folder)")->required();
    command->add_option("--persons", options->persons, "Số người (people)")->capture_default_str()->check(CLI::Range(500, 2'000'000));
    command->add_option("--seed", options->seed, "Hạt giống: cùng số, cùng dữ liệu (same seed, same bytes)")->capture_default_str();
    command->add_option("--until", options->until, "Ngày cuối, YYYY-MM-DD; mặc định hôm nay (last day; default today)");
    command->add_option("--database", options->house.database_url, "postgresql://… thay cho SQLite (in place of SQLite)");
}

}  // namespace tram::cli
