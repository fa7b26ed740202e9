#include "platform/http/connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/http/status.hpp>
#include <ctime>

#include "platform/http/gzip.h"

namespace tram::http {

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace {

constexpr std::size_t kReadPiece = 64 << 10;
constexpr std::size_t kSmallBody = 64 << 10;  // not counted against the bytes held
constexpr std::size_t kWorthPacking = 1 << 10;
constexpr std::size_t kProgress = 16 << 10;  // a body that brings this much is alive
constexpr std::chrono::seconds kDrainPatience{5};
constexpr std::chrono::seconds kForever{1 << 30};

// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7, made once a second in each thread.
const std::string& DateNow() {
    thread_local std::time_t made_at = 0;
    thread_local std::string text;
    const std::time_t now = std::time(nullptr);
    if (now != made_at) {
        std::tm parts{};
        gmtime_r(&now, &parts);
        char buffer[40];
        text.assign(buffer,
                    std::strftime(buffer, sizeof buffer, "%a, %d %b %Y %H:%M:%S GMT", &parts));
        made_at = now;
    }
    return text;
}

std::string Lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return lower;
}

bool HasHeader(const Response& response, std::string_view lower_name) {
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [&](const auto& header) { return Lower(header.first) == lower_name; });
}

bool IsText(const Response& response) {
    for (const auto& [name, value] : response.headers) {
        if (Lower(name) != "content-type") continue;
        for (const auto* kind : {"json", "text/", "javascript", "xml", "svg", "wasm"}) {
            if (value.find(kind) != std::string::npos) return true;
        }
    }
    return false;
}

// Packs the body where the other side takes it and it is worth it.
void Pack(const Request& request, Response& response) {
    if (response.body.size() < kWorthPacking || HasHeader(response, "content-encoding") ||
        !IsText(response)) {
        return;
    }
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (!AcceptsGzip(request.header("accept-encoding"))) return;
    response.body = Gzip(response.body);
    response.headers.emplace_back("Content-Encoding", "gzip");
}

std::string HeadOf(const Response& response, bool keep) {
    std::string head;
    head.reserve(512);
    head += "HTTP/1.1 ";
    head += std::to_string(response.status);
    head += ' ';
    const auto reason =
        beast::http::obsolete_reason(static_cast<beast::http::status>(response.status));
    head.append(reason.data(), reason.size());
    head += "\r\nDate: ";
    head += DateNow();
    for (const auto& [name, value] : response.headers) {
        // A line break in a value would let its author write headers of their own.
        TRAM_CHECK(name.find_first_of("\r\n: ") == std::string::npos);
        TRAM_CHECK(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
        head += "\r\n";
        head += name;
        head += ": ";
        head += value;
    }
    const bool bodiless = response.status == 204 || response.status == 304;
    if (!bodiless) {
        head += "\r\nContent-Length: ";
        head += std::to_string(response.body.size());
    }
    head += keep ? "\r\nConnection: keep-alive\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
    return head;
}

int StatusOf(beast::error_code fault) {
    if (fault == beast::http::error::header_limit) return 431;
    if (fault == beast::http::error::buffer_overflow) return 431;
    if (fault == beast::http::error::body_limit) return 413;
    return 400;
}

// "/path?query" from the request target; an absolute target loses its scheme and host.
bool SplitTarget(std::string_view target, Request& request) {
    for (const auto* scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        const auto path = target.find('/', std::string_view(scheme).size());
        target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
    }
    if (const auto fragment = target.find('#'); fragment != std::string_view::npos) return false;
    const auto question = target.find('?');
    request.path = target.substr(0, question);
    request.query = question == std::string_view::npos ? "" : target.substr(question + 1);
    return request.path.starts_with('/') || (request.path == "*" && request.method == "OPTIONS");
}

}  // namespace

bool Floor::TakeBytes(std::size_t bytes) {
    const auto held = bytes_held.fetch_add(bytes) + bytes;
    if (held <= options.most_bodies) return true;
    bytes_held -= bytes;
    return false;
}

Response Floor::Refuse(int status) const {
    Response response;
    try {
        response = refuse(status);
    } catch (const std::exception&) {
        response = {.status = status, .headers = {}, .body = {}, .route = {}};
    }
    if (status == 503 && !HasHeader(response, "retry-after")) {
        response.headers.emplace_back("Retry-After", "1");
    }
    return response;
}

void Floor::Add(const std::shared_ptr<Connection>& connection) {
    const std::lock_guard lock(mutex);
    open.emplace(connection.get(), connection);
}

void Floor::Remove(Connection* connection) {
    const std::lock_guard lock(mutex);
    open.erase(connection);
}

std::size_t Floor::connections() const {
    const std::lock_guard lock(mutex);
    return open.size();
}

std::vector<std::shared_ptr<Connection>> Floor::All() const {
    std::vector<std::shared_ptr<Connection>> all;
    const std::lock_guard lock(mutex);
    all.reserve(open.size());
    for (const auto& [_, weak] : open) {
        if (auto connection = weak.lock()) all.push_back(std::move(connection));
    }
    return all;
}

