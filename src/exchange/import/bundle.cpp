#include "exchange/import/bundle.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "fhir/definitions/definitions.h"

namespace tram::import {

namespace {

using record::Change;
using record::Method;

Error Fault(ErrorCode code, std::string path, std::string message, std::string message_vi) {
    return {.code = code,
            .message = std::move(message),
            .message_vi = std::move(message_vi),
            .path = std::move(path)};
}

// https://hl7.org/fhir/R4/datatypes.html#id
bool IsId(std::string_view id) {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.';
    });
}

struct Target {
    std::string type, id;
    std::optional<std::string> query;
};

// "Type", "Type/id", "Type?query"; the query stays percent-encoded.
std::optional<Target> ReadTarget(std::string_view url) {
    Target target;
    if (const auto mark = url.find('?'); mark != std::string_view::npos) {
        target.query = std::string(url.substr(mark + 1));
        url = url.substr(0, mark);
    }
    const auto slash = url.find('/');
    target.type = std::string(url.substr(0, slash));
    if (definitions::ResourceTypeNumber(target.type) == 0) return std::nullopt;
    if (slash != std::string_view::npos) {
        target.id = std::string(url.substr(slash + 1));
        if (!IsId(target.id) || target.query) return std::nullopt;
    }
    return target;
}

// W/"3" and "3".
std::optional<std::int64_t> ReadEntityTag(std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') return std::nullopt;
    tag = tag.substr(1, tag.size() - 2);
    std::int64_t version = 0;
    const auto read = std::from_chars(tag.data(), tag.data() + tag.size(), version);
    if (read.ec != std::errc() || read.ptr != tag.data() + tag.size()) return std::nullopt;
    return version;
}

std::optional<std::string> DecodeBase64(std::string_view text) {
    std::string bytes;
    std::uint32_t bits = 0;
    int count = 0;
    std::size_t padding = 0;
    for (const char c : text) {
        int value = -1;
        if (c >= 'A' && c <= 'Z')
            value = c - 'A';
        else if (c >= 'a' && c <= 'z')
            value = c - 'a' + 26;
        else if (c >= '0' && c <= '9')
            value = c - '0' + 52;
        else if (c == '+')
            value = 62;
        else if (c == '/')
            value = 63;
        else if (c == '=' && ++padding <= 2)
            continue;
        if (value < 0 || padding > 0) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        if ((count += 6) >= 8) bytes.push_back(static_cast<char>(bits >> (count -= 8) & 0xFF));
    }
    return bytes;
}

// https://hl7.org/fhir/R4/http.html#patch: inside a Bundle a JSON Patch travels as a Binary.
Result<json::DocumentPtr> ReadPatch(json::Value resource, const std::string& where) {
    if (resource["resourceType"].text() != "Binary") {
        return Fault(ErrorCode::kNotSupported, where + ".resource",
                     "a PATCH in a Bundle takes a Binary that holds a JSON Patch",
                     "PATCH trong Bundle cần một Binary chứa JSON Patch");
    }
    const auto patch = DecodeBase64(resource["data"].text());
    if (resource["contentType"].text() != "application/json-patch+json" || !patch) {
        return Fault(ErrorCode::kBadValue, where + ".resource",
                     "the Binary needs contentType application/json-patch+json and data in base64",
                     "Binary cần contentType là application/json-patch+json và data dạng base64");
    }
    auto document = json::Document::Parse(*patch);
    if (document) return document;
    auto error = std::move(document).error();
    error.path = where + ".resource.data";
    return error;
}

// The part of a document that is a resource, as a document of its own.
Result<json::DocumentPtr> ReadResource(json::Value resource, const std::string& where) {
    if (!resource.IsObject()) {
        return Fault(ErrorCode::kRequired, where + ".resource", "the entry needs a resource",
                     "mục này cần có resource");
    }
    return json::Document::Parse(resource.raw());
}

bool IsRead(std::string_view method, std::string_view url) {
    if (method == "GET" || method == "HEAD") return true;
    const auto path = url.substr(0, url.find('?'));
    return method == "POST" && path.ends_with("/_search");
}

Result<Change> ReadChange(json::Value entry, const BundleEntry& read, const std::string& where) {
    const auto request = entry["request"];
    const auto target = ReadTarget(read.url);
    const auto misfit = [&] {
        return Fault(
            ErrorCode::kBadValue, where + ".request.url",
            fmt::format("this url does not fit {}; POST takes a type, PUT, PATCH and DELETE take "
                        "Type/id or Type?condition",
                        read.method),
            fmt::format("url này không hợp với {}; POST cần tên loại, PUT, PATCH và DELETE cần "
                        "Loại/mã hoặc Loại?điều-kiện",
                        read.method));
    };
    if (!target) return misfit();
    Change change{
        .type = target->type, .id = target->id, .full_url = read.full_url, .where = where};
    if (read.method == "POST") {
        if (!target->id.empty() || target->query) return misfit();
        change.method = Method::kCreate;
        if (const auto condition = request["ifNoneExist"]; condition.IsString()) {
            change.condition = std::string(condition.text());
        }
    } else {
        if (target->id.empty() == !target->query.has_value()) return misfit();
        change.condition = target->query;
    }
    if (read.method == "PUT") {
        change.method = Method::kUpdate;
    } else if (read.method == "PATCH") {
        change.method = Method::kPatch;
        change.resource = TRY(ReadPatch(entry["resource"], where));
    } else if (read.method == "DELETE") {
        change.method = Method::kDelete;
    }
    if (change.method == Method::kCreate || change.method == Method::kUpdate) {
        change.resource = TRY(ReadResource(entry["resource"], where));
    }
    if (const auto tag = request["ifMatch"]; tag.IsString()) {
        change.if_match = ReadEntityTag(tag.text());
        if (!change.if_match) {
            return Fault(ErrorCode::kBadValue, where + ".request.ifMatch",
                         "ifMatch must be an entity tag such as W/\"3\"",
                         "ifMatch phải là thẻ phiên bản như W/\"3\"");
        }
    }
    return change;
}

