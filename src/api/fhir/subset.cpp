#include "api/fhir/subset.h"

#include <algorithm>

#include "fhir/definitions/definitions.h"
#include "fhir/json/writer.h"

namespace tram::api::fhir {
namespace {

using definitions::Element;
using definitions::Structure;
using search::Summary;

constexpr std::string_view kSubsetted =
    R"({"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationValue","code":"SUBSETTED"})";

std::string_view WithoutUnderscore(std::string_view key) {
    return key.starts_with('_') ? key.substr(1) : key;
}

bool IsAsked(const std::vector<std::string>& elements, const Structure& type,
             const Element& element) {
    return std::any_of(elements.begin(), elements.end(), [&](std::string_view asked) {
        if (asked.starts_with(type.name) && asked.substr(type.name.size()).starts_with('.')) {
            asked.remove_prefix(type.name.size() + 1);
        }
        return asked.substr(0, asked.find('.')) == element.name;
    });
}

// Does the element belong to the answer?
bool IsKept(const SubsetRule& rule, const Structure& type, const Element& element) {
    const bool needed = element.min > 0 || element.name == "id" || element.name == "meta";
    if (!rule.elements.empty()) {
        // search.html#elements: mandatory elements always, modifiers so that none is misread.
        return needed || element.is_modifier || IsAsked(rule.elements, type, element);
    }
    switch (rule.summary) {
        case Summary::kTrue:
            return needed || element.in_summary;
        case Summary::kText:
            return needed || element.name == "text";
        case Summary::kData:
            return element.name != "text";
        case Summary::kCount:
        case Summary::kFalse:
            return true;
    }
    return true;
}

void WriteMeta(json::Writer& out, json::Value meta) {
    out.Key("meta").BeginObject();
    bool tagged = false;
    for (const auto member : meta) {
        out.Key(member.key());
        if (member.key() != "tag" || !member.IsArray()) {
            out.Raw(member.raw());
            continue;
        }
        out.BeginArray();
        for (const auto tag : member) out.Raw(tag.raw());
        out.Raw(kSubsetted).EndArray();
        tagged = true;
    }
    if (!tagged) out.Key("tag").BeginArray().Raw(kSubsetted).EndArray();
    out.EndObject();
}

// A summary looks into backbone elements too: Observation.component has parts that are none.
void WriteBackbone(json::Writer& out, json::Value value, const Structure& type) {
    if (value.IsArray()) {
        out.BeginArray();
        for (const auto item : value) WriteBackbone(out, item, type);
        out.EndArray();
        return;
    }
    if (!value.IsObject()) {
        out.Raw(value.raw());
        return;
    }
    out.BeginObject();
    for (const auto member : value) {
        const auto* element = type.FindByKey(WithoutUnderscore(member.key()));
        if (element && !element->in_summary && element->min == 0 && element->name != "id") continue;
        out.Key(member.key()).Raw(member.raw());
    }
    out.EndObject();
}

class Printer {
  public:
    std::string Print(json::Value value) {
        Write(value, 0);
        text_ += '\n';
        return std::move(text_);
    }

  private:
    void Line(int depth) {
        text_ += '\n';
        text_.append(static_cast<std::size_t>(depth) * 2, ' ');
    }
    // Depth is bounded by the limit under which the document was read.
    void Write(json::Value value, int depth) {
        const bool object = value.IsObject();
        if ((!object && !value.IsArray()) || value.size() == 0) {
            text_ += value.raw();
            return;
        }
        text_ += object ? '{' : '[';
        bool first = true;
        for (const auto child : value) {
            if (!first) text_ += ',';
            first = false;
            Line(depth + 1);
            if (object) (text_ += json::Quote(child.key())) += ": ";
            Write(child, depth + 1);
        }
        Line(depth);
        text_ += object ? '}' : ']';
    }
    std::string text_;
};

}  // namespace

Result<SubsetRule> TakeSubset(search::Parameters& parameters) {
    SubsetRule rule;
    search::Parameters asked, rest;
    for (auto& parameter : parameters) {
        const bool ours = parameter.first == "_summary" || parameter.first == "_elements";
        (ours ? asked : rest).push_back(std::move(parameter));
    }
    parameters = std::move(rest);
    if (asked.empty()) return rule;
    auto query = TRY(search::ParseQuery("Basic", asked, search::Handling::kStrict, 0));
    rule.summary = query.summary;
    rule.elements = std::move(query.elements);
    return rule;
}

std::string Subset(json::Value resource, const SubsetRule& rule) {
    const auto* type = definitions::FindStructure(resource["resourceType"].text());
    if (!type || rule.IsWhole()) return std::string(resource.raw());
    json::Writer out;
    out.BeginObject();
    bool meta = false;
    for (const auto member : resource) {
        const auto* element = type->FindByKey(WithoutUnderscore(member.key()));
        if (element && !IsKept(rule, *type, *element)) continue;
        if (member.key() == "meta") {
            meta = true;
            WriteMeta(out, member);
            continue;
        }
        const definitions::TypeRef* inner = nullptr;
        type->FindByKey(member.key(), &inner);
        const bool look_inside = rule.elements.empty() && rule.summary == Summary::kTrue && inner &&
                                 inner->structure && inner->structure->is_backbone;
        out.Key(member.key());
        if (look_inside) {
            WriteBackbone(out, member, *inner->structure);
        } else {
            out.Raw(member.raw());
        }
    }
    if (!meta) WriteMeta(out, {});
    return out.EndObject().Take();
}

std::string Pretty(json::Value value) {
    return Printer().Print(value);
}

}  // namespace tram::api::fhir
