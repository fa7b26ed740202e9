#include "platform/http/server.h"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <thread>

#include "platform/http/connection.h"

namespace tram::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Local = asio::local::stream_protocol;

namespace {

constexpr std::chrono::seconds kFetchPatience{5};

Error Taken(const std::string& where) {
    return {.code = ErrorCode::kConflict,
            .message =
                where + " is in use by another program; choose another port, or stop that program",
            .message_vi = where +
                          " đang được chương trình khác sử dụng; hãy chọn cổng khác hoặc "
                          "dừng chương trình đó",
            .path = where};
}

Error CannotListen(const std::string& where, const error_code& fault) {
    if (fault == asio::error::address_in_use) return Taken(where);
    return {.code = ErrorCode::kUnavailable,
            .message = "cannot listen on " + where + ": " + fault.message(),
            .message_vi = "không mở được cổng lắng nghe tại " + where + ": " + fault.message(),
            .path = where};
}

class BeastServer : public Server {
  public:
    BeastServer(const ServerOptions& options, Handler handler, std::function<Response(int)> refuse)
        : floor_(options, std::move(handler), std::move(refuse)),
          busy_(floor_.io.get_executor()),
          tcp_(floor_.io),
          local_(floor_.io),
          tick_(floor_.io),
          awake_(floor_.io.get_executor()) {}
    ~BeastServer() override { Stop(); }

    Result<void> Open();
    std::uint16_t port() const override { return port_; }
    Load load() const override {
        return {.connections = floor_.connections(),
                .waiting = floor_.queue.waiting(),
                .working = floor_.queue.working()};
    }
    void Stop() override;

  private:
    Result<void> OpenTcp();
    Result<void> OpenLocal();
    template <typename Acceptor>
    void Accept(Acceptor& acceptor);
    void Welcome(Connection::Socket socket, std::string remote);
    void RunIo();
    void Tick();
    void Sweep(bool all);

