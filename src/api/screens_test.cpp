#include "api/screens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "api/application.h"
#include "api/service.h"

namespace tram::api {
namespace {

using testing::HasSubstr;

class ScreensTest : public testing::Test {
  protected:
    ScreensTest() {
        std::string pattern = (std::filesystem::temp_directory_path() / "tram_web_XXXXXX").string();
        root_ = mkdtemp(pattern.data());
        std::filesystem::create_directory(root_ / "assets");
        std::ofstream(root_ / "index.html") << "<html>";
        std::ofstream(root_ / "assets/app-1a2b.js") << "run()";
        auto files = content::Library::Open({.shipped = "web", .instead = root_.string()});
        ApplicationParts parts;
        parts.routes = ScreenRoutes(*files);
        parts.routes.push_back(
            {.method = "GET", .pattern = "/fhir/{type}/{id}", .action = Fail, .door = Door::kOpen});
        for (auto& route : ServiceRoutes(metrics_, [this]() -> Result<void> {
                 if (alive_) return {};
                 return Error{.code = ErrorCode::kUnavailable,
                              .message = "no disk",
                              .message_vi = "hỏng đĩa"};
             })) {
            parts.routes.push_back(std::move(route));
        }
        parts.clock = &clock_;
        parts.metrics = &metrics_;
        parts.report_fault = [](std::string_view) {};
        application_ = std::make_unique<Application>(std::move(parts));
    }
    ~ScreensTest() override { std::filesystem::remove_all(root_); }

    static Result<http::Response> Fail(const Context&) { return http::Response{.status = 299}; }
    http::Response Get(std::string path, std::string method = "GET") {
        return application_->Handle({.method = std::move(method), .path = std::move(path)});
    }
    static std::string Header(const http::Response& response, std::string_view name) {
        for (const auto& [key, value] : response.headers) {
            if (key == name) return value;
        }
        return "";
    }

    std::filesystem::path root_;
    SimulatedClock clock_{{0}};
    Metrics metrics_;
    bool alive_ = true;
    std::unique_ptr<Application> application_;
};

TEST_F(ScreensTest, AddressesOfTheScreensGetThePage) {
    for (const auto* path : {"/", "/index.html", "/people/123", "/dashboard"}) {
        const auto page = Get(path);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_EQ(page.body, "<html>");
        EXPECT_EQ(Header(page, "Cache-Control"), "no-cache");
        EXPECT_THAT(Header(page, "Content-Security-Policy"), HasSubstr("script-src 'self';"));
    }
}

TEST_F(ScreensTest, AssetsAreKeptForGoodAndNeverReplacedByThePage) {
    const auto script = Get("/assets/app-1a2b.js");
    EXPECT_EQ(script.body, "run()");
    EXPECT_EQ(Header(script, "Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_THAT(Header(script, "Cache-Control"), HasSubstr("immutable"));
    EXPECT_EQ(Get("/assets/gone.js").status, 404);
    EXPECT_EQ(Get("/assets/../index.html").status, 404);
}

TEST_F(ScreensTest, UnknownAddressesOfTheDoorsAreNoScreens) {
    EXPECT_EQ(Get("/api/v1/nothing").status, 404);
    EXPECT_EQ(Get("/api/v1/nothing", "POST").status, 404);
    EXPECT_THAT(Get("/fhir/a/b/c/d/e/f").body, HasSubstr("OperationOutcome"));
    EXPECT_EQ(Get("/fhir/Patient/1").status, 299);
    EXPECT_EQ(Get("/people", "POST").status, 405);
}

TEST_F(ScreensTest, HealthIsOpenAndMetricsAreNot) {
    EXPECT_EQ(Get("/healthz").body, R"({"status":"ok"})");
    alive_ = false;
    EXPECT_EQ(Get("/healthz").status, 503);
    EXPECT_EQ(Get("/metrics").status, 401);
}

}  // namespace
}  // namespace tram::api
