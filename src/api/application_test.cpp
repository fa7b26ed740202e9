#include "api/application.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace tram::api {
namespace {

using testing::HasSubstr;
using testing::Not;

class KnownCaller : public Authenticator {
  public:
    Result<Caller> Authenticate(const http::Request& request) override {
        if (request.header("authorization").empty() && request.cookie("session").empty()) {
            return Error{.code = ErrorCode::kUnauthenticated,
                         .message = "sign in",
                         .message_vi = "đăng nhập"};
        }
        const bool cookie = request.header("authorization").empty();
        return Caller{.actor = access::SystemActor(),
                      .proof = cookie ? Proof::kCookie : Proof::kBearer};
    }
};

class ApplicationTest : public testing::Test {
  protected:
    ApplicationTest() {
        ApplicationParts parts;
        parts.routes = {
            {.method = "GET",
             .pattern = "/healthz",
             .action = Say("alive"),
             .form = Form::kProblem,
             .door = Door::kOpen},
            {.method = "GET", .pattern = "/fhir/{type}/{id}", .action = Say("read")},
            {.method = "POST", .pattern = "/fhir/{type}", .action = Say("made")},
            {.method = "POST",
             .pattern = "/api/v1/things",
             .action = Say("thing"),
             .form = Form::kProblem},
            {.method = "GET",
             .pattern = "/fhir/throw",
             .action = [](const Context&) -> Result<http::Response> {
                 throw std::runtime_error("Nguyễn Văn Bí Mật");
             }},
            {.method = "GET",
             .pattern = "/fhir/broken",
             .action = [](const Context&) -> Result<http::Response> {
                 return Error{.message = "our fault", .message_vi = "lỗi", .detail = "rid 7"};
             }},
            {.method = "GET",
             .pattern = "/api/busy",
             .action = [](const Context&) -> Result<http::Response> {
                 return Error{.code = ErrorCode::kBusy, .message = "busy", .message_vi = "bận"};
             },
             .form = Form::kProblem},
            {.method = "GET",
             .pattern = "/assets/{file*}",
             .action = [](const Context& context) -> Result<http::Response> {
                 return http::Response{.body = std::string(context.capture("file"))};
             },
             .form = Form::kProblem,
             .door = Door::kOpen},
        };
        parts.authenticator = &caller_;
        parts.clock = &clock_;
        parts.metrics = &metrics_;
        parts.report_fault = [this](std::string_view fault) { faults_ += fault; };
        application_ = std::make_unique<Application>(std::move(parts));
    }

    static Action Say(std::string what) {
        return [what](const Context&) -> Result<http::Response> {
            return http::Response{.body = what};
        };
    }
    http::Response Ask(std::string method, std::string path,
                       std::vector<std::pair<std::string, std::string>> headers = {}) {
        headers.emplace_back("host", "test");
        return application_->Handle(
            {.method = std::move(method), .path = std::move(path), .headers = std::move(headers)});
    }
    static std::string Header(const http::Response& response, std::string_view name) {
        for (const auto& [key, value] : response.headers) {
            if (key == name) return value;
        }
        return "";
    }

