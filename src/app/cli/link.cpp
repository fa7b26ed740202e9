#include "app/cli/link.h"

#include <cstdio>
#include <filesystem>

#include "app/house/routes.h"

namespace tram::cli {

namespace {

http::Address SocketAddress(const house::HouseOptions& options) {
    return {.unix_socket = house::SocketOf(options.data_dir)};
}

ErrorCode CodeOf(int status) {
    switch (status) {
        case 401:
            return ErrorCode::kUnauthenticated;
        case 403:
            return ErrorCode::kForbidden;
        case 404:
            return ErrorCode::kNotFound;
        case 409:
            return ErrorCode::kConflict;
        case 413:
            return ErrorCode::kTooLarge;
        case 503:
            return ErrorCode::kUnavailable;
        default:
            return status >= 500 ? ErrorCode::kInternal : ErrorCode::kInvalid;
    }
}

// A refusal of the door as the error it was made from.
Error ErrorIn(const http::Response& response) {
    Error error{.code = CodeOf(response.status),
                .message = "the server answered " + std::to_string(response.status),
                .message_vi = "máy chủ trả lời " + std::to_string(response.status)};
    if (const auto document = json::Document::Parse(response.body)) {
        const auto problem = (*document)->root();
        if (problem["detail"].IsString()) error.message_vi = std::string(problem["detail"].text());
        if (problem["detail_en"].IsString())
            error.message = std::string(problem["detail_en"].text());
        error.path = std::string(problem["path"].text());
    }
    return error;
}

void ReportFault(std::string_view fault) {
    std::fprintf(stderr, "tram: %.*s\n", static_cast<int>(fault.size()), fault.data());
}

}  // namespace

Result<std::unique_ptr<Link>> Link::Open(const house::HouseOptions& options, Missing missing) {
    std::unique_ptr<Link> link(new Link(options));
    if (auto client = http::Client::Connect(SocketAddress(options))) {
        link->idle_.push_back(std::move(*client));
        return link;
    }
    std::error_code fault;
    if (missing == Missing::kRefuse && !std::filesystem::exists(options.data_dir, fault)) {
        return Error{
            .code = ErrorCode::kNotFound,
            .message = "there is no data folder " + options.data_dir + "; `tram init` makes one",
            .message_vi =
                "không có thư mục dữ liệu " + options.data_dir + "; `tram init` tạo thư mục mới",
            .path = "--data"};
    }
    link->house_ = TRY(house::House::Open(options));
    link->authenticator_ = std::make_unique<api::LocalAdministrator>(nullptr);
    api::ApplicationParts parts;
    parts.routes = TRY(house::WebRoutes(*link->house_));
    parts.authenticator = link->authenticator_.get();
    parts.clock = link->house_->clock;
    parts.metrics = &link->metrics_;
    parts.report_fault = ReportFault;
    link->application_ = std::make_unique<api::Application>(std::move(parts));
    return link;
}

Result<std::unique_ptr<http::Client>> Link::TakeClient() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto client = std::move(idle_.back());
            idle_.pop_back();
            return client;
        }
    }
    return http::Client::Connect(SocketAddress(options_));
}

Result<http::Response> Link::Send(const http::Request& request) {
    if (application_) return application_->Handle(request);
    auto client = TRY(TakeClient());
    auto response = TRY(client->Send(request));
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(client));
    return response;
}

Result<json::DocumentPtr> Link::Call(std::string_view method, std::string_view path,
                                     std::string body, std::string_view query) {
    const auto answer = TRY(Fetch(method, path, std::move(body), query));
    if (answer.empty()) return json::DocumentPtr();
    return json::Document::Parse(answer);
}

Result<std::string> Link::Fetch(std::string_view method, std::string_view path, std::string body,
                                std::string_view query) {
    http::Request request;
    request.method = method;
    request.path = "/api/v1" + std::string(path);
    request.query = query;
    request.headers = {{"host", "localhost"}, {"content-type", "application/json"}};
    request.body = std::move(body);
    request.remote = "local";
    auto response = TRY(Send(request));
    if (response.status >= 300) return ErrorIn(response);
    return std::move(response.body);
}

void AddHouseOptions(CLI::App* command, house::HouseOptions& options) {
    command->add_option("--data", options.data_dir, "Thư mục dữ liệu (data folder)")->required();
    command->add_option("--database", options.database_url,
                        "postgresql://… thay cho SQLite (in place of SQLite in --data)");
    command->add_option("--timezone", options.timezone, "Múi giờ (time zone)")
        ->capture_default_str();
}

}  // namespace tram::cli
