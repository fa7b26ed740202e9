// One connection: reads requests one after another, hands each to a worker, writes its answer.
// Private to the module; includes Beast, so only server.cpp and connection.cpp include this.
//
// At any time exactly one party drives a connection: an asynchronous operation under way, or the
// worker that handles its request. Shutdown() alone may be called by anyone at any time.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "platform/http/server.h"
#include "platform/http/work_queue.h"

namespace tram::http {

class Connection;

// What all connections of a server share.
struct Floor {
    Floor(const ServerOptions& options, Handler handler, std::function<Response(int)> refuse)
        : options(options),
          handler(std::move(handler)),
          refuse(std::move(refuse)),
          queue(options.workers, options.most_waiting) {}

    // Sets aside bytes for a body. False: too many are held already.
    bool TakeBytes(std::size_t bytes);
    void GiveBytes(std::size_t bytes) { bytes_held -= bytes; }
    // As `refuse`, but never throws, and with the headers such an answer must have.
    Response Refuse(int status) const;

    void Add(const std::shared_ptr<Connection>& connection);
    void Remove(Connection* connection);
    std::size_t connections() const;
    std::vector<std::shared_ptr<Connection>> All() const;

    const ServerOptions options;
    const Handler handler;
    const std::function<Response(int)> refuse;
    std::atomic<bool> stopping{false};
    std::atomic<std::size_t> bytes_held{0};
    mutable std::mutex mutex;
    std::unordered_map<Connection*, std::weak_ptr<Connection>> open;  // guarded by mutex
    // Behind `open`: what still waits in it at the end leaves through Remove().
    boost::asio::io_context io;
    WorkQueue queue;
};

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    using Socket = boost::asio::generic::stream_protocol::socket;
    using Time = std::chrono::steady_clock;

    enum class Phase { kIdle, kHeader, kBody, kWorking, kWriting, kDraining };

    Connection(Floor& floor, Socket socket, std::string remote);
    ~Connection();

    void Start() { Advance(); }
    Phase phase() const { return phase_; }
    bool IsLate(Time::time_point now) const;
    // Ends a wait on the other side: reading finds the end, writing fails.
    void Shutdown();
    // As Shutdown, but an answer (408) can still be written to one who is sending too slowly.
    void TimeOut();

  private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

    void Enter(Phase phase, std::chrono::seconds patience);
    void Read();
    void OnRead(boost::system::error_code fault, std::size_t bytes);
    void Advance();
    bool AcceptHeader();
    bool Account();
    bool SendContinue();
    void Dispatch();
    void Work();
    Result<void> Inflate();
    void Refuse(int status);
    void Send(Response response, bool keep);
    void Write();
    void AfterWrite();
    void Drain();
    void Close();

    Floor& floor_;
    Socket socket_;
    std::mutex close_mutex_;  // Shutdown against Close: never on a number that is another's by then
    const std::string remote_;
    boost::beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    bool header_seen_ = false;
    Request request_;
    bool keep_ = true;       // after this answer
    std::size_t taken_ = 0;  // bytes set aside for the body
    std::size_t progress_ = 0;
    std::string head_, body_;  // of the answer
    std::size_t sent_ = 0;
    std::atomic<Phase> phase_{Phase::kIdle};
    std::atomic<std::int64_t> deadline_{0};  // of the phase, in ticks of Time
    std::atomic<bool> timed_out_{false};
};

}  // namespace tram::http
