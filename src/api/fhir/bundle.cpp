#include "api/fhir/bundle.h"

#include <algorithm>

#include "fhir/definitions/definitions.h"
#include "platform/crypto/crypto.h"

namespace tram::api::fhir {
namespace {

Error Fault(ErrorCode code, std::string path, std::string message, std::string message_vi) {
    return {.code = code,
            .message = std::move(message),
            .message_vi = std::move(message_vi),
            .path = std::move(path)};
}

// request.url in its parts: "Patient/123/_history/2?_format=json".
struct Url {
    std::vector<std::string> segments;  // decoded
    std::string path, query;            // as written
};

Result<Url> ReadUrl(const Context& context, std::string_view text, const std::string& where) {
    const auto base = context.base + "/fhir/";
    if (text.starts_with(base)) text.remove_prefix(base.size());
    if (text.starts_with('/')) text.remove_prefix(1);
    Url url;
    const auto question = text.find('?');
    url.path = text.substr(0, question);
    if (question != std::string_view::npos) url.query = text.substr(question + 1);
    std::string_view rest = url.path;
    while (!rest.empty()) {
        const auto end = rest.find('/');
        auto segment = PercentDecode(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (!segment) {
            return Fault(ErrorCode::kMalformed, where + ".request.url", "the url has a broken %",
                         "url có dấu % không hợp lệ");
        }
        url.segments.push_back(std::move(*segment));
    }
    return url;
}

// JSON Patch travels as a Binary; https://hl7.org/fhir/R4/http.html#patch
Result<json::DocumentPtr> ReadPatch(const Parts& parts, json::Value resource,
                                    const std::string& where) {
    const auto type = resource["resourceType"].text();
    if (type == "Parameters") {
        return Fault(
            ErrorCode::kNotSupported, where + ".resource",
            "FHIRPath Patch is not supported; send a Binary with application/json-patch+json",
            "chưa hỗ trợ FHIRPath Patch; hãy gửi Binary với application/json-patch+json");
    }
    std::string data(resource["data"].text());
    std::erase_if(data, [](char c) { return c == '=' || c == '\n' || c == '\r' || c == ' '; });
    std::replace(data.begin(), data.end(), '+', '-');
    std::replace(data.begin(), data.end(), '/', '_');
    const auto bytes = crypto::FromBase64Url(data);
    if (type != "Binary" || !bytes ||
        MediaType(resource["contentType"].text()) != "application/json-patch+json") {
        return Fault(
            ErrorCode::kBadValue, where + ".resource",
            "a patch is a Binary with contentType application/json-patch+json and base64 data",
            "bản vá phải là Binary có contentType application/json-patch+json và dữ liệu base64");
    }
    auto patch = json::Document::Parse(*bytes, parts.limits);
    if (!patch) patch.error().path = where + ".resource.data";
    return patch;
}

Result<json::DocumentPtr> ReadBody(const Parts& parts, json::Value resource, std::string_view type,
                                   const std::string& where) {
    if (resource["resourceType"].text() != type) {
        return Fault(resource ? ErrorCode::kBadValue : ErrorCode::kRequired, where + ".resource",
                     "the entry must hold a resource of the type in its url",
                     "mục này phải có hồ sơ đúng loại ghi trong url");
    }
    return json::Document::Parse(resource.raw(), parts.limits);
}

Result<record::Change> ReadChange(const Parts& parts, json::Value entry, const Url& url,
                                  const std::string& where) {
    const auto request = entry["request"];
    const auto method = request["method"].text();
    record::Change change{.type = url.segments[0], .where = where};
    const bool by_id = url.segments.size() == 2 && IsId(url.segments[1]);
    const bool by_type = url.segments.size() == 1;
    const auto bad_url = [&](std::string_view shape) {
        return Fault(ErrorCode::kBadValue, where + ".request.url",
                     std::string(method) + " needs a url such as " + std::string(shape),
                     std::string(method) + " cần url dạng " + std::string(shape));
    };
    if (url.segments.back().starts_with('$') || url.segments.back() == "_search") {
        return Fault(ErrorCode::kNotSupported, where + ".request.url",
                     "operations and searches by POST are not supported inside a bundle",
                     "chưa hỗ trợ thao tác và tìm kiếm bằng POST bên trong bundle");
    }
    if (method == "POST") {
        if (!by_type || !url.query.empty()) return bad_url(change.type);
        change.method = record::Method::kCreate;
        change.resource = TRY(ReadBody(parts, entry["resource"], change.type, where));
        if (const auto condition = request["ifNoneExist"].text(); !condition.empty()) {
            const auto question = condition.find('?');
            change.condition =
                condition.substr(question == std::string_view::npos ? 0 : question + 1);
        }
    } else {
        if (!by_id && !(by_type && !url.query.empty())) {
            return bad_url(change.type + "/id or " + change.type + "?identifier=…");
        }
        if (by_id) {
            change.id = url.segments[1];
        } else {
            change.condition = url.query;
        }
        if (method == "PUT") {
            change.method = record::Method::kUpdate;
            change.resource = TRY(ReadBody(parts, entry["resource"], change.type, where));
            const auto written = change.resource->root()["id"];
            if (by_id && written.text() != change.id) {
                return Fault(written ? ErrorCode::kBadValue : ErrorCode::kRequired,
                             where + ".resource.id", "the id must be the one in the url",
                             "id phải trùng với mã số trong url");
            }
            if (!by_id) change.id = written.text();
        } else if (method == "PATCH") {
            change.method = record::Method::kPatch;
            change.resource = TRY(ReadPatch(parts, entry["resource"], where));
        } else {
            change.method = record::Method::kDelete;
        }
    }
    if (const auto if_match = request["ifMatch"].text(); !if_match.empty()) {
        auto version = ReadIfMatch(if_match);
        if (!version) version.error().path = where + ".request.ifMatch";
        change.if_match = TRY(std::move(version));
    }
    change.full_url = entry["fullUrl"].text();
    return change;
}

std::string StatusText(int status) {
    switch (status) {
        case 200:
            return "200 OK";
        case 201:
            return "201 Created";
        case 204:
            return "204 No Content";
        case 304:
            return "304 Not Modified";
        case 404:
            return "404 Not Found";
        default:
            return std::to_string(status);
    }
}

std::string_view HeaderOf(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return {};
}

}  // namespace

std::string EntryPath(std::size_t place) {
    return "Bundle.entry[" + std::to_string(place) + "]";
}

Result<Entry> ReadEntry(const Parts& parts, const Context& context, json::Value entry,
                        std::size_t place) {
    const auto where = EntryPath(place);
    const auto request = entry["request"];
    const auto method = request["method"].text();
    const auto url = TRY(ReadUrl(context, request["url"].text(), where));
    if (method.empty() || url.segments.empty()) {
        return Fault(ErrorCode::kRequired, where + ".request",
                     "each entry needs request.method and request.url",
                     "mỗi mục cần có request.method và request.url");
    }
    if (definitions::ResourceTypeNumber(url.segments[0]) == 0 && method != "GET") {
        return Fault(ErrorCode::kBadValue, where + ".request.url",
                     "the url does not begin with a resource type",
                     "url không bắt đầu bằng một loại hồ sơ");
    }
    Entry read{.place = place};
    if (method == "POST" || method == "PUT" || method == "PATCH" || method == "DELETE") {
        read.change = TRY(ReadChange(parts, entry, url, where));
    } else if (method == "GET") {
        read.get.method = "GET";
        read.get.path = "/fhir/" + url.path;
        read.get.query = url.query;
        for (const auto& [element, header] : {std::pair("ifNoneMatch", "if-none-match"),
                                              std::pair("ifModifiedSince", "if-modified-since")}) {
            const auto value = request[element].text();
            if (!value.empty()) read.get.headers.emplace_back(header, value);
        }
    } else {
        return Fault(ErrorCode::kNotSupported, where + ".request.method",
                     "the method of an entry is GET, POST, PUT, PATCH or DELETE",
                     "phương thức của mục phải là GET, POST, PUT, PATCH hoặc DELETE");
    }
    return read;
}

std::string AnswerEntry(const Context& context, const record::Applied& applied,
                        const Wishes& wishes) {
    const auto& version = applied.version;
    const bool deleted = version.deleted || version.version == 0;
    const int status = deleted ? 204 : applied.outcome == record::Outcome::kCreated ? 201 : 200;
    json::Writer out;
    out.BeginObject();
    if (!deleted) {
        out.Key("fullUrl").String(FullUrl(context, version.type, version.id));
        if (wishes.returns == Return::kRepresentation) {
            out.Key("resource").Raw(record::WithMeta(version));
        }
    }
    out.Key("response").BeginObject().Key("status").String(StatusText(status));
    if (!deleted) {
        out.Key("location")
            .String(FullUrl(context, version.type, version.id) + "/_history/" +
                    std::to_string(version.version));
    }
    if (version.version > 0) {
        out.Key("etag").String(ETag(version.version));
        out.Key("lastModified").String(FormatInstant(version.at));
    }
    if (wishes.returns == Return::kOutcome) out.Key("outcome").Raw(AllOk());
    return out.EndObject().EndObject().Take();
}

std::string AnswerEntry(const Error& error) {
    json::Writer out;
    out.BeginObject().Key("response").BeginObject();
    out.Key("status").String(StatusText(MeaningOf(error.code).status));
    out.Key("outcome").Raw(OperationOutcome(error));
    return out.EndObject().EndObject().Take();
}

std::string AnswerGet(const Router& inner, const Context& context, const http::Request& get) {
    const auto found = inner.Find(get.method, get.path);
    if (!found) return AnswerEntry(found.error());
    if (!found->route) return AnswerEntry(ErrorOfStatus(404));
    auto request = get;
    for (const auto& [name, value] : context.request.headers) {
        if (name == "prefer") request.headers.emplace_back(name, value);
    }
    const auto done = found->route->action({request, context.actor, context.base, found->captures});
    if (!done) return AnswerEntry(done.error());
    json::Writer out;
    out.BeginObject();
    const bool good = done->status == 200;
    if (good) out.Key("resource").Raw(done->body);
    out.Key("response").BeginObject().Key("status").String(StatusText(done->status));
    if (const auto etag = HeaderOf(*done, "ETag"); !etag.empty()) out.Key("etag").String(etag);
    if (const auto at = ParseHttpDate(HeaderOf(*done, "Last-Modified"))) {
        out.Key("lastModified").String(FormatInstant(*at));
    }
    if (!good && !done->body.empty()) out.Key("outcome").Raw(done->body);
    return out.EndObject().EndObject().Take();
}

}  // namespace tram::api::fhir
