// tram init: makes the store and its first administrator.

#include <cerrno>
#include <cstdio>
#include <memory>

#include "app/cli/link.h"
#include "record/users/password.h"

namespace tram::cli {
namespace {

struct InitCommand {
    house::HouseOptions house;
    std::string name = "admin";
    bool quiet = false;
};

Result<void> Init(const InitCommand& command) {
    const auto house = TRY(house::House::Open(command.house));
    auto& accounts = house->users->accounts();
    if (accounts.HasAdministrator()) {
        if (!command.quiet)
            std::printf("Đã có người quản trị (there is an administrator already).\n");
        return {};
    }
    const auto password = users::NewPassword();
    TRY(accounts.Add({.name = command.name,
                      .role = "administrator",
                      .units = {},
                      .password = password,
                      .display_name = "Quản trị hệ thống"}));
    std::printf(
        "\n  Người quản trị đầu tiên (the first administrator)\n"
        "    tên đăng nhập (user name):  %s\n"
        "    mật khẩu (password):        %s\n"
        "  Mật khẩu chỉ hiện một lần này; hãy ghi lại (shown this once; write it down).\n"
        "  Quên mật khẩu (forgotten): %s user password --data %s --name %s\n\n",
        command.name.c_str(), password.c_str(), program_invocation_name,
        command.house.data_dir.c_str(),
        command.name.c_str());
    return {};
}

}  // namespace

void AddInit(Commands& commands) {
    const auto options = std::make_shared<InitCommand>();
    auto* command =
        commands.Add("init",
                     "Tạo kho dữ liệu và người quản trị đầu tiên (make the store and its "
                     "first administrator)",
                     [options] { return Init(*options); });
    AddHouseOptions(command, options->house);
    command->add_option("--name", options->name, "Tên đăng nhập (user name)")
        ->capture_default_str();
    command->add_flag("--quiet", options->quiet,
                      "Không báo gì khi đã có người quản trị (say nothing when there is one)");
}

}  // namespace tram::cli