Connection::Connection(Floor& floor, Socket socket, std::string remote)
    : floor_(floor), socket_(std::move(socket)), remote_(std::move(remote)) {
    socket_.non_blocking(true);
    Enter(Phase::kIdle, std::chrono::seconds(floor_.options.idle_seconds));
}

Connection::~Connection() {
    floor_.GiveBytes(taken_);
    floor_.Remove(this);
}

void Connection::Enter(Phase phase, std::chrono::seconds patience) {
    phase_ = phase;
    deadline_ = patience == kForever ? std::numeric_limits<std::int64_t>::max()
                                     : (Time::now() + patience).time_since_epoch().count();
}

bool Connection::IsLate(Time::time_point now) const {
    return now.time_since_epoch().count() > deadline_;
}

void Connection::Shutdown() {
    const std::lock_guard lock(close_mutex_);
    if (socket_.is_open()) ::shutdown(socket_.native_handle(), SHUT_RDWR);
}

void Connection::TimeOut() {
    const auto phase = phase_.load();
    if (phase != Phase::kHeader && phase != Phase::kBody) return Shutdown();
    timed_out_ = true;
    const std::lock_guard lock(close_mutex_);
    if (socket_.is_open()) ::shutdown(socket_.native_handle(), SHUT_RD);
}

void Connection::Close() {
    const std::lock_guard lock(close_mutex_);
    beast::error_code ignored;
    socket_.close(ignored);
}

void Connection::Read() {
    socket_.async_read_some(
        buffer_.prepare(kReadPiece),
        [self = shared_from_this()](beast::error_code fault, std::size_t bytes) {
            self->OnRead(fault, bytes);
        });
}

void Connection::OnRead(beast::error_code fault, std::size_t bytes) {
    if (fault) {
        if (timed_out_ && parser_) return Refuse(408);
        return Close();
    }
    buffer_.commit(bytes);
    Advance();
}

// Parses what has come: asks for more, hands over a whole request, or refuses.
void Connection::Advance() {
    if (!parser_) {
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(floor_.options.most_header));
        parser_->body_limit(floor_.options.most_body);
        header_seen_ = false;
        progress_ = 0;
        if (buffer_.size() == 0) {
            Enter(Phase::kIdle, std::chrono::seconds(floor_.options.idle_seconds));
            // Stop() looks for idle connections after it has raised the flag; one that became idle
            // after that look must see the flag itself.
            if (floor_.stopping) return Close();
            return Read();
        }
    }
    const auto patience = std::chrono::seconds(floor_.options.idle_seconds);
    if (phase_ != Phase::kHeader && phase_ != Phase::kBody) Enter(Phase::kHeader, patience);
    while (true) {
        beast::error_code fault;
        const auto used = parser_->put(buffer_.data(), fault);
        buffer_.consume(used);
        progress_ += used;
        if (header_seen_ && progress_ >= kProgress) {
            progress_ = 0;
            Enter(Phase::kBody, patience);
        }
        if (fault && fault != beast::http::error::need_more) return Refuse(StatusOf(fault));
        if (!header_seen_ && parser_->is_header_done()) {
            header_seen_ = true;
            parser_->eager(true);
            if (!AcceptHeader()) return;
            if (!parser_->is_done()) {
                Enter(Phase::kBody, patience);
                if (!SendContinue()) return;
            }
        }
        if (header_seen_ && !Account()) return Refuse(503);
        if (parser_->is_done()) return Dispatch();
        if (fault || used == 0 || buffer_.size() == 0) return Read();
    }
}

// Turns the header into the request, before the body is there. False: answered already.
bool Connection::AcceptHeader() {
    const auto& message = parser_->get();
    keep_ = message.keep_alive();
    request_ = {};
    request_.remote = remote_;
    request_.method.assign(message.method_string().data(), message.method_string().size());
    int hosts = 0;
    for (const auto& field : message) {
        auto& [name, value] = request_.headers.emplace_back(
            Lower({field.name_string().data(), field.name_string().size()}),
            std::string(field.value().data(), field.value().size()));
        if (name == "host") ++hosts;
        if (name == "transfer-encoding" && Lower(value) != "chunked") {
            Refuse(501);
            return false;
        }
        if (name == "expect" && Lower(value) != "100-continue") {
            Refuse(417);
            return false;
        }
    }
    // https://www.rfc-editor.org/rfc/rfc9112#section-3.2: exactly one Host, or 400.
    const bool host_missing = hosts == 0 && message.version() >= 11;
    if (hosts > 1 || host_missing ||
        !SplitTarget({message.target().data(), message.target().size()}, request_)) {
        Refuse(400);
        return false;
    }
    return true;
}

// Keeps the bytes set aside in step with what the body needs or has grown to.
bool Connection::Account() {
    const auto length = parser_->content_length();
    const std::size_t needed = length ? *length : parser_->get().body().capacity();
    if (needed <= kSmallBody || needed <= taken_) return true;
    if (!floor_.TakeBytes(needed - taken_)) return false;
    taken_ = needed;
    return true;
}

