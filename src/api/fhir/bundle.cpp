#include "api/fhir/bundle.h"

namespace tram::api::fhir {
namespace {

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

namespace {

http::Request RequestOf(const Context& context, const import::BundleEntry& entry) {
    http::Request request{.method = "GET", .path = "/fhir/" + entry.path, .query = entry.query};
    if (!entry.if_none_match.empty()) {
        request.headers.emplace_back("if-none-match", entry.if_none_match);
    }
    if (!entry.if_modified_since.empty()) {
        request.headers.emplace_back("if-modified-since", entry.if_modified_since);
    }
    for (const auto& [name, value] : context.request.headers) {
        if (name == "prefer") request.headers.emplace_back(name, value);
    }
    return request;
}

}  // namespace

Result<void> CheckGet(const Router& inner, const Context& context, const import::BundleEntry& entry,
                      int zone_minutes) {
    const std::string where = "Bundle.entry[" + std::to_string(entry.place) + "].request.url";
    const auto at = [&](Error error) {
        error.path = where;
        return error;
    };
    const auto request = RequestOf(context, entry);
    const auto found = inner.Find(request.method, request.path);
    if (!found) return at(found.error());
    if (!found->route) return at(ErrorOfStatus(404));
    if (found->route->interaction != "search-type") return {};
    const Context inside{request, context.actor, context.base, found->captures, context.proof};
    const auto wishes = ReadWishes(inside);
    if (!wishes) return at(wishes.error());
    auto query = search::ParseQuery(inside.capture("type"), wishes->parameters, wishes->handling,
                                    zone_minutes);
    if (query) return {};
    // search.html#errors: what is not supported is the client's to mend.
    if (query.error().code == ErrorCode::kNotSupported) query.error().code = ErrorCode::kBadValue;
    return at(std::move(query).error());
}

std::string AnswerGet(const Router& inner, const Context& context,
                      const import::BundleEntry& entry) {
    const auto request = RequestOf(context, entry);
    const auto found = inner.Find(request.method, request.path);
    if (!found) return AnswerEntry(found.error());
    if (!found->route) return AnswerEntry(ErrorOfStatus(404));
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
