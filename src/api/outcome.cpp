#include "api/outcome.h"

#include "fhir/json/writer.h"

namespace tram::api {
namespace {

std::string_view SeverityName(Severity severity) {
    switch (severity) {
        case Severity::kError:
            return "error";
        case Severity::kWarning:
            return "warning";
        case Severity::kInformation:
            return "information";
    }
    return "error";
}

// A FHIRPath starts with a type; everything else that errors point at is a parameter or header.
bool IsElementPath(std::string_view path) {
    return !path.empty() && path.front() >= 'A' && path.front() <= 'Z' &&
           path.find(' ') == std::string_view::npos;
}

void WriteIssue(json::Writer& out, const Error& error, std::string_view issue, Severity severity) {
    out.BeginObject();
    out.Key("severity").String(SeverityName(severity));
    out.Key("code").String(issue);
    if (!error.message_vi.empty()) {
        out.Key("details").BeginObject().Key("text").String(error.message_vi).EndObject();
    }
    if (!error.message.empty()) out.Key("diagnostics").String(error.message);
    if (IsElementPath(error.path)) {
        out.Key("expression").BeginArray().String(error.path).EndArray();
    } else if (!error.path.empty()) {
        out.Key("location").BeginArray().String("http." + error.path).EndArray();
    }
    out.EndObject();
}

std::string Problem(int status, std::string_view issue, const Error& error) {
    json::Writer out;
    out.BeginObject();
    out.Key("type").String("urn:tram:problem:" + std::string(issue));
    out.Key("title").String(error.message_vi.empty() ? error.message : error.message_vi);
    out.Key("status").Number(status);
    out.Key("detail").String(error.message_vi.empty() ? error.message : error.message_vi);
    out.Key("detail_en").String(error.message);
    if (!error.path.empty()) out.Key("path").String(error.path);
    if (!error.others.empty()) {
        out.Key("others").BeginArray();
        for (const auto& other : error.others) {
            out.BeginObject();
            out.Key("detail").String(other.message_vi);
            out.Key("detail_en").String(other.message);
            out.Key("path").String(other.path).EndObject();
        }
        out.EndArray();
    }
    return out.EndObject().Take();
}

}  // namespace

// https://hl7.org/fhir/R4/http.html and https://hl7.org/fhir/R4/valueset-issue-type.html
Meaning MeaningOf(ErrorCode code) {
    switch (code) {
        case ErrorCode::kMalformed:
            return {400, "structure"};
        // http.html#create: 422 is for what is well formed but against a rule; what fails basic
        // validation is a bad request.
        case ErrorCode::kInvalid:
            return {422, "invalid"};
        case ErrorCode::kRequired:
            return {400, "required"};
        case ErrorCode::kUnknownElement:
            return {400, "structure"};
        case ErrorCode::kBadValue:
            return {400, "value"};
        case ErrorCode::kBadCode:
            return {400, "code-invalid"};
        case ErrorCode::kNotSupported:
            return {501, "not-supported"};
        case ErrorCode::kNotFound:
            return {404, "not-found"};
        // http.html#read: a deleted resource is told apart from an unknown one, so that a client
        // that holds a copy learns to drop it.
        case ErrorCode::kDeleted:
            return {410, "deleted"};
        case ErrorCode::kConflict:
            return {409, "conflict"};
        // http.html#concurrency: an If-Match that does not hold.
        case ErrorCode::kVersionConflict:
            return {412, "conflict"};
        case ErrorCode::kMultipleMatches:
            return {412, "multiple-matches"};
        case ErrorCode::kUnauthenticated:
            return {401, "login"};
        case ErrorCode::kForbidden:
            return {403, "forbidden"};
        case ErrorCode::kTooLarge:
            return {413, "too-long"};
        case ErrorCode::kTooCostly:
            return {400, "too-costly"};
        case ErrorCode::kBusy:
            return {503, "throttled"};
        case ErrorCode::kUnavailable:
            return {503, "transient"};
        case ErrorCode::kInternal:
            return {500, "exception"};
    }
    TRAM_CHECK(false);
}

std::string OperationOutcome(const Error& error, std::string_view issue, Severity severity) {
    json::Writer out;
    out.BeginObject().Key("resourceType").String("OperationOutcome");
    out.Key("issue").BeginArray();
    WriteIssue(out, error, issue, severity);
    for (const auto& other : error.others) {
        WriteIssue(out, other, MeaningOf(other.code).issue, severity);
    }
    return out.EndArray().EndObject().Take();
}

std::string OperationOutcome(const Error& error, Severity severity) {
    return OperationOutcome(error, MeaningOf(error.code).issue, severity);
}

std::string AllOk() {
    return OperationOutcome({.message = "all OK", .message_vi = "đã thực hiện xong"},
                            "informational", Severity::kInformation);
}

http::Response Refuse(Form form, int status, const Error& error) {
    auto issue = MeaningOf(error.code).issue;
    if (status == 405 || status == 406 || status == 415) issue = "not-supported";
    http::Response response{.status = status, .headers = {}, .body = {}, .route = {}};
    if (form == Form::kFhir) {
        response.headers.emplace_back("Content-Type", "application/fhir+json;charset=utf-8");
        response.body = OperationOutcome(error, issue, Severity::kError);
    } else {
        response.headers.emplace_back("Content-Type", "application/problem+json;charset=utf-8");
        response.body = Problem(status, issue, error);
    }
    if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    if (status == 503) {
        response.headers.emplace_back("Retry-After", error.code == ErrorCode::kBusy ? "1" : "5");
    }
    return response;
}

http::Response Refuse(Form form, const Error& error) {
    return Refuse(form, MeaningOf(error.code).status, error);
}

Error ErrorOfStatus(int status) {
    switch (status) {
        case 404:
            return {.code = ErrorCode::kNotFound,
                    .message = "there is nothing at this address",
                    .message_vi = "không có gì ở địa chỉ này"};
        case 405:
            return {.code = ErrorCode::kNotSupported,
                    .message = "this address does not take this method; see the Allow header",
                    .message_vi = "địa chỉ này không nhận phương thức đó; xem tiêu đề Allow"};
        case 408:
            return {.code = ErrorCode::kBusy,
                    .message = "the request took too long to arrive; send it again",
                    .message_vi = "yêu cầu gửi đến quá chậm; hãy gửi lại"};
        case 413:
            return {
                .code = ErrorCode::kTooLarge,
                .message = "the body is larger than this server takes; send it in smaller parts",
                .message_vi = "nội dung gửi lên quá lớn; hãy chia nhỏ rồi gửi lại"};
        case 415:
            return {.code = ErrorCode::kNotSupported,
                    .message = "the body must be plain or gzip",
                    .message_vi = "nội dung chỉ được để nguyên hoặc nén gzip"};
        case 417:
            return {.code = ErrorCode::kNotSupported,
                    .message = "only \"Expect: 100-continue\" can be expected",
                    .message_vi = "chỉ nhận \"Expect: 100-continue\""};
        case 431:
            return {.code = ErrorCode::kTooLarge,
                    .message = "the headers or the address are too long; search by POST instead",
                    .message_vi = "tiêu đề hoặc địa chỉ quá dài; hãy tìm kiếm bằng POST"};
        case 501:
            return {.code = ErrorCode::kNotSupported,
                    .message = "the only transfer-encoding taken is chunked",
                    .message_vi = "chỉ nhận transfer-encoding là chunked"};
        case 503:
            return {.code = ErrorCode::kBusy,
                    .message = "too much is being asked at this moment; try again soon",
                    .message_vi = "máy chủ đang bận; hãy thử lại sau giây lát"};
        case 500:
            return {.code = ErrorCode::kInternal,
                    .message = "a fault of the program; it has been written to the log",
                    .message_vi = "chương trình gặp lỗi; lỗi đã được ghi vào nhật ký"};
        default:
            return {.code = ErrorCode::kMalformed,
                    .message = "the request is not proper HTTP, or its gzip body is broken",
                    .message_vi = "yêu cầu không đúng chuẩn HTTP, hoặc nội dung gzip bị hỏng"};
    }
}

}  // namespace tram::api
