#include "api/fhir/answer.h"

namespace tram::api::fhir {

http::Response JsonAnswer(int status, std::string json, const Wishes& wishes) {
    if (wishes.pretty) {
        const auto document = json::Document::Parse(json);
        TRAM_CHECK(document.ok());
        json = Pretty((*document)->root());
    }
    return {.status = status,
            .headers = {{"Content-Type", "application/fhir+json;charset=utf-8"}},
            .body = std::move(json),
            .route = {}};
}

std::string Render(const record::Version& version, const SubsetRule& subset) {
    auto whole = record::WithMeta(version);
    if (subset.IsWhole()) return whole;
    const auto document = json::Document::Parse(whole);
    TRAM_CHECK(document.ok());
    return Subset((*document)->root(), subset);
}

http::Response ResourceAnswer(int status, const record::Version& version, const Wishes& wishes,
                              const SubsetRule& subset) {
    auto response = JsonAnswer(status, Render(version, subset), wishes);
    response.headers.emplace_back("ETag", ETag(version.version));
    response.headers.emplace_back("Last-Modified", HttpDate(version.at));
    return response;
}

// https://hl7.org/fhir/R4/http.html#create, #update, #ops (Prefer)
http::Response WriteAnswer(const Context& context, const record::Applied& applied,
                           const Wishes& wishes) {
    const auto& version = applied.version;
    const int status = applied.outcome == record::Outcome::kCreated ? 201 : 200;
    http::Response response;
    if (wishes.returns == Return::kMinimal) {
        response.status = status;
    } else if (wishes.returns == Return::kOutcome) {
        response = JsonAnswer(status, AllOk(), wishes);
    } else {
        response = JsonAnswer(status, record::WithMeta(version), wishes);
    }
    response.headers.emplace_back("ETag", ETag(version.version));
    response.headers.emplace_back("Last-Modified", HttpDate(version.at));
    const auto url =
        FullUrl(context, version.type, version.id) + "/_history/" + std::to_string(version.version);
    response.headers.emplace_back(status == 201 ? "Location" : "Content-Location", url);
    return response;
}

std::string FullUrl(const Context& context, std::string_view type, std::string_view id) {
    return context.base + "/fhir/" + std::string(type) + "/" + std::string(id);
}

BundleWriter::BundleWriter(std::string_view type) {
    out_.BeginObject().Key("resourceType").String("Bundle").Key("type").String(type);
}

void BundleWriter::Reach(Part part) {
    while (part_ < part) {
        if (part_ == Part::kLinks) out_.EndArray();
        part_ = part_ == Part::kHead ? Part::kLinks : Part::kEntries;
        out_.Key(part_ == Part::kLinks ? "link" : "entry").BeginArray();
    }
}

void BundleWriter::Total(std::int64_t total) {
    TRAM_CHECK(part_ == Part::kHead);
    out_.Key("total").Number(total);
}

void BundleWriter::Link(std::string_view relation, std::string_view url) {
    Reach(Part::kLinks);
    out_.BeginObject().Key("relation").String(relation).Key("url").String(url).EndObject();
}

json::Writer& BundleWriter::BeginEntry() {
    Reach(Part::kEntries);
    return out_.BeginObject();
}

std::string BundleWriter::Finish() {
    // FHIR knows no empty arrays: a bundle without entries has no `entry`.
    if (part_ != Part::kHead) out_.EndArray();
    return out_.EndObject().Take();
}

std::string PageUrl(const Context& context, std::string_view path, std::string_view query,
                    std::string_view cursor, const Wishes& wishes) {
    std::string url = context.base + "/fhir" + std::string(path);
    char separator = '?';
    const auto add = [&](std::string_view part) {
        if (part.empty()) return;
        url += separator;
        url += part;
        separator = '&';
    };
    add(query);
    if (wishes.pretty) add("_pretty=true");
    if (!cursor.empty()) add("_cursor=" + PercentEncode(cursor));
    return url;
}

std::string Encode(const search::Parameters& parameters, std::string_view without) {
    std::string encoded;
    for (const auto& [name, value] : parameters) {
        if (name == without) continue;
        if (!encoded.empty()) encoded += '&';
        (encoded += PercentEncode(name)) += '=';
        encoded += PercentEncode(value);
    }
    return encoded;
}

}  // namespace tram::api::fhir
