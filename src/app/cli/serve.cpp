// tram serve: the server, until it is told to stop.

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <memory>
#include <set>

#include "app/cli/command.h"
#include "app/demo/sign_ins.h"
#include "app/house/door.h"

namespace tram::cli {
namespace {

struct ServeOptions {
    house::HouseOptions house;
    std::string listen = "127.0.0.1:8080";
    std::string base_url;
};

// The signals by which a person (Ctrl-C) or the system asks a server to end. Held back in every
// thread that is made after this, so that Wait() is the one place that hears them.
class StopSignals {
  public:
    StopSignals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
    }
    void Wait() {
        int heard = 0;
        while (sigwait(&set_, &heard) != 0) {
        }
    }

  private:
    sigset_t set_;
};

// Everybody knows the password of the sign-ins of a demo: they are for this machine alone.
void RefuseOpenSignIns(users::Users& users, const std::string& data_dir,
                       const std::string& address) {
    std::set<std::string, std::less<>> names;
    std::string list;
    for (const auto* one : demo::OpenSignIns(users.accounts())) {
        names.emplace(one->name);
        list += (list.empty() ? "" : ", ") + std::string(one->name);
    }
    if (names.empty()) return;
    std::printf(
        "tram: máy chủ nhận kết nối từ máy khác (%s), nên các tài khoản xem thử %s bị từ chối.\n"
        "      Muốn dùng, hãy đặt mật khẩu riêng: %s user password --data %s --name TÊN\n"
        "      (others than this machine can reach the server, so the demo sign-ins are refused\n"
        "      until each has a password of its own)\n",
        address.c_str(), list.c_str(), program_invocation_name, data_dir.c_str());
    users.Refuse(std::move(names));
}

void ShowOpenSignIns(const users::Accounts& accounts) {
    const auto open = demo::OpenSignIns(accounts);
    if (open.empty()) return;
    std::printf(
        "\nDữ liệu giả lập, không có ai là thật. Đăng nhập thử, mật khẩu %s\n"
        "(invented data, nobody in it is real; sign-ins to try, all with that password):\n%s\n",
        demo::kPassword.data(), demo::Describe(open, accounts).c_str());
    std::fflush(stdout);
}

Result<void> Serve(const ServeOptions& options) {
    house::DoorOptions door_options{.base_url = options.base_url, .version = TRAM_VERSION};
    TRY(house::ReadListen(options.listen, door_options));
    StopSignals signals;
    auto house_options = options.house;
    house_options.rebuilding = record::Rebuilding::kBesideWork;
    const auto house = TRY(house::House::Open(house_options));
    const bool beyond = !demo::IsLoopback(door_options.address);
    if (beyond) RefuseOpenSignIns(*house->users, options.house.data_dir, door_options.address);
    auto door = TRY(house::Door::Open(*house, door_options));
    const bool v6 = door_options.address.find(':') != std::string::npos;
    std::printf("tram: sẵn sàng tại (ready at) http://%s%s%s:%u\n", v6 ? "[" : "",
                door_options.address.c_str(), v6 ? "]" : "", door->server->port());
    std::fflush(stdout);
    if (!beyond) ShowOpenSignIns(house->users->accounts());
    if (house->users->accounts().List().empty()) {
        std::printf(
            "tram: kho chưa có người dùng nào, chưa ai đăng nhập được. Hãy chạy: tram init --data "
            "%s\n(nobody can sign in yet: make the first administrator)\n",
            options.house.data_dir.c_str());
        std::fflush(stdout);
    }
    signals.Wait();
    std::printf("tram: đang dừng (stopping)\n");
    std::fflush(stdout);
    door->server->Stop();
    return {};
}

}  // namespace

void AddServe(Commands& commands) {
    const auto options = std::make_shared<ServeOptions>();
    auto* command = commands.Add("serve", "Chạy máy chủ trên một thư mục dữ liệu (run the server)",
                                 [options] { return Serve(*options); });
    command->add_option("--data", options->house.data_dir, "Thư mục dữ liệu (data folder)")
        ->required();
    command->add_option("--listen", options->listen, "Địa chỉ và cổng (address and port)")
        ->capture_default_str();
    command->add_option("--database", options->house.database_url,
                        "postgresql://… thay cho SQLite (in place of SQLite in --data)");
    command->add_option("--timezone", options->house.timezone, "Múi giờ (time zone)")
        ->capture_default_str();
    command->add_option("--base-url", options->base_url,
                        "Địa chỉ ghi trong liên kết khi đứng sau máy chủ khác, ví dụ "
                        "https://tram.example.vn (address in links behind another server)");
}

}  // namespace tram::cli
