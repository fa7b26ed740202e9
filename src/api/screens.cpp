#include "api/screens.h"

#include <algorithm>

namespace tram::api {
namespace {

constexpr std::pair<std::string_view, const char*> kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
    {".map", "application/json"},
};

// Everything from here alone; styles may stand in the page, as the component library writes them.
constexpr const char* kPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'";

const char* TypeOf(std::string_view path) {
    for (const auto& [ending, type] : kTypes) {
        if (path.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

Error NotBuilt() {
    return {
        .code = ErrorCode::kNotFound,
        .message = "this program was built without screens; the FHIR door is at /fhir/metadata",
        .message_vi = "chương trình này được dựng không kèm màn hình; cổng FHIR ở /fhir/metadata"};
}

Result<http::Response> NotHere(const Context&) {
    return ErrorOfStatus(404);
}

}  // namespace

std::vector<Route> ScreenRoutes(content::Library files) {
    std::vector<Route> routes;
    const auto screen = [files =
                             std::move(files)](const Context& context) -> Result<http::Response> {
        auto path = context.capture("file");
        const auto* file = files.Find(path);
        const bool asset = file && path.starts_with("assets/");
        if (!file) {
            // A missing script must not come back as a page: the browser would try to run it.
            if (path.starts_with("assets/")) return ErrorOfStatus(404);
            path = "index.html";
            file = files.Find(path);
        }
        if (!file) return NotBuilt();
        return http::Response{
            .status = 200,
            .headers = {{"Content-Type", TypeOf(path)},
                        {"Content-Security-Policy", kPolicy},
                        {"Cache-Control",
                         asset ? "public, max-age=31536000, immutable" : "no-cache"}},
            .body = std::string(file->bytes),
            .route = {}};
    };
    const auto add = [&](const char* method, const char* pattern, Form form, Action action) {
        routes.push_back({.method = method,
                          .pattern = pattern,
                          .action = std::move(action),
                          .form = form,
                          .door = Door::kOpen});
    };
    add("GET", "/{file*}", Form::kProblem, screen);
    for (const auto* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
        add(method, "/api/{rest*}", Form::kProblem, NotHere);
        add(method, "/fhir/{rest*}", Form::kFhir, NotHere);
    }
    return routes;
}

}  // namespace tram::api