    Floor floor_;
    // A connection whose request is with a worker is no work to the io_context, which would leave.
    asio::executor_work_guard<asio::io_context::executor_type> busy_;
    tcp::acceptor tcp_;
    Local::acceptor local_;
    asio::steady_timer tick_;
    // While a request is with a worker its connection waits for nothing: without this the I/O threads
    // would find no work once the acceptors are closed, and leave before the answer comes back.
    asio::executor_work_guard<asio::io_context::executor_type> awake_;
    std::uint16_t port_ = 0;
    bool local_bound_ = false;
    std::vector<std::thread> threads_;
    std::mutex stop_mutex_;
    bool stopped_ = false;
};

Result<void> BeastServer::OpenTcp() {
    const auto& options = floor_.options;
    error_code fault;
    const auto address = asio::ip::make_address(options.address, fault);
    if (fault) {
        return Error{
            .code = ErrorCode::kInvalid,
            .message = "\"" + options.address + "\" is not an IP address, such as 127.0.0.1",
            .message_vi = "\"" + options.address + "\" không phải là địa chỉ IP, ví dụ 127.0.0.1",
            .path = options.address};
    }
    const tcp::endpoint endpoint(address, options.port);
    const auto where = options.address + ":" + std::to_string(options.port);
    tcp_.open(endpoint.protocol(), fault);
    if (!fault) tcp_.set_option(asio::socket_base::reuse_address(true), fault);
    if (!fault) tcp_.bind(endpoint, fault);
    if (!fault) tcp_.listen(1024, fault);
    if (fault) return CannotListen(where, fault);
    port_ = tcp_.local_endpoint().port();
    return {};
}

Result<void> BeastServer::OpenLocal() {
    const auto& path = floor_.options.unix_socket;
    if (path.empty()) return {};
    if (path.size() >= sizeof(sockaddr_un{}.sun_path)) {
        return Error{.code = ErrorCode::kInvalid,
                     .message =
                         "the path of the local socket is longer than 107 bytes; choose a "
                         "data folder with a shorter path",
                     .message_vi =
                         "đường dẫn của socket nội bộ dài quá 107 byte; hãy chọn thư mục dữ "
                         "liệu có đường dẫn ngắn hơn",
                     .path = path};
    }
    const Local::endpoint endpoint(path);
    struct stat found {};
    if (::lstat(path.c_str(), &found) == 0) {
        if (!S_ISSOCK(found.st_mode)) return Taken(path);
        // A socket left behind by a process that was killed refuses; one that is served answers.
        Local::socket probe(floor_.io);
        error_code refused;
        probe.connect(endpoint, refused);
        if (!refused) return Taken(path);
        ::unlink(path.c_str());
    }
    error_code fault;
    local_.open(endpoint.protocol(), fault);
    // Before bind, so that there is no moment at which others could connect.
    if (!fault && ::fchmod(local_.native_handle(), 0600) != 0) {
        fault = error_code(errno, boost::system::system_category());
    }
    if (!fault) local_.bind(endpoint, fault);
    local_bound_ = !fault;
    if (!fault && ::chmod(path.c_str(), 0600) != 0) {
        fault = error_code(errno, boost::system::system_category());
    }
    if (!fault) local_.listen(128, fault);
    if (fault) return CannotListen(path, fault);
    return {};
}

Result<void> BeastServer::Open() {
    TRY(OpenTcp());
    TRY(OpenLocal());
    Accept(tcp_);
    if (local_.is_open()) Accept(local_);
    Tick();
    for (int i = 0; i < std::max(1, floor_.options.io_threads); ++i) {
        threads_.emplace_back([this] { RunIo(); });
    }
    return {};
}

// What throws here is lack of memory in one connection, which ends with its operation.
void BeastServer::RunIo() {
    while (true) {
        try {
            floor_.io.run();
            return;
        } catch (const std::exception&) {
            continue;
        }
    }
}

template <typename Acceptor>
void BeastServer::Accept(Acceptor& acceptor) {
    using Peer = typename Acceptor::protocol_type::socket;
    acceptor.async_accept([this, &acceptor](error_code fault, Peer socket) {
        if (floor_.stopping || fault == asio::error::operation_aborted) return;
        if (fault) {
            // Out of file descriptors, most likely: the next tick tries again.
            auto pause =
                std::make_shared<asio::steady_timer>(floor_.io, std::chrono::milliseconds(100));
            pause->async_wait([this, &acceptor, pause](error_code ended) {
                if (!ended && !floor_.stopping) Accept(acceptor);
            });
            return;
        }
        if constexpr (std::is_same_v<Peer, tcp::socket>) {
            error_code ignored;
            socket.set_option(tcp::no_delay(true), ignored);
            const auto peer = socket.remote_endpoint(ignored);
            Welcome(std::move(socket), ignored ? "" : peer.address().to_string());
        } else {
            Welcome(std::move(socket), "local");
        }
        Accept(acceptor);
    });
}

void BeastServer::Welcome(Connection::Socket socket, std::string remote) {
    if (floor_.connections() >= floor_.options.most_connections) {
        constexpr std::string_view kFull =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
            "Connection: close\r\n\r\n";
        error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(kFull.data(), kFull.size()), ignored);
        return;
    }
    const auto connection =
        std::make_shared<Connection>(floor_, std::move(socket), std::move(remote));
    floor_.Add(connection);
    connection->Start();
}

void BeastServer::Tick() {
    tick_.expires_after(std::chrono::seconds(1));
    tick_.async_wait([this](error_code fault) {
        if (fault) return;
        const auto now = Connection::Time::now();
        for (const auto& connection : floor_.All()) {
            if (connection->IsLate(now)) connection->TimeOut();
        }
        Tick();
    });
}

// Ends connections on which no request is under way, or all.
void BeastServer::Sweep(bool all) {
    for (const auto& connection : floor_.All()) {
        const auto phase = connection->phase();
        if (all || (phase != Connection::Phase::kWorking && phase != Connection::Phase::kWriting)) {
            connection->Shutdown();
        }
    }
}

void BeastServer::Stop() {
    const std::lock_guard lock(stop_mutex_);
    if (stopped_) return;
    stopped_ = true;
    floor_.stopping = true;
    asio::post(floor_.io, [this] {
        error_code ignored;
        tcp_.close(ignored);
        local_.close(ignored);
        tick_.cancel();
    });
    floor_.queue.Close();  // every request taken is answered, or its answer is on its way
    const auto end = Connection::Time::now() + kFetchPatience;
    while (!threads_.empty() && floor_.connections() > 0) {
        Sweep(Connection::Time::now() > end);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    floor_.io.stop();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    error_code ignored;
    tcp_.close(ignored);
    local_.close(ignored);
    if (local_bound_) ::unlink(floor_.options.unix_socket.c_str());
}

}  // namespace

Result<std::unique_ptr<Server>> Server::Start(const ServerOptions& options, Handler handler,
                                              std::function<Response(int)> refuse) {
    auto server = std::make_unique<BeastServer>(options, std::move(handler), std::move(refuse));
    TRY(server->Open());
    return Result<std::unique_ptr<Server>>(std::move(server));
}

}  // namespace tram::http