bool Connection::SendContinue() {
    if (request_.header("expect").empty() || buffer_.size() > 0) return true;
    if (!Account()) {
        Refuse(503);
        return false;
    }
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    beast::error_code fault;
    socket_.write_some(asio::buffer(kContinue.data(), kContinue.size()), fault);
    if (!fault) return true;
    Close();
    return false;
}

void Connection::Dispatch() {
    request_.body = std::move(parser_->get().body());
    parser_.reset();
    Enter(Phase::kWorking, kForever);
    if (floor_.stopping) {
        keep_ = false;
        return Send(floor_.Refuse(503), false);
    }
    if (!floor_.queue.Push([self = shared_from_this()] { self->Work(); })) {
        Send(floor_.Refuse(503), keep_);
    }
}

// In a worker.
void Connection::Work() {
    Response response;
    try {
        if (const auto inflated = Inflate(); !inflated) {
            const auto code = inflated.error().code;
            response = floor_.Refuse(code == ErrorCode::kTooLarge       ? 413
                                     : code == ErrorCode::kBusy         ? 503
                                     : code == ErrorCode::kNotSupported ? 415
                                                                        : 400);
        } else {
            response = floor_.handler(request_);
        }
        Pack(request_, response);
    } catch (const std::exception&) {
        response = floor_.Refuse(500);
    }
    Send(std::move(response), keep_);
}

Result<void> Connection::Inflate() {
    const auto encoding = Lower(request_.header("content-encoding"));
    if (encoding.empty() || encoding == "identity") return {};
    if (encoding != "gzip" && encoding != "x-gzip") {
        return Error{.code = ErrorCode::kNotSupported,
                     .message = "content-encoding must be gzip",
                     .message_vi = "nội dung nén phải là gzip"};
    }
    request_.body = TRY(Gunzip(request_.body, floor_.options.most_body, [this](std::size_t more) {
        if (!floor_.TakeBytes(more)) return false;
        taken_ += more;
        return true;
    }));
    return {};
}

// Answers before the request is whole: what else comes of it is read and thrown away.
void Connection::Refuse(int status) {
    parser_.reset();
    Send(floor_.Refuse(status), false);
}

void Connection::Send(Response response, bool keep) {
    keep_ = keep && !floor_.stopping;
    try {
        head_ = HeadOf(response, keep_);
    } catch (const BrokenPromise&) {
        response = floor_.Refuse(500);
        head_ = HeadOf(response, keep_);
    }
    const bool head_only =
        request_.method == "HEAD" || response.status == 204 || response.status == 304;
    body_ = head_only ? std::string() : std::move(response.body);
    sent_ = 0;
    request_ = {};
    floor_.GiveBytes(taken_);
    taken_ = 0;
    Enter(Phase::kWriting, std::chrono::seconds(floor_.options.idle_seconds));
    Write();
}

// Mostly all of it goes out at once, from the thread that made it.
void Connection::Write() {
    while (sent_ < head_.size() + body_.size()) {
        const auto head_left = sent_ < head_.size() ? head_.size() - sent_ : 0;
        const auto body_sent = sent_ > head_.size() ? sent_ - head_.size() : 0;
        const std::array<asio::const_buffer, 2> rest = {
            asio::buffer(head_.data() + head_.size() - head_left, head_left),
            asio::buffer(body_.data() + body_sent, body_.size() - body_sent)};
        beast::error_code fault;
        const auto bytes = socket_.write_some(rest, fault);
        sent_ += bytes;
        if (fault == asio::error::would_block) {
            socket_.async_wait(
                Socket::wait_write, [self = shared_from_this()](beast::error_code waiting_fault) {
                    if (waiting_fault) return self->Close();
                    self->Enter(Phase::kWriting,
                                std::chrono::seconds(self->floor_.options.idle_seconds));
                    self->Write();
                });
            return;
        }
        if (fault) return Close();
    }
    AfterWrite();
}

void Connection::AfterWrite() {
    head_.clear();
    body_ = {};
    if (!keep_) {
        beast::error_code ignored;
        socket_.shutdown(Socket::shutdown_send, ignored);
        Enter(Phase::kDraining, kDrainPatience);
        return Drain();
    }
    if (buffer_.size() == 0) return Advance();
    // The next request is here already: a fresh call, or a long pipeline would fill the stack.
    asio::post(floor_.io, [self = shared_from_this()] { self->Advance(); });
}

// Closing with bytes unread makes the kernel reset the connection, and the other side may lose the
// answer. https://www.rfc-editor.org/rfc/rfc9112#section-9.6
void Connection::Drain() {
    buffer_.clear();
    socket_.async_read_some(buffer_.prepare(kReadPiece),
                            [self = shared_from_this()](beast::error_code fault, std::size_t) {
                                if (fault) return self->Close();
                                self->Drain();
                            });
}

}  // namespace tram::http