Result<BundleEntry> ReadRequest(json::Value entry, BundleEntry read, const std::string& where) {
    const auto request = entry["request"];
    if (!request.IsObject() || !request["method"].IsString() || !request["url"].IsString()) {
        return Fault(ErrorCode::kRequired, where + ".request",
                     "the entry needs request.method and request.url",
                     "mục này cần có request.method và request.url");
    }
    read.method = std::string(request["method"].text());
    read.url = std::string(request["url"].text());
    if (read.url.starts_with('/')) read.url.erase(0, 1);
    constexpr std::string_view kMethods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    if (std::find(std::begin(kMethods), std::end(kMethods), read.method) == std::end(kMethods)) {
        return Fault(ErrorCode::kBadCode, where + ".request.method",
                     "the method must be one of GET, HEAD, POST, PUT, PATCH, DELETE",
                     "method phải là một trong GET, HEAD, POST, PUT, PATCH, DELETE");
    }
    if (IsRead(read.method, read.url)) {
        read.if_none_match = std::string(request["ifNoneMatch"].text());
        read.if_modified_since = std::string(request["ifModifiedSince"].text());
        return read;
    }
    read.change = TRY(ReadChange(entry, read, where));
    return read;
}

Result<BundleEntry> ReadListed(json::Value entry, BundleEntry read, const std::string& where) {
    read.change = TRY(Upsert(TRY(ReadResource(entry["resource"], where)), where));
    read.change->full_url = read.full_url;
    read.method = read.change->method == Method::kUpdate ? "PUT" : "POST";
    read.url = read.change->type + (read.change->id.empty() ? "" : "/" + read.change->id);
    return read;
}

int StepOf(const BundleEntry& entry) {
    if (!entry.change) return 4;
    switch (entry.change->method) {
        case Method::kDelete:
            return 1;
        case Method::kCreate:
            return 2;
        case Method::kUpdate:
        case Method::kPatch:
            return 3;
    }
    return 4;
}

}  // namespace

Result<Bundle> ReadBundle(json::Value bundle, std::size_t most) {
    if (bundle["resourceType"].text() != "Bundle") {
        return Fault(ErrorCode::kInvalid, "Bundle", "this is no Bundle",
                     "đây không phải là Bundle");
    }
    Bundle read;
    const auto type = bundle["type"].text();
    if (type == "transaction")
        read.kind = BundleKind::kTransaction;
    else if (type == "batch")
        read.kind = BundleKind::kBatch;
    const auto entries = bundle["entry"];
    if (entries && !entries.IsArray()) {
        return Fault(ErrorCode::kBadValue, "Bundle.entry", "entry must be a list",
                     "entry phải là một danh sách");
    }
    if (entries.size() > most) {
        return Fault(ErrorCode::kTooLarge, "Bundle.entry",
                     fmt::format("a Bundle may have {} entries at most; divide it", most),
                     fmt::format("mỗi Bundle có nhiều nhất {} mục; hãy chia nhỏ", most));
    }
    read.entries.reserve(entries.size());
    for (const auto entry : entries) {
        BundleEntry next{.place = read.entries.size(),
                         .full_url = std::string(entry["fullUrl"].text())};
        const auto where = fmt::format("Bundle.entry[{}]", next.place);
        auto done = read.kind == BundleKind::kResources ? ReadListed(entry, next, where)
                                                        : ReadRequest(entry, next, where);
        if (!done && read.kind != BundleKind::kBatch) return std::move(done).error();
        if (!done) {
            next.fault = std::move(done).error();
            read.entries.push_back(std::move(next));
        } else {
            read.entries.push_back(std::move(*done));
        }
    }
    return read;
}

std::vector<std::size_t> TransactionOrder(const std::vector<BundleEntry>& entries) {
    std::vector<std::size_t> order(entries.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return StepOf(entries[a]) < StepOf(entries[b]);
    });
    return order;
}

Result<record::Change> Upsert(json::DocumentPtr resource, std::string where) {
    const auto type = resource->root()["resourceType"];
    if (!type.IsString()) {
        return Fault(ErrorCode::kRequired, where.empty() ? "resourceType" : where + ".resourceType",
                     "resourceType is missing; every FHIR resource names its type",
                     "thiếu resourceType; mỗi tài nguyên FHIR phải ghi loại của mình");
    }
    if (definitions::ResourceTypeNumber(type.text()) == 0) {
        return Fault(ErrorCode::kInvalid, where.empty() ? "resourceType" : where + ".resourceType",
                     "this is no resource type of FHIR R4",
                     "đây không phải là loại tài nguyên của FHIR R4");
    }
    Change change{.type = std::string(type.text()),
                  .id = std::string(resource->root()["id"].text())};
    change.method = change.id.empty() ? Method::kCreate : Method::kUpdate;
    change.resource = std::move(resource);
    change.where = std::move(where);
    return change;
}

}  // namespace tram::import