    KnownCaller caller_;
    SimulatedClock clock_{{0}};
    Metrics metrics_;
    std::string faults_;
    std::unique_ptr<Application> application_;
};

TEST_F(ApplicationTest, OnlyOpenRoutesAnswerStrangers) {
    EXPECT_EQ(Ask("GET", "/healthz").status, 200);
    const auto refused = Ask("GET", "/fhir/Patient/1");
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(Header(refused, "WWW-Authenticate"), "Bearer");
    EXPECT_THAT(refused.body, HasSubstr("OperationOutcome"));
    EXPECT_EQ(Ask("GET", "/fhir/Patient/1", {{"authorization", "Bearer x"}}).body, "read");
}

TEST_F(ApplicationTest, WithoutAnAuthenticatorNobodyComesIn) {
    ApplicationParts parts;
    parts.routes = {{.method = "GET", .pattern = "/fhir/{type}", .action = Say("read")}};
    parts.clock = &clock_;
    parts.metrics = &metrics_;
    parts.report_fault = [](std::string_view) {};
    const Application closed(std::move(parts));
    EXPECT_EQ(closed.Handle({.method = "GET", .path = "/fhir/Patient", .remote = "local"}).status,
              401);
}

TEST_F(ApplicationTest, AChangeByCookieMustComeFromOurOwnPages) {
    const auto post = [&](std::vector<std::pair<std::string, std::string>> headers) {
        headers.emplace_back("cookie", "session=1");
        return Ask("POST", "/fhir/Patient", std::move(headers)).status;
    };
    EXPECT_EQ(post({}), 403);
    EXPECT_EQ(post({{"x-requested-with", "tram"}}), 200);
    EXPECT_EQ(post({{"origin", "http://test"}}), 200);
    EXPECT_EQ(post({{"origin", "http://evil.example"}, {"x-requested-with", "tram"}}), 403);
    EXPECT_EQ(post({{"origin", "null"}}), 403);
    EXPECT_EQ(post({{"sec-fetch-site", "cross-site"}, {"x-requested-with", "tram"}}), 403);
    EXPECT_EQ(Ask("GET", "/fhir/Patient/1", {{"cookie", "session=1"}}).status, 200);
    EXPECT_EQ(Ask("POST", "/fhir/Patient", {{"authorization", "Bearer x"}}).status, 200);
}

TEST_F(ApplicationTest, EveryAnswerTellsBrowsersToBeCareful) {
    for (const auto* path : {"/healthz", "/fhir/Patient/1", "/nowhere", "/fhir/%zz"}) {
        const auto answer = Ask("GET", path);
        EXPECT_EQ(Header(answer, "X-Content-Type-Options"), "nosniff") << path;
        EXPECT_THAT(Header(answer, "Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
        EXPECT_EQ(Header(answer, "Referrer-Policy"), "no-referrer");
        EXPECT_EQ(Header(answer, "Cache-Control"), "no-store");
    }
}

TEST_F(ApplicationTest, FaultsOfOursAreAnsweredWithoutTheirWords) {
    const auto thrown = Ask("GET", "/fhir/throw", {{"authorization", "x"}});
    EXPECT_EQ(thrown.status, 500);
    EXPECT_THAT(thrown.body, Not(HasSubstr("Bí Mật")));
    EXPECT_THAT(faults_, Not(HasSubstr("Bí Mật")));
    EXPECT_THAT(faults_, HasSubstr("/fhir/throw"));
    const auto broken = Ask("GET", "/fhir/broken", {{"authorization", "x"}});
    EXPECT_EQ(broken.status, 500);
    EXPECT_THAT(broken.body, Not(HasSubstr("rid 7")));
    EXPECT_THAT(faults_, HasSubstr("rid 7"));
}

TEST_F(ApplicationTest, TheScreensDoorAnswersProblems) {
    const auto busy = Ask("GET", "/api/busy", {{"authorization", "x"}});
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(Header(busy, "Retry-After"), "1");
    EXPECT_EQ(Header(busy, "Content-Type"), "application/problem+json;charset=utf-8");
    EXPECT_THAT(busy.body, HasSubstr(R"("detail":"bận","detail_en":"busy")"));
}

TEST_F(ApplicationTest, MetricsKnowTemplatesOnly) {
    Ask("GET", "/fhir/Patient/secret-id", {{"authorization", "x"}});
    Ask("GET", "/no/such/secret-id");
    Ask("SECRET", "/healthz");
    metrics_.AddGauge("tram_store_position", "Log position.", [] { return 42.0; });
    const auto text = metrics_.Text();
    EXPECT_THAT(text, HasSubstr("tram_http_requests_total{method=\"GET\",route=\"/fhir/{type}/"
                                "{id}\",status=\"200\"} 1"));
    EXPECT_THAT(
        text,
        HasSubstr("tram_http_requests_total{method=\"-\",route=\"(unknown)\",status=\"404\"} 1"));
    EXPECT_THAT(text, HasSubstr("tram_http_request_seconds_bucket{method=\"GET\",route=\"/fhir/"
                                "{type}/{id}\",le=\"+Inf\"} 1"));
    EXPECT_THAT(text, HasSubstr("tram_store_position 42"));
    EXPECT_THAT(text, Not(HasSubstr("secret")));
    EXPECT_THAT(text, Not(HasSubstr("SECRET")));
}

TEST_F(ApplicationTest, ARestCapturesAllBelow) {
    EXPECT_EQ(Ask("GET", "/assets/js/app.js").body, "js/app.js");
    EXPECT_EQ(Ask("GET", "/assets/").body, "");
}

TEST(Outcome, EveryCodeHasItsStatus) {
    EXPECT_EQ(MeaningOf(ErrorCode::kDeleted).status, 410);
    EXPECT_EQ(MeaningOf(ErrorCode::kMultipleMatches).issue, "multiple-matches");
    for (int code = 0; code <= static_cast<int>(ErrorCode::kInternal); ++code) {
        const auto meaning = MeaningOf(static_cast<ErrorCode>(code));
        EXPECT_GE(meaning.status, 400);
        EXPECT_FALSE(meaning.issue.empty());
    }
}

TEST(Outcome, TellsPlaceTextAndFurtherFaults) {
    const Error error{.code = ErrorCode::kBadValue,
                      .message = "not a date",
                      .message_vi = "không phải ngày",
                      .path = "Patient.birthDate",
                      .detail = "secret",
                      .others = {{.code = ErrorCode::kRequired,
                                  .message = "missing",
                                  .message_vi = "thiếu",
                                  .path = "_count"}}};
    EXPECT_EQ(
        OperationOutcome(error),
        R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"value","details":{"text":"không phải ngày"},)"
        R"("diagnostics":"not a date","expression":["Patient.birthDate"]},{"severity":"error","code":"required",)"
        R"("details":{"text":"thiếu"},"diagnostics":"missing","location":["http._count"]}]})");
}

TEST(AccessLog, WritesTemplatesAndKeepsItsSize) {
    const auto path =
        std::filesystem::temp_directory_path() / ("tram_log_" + std::to_string(::getpid()));
    {
        auto log = AccessLog::Open(path.string(), 150);
        ASSERT_TRUE(log);
        (*log)->Write({0}, "GET", "/fhir/{type}/{id}", 200, std::chrono::microseconds(1500), 930);
    }
    {
        auto log = AccessLog::Open(path.string(), 150);
        for (int i = 0; i < 3; ++i) (*log)->Write({0}, "GET", "/fhir/{type}/{id}", 404, {}, 0);
    }
    const auto read = [](const std::filesystem::path& file) {
        std::ostringstream text;
        text << std::ifstream(file).rdbuf();
        return text.str();
    };
    EXPECT_EQ(read(path.string() + ".1"),
              "1970-01-01T00:00:00.000Z GET /fhir/{type}/{id} 200 1.500ms 930B\n");
    EXPECT_THAT(read(path),
                testing::StartsWith("1970-01-01T00:00:00.000Z GET /fhir/{type}/{id} 404"));
    std::filesystem::remove(path);
    std::filesystem::remove(path.string() + ".1");
    EXPECT_FALSE(AccessLog::Open("/nowhere/at/all.log"));
}

}  // namespace
}  // namespace tram::api
