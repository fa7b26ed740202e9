#include "api/application.h"

#include <algorithm>

namespace tram::api {
namespace {

bool ChangesNothing(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

bool HasHeader(const http::Response& response, std::string_view name) {
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [&](const auto& header) { return header.first == name; });
}

// What browsers are told on every answer, unless the route said it better. Nothing here may be
// framed, guessed at or kept on the disk of a shared PC.
void AddSafetyHeaders(http::Response& response) {
    constexpr std::pair<const char*, const char*> kHeaders[] = {
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
        {"Cache-Control", "no-store"},
    };
    for (const auto& [name, value] : kHeaders) {
        if (!HasHeader(response, name)) response.headers.emplace_back(name, value);
    }
}

bool IsHost(std::string_view host) {
    if (host.empty() || host.size() > 255) return false;
    const auto name_end = host.starts_with('[') ? host.find(']') : host.find(':');
    std::string_view name = host.substr(0, name_end);
    std::string_view port = name_end == std::string_view::npos ? "" : host.substr(name_end);
    if (name.starts_with('[')) {
        name.remove_prefix(1);
        if (port.empty()) return false;
        port.remove_prefix(1);
    }
    const bool v6 = host.starts_with('[');
    const auto good = [v6](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.' || (v6 && c == ':');
    };
    if (name.empty() || !std::all_of(name.begin(), name.end(), good)) return false;
    if (port.empty()) return true;
    return port.size() > 1 && port.size() <= 6 && port[0] == ':' &&
           std::all_of(port.begin() + 1, port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string BaseUrl(const http::Request& request, std::string_view base_url) {
    if (!base_url.empty()) return std::string(base_url);
    const auto host = request.header("host");
    return (request.secure ? "https://" : "http://") +
           std::string(IsHost(host) ? host : "localhost");
}

bool IsForgeable(const http::Request& request, std::string_view base) {
    const auto origin = request.header("origin");
    if (!origin.empty()) return origin != base;
    if (const auto site = request.header("sec-fetch-site");
        !site.empty() && site != "same-origin") {
        return true;
    }
    return request.header("x-requested-with").empty();
}

Application::Application(ApplicationParts parts)
    : parts_(std::move(parts)), router_(std::move(parts_.routes)) {
    TRAM_CHECK(parts_.clock && parts_.metrics && parts_.report_fault);
}

http::Response Application::Handle(const http::Request& request) const {
    const auto begun = std::chrono::steady_clock::now();
    std::string route = "(unknown)";
    http::Response response;
    try {
        response = Answer(request, route);
    } catch (const std::exception& fault) {
        // what() of our own checks is file, line and condition; a library's may quote its input.
        const auto* ours = dynamic_cast<const BrokenPromise*>(&fault);
        parts_.report_fault(request.method + " " + route + ": " +
                            (ours ? ours->what() : typeid(fault).name()));
        response = api::Refuse(route.starts_with("/fhir") ? Form::kFhir : Form::kProblem, 500,
                               ErrorOfStatus(500));
    }
    AddSafetyHeaders(response);
    const auto took = std::chrono::steady_clock::now() - begun;
    // A method is text of the client's: only those that a route knows are counted by name.
    const std::string_view method = route == "(unknown)" ? "-" : std::string_view(request.method);
    parts_.metrics->Count(method, route, response.status, took);
    if (parts_.access_log) {
        parts_.access_log->Write(parts_.clock->Now(), method, route, response.status, took,
                                 response.body.size());
    }
    response.route = std::move(route);
    return response;
}

http::Response Application::Refuse(int status) const {
    auto response = api::Refuse(Form::kFhir, status, ErrorOfStatus(status));
    AddSafetyHeaders(response);
    parts_.metrics->Count("-", "(refused)", status, {});
    return response;
}

http::Response Application::Answer(const http::Request& request, std::string& route) const {
    const auto found = router_.Find(request.method, request.path);
    if (!found) return api::Refuse(Form::kFhir, found.error());
    if (!found->route) {
        if (found->allowed.empty()) return api::Refuse(found->form, 404, ErrorOfStatus(404));
        http::Response response{.status = 204, .headers = {}, .body = {}, .route = {}};
        if (request.method != "OPTIONS")
            response = api::Refuse(found->form, 405, ErrorOfStatus(405));
        response.headers.emplace_back("Allow", found->allowed + ", OPTIONS");
        return response;
    }
    route = found->route->pattern;
    const auto base = BaseUrl(request, parts_.base_url);
    if (found->route->door == Door::kOpen) {
        const access::Actor nobody;
        return Act(*found->route, {request, nobody, base, found->captures});
    }
    const Result<Caller> caller =
        parts_.authenticator
            ? parts_.authenticator->Authenticate(request)
            : Error{.code = ErrorCode::kUnauthenticated,
                    .message = "nobody can sign in here: the server has no users",
                    .message_vi = "chưa thể đăng nhập: máy chủ chưa có người dùng nào"};
    if (!caller) return api::Refuse(found->route->form, caller.error());
    if (caller->proof == Proof::kCookie && !ChangesNothing(request.method) &&
        IsForgeable(request, base)) {
        return api::Refuse(
            found->route->form,
            Error{.code = ErrorCode::kForbidden,
                  .message = "a change with a session cookie needs the header "
                             "X-Requested-With and must come from our own pages",
                  .message_vi = "thay đổi bằng phiên đăng nhập phải kèm tiêu đề "
                                "X-Requested-With và gửi từ chính trang của hệ thống",
                  .path = "X-Requested-With"});
    }
    return Act(*found->route, {request, caller->actor, base, found->captures, caller->proof});
}

http::Response Application::Act(const Route& route, const Context& context) const {
    auto done = route.action(context);
    if (done) return std::move(*done);
    const auto& error = done.error();
    if (error.code == ErrorCode::kInternal || error.code == ErrorCode::kUnavailable) {
        parts_.report_fault(route.method + " " + route.pattern + ": " + error.message + " | " +
                            error.detail);
    }
    return api::Refuse(route.form, error);
}

}  // namespace tram::api
