#include "platform/http/server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <latch>
#include <thread>

#include "platform/http/client.h"
#include "platform/http/gzip.h"

namespace tram::http {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// A bare TCP line on which anything can be said.
class Line {
  public:
    explicit Line(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
        const timeval patience{.tv_sec = 20, .tv_usec = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    }
    ~Line() { ::close(socket_); }

    bool Say(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    // Until `what` has come, or the other side closed.
    std::string HearUntil(std::string_view what) {
        while (heard_.find(what) == std::string::npos && HearSome()) {
        }
        return heard_;
    }
    std::string HearAll() {
        while (HearSome()) {
        }
        return heard_;
    }

  private:
    bool HearSome() {
        char piece[4096];
        const auto got = ::recv(socket_, piece, sizeof piece, 0);
        if (got <= 0) return false;
        heard_.append(piece, static_cast<std::size_t>(got));
        return true;
    }
    int socket_;
    std::string heard_;
};

// Gives back what it was asked, so that a test sees what the handler saw.
Response Echo(const Request& request) {
    if (request.path == "/throw") throw std::runtime_error("as asked");
    if (request.path == "/split") return {.headers = {{"Location", "a\r\nEvil: 1"}}, .body = "x"};
    if (request.path == "/nothing") return {.status = 204};
    if (request.path == "/large") {
        return {.headers = {{"Content-Type", "application/fhir+json"}},
                .body = std::string(5 << 20, 'a')};
    }
    std::string size = "[" + std::to_string(request.body.size()) + "]";
    return {.headers = {{"Content-Type", "text/plain"}},
            .body = request.method + " " + request.path + " ?" + request.query + " " +
                    (request.body.size() < 1000 ? request.body : size) + " from " + request.remote};
}

Response Refusal(int status) {
    return {.status = status, .body = "refused " + std::to_string(status)};
}

std::unique_ptr<Server> Start(ServerOptions options = {}, Handler handler = Echo) {
    options.port = 0;
    options.workers = std::min(options.workers, 8);
    auto started = Server::Start(options, std::move(handler), Refusal);
    EXPECT_TRUE(started) << started.error().message;
    return std::move(*started);
}

std::string Ask(Server& server, std::string_view bytes) {
    Line line(server.port());
    line.Say(bytes);
    return line.HearAll();
}

TEST(Server, AnswersSeveralRequestsOnOneConnection) {
    const auto server = Start();
    auto client = Client::Connect({.port = server->port()});
    ASSERT_TRUE(client);
    for (int i = 0; i < 3; ++i) {
        const auto answer =
            (*client)->Send({.method = "GET", .path = "/a", .query = "n=" + std::to_string(i)});
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200);
        EXPECT_EQ(answer->body, "GET /a ?n=" + std::to_string(i) + "  from 127.0.0.1");
    }
    EXPECT_EQ(server->load().connections, 1u);
}

TEST(Server, AnswersAPipelineInOrder) {
    const auto server = Start();
    std::string pipeline;
    for (int i = 0; i < 500; ++i) {
        pipeline += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }
    pipeline += "GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    const auto heard = Ask(*server, pipeline);
    std::size_t at = 0;
    for (int i = 0; i < 500; ++i) {
        at = heard.find("GET /" + std::to_string(i) + " ?", at);
        ASSERT_NE(at, std::string::npos) << i;
    }
    EXPECT_NE(heard.find("GET /last", at), std::string::npos);
}

TEST(Server, ReadsChunkedBodiesAndIgnoresTrailers) {
    const auto server = Start();
    const auto heard = Ask(*server,
                           "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
                           "Connection: close\r\n\r\n"
                           "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nAuthorization: none\r\n\r\n");
    EXPECT_THAT(heard, HasSubstr("POST /c ? hello world from"));
}

TEST(Server, ReadsABodyThatComesByteForByte) {
    const auto server = Start();
    Line line(server->port());
    const std::string request = "POST /s HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
    for (const char c : request) {
        ASSERT_TRUE(line.Say({&c, 1}));
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    EXPECT_THAT(line.HearUntil("from"), HasSubstr("POST /s ? hello from"));
}

TEST(Server, SaysContinueOnlyWhenItWillReadTheBody) {
    const auto server = Start({.most_body = 100});
    Line line(server->port());
    line.Say("POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_THAT(line.HearUntil("Continue\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue\r\n\r\n"));
    line.Say("hello");
    EXPECT_THAT(line.HearUntil("from"), HasSubstr("POST /e ? hello from"));

    const auto refused = Ask(*server,
                             "POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: 500\r\n"
                             "Expect: 100-continue\r\n\r\n");
    EXPECT_THAT(refused, StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(
        Ask(*server, "POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: rain\r\n\r\n"),
        StartsWith("HTTP/1.1 417 "));
}

TEST(Server, HeadHasTheLengthButNotTheBody) {
    const auto server = Start();
    const auto heard = Ask(*server, "HEAD /h HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(heard, HasSubstr("Content-Length: " +
                                 std::to_string(std::string("HEAD /h ?  from 127.0.0.1").size())));
    EXPECT_THAT(heard, testing::EndsWith("\r\n\r\n"));
}

TEST(Server, NoContentHasNoLength) {
    const auto server = Start();
    const auto heard =
        Ask(*server, "DELETE /nothing HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(heard, StartsWith("HTTP/1.1 204 No Content\r\n"));
    EXPECT_THAT(heard, testing::Not(HasSubstr("Content-Length")));
}

TEST(Server, RefusesBodiesAndHeadersBeyondItsLimits) {
    const auto server = Start({.most_body = 1000, .most_header = 2000});
    EXPECT_THAT(Ask(*server, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n"),
                StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(
        Ask(*server, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" +
                         std::string(2000, 'x') + "\r\n0\r\n\r\n"),
        StartsWith("HTTP/1.1 413 "));
    EXPECT_THAT(
        Ask(*server, "GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(3000, 'x') + "\r\n\r\n"),
        StartsWith("HTTP/1.1 431 "));
}

TEST(Server, ARefusalReachesAClientThatIsStillSending) {
    const auto server = Start({.most_body = 1000});
    Line line(server->port());
    line.Say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4000000\r\n\r\n");
    EXPECT_TRUE(line.Say(std::string(4'000'000, 'x')));
    EXPECT_THAT(line.HearAll(), HasSubstr("refused 413"));
}

TEST(Server, RefusesBrokenHttp) {
    const auto server = Start();
    for (const auto* broken :
         {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET nowhere HTTP/1.1\r\nHost: h\r\n\r\n",
          "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
          "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
          "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: "
          "chunked\r\n\r\nabc",
          "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
        EXPECT_THAT(Ask(*server, broken), StartsWith("HTTP/1.1 400 ")) << broken;
    }
    EXPECT_THAT(
        Ask(*server, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
        StartsWith("HTTP/1.1 501 "));
    EXPECT_THAT(Ask(*server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
                StartsWith("HTTP/1.1 200 "));
}

TEST(Server, TakesAnAbsoluteTarget) {
    const auto server = Start();
    EXPECT_THAT(Ask(*server, "GET http://h/x?y=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
                HasSubstr("GET /x ?y=1 "));
}

TEST(Server, InflatesBodiesAndPacksAnswers) {
    const auto server = Start({.most_body = 1 << 20});
    auto client = Client::Connect({.port = server->port()});
    ASSERT_TRUE(client);
    const auto inflated = (*client)->Send({.method = "POST",
                                           .path = "/z",
                                           .headers = {{"content-encoding", "gzip"}},
                                           .body = Gzip("hello")});
    ASSERT_TRUE(inflated);
    EXPECT_EQ(inflated->body, "POST /z ? hello from 127.0.0.1");

    const auto packed = (*client)->Send(
        {.method = "GET", .path = "/large", .headers = {{"accept-encoding", "br, gzip"}}});
    ASSERT_TRUE(packed);
    EXPECT_LT(packed->body.size(), std::size_t{100'000});
    const auto whole = Gunzip(packed->body, 10 << 20, [](std::size_t) { return true; });
    ASSERT_TRUE(whole);
    EXPECT_EQ(*whole, std::string(5 << 20, 'a'));

    const auto plain = (*client)->Send({.method = "GET", .path = "/large"});
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->body.size(), std::size_t{5 << 20});
}

TEST(Server, RefusesBodiesThatInflateTooFarOrNotAtAll) {
    const auto server = Start({.most_body = 1 << 20});
    const auto post = [&](std::string encoding, std::string body) {
        auto client = Client::Connect({.port = server->port()});
        const auto answer = (*client)->Send({.method = "POST",
                                             .path = "/",
                                             .headers = {{"content-encoding", encoding}},
                                             .body = body});
        return answer ? answer->status : 0;
    };
    EXPECT_EQ(post("gzip", Gzip(std::string(1 << 20, 'x'))), 200);
    EXPECT_EQ(post("gzip", Gzip(std::string((1 << 20) + 1, 'x'))), 413);
    EXPECT_EQ(post("gzip", Gzip(std::string(50 << 20, 'x'))), 413);
    EXPECT_EQ(post("gzip", "not gzip"), 400);
    const auto cut = Gzip("cut off before its end");
    EXPECT_EQ(post("gzip", cut.substr(0, cut.size() - 5)), 400);
    EXPECT_EQ(post("gzip", ""), 400);
    EXPECT_EQ(post("br", "x"), 415);
}

TEST(Server, HoldsOnlySoManyBytesOfBodiesAtOneTime) {
    const auto server = Start({.most_body = 600'000, .most_bodies = 1'000'000});
    Line first(server->port());
    first.Say(
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 600000\r\nExpect: 100-continue\r\n\r\n");
    first.HearUntil("Continue\r\n\r\n");
    const std::string second = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 600000\r\n\r\n";
    const auto refused = Ask(*server, second);
    EXPECT_THAT(refused, StartsWith("HTTP/1.1 503 "));
    EXPECT_THAT(refused, HasSubstr("Retry-After: "));
    first.Say(std::string(600'000, 'x'));
    EXPECT_THAT(first.HearUntil("from"), HasSubstr("[600000]"));
    Line third(server->port());
    third.Say(second + std::string(600'000, 'x'));
    EXPECT_THAT(third.HearUntil("from"), HasSubstr("[600000]"));
}

TEST(Server, AHandlerThatThrowsAnswers500AndTheServerLives) {
    const auto server = Start();
    auto client = Client::Connect({.port = server->port()});
    EXPECT_EQ((*client)->Send({.method = "GET", .path = "/throw"})->status, 500);
    EXPECT_EQ((*client)->Send({.method = "GET", .path = "/a"})->status, 200);
}

TEST(Server, AHeaderValueCannotSmuggleALine) {
    const auto server = Start();
    const auto heard = Ask(*server, "GET /split HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(heard, StartsWith("HTTP/1.1 500 "));
    EXPECT_THAT(heard, testing::Not(HasSubstr("Evil")));
}

TEST(Server, TooManyWaitingAreToldToRetry) {
    std::latch release(1);
    const auto server = Start({.workers = 1, .most_waiting = 1}, [&](const Request&) {
        release.wait();
        return Response{.body = "done"};
    });
    const std::string request = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    Line working(server->port());
    working.Say(request);
    while (server->load().working != 1) std::this_thread::yield();
    Line waiting(server->port());
    waiting.Say(request);
    while (server->load().waiting != 1) std::this_thread::yield();
    Line refused(server->port());
    refused.Say(request);
    const auto heard = refused.HearUntil("refused 503");
    EXPECT_THAT(heard, HasSubstr("Retry-After: "));
    EXPECT_THAT(heard, HasSubstr("Connection: keep-alive"));
    release.count_down();
    EXPECT_THAT(working.HearUntil("done"), HasSubstr("done"));
    EXPECT_THAT(waiting.HearUntil("done"), HasSubstr("done"));
}

TEST(Server, TooManyConnectionsAreToldToRetry) {
    const auto server = Start({.most_connections = 1});
    Line first(server->port());
    first.Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    first.HearUntil("from");
    Line second(server->port());
    EXPECT_THAT(second.HearAll(), StartsWith("HTTP/1.1 503 "));
}

TEST(Server, ASlowHeaderIsTimedOutAndAnIdleLineClosed) {
    const auto server = Start({.idle_seconds = 1});
    Line slow(server->port());
    slow.Say("GET / HTTP/1.1\r\nHo");
    EXPECT_THAT(slow.HearAll(), StartsWith("HTTP/1.1 408 "));
    Line idle(server->port());
    EXPECT_EQ(idle.HearAll(), "");
}

TEST(Server, ASlowReaderDoesNotHoldUpOthers) {
    const auto server = Start({.workers = 1});
    Line slow(server->port());
    for (int i = 0; i < 4; ++i) slow.Say("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
    slow.HearUntil("HTTP/1.1 200");
    auto client = Client::Connect({.port = server->port()});
    EXPECT_EQ((*client)->Send({.method = "GET", .path = "/a"})->status, 200);
    EXPECT_GT(slow.HearUntil(std::string(1000, 'a')).size(), std::size_t{1000});
}

TEST(Server, TheLocalSocketIsForItsOwnerAlone) {
    const auto path =
        (std::filesystem::temp_directory_path() / ("tram_test_" + std::to_string(getpid())))
            .string();
    {
        const auto server = Start({.unix_socket = path});
        struct stat found {};
        ASSERT_EQ(::stat(path.c_str(), &found), 0);
        EXPECT_EQ(found.st_mode & 0777, 0600u);
        auto client = Client::Connect({.unix_socket = path});
        ASSERT_TRUE(client);
        EXPECT_EQ((*client)->Send({.method = "GET", .path = "/a"})->body, "GET /a ?  from local");

        const auto second = Server::Start({.port = 0, .unix_socket = path}, Echo, Refusal);
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, ErrorCode::kConflict);
        EXPECT_TRUE(Client::Connect({.unix_socket = path}));
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Server, ASocketLeftBehindIsReplaced) {
    const auto path =
        (std::filesystem::temp_directory_path() / ("tram_left_" + std::to_string(getpid())))
            .string();
    const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::snprintf(at.sun_path, sizeof at.sun_path, "%s", path.c_str());
    ASSERT_EQ(::bind(left, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
    ::close(left);
    const auto server = Start({.unix_socket = path});
    EXPECT_TRUE(Client::Connect({.unix_socket = path}));
}

TEST(Server, ABusyPortIsSaidKindly) {
    const auto server = Start();
    const auto second = Server::Start({.port = server->port()}, Echo, Refusal);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kConflict);
    EXPECT_THAT(second.error().message_vi, HasSubstr("cổng"));
    EXPECT_EQ(Server::Start({.address = "nowhere", .port = 0}, Echo, Refusal).error().code,
              ErrorCode::kInvalid);
}

TEST(Server, StopEndsWhatIsUnderWayAndTakesNothingNew) {
    std::latch begun(1), release(1);
    auto server = Start({.workers = 2}, [&](const Request&) {
        begun.count_down();
        release.wait();
        return Response{.body = "done"};
    });
    const auto port = server->port();
    Line idle(port);
    idle.Say("GET");
    Line working(port);
    working.Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    begun.wait();
    std::thread stopper([&] { server->Stop(); });
    while (Client::Connect({.port = port})) std::this_thread::yield();
    release.count_down();
    const auto heard = working.HearAll();
    EXPECT_THAT(heard, HasSubstr("Connection: close"));
    EXPECT_THAT(heard, testing::EndsWith("done"));
    stopper.join();
    EXPECT_EQ(idle.HearAll(), "");
    EXPECT_FALSE(Client::Connect({.port = port}));
    server->Stop();
}

TEST(Server, ManyClientsAtOnceAreAllAnswered) {
    const auto server = Start();
    std::atomic<int> good = 0;
    std::vector<std::thread> clients;
    for (int c = 0; c < 16; ++c) {
        clients.emplace_back([&, c] {
            auto client = Client::Connect({.port = server->port()});
            for (int i = 0; client && i < 200; ++i) {
                const auto name = "/" + std::to_string(c) + "-" + std::to_string(i);
                const auto answer = (*client)->Send({.method = "GET", .path = name});
                if (answer && answer->body == "GET " + name + " ?  from 127.0.0.1") ++good;
            }
        });
    }
    for (auto& client : clients) client.join();
    EXPECT_EQ(good, 16 * 200);
}

TEST(Request, FindsCookiesAmongOthers) {
    const Request request{.headers = {{"cookie", "a=1; session=x=y; b=2"}, {"cookie", "c=3"}}};
    EXPECT_EQ(request.cookie("session"), "x=y");
    EXPECT_EQ(request.cookie("a"), "1");
    EXPECT_EQ(request.cookie("c"), "3");
    EXPECT_EQ(request.cookie("ession"), "");
}

TEST(Gzip, WeighsWhatIsAccepted) {
    EXPECT_TRUE(AcceptsGzip("gzip"));
    EXPECT_TRUE(AcceptsGzip("br, gzip;q=0.5"));
    EXPECT_TRUE(AcceptsGzip("*"));
    EXPECT_FALSE(AcceptsGzip(""));
    EXPECT_FALSE(AcceptsGzip("br"));
    EXPECT_FALSE(AcceptsGzip("gzip;q=0, *"));
}

TEST(Gzip, ReadsSeveralMembers) {
    const auto both = Gunzip(Gzip("one ") + Gzip("two"), 100, [](std::size_t) { return true; });
    ASSERT_TRUE(both);
    EXPECT_EQ(*both, "one two");
}

}  // namespace
}  // namespace tram::http
