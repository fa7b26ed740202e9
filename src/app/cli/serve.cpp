// tram serve: the server, until it is told to stop.

#include <csignal>
#include <cstdio>
#include <memory>

#include "app/cli/command.h"
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

Result<void> Serve(const ServeOptions& options) {
    house::DoorOptions door_options{.base_url = options.base_url, .version = TRAM_VERSION};
    TRY(house::ReadListen(options.listen, door_options));
    StopSignals signals;
    auto house_options = options.house;
    house_options.rebuilding = record::Rebuilding::kBesideWork;
    const auto house = TRY(house::House::Open(house_options));
    auto door = TRY(house::Door::Open(*house, door_options));
    const bool v6 = door_options.address.find(':') != std::string::npos;
    std::printf("tram: sẵn sàng tại (ready at) http://%s%s%s:%u\n", v6 ? "[" : "",
                door_options.address.c_str(), v6 ? "]" : "", door->server->port());
    std::fflush(stdout);
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
