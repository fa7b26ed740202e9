// https://hl7.org/fhir/R4/http.html#history

#include "api/fhir/answer.h"
#include "api/fhir/interactions.h"
#include "record/storage/schema.h"

#include <algorithm>
#include <charconv>

namespace tram::api::fhir {
namespace {

Result<record::HistoryQuery> ReadQuery(const Parts& parts, const Wishes& wishes) {
    TRY(AllowOnly(wishes, {"_since", "_at", "_count", "_cursor"}));
    record::HistoryQuery query;
    const int zone = parts.store->zone_minutes();
    query.count = parts.history_count;
    for (const auto& [name, value] : wishes.parameters) {
        if (name == "_since") query.since = TRY(ReadInstant(name, value, zone));
        if (name == "_at") query.at = TRY(ReadInstant(name, value, zone));
        if (name == "_cursor") query.cursor = value;
        if (name == "_count") {
            const auto end = value.data() + value.size();
            const auto [stop, fault] = std::from_chars(value.data(), end, query.count);
            if (fault != std::errc() || stop != end || query.count < 0) {
                return Error{.code = ErrorCode::kBadValue,
                             .message = "_count must be a whole number from 0 up",
                             .message_vi = "_count phải là số nguyên từ 0 trở lên",
                             .path = "_count"};
            }
            query.count = std::min(query.count, parts.most_history_count);
        }
    }
    return query;
}

void WriteEntry(BundleWriter& bundle, const Context& context, const record::Version& version,
                int op) {
    const auto name = version.type + "/" + version.id;
    const bool created = op == static_cast<int>(storage::Op::kCreate);
    auto& out = bundle.BeginEntry();
    out.Key("fullUrl").String(FullUrl(context, version.type, version.id));
    if (!version.deleted) out.Key("resource").Raw(record::WithMeta(version));
    out.Key("request").BeginObject();
    out.Key("method").String(version.deleted ? "DELETE" : created ? "POST" : "PUT");
    out.Key("url").String(created && !version.deleted ? version.type : name).EndObject();
    out.Key("response").BeginObject();
    out.Key("status").String(version.deleted ? "204" : created ? "201" : "200");
    out.Key("etag").String(ETag(version.version));
    out.Key("lastModified").String(FormatInstant(version.at)).EndObject();
    bundle.EndEntry();
}

Result<http::Response> Answer(const Parts& parts, const Context& context,
                              record::HistoryScope scope, const std::string& path) {
    const auto wishes = TRY(ReadWishes(context));
    auto query = TRY(ReadQuery(parts, wishes));
    query.scope = scope;
    query.type = context.capture("type");
    query.id = context.capture("id");
    const auto reader = TRY(parts.store->Read());
    const auto page = TRY(reader->History(context.actor, query));
    BundleWriter bundle("history");
    if (page.total) bundle.Total(*page.total);
    const auto encoded = Encode(wishes.parameters, "_cursor");
    bundle.Link("self", PageUrl(context, path, encoded, query.cursor, wishes));
    if (!page.next.empty()) bundle.Link("next", PageUrl(context, path, encoded, page.next, wishes));
    for (std::size_t i = 0; i < page.versions.size(); ++i) {
        WriteEntry(bundle, context, page.versions[i], page.operations[i]);
    }
    return JsonAnswer(200, bundle.Finish(), wishes);
}

}  // namespace

Result<http::Response> InstanceHistory(const Parts& parts, const Context& context) {
    const auto path = "/" + std::string(context.capture("type")) + "/" +
                      std::string(context.capture("id")) + "/_history";
    return Answer(parts, context, record::HistoryScope::kInstance, path);
}

Result<http::Response> TypeHistory(const Parts& parts, const Context& context) {
    return Answer(parts, context, record::HistoryScope::kType,
                  "/" + std::string(context.capture("type")) + "/_history");
}

Result<http::Response> SystemHistory(const Parts& parts, const Context& context) {
    return Answer(parts, context, record::HistoryScope::kSystem, "/_history");
}

}  // namespace tram::api::fhir
