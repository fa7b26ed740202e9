#include "platform/http/client.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

namespace tram::http {
namespace {

Error Broken(std::string_view what) {
    return {.code = ErrorCode::kUnavailable,
            .message = "the connection to the server failed: " + std::string(what),
            .message_vi = "kết nối tới máy chủ bị hỏng: " + std::string(what)};
}

Error NotHttp() {
    return {.code = ErrorCode::kMalformed,
            .message = "the server's answer is not understood",
            .message_vi = "không hiểu được trả lời của máy chủ"};
}

Result<int> OpenSocket(const Address& address) {
    sockaddr_storage storage{};
    socklen_t length = 0;
    if (!address.unix_socket.empty()) {
        auto& local = reinterpret_cast<sockaddr_un&>(storage);
        local.sun_family = AF_UNIX;
        if (address.unix_socket.size() >= sizeof local.sun_path) {
            return Error{.code = ErrorCode::kInvalid,
                         .message = "the path of the local socket is too long",
                         .message_vi = "đường dẫn của socket nội bộ quá dài"};
        }
        std::memcpy(local.sun_path, address.unix_socket.c_str(), address.unix_socket.size() + 1);
        length = sizeof local;
    } else if (auto& v4 = reinterpret_cast<sockaddr_in&>(storage);
               inet_pton(AF_INET, address.host.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = htons(address.port);
        length = sizeof v4;
    } else if (auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
               inet_pton(AF_INET6, address.host.c_str(), &v6.sin6_addr) == 1) {
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(address.port);
        length = sizeof v6;
    } else {
        return Error{.code = ErrorCode::kInvalid,
                     .message = "\"" + address.host + "\" is not an IP address",
                     .message_vi = "\"" + address.host + "\" không phải là địa chỉ IP"};
    }
    const int opened = ::socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (opened < 0) return Broken(std::strerror(errno));
    const timeval patience{.tv_sec = address.patience_seconds, .tv_usec = 0};
    ::setsockopt(opened, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(opened, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (storage.ss_family != AF_UNIX) {
        const int on = 1;
        ::setsockopt(opened, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    if (::connect(opened, reinterpret_cast<const sockaddr*>(&storage), length) != 0) {
        const int why = errno;
        ::close(opened);
        return Broken(std::strerror(why));
    }
    return opened;
}

// Status and headers from the head of an answer, without its empty line.
Result<Response> ParseHead(std::string_view head, std::size_t& body_size) {
    Response response;
    body_size = 0;
    const auto first_end = head.find("\r\n");
    const auto first = head.substr(0, first_end);
    if (!first.starts_with("HTTP/1.1 ") || first.size() < 12) return NotHttp();
    if (std::from_chars(first.data() + 9, first.data() + 12, response.status).ec != std::errc()) {
        return NotHttp();
    }
    auto rest =
        first_end == std::string_view::npos ? std::string_view() : head.substr(first_end + 2);
    while (!rest.empty()) {
        const auto end = rest.find("\r\n");
        const auto line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return NotHttp();
        std::string name(line.substr(0, colon));
        for (char& c : name) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        }
        auto value = line.substr(colon + 1);
        while (value.starts_with(' ')) value.remove_prefix(1);
        if (name == "content-length" &&
            std::from_chars(value.data(), value.data() + value.size(), body_size).ec !=
                std::errc()) {
            return NotHttp();
        }
        response.headers.emplace_back(std::move(name), std::string(value));
    }
    return response;
}

}  // namespace

Result<std::unique_ptr<Client>> Client::Connect(const Address& address) {
    return std::unique_ptr<Client>(new Client(TRY(OpenSocket(address))));
}

Client::~Client() {
    ::close(socket_);
}

Result<void> Client::SendAll(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return Broken(std::strerror(errno));
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return {};
}

Result<void> Client::Receive() {
    char piece[64 << 10];
    while (true) {
        const auto got = ::recv(socket_, piece, sizeof piece, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Broken(std::strerror(errno));
        if (got == 0) return Broken("closed by the other side");
        received_.append(piece, static_cast<std::size_t>(got));
        return {};
    }
}

Result<Response> Client::Send(const Request& request) {
    std::string head = request.method + " " + request.path;
    if (!request.query.empty()) head += "?" + request.query;
    head += " HTTP/1.1\r\n";
    if (request.header("host").empty()) head += "Host: localhost\r\n";
    for (const auto& [name, value] : request.headers) head += name + ": " + value + "\r\n";
    if (!request.body.empty() || request.method != "GET") {
        head += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    }
    head += "\r\n";
    TRY(SendAll(head));
    TRY(SendAll(request.body));

    std::size_t head_end;
    while ((head_end = received_.find("\r\n\r\n")) == std::string::npos) TRY(Receive());
    std::size_t body_size = 0;
    Response response = TRY(ParseHead(std::string_view(received_).substr(0, head_end), body_size));
    received_.erase(0, head_end + 4);
    if (request.method == "HEAD" || response.status == 204 || response.status == 304)
        return response;
    while (received_.size() < body_size) TRY(Receive());
    response.body = received_.substr(0, body_size);
    received_.erase(0, body_size);
    return response;
}

}  // namespace tram::http
