#include "exchange/import/bundle.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "fhir/definitions/definitions.h"
#include "fhir/validation/primitives.h"
#include "platform/crypto/crypto.h"

namespace tram::import {

namespace {

using record::Change;
using record::Method;

constexpr std::size_t kMostFaults = 20;

Error Fault(ErrorCode code, std::string path, std::string message, std::string message_vi) {
    return {.code = code,
            .message = std::move(message),
            .message_vi = std::move(message_vi),
            .path = std::move(path)};
}

// request.url in its parts, as written.
struct Url {
    std::string_view path, query;
    std::string_view type, id;  // of "Type" and "Type/id"
    bool deeper = false;        // "Type/id/more"
};

Url ReadUrl(std::string_view text, std::string_view base) {
    Url url;
    if (!base.empty() && text.starts_with(base)) text.remove_prefix(base.size());
    if (text.starts_with('/')) text.remove_prefix(1);
    const auto question = std::min(text.find('?'), text.size());
    url.path = text.substr(0, question);
    url.query = text.substr(std::min(question + 1, text.size()));
    const auto slash = std::min(url.path.find('/'), url.path.size());
    url.type = url.path.substr(0, slash);
    url.id = url.path.substr(std::min(slash + 1, url.path.size()));
    url.deeper = url.id.find('/') != std::string_view::npos;
    return url;
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

// JSON Patch travels as a Binary; https://hl7.org/fhir/R4/http.html#patch
Result<json::DocumentPtr> ReadPatch(json::Value resource, const BundleOptions& options,
                                    const std::string& where) {
    if (resource["resourceType"].text() == "Parameters") {
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
    const auto media = resource["contentType"].text();
    if (resource["resourceType"].text() != "Binary" || !bytes ||
        !media.starts_with("application/json-patch+json")) {
        return Fault(
            ErrorCode::kBadValue, where + ".resource",
            "a patch is a Binary with contentType application/json-patch+json and base64 data",
            "bản vá phải là Binary có contentType application/json-patch+json và dữ liệu base64");
    }
    auto patch = json::Document::Parse(*bytes, options.limits);
    if (!patch) patch.error().path = where + ".resource.data";
    return patch;
}

// The part of a document that is a resource, as a document of its own.
Result<json::DocumentPtr> ReadResource(json::Value resource, std::string_view type,
                                       const BundleOptions& options, const std::string& where) {
    if (!resource.IsObject()) {
        return Fault(ErrorCode::kRequired, where + ".resource", "the entry needs a resource",
                     "mục này cần có resource");
    }
    if (!type.empty() && resource["resourceType"].text() != type) {
        return Fault(ErrorCode::kBadValue, where + ".resource",
                     "the entry must hold a resource of the type in its url",
                     "mục này phải có hồ sơ đúng loại ghi trong url");
    }
    return json::Document::Parse(resource.raw(), options.limits);
}

Result<void> ReadIfMatch(json::Value request, Change& change, const std::string& where) {
    const auto tag = request["ifMatch"].text();
    if (tag.empty()) return {};
    change.if_match = ReadEntityTag(tag);
    if (change.if_match) return {};
    return Fault(ErrorCode::kBadValue, where + ".request.ifMatch",
                 "ifMatch must be an entity tag such as W/\"3\"",
                 "ifMatch phải là thẻ phiên bản như W/\"3\"");
}

Error BadUrl(std::string_view method, std::string_view type, const std::string& where) {
    const auto shape =
        method == "POST" ? std::string(type) : fmt::format("{0}/id or {0}?identifier=…", type);
    const auto shape_vi =
        method == "POST" ? std::string(type) : fmt::format("{0}/id hoặc {0}?identifier=…", type);
    return Fault(ErrorCode::kBadValue, where + ".request.url",
                 fmt::format("{} needs a url such as {}", method, shape),
                 fmt::format("{} cần url dạng {}", method, shape_vi));
}

Result<void> ReadCreate(json::Value entry, const Url& url, const BundleOptions& options,
                        Change& change) {
    if (!url.id.empty() || !url.query.empty()) return BadUrl("POST", url.type, change.where);
    change.method = Method::kCreate;
    change.resource = TRY(ReadResource(entry["resource"], change.type, options, change.where));
    auto condition = entry["request"]["ifNoneExist"].text();
    if (condition.empty()) return {};
    // Some write the whole search here, type and all.
    if (const auto question = condition.find('?'); question != std::string_view::npos)
        condition.remove_prefix(question + 1);
    change.condition = std::string(condition);
    return {};
}

Result<void> ReadUpdate(json::Value entry, const Url& url, const BundleOptions& options,
                        Change& change) {
    change.method = Method::kUpdate;
    change.resource = TRY(ReadResource(entry["resource"], change.type, options, change.where));
    const auto written = change.resource->root()["id"];
    if (url.id.empty()) {
        change.id = std::string(written.text());
    } else if (written.text() != change.id) {
        return Fault(written ? ErrorCode::kBadValue : ErrorCode::kRequired,
                     change.where + ".resource.id", "the id must be the one in the url",
                     "id phải trùng với mã số trong url");
    }
    return {};
}

Result<Change> ReadChange(json::Value entry, const Url& url, const BundleOptions& options,
                          const std::string& where) {
    const auto request = entry["request"];
    const auto method = request["method"].text();
    if (definitions::ResourceTypeNumber(url.type) == 0) {
        return Fault(ErrorCode::kBadValue, where + ".request.url",
                     "the url does not begin with a resource type",
                     "url không bắt đầu bằng một loại hồ sơ");
    }
    if (url.id.starts_with('$') || url.id.find("/$") != std::string_view::npos ||
        url.id == "_search") {
        return Fault(ErrorCode::kNotSupported, where + ".request.url",
                     "operations and searches by POST are not supported inside a bundle",
                     "chưa hỗ trợ thao tác và tìm kiếm bằng POST bên trong bundle");
    }
    Change change{.type = std::string(url.type),
                  .full_url = std::string(entry["fullUrl"].text()),
                  .where = where};
    if (method == "POST") {
        TRY(ReadCreate(entry, url, options, change));
    } else {
        const bool by_id = url.query.empty() && !url.deeper && validation::IsId(url.id);
        const bool by_condition = url.id.empty() && !url.query.empty();
        if (!by_id && !by_condition) return BadUrl(method, url.type, where);
        if (by_id)
            change.id = std::string(url.id);
        else
            change.condition = std::string(url.query);
        if (method == "PUT") {
            TRY(ReadUpdate(entry, url, options, change));
        } else if (method == "PATCH") {
            change.method = Method::kPatch;
            change.resource = TRY(ReadPatch(entry["resource"], options, where));
        } else {
            change.method = Method::kDelete;
        }
    }
    TRY(ReadIfMatch(request, change, where));
    return change;
}

Result<BundleEntry> ReadListed(json::Value entry, std::size_t place, const BundleOptions& options) {
    const auto where = EntryPath(place);
    BundleEntry read{.place = place};
    read.change = TRY(Upsert(TRY(ReadResource(entry["resource"], "", options, where)), where));
    read.change->full_url = std::string(entry["fullUrl"].text());
    return read;
}

int RankOf(const Change& change) {
    switch (change.method) {
        case Method::kDelete:
            return 0;
        case Method::kCreate:
            return 1;
        case Method::kUpdate:
        case Method::kPatch:
            return 2;
    }
    return 3;
}

Error Twice(std::size_t place, std::string_view what, std::string_view what_vi) {
    return Fault(
        ErrorCode::kInvalid, EntryPath(place),
        fmt::format("{} stands in another entry too; a transaction may name each once", what),
        fmt::format("{} đã có ở mục khác; mỗi giao dịch chỉ được ghi một lần", what_vi));
}

// http.html#trules: "If any resource identities overlap … the transaction SHALL fail".
Result<void> CheckIdentities(const std::vector<BundleEntry>& entries) {
    std::set<std::pair<std::string_view, std::string_view>> names;
    std::set<std::string_view> urls;
    for (const auto& entry : entries) {
        if (!entry.change) continue;
        const auto& change = *entry.change;
        const bool by_id = change.method != Method::kCreate && !change.condition;
        if (by_id && !names.emplace(change.type, change.id).second) {
            return Twice(entry.place, "the resource of this entry", "hồ sơ của mục này");
        }
        if (!change.full_url.empty() && !urls.insert(change.full_url).second) {
            return Twice(entry.place, "the fullUrl of this entry", "fullUrl của mục này");
        }
    }
    return {};
}

BundleKind KindOf(std::string_view type) {
    if (type == "transaction") return BundleKind::kTransaction;
    return type == "batch" ? BundleKind::kBatch : BundleKind::kResources;
}

}  // namespace

std::string EntryPath(std::size_t place) {
    return fmt::format("Bundle.entry[{}]", place);
}

Result<BundleEntry> ReadEntry(json::Value entry, std::size_t place, const BundleOptions& options) {
    const auto where = EntryPath(place);
    const auto request = entry["request"];
    const auto method = request["method"].text();
    const auto url = ReadUrl(request["url"].text(), options.base);
    if (method.empty() || url.path.empty()) {
        return Fault(ErrorCode::kRequired, where + ".request",
                     "each entry needs request.method and request.url",
                     "mỗi mục cần có request.method và request.url");
    }
    BundleEntry read{.place = place};
    if (method == "GET") {
        read.path = std::string(url.path);
        read.query = std::string(url.query);
        read.if_none_match = std::string(request["ifNoneMatch"].text());
        read.if_modified_since = std::string(request["ifModifiedSince"].text());
    } else if (method == "POST" || method == "PUT" || method == "PATCH" || method == "DELETE") {
        read.change = TRY(ReadChange(entry, url, options, where));
    } else {
        return Fault(ErrorCode::kBadValue, where + ".request.method",
                     "the method of an entry is GET, POST, PUT, PATCH or DELETE",
                     "phương thức của mục phải là GET, POST, PUT, PATCH hoặc DELETE");
    }
    return read;
}

Result<Bundle> ReadBundle(json::Value bundle, const BundleOptions& options) {
    if (bundle["resourceType"].text() != "Bundle") {
        return Fault(ErrorCode::kInvalid, "Bundle", "this is no Bundle",
                     "đây không phải là Bundle");
    }
    Bundle read{.kind = KindOf(bundle["type"].text()), .entries = {}};
    const auto entries = bundle["entry"];
    if (entries && !entries.IsArray()) {
        return Fault(ErrorCode::kBadValue, "Bundle.entry", "Bundle.entry must be an array",
                     "Bundle.entry phải là một mảng");
    }
    if (entries.size() > options.most) {
        return Fault(
            ErrorCode::kTooLarge, "Bundle.entry",
            fmt::format("a bundle may have at most {} entries; send it in parts", options.most),
            fmt::format("mỗi bundle có tối đa {} mục; hãy chia nhỏ rồi gửi", options.most));
    }
    std::optional<Error> fault;
    read.entries.reserve(entries.size());
    for (const auto entry : entries) {
        const auto place = read.entries.size();
        auto next = read.kind == BundleKind::kResources ? ReadListed(entry, place, options)
                                                        : ReadEntry(entry, place, options);
        if (!next) {
            read.entries.push_back({.place = place, .fault = std::move(next).error()});
            auto& here = *read.entries.back().fault;
            if (read.kind == BundleKind::kBatch) continue;
            if (!fault)
                fault = here;
            else if (fault->others.size() < kMostFaults)
                fault->others.push_back(here);
            continue;
        }
        // http.html#trules: entries of a batch do not refer to each other.
        if (read.kind == BundleKind::kBatch && next->change) next->change->full_url.clear();
        read.entries.push_back(std::move(*next));
    }
    if (fault) return std::move(*fault);
    if (read.kind == BundleKind::kTransaction) TRY(CheckIdentities(read.entries));
    return read;
}

std::vector<std::size_t> TransactionOrder(const std::vector<BundleEntry>& entries) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].change) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return RankOf(*entries[a].change) < RankOf(*entries[b].change);
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
