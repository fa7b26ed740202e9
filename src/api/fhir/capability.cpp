#include "api/fhir/capability.h"

#include <algorithm>
#include <set>

#include "fhir/definitions/definitions.h"
#include "fhir/json/writer.h"

namespace tram::api::fhir {
namespace {

using definitions::SearchKind;
using definitions::SearchParameter;

std::string_view KindName(SearchKind kind) {
    switch (kind) {
        case SearchKind::kNumber:
            return "number";
        case SearchKind::kDate:
            return "date";
        case SearchKind::kString:
            return "string";
        case SearchKind::kToken:
            return "token";
        case SearchKind::kReference:
            return "reference";
        case SearchKind::kComposite:
            return "composite";
        case SearchKind::kQuantity:
            return "quantity";
        case SearchKind::kUri:
            return "uri";
        case SearchKind::kSpecial:
            return "special";
    }
    return "special";
}

// A value of the right kind, to ask the search language whether it knows a parameter.
std::string Sample(std::string_view type, const SearchParameter& parameter) {
    switch (parameter.kind) {
        case SearchKind::kNumber:
        case SearchKind::kQuantity:
            return "1";
        case SearchKind::kDate:
            return "2020";
        case SearchKind::kReference: {
            const auto target = parameter.targets.empty() ? "Patient" : parameter.targets[0];
            return std::string(target == "Resource" ? "Patient" : target) + "/1";
        }
        case SearchKind::kUri:
            return "urn:x";
        case SearchKind::kComposite: {
            std::string sample;
            for (const auto& component : parameter.components) {
                const auto* inner = definitions::FindSearchParameter(type, component.definition);
                if (!inner || inner->kind == SearchKind::kComposite) return "";
                sample += (sample.empty() ? "" : "$") + Sample(type, *inner);
            }
            return sample;
        }
        case SearchKind::kString:
        case SearchKind::kToken:
        case SearchKind::kSpecial:
            return "x";
    }
    return "x";
}

bool IsSearchable(std::string_view type, const SearchParameter& parameter) {
    const search::Parameters asked = {{std::string(parameter.code), Sample(type, parameter)}};
    return search::ParseQuery(type, asked, search::Handling::kStrict, 0).ok();
}

void WriteInteractions(json::Writer& out, const std::set<std::string>& codes) {
    out.Key("interaction").BeginArray();
    for (const auto& code : codes) out.BeginObject().Key("code").String(code).EndObject();
    out.EndArray();
}

// What the table says of one level: "/fhir/{type}…" or "/fhir…".
std::set<std::string> Interactions(std::span<const Route> routes, bool of_types) {
    std::set<std::string> codes;
    for (const auto& route : routes) {
        const bool typed = route.pattern.starts_with("/fhir/{type}");
        if (typed != of_types || route.interaction.starts_with('$')) continue;
        std::string_view rest = route.interaction;  // one address may serve several
        while (!rest.empty()) {
            const auto end = rest.find(' ');
            codes.emplace(rest.substr(0, end));
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        }
    }
    return codes;
}

void WriteResource(json::Writer& out, std::string_view type, const std::set<std::string>& codes,
                   const std::vector<std::string>& reverse) {
    out.BeginObject().Key("type").String(type);
    out.Key("profile").String("http://hl7.org/fhir/StructureDefinition/" + std::string(type));
    WriteInteractions(out, codes);
    out.Key("versioning").String("versioned-update");
    out.Key("readHistory").Boolean(codes.contains("vread"));
    out.Key("updateCreate").Boolean(true);
    out.Key("conditionalCreate").Boolean(true);
    out.Key("conditionalRead").String("full-support");
    out.Key("conditionalUpdate").Boolean(true);
    out.Key("conditionalDelete").String("single");
    out.Key("referencePolicy").BeginArray().String("literal").String("logical").EndArray();
    std::vector<const SearchParameter*> known;
    for (const auto* parameter : definitions::SearchParametersOf(type)) {
        if (IsSearchable(type, *parameter)) known.push_back(parameter);
    }
    const bool includes = std::any_of(known.begin(), known.end(), [](const auto* parameter) {
        return parameter->kind == SearchKind::kReference;
    });
    if (includes) {
        out.Key("searchInclude").BeginArray().String("*");
        for (const auto* parameter : known) {
            if (parameter->kind != SearchKind::kReference) continue;
            out.String(std::string(type) + ":" + std::string(parameter->code));
        }
        out.EndArray();
    }
    if (!reverse.empty()) {
        out.Key("searchRevInclude").BeginArray();
        for (const auto& one : reverse) out.String(one);
        out.EndArray();
    }
    out.Key("searchParam").BeginArray();
    for (const auto* parameter : known) {
        out.BeginObject().Key("name").String(parameter->code);
        if (!parameter->url.empty()) out.Key("definition").String(parameter->url);
        out.Key("type").String(KindName(parameter->kind)).EndObject();
    }
    out.EndArray();
    if (type == "Patient") {
        out.Key("operation").BeginArray().BeginObject().Key("name").String("everything");
        out.Key("definition").String("http://hl7.org/fhir/OperationDefinition/Patient-everything");
        out.EndObject().EndArray();
    }
    out.EndObject();
}

// "Observation:subject" under each type that the parameter may refer to.
std::vector<std::string> ReverseIncludes(std::string_view target) {
    std::vector<std::string> found;
    for (const auto* type : definitions::ResourceTypes()) {
        for (const auto* parameter : definitions::SearchParametersOf(type->name)) {
            if (parameter->kind != SearchKind::kReference || parameter->expression.empty())
                continue;
            const auto& targets = parameter->targets;
            if (std::find(targets.begin(), targets.end(), target) == targets.end()) continue;
            found.push_back(std::string(type->name) + ":" + std::string(parameter->code));
        }
    }
    return found;
}

}  // namespace

Capability::Capability(std::span<const Route> routes, std::string version, Instant at) {
    constexpr std::string_view kMark = "\"@\"";
    json::Writer out;
    out.BeginObject().Key("resourceType").String("CapabilityStatement");
    out.Key("status").String("active").Key("date").String(FormatInstant(at));
    out.Key("kind").String("instance");
    out.Key("software").BeginObject().Key("name").String("tram");
    out.Key("version").String(version).EndObject();
    out.Key("implementation").BeginObject();
    out.Key("description").String("tram: hồ sơ y tế cơ sở (records of grassroots health care)");
    out.Key("url").Raw(kMark).EndObject();
    out.Key("fhirVersion").String("4.0.1");
    out.Key("format").BeginArray().String("application/fhir+json").String("json").EndArray();
    out.Key("patchFormat").BeginArray().String("application/json-patch+json").EndArray();
    out.Key("rest").BeginArray().BeginObject().Key("mode").String("server");
    out.Key("security").BeginObject().Key("cors").Boolean(false);
    out.Key("description").String("Session cookie, or a bearer token in Authorization").EndObject();
    out.Key("resource").BeginArray();
    const auto of_types = Interactions(routes, true);
    for (const auto* type : definitions::ResourceTypes()) {
        WriteResource(out, type->name, of_types, ReverseIncludes(type->name));
    }
    out.EndArray();
    WriteInteractions(out, Interactions(routes, false));
    out.Key("compartment").BeginArray();
    for (const auto* name : {"Patient", "Encounter", "Practitioner", "Device", "RelatedPerson"}) {
        out.String(std::string("http://hl7.org/fhir/CompartmentDefinition/") + [name] {
            std::string lower(name);
            for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
            return lower;
        }());
    }
    out.EndArray().EndObject().EndArray().EndObject();
    const auto text = out.Take();
    const auto mark = text.find(kMark);
    before_ = text.substr(0, mark);
    after_ = text.substr(mark + kMark.size());
}

std::string Capability::For(std::string_view base) const {
    return before_ + json::Quote(std::string(base) + "/fhir") + after_;
}

}  // namespace tram::api::fhir
