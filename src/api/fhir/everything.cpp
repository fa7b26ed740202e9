// https://hl7.org/fhir/R4/patient-operation-everything.html for one patient.

#include "api/fhir/answer.h"
#include "api/fhir/interactions.h"
#include "base/date.h"
#include "fhir/definitions/definitions.h"

#include <algorithm>
#include <charconv>

namespace tram::api::fhir {
namespace {

constexpr std::int64_t kMostCount = 1000;

Error Bad(std::string_view name, std::string_view why, std::string_view why_vi) {
    return {.code = ErrorCode::kBadValue,
            .message = "'" + std::string(name) + "' " + std::string(why),
            .message_vi = "'" + std::string(name) + "' " + std::string(why_vi),
            .path = std::string(name)};
}

// A Parameters resource says the same as a query would.
Result<void> AddFromBody(const Parts& parts, const Context& context,
                         search::Parameters& parameters) {
    if (context.request.body.empty()) return {};
    const auto document = TRY(ReadResource(parts, context, "Parameters"));
    for (const auto parameter : document->root()["parameter"]) {
        const auto name = parameter["name"].text();
        for (const auto member : parameter) {
            if (!member.key().starts_with("value")) continue;
            parameters.emplace_back(name, member.text());
        }
    }
    return {};
}

Result<void> ReadTypes(const std::string& value, std::vector<std::string>& types) {
    std::string_view rest = value;
    while (!rest.empty()) {
        const auto end = rest.find(',');
        const auto type = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (definitions::ResourceTypeNumber(type) == 0) {
            return Bad("_type", "must be resource types with commas between them",
                       "phải là các loại hồ sơ, cách nhau bằng dấu phẩy");
        }
        types.emplace_back(type);
    }
    return {};
}

Result<record::Searcher::EverythingOptions> ReadOptions(const search::Parameters& parameters,
                                                        int zone_minutes) {
    record::Searcher::EverythingOptions options;
    for (const auto& [name, value] : parameters) {
        if (name == "_since")
            options.since_micros = TRY(ReadInstant(name, value, zone_minutes)).micros;
        if (name == "_cursor") options.cursor = value;
        if (name == "_type") TRY(ReadTypes(value, options.types));
        if (name == "start" || name == "end") {
            const auto day = ParseDate(value);
            if (!day)
                return Bad(name, "must be a date, such as 2026-01-31",
                           "phải là ngày, ví dụ 2026-01-31");
            // A day of the zone the store reads zoneless dates in, first and last moment included.
            const std::int64_t shift = std::int64_t{zone_minutes} * 60'000;
            constexpr std::int64_t kDay = 86'400'000;
            if (name == "start") options.start_millis = day->FirstDay() * kDay - shift;
            if (name == "end") options.end_millis = (day->LastDay() + 1) * kDay - 1 - shift;
        }
        if (name == "_count") {
            const auto end = value.data() + value.size();
            const auto [stop, fault] = std::from_chars(value.data(), end, options.count);
            if (fault != std::errc() || stop != end || options.count < 1) {
                return Bad(name, "must be a whole number from 1 up",
                           "phải là số nguyên từ 1 trở lên");
            }
            options.count = std::min(options.count, kMostCount);
        }
    }
    return options;
}

}  // namespace

Result<http::Response> Everything(const Parts& parts, const Context& context) {
    auto wishes = TRY(ReadWishes(context));
    if (context.request.method == "POST") TRY(AddFromBody(parts, context, wishes.parameters));
    TRY(AllowOnly(wishes, {"_since", "_type", "_count", "_cursor", "start", "end"}));
    const auto options = TRY(ReadOptions(wishes.parameters, parts.store->zone_minutes()));
    const std::string id(context.capture("id"));
    const auto reader = TRY(parts.store->Read());
    const auto found = TRY(reader->Everything(context.actor, id, options));

    const auto path = "/Patient/" + id + "/$everything";
    const auto encoded = Encode(wishes.parameters, "_cursor");
    BundleWriter bundle("searchset");
    if (found.total) bundle.Total(*found.total);
    bundle.Link("self", PageUrl(context, path, encoded, options.cursor, wishes));
    if (!found.next.empty())
        bundle.Link("next", PageUrl(context, path, encoded, found.next, wishes));
    const auto versions = TRY(reader->Load(context.actor, found.hits));
    for (std::size_t i = 0; i < versions.size(); ++i) {
        auto& out = bundle.BeginEntry();
        out.Key("fullUrl").String(FullUrl(context, versions[i].type, versions[i].id));
        out.Key("resource").Raw(record::WithMeta(versions[i]));
        out.Key("search").BeginObject().Key("mode");
        out.String(found.hits[i].included ? "include" : "match").EndObject();
        bundle.EndEntry();
    }
    return JsonAnswer(200, bundle.Finish(), wishes);
}

}  // namespace tram::api::fhir
