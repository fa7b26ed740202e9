// https://hl7.org/fhir/R4/http.html#search and https://hl7.org/fhir/R4/search.html

#include "api/fhir/answer.h"
#include "api/fhir/interactions.h"
#include "fhir/definitions/definitions.h"

namespace tram::api::fhir {
namespace {

// Parameters of the address, then those of a form posted to _search.
Result<search::Parameters> AllParameters(const Context& context, const Wishes& wishes) {
    auto parameters = wishes.parameters;
    if (context.request.method == "POST") {
        for (auto& parameter : TRY(search::DecodeParameters(context.request.body))) {
            if (parameter.first == "_format" || parameter.first == "_pretty") continue;
            parameters.push_back(std::move(parameter));
        }
    }
    return parameters;
}

void WriteIgnored(BundleWriter& bundle, const std::vector<std::string>& ignored) {
    if (ignored.empty()) return;
    Error notice;
    for (const auto& name : ignored) {
        const Error one{.code = ErrorCode::kNotSupported,
                        .message = "parameter '" + name + "' is not known and was passed over",
                        .message_vi = "tham số '" + name + "' không có và đã được bỏ qua",
                        .path = name};
        if (notice.message.empty()) {
            notice = one;
        } else {
            notice.others.push_back(one);
        }
    }
    auto& out = bundle.BeginEntry();
    out.Key("resource").Raw(OperationOutcome(notice, Severity::kWarning));
    out.Key("search").BeginObject().Key("mode").String("outcome").EndObject();
    bundle.EndEntry();
}

Result<http::Response> Run(const Parts& parts, const Context& context, std::string_view type,
                           const std::string& path,
                           std::optional<std::pair<std::string, std::string>> compartment) {
    const auto wishes = TRY(ReadWishes(context));
    const auto parameters = TRY(AllParameters(context, wishes));
    auto parsed =
        search::ParseQuery(type, parameters, wishes.handling, parts.store->zone_minutes());
    if (!parsed) {
        // search.html#errors: a modifier or parameter that is not supported is the client's to
        // mend.
        const auto& error = parsed.error();
        if (error.code == ErrorCode::kNotSupported) return Refuse(Form::kFhir, 400, error);
        return error;
    }
    auto& query = *parsed;
    query.compartment = std::move(compartment);
    const auto reader = TRY(parts.store->Read());
    const auto found = TRY(reader->Search(context.actor, query));

    BundleWriter bundle("searchset");
    if (found.total) bundle.Total(*found.total);
    bundle.Link("self", PageUrl(context, path, query.canonical, query.cursor, wishes));
    if (!found.next.empty()) {
        bundle.Link("next", PageUrl(context, path, query.canonical, found.next, wishes));
    }
    const SubsetRule subset{.summary = query.summary, .elements = query.elements};
    const auto versions = TRY(reader->Load(context.actor, found.hits));
    TRAM_CHECK(versions.size() == found.hits.size());
    for (std::size_t i = 0; i < versions.size(); ++i) {
        auto& out = bundle.BeginEntry();
        out.Key("fullUrl").String(FullUrl(context, versions[i].type, versions[i].id));
        out.Key("resource").Raw(Render(versions[i], subset));
        out.Key("search").BeginObject().Key("mode");
        out.String(found.hits[i].included ? "include" : "match").EndObject();
        bundle.EndEntry();
    }
    WriteIgnored(bundle, query.ignored);
    return JsonAnswer(200, bundle.Finish(), wishes);
}

}  // namespace

Result<http::Response> SearchType(const Parts& parts, const Context& context) {
    const auto type = context.capture("type");
    return Run(parts, context, type, "/" + std::string(type), std::nullopt);
}

// https://hl7.org/fhir/R4/compartmentdefinition.html
Result<http::Response> SearchCompartment(const Parts& parts, const Context& context) {
    const std::string compartment(context.capture("type")), id(context.capture("id"));
    const auto type = context.capture("within");
    if (type == "*") {
        return Error{.code = ErrorCode::kNotSupported,
                     .message =
                         "a compartment is searched one type at a time; for all of a person "
                         "use $everything",
                     .message_vi =
                         "mỗi lần chỉ tìm được một loại hồ sơ; để lấy toàn bộ hồ sơ của một "
                         "người hãy dùng $everything"};
    }
    const bool known = definitions::ResourceTypeNumber(type) != 0 &&
                       !definitions::CompartmentParameters(compartment, type).empty();
    if (!known || !IsId(id)) return Refuse(Form::kFhir, 404, ErrorOfStatus(404));
    return Run(parts, context, type, "/" + compartment + "/" + id + "/" + std::string(type),
               std::pair(compartment, id));
}

}  // namespace tram::api::fhir
