#include "fhir/fhirpath/references.h"

#include "fhir/fhirpath/navigation.h"

namespace tram::fhirpath {
namespace {

Item ResourceItem(json::Value resource) {
    return {resource, {}, StructureOfResource(resource)};
}

Item FindContained(const Item& container, std::string_view id) {
    if (id.empty()) return container;  // "#": the container itself
    for (const json::Value contained : container.json()["contained"]) {
        if (contained["id"].text() == id) return ResourceItem(contained);
    }
    return {};
}

Item FindInBundle(Evaluation& evaluation, const Item& bundle, std::string_view reference) {
    const auto target = TargetOf(reference);
    const bool relative = target && target->type.data() == reference.data();
    for (const json::Value entry : bundle.json()["entry"]) {
        if (!evaluation.Tick()) return {};
        const json::Value resource = entry["resource"];
        if (!resource) continue;
        const bool by_url = entry["fullUrl"].text() == reference;
        const bool by_id = relative && resource["resourceType"].text() == target->type &&
                           resource["id"].text() == target->id;
        if (by_url || by_id) return ResourceItem(resource);
    }
    return {};
}

}  // namespace

std::optional<ReferenceTarget> TargetOf(std::string_view reference) {
    if (const auto version = reference.find("/_history/"); version != std::string_view::npos) {
        reference = reference.substr(0, version);
    }
    const auto slash = reference.rfind('/');
    if (slash == std::string_view::npos || slash + 1 == reference.size()) return std::nullopt;
    const auto before = slash == 0 ? std::string_view::npos : reference.rfind('/', slash - 1);
    const auto start = before == std::string_view::npos ? 0 : before + 1;
    ReferenceTarget target{reference.substr(start, slash - start), reference.substr(slash + 1)};
    const auto* structure = definitions::FindStructure(target.type);
    if (!structure || structure->kind != definitions::StructureKind::kResource) return std::nullopt;
    return target;
}

std::string_view ReferenceText(const Item& item) {
    if (item.json().IsObject()) return item.json()["reference"].text();
    return item.text().value_or("");
}

Item ResolveReference(Evaluation& evaluation, std::string_view reference) {
    if (reference.starts_with('#')) {
        const Item found = FindContained(evaluation.resource(), reference.substr(1));
        if (!found.is_system()) return found;
        return FindContained(evaluation.root_resource(), reference.substr(1));
    }
    for (const Item* root : {&evaluation.root_resource(), &evaluation.resource()}) {
        if (!root->structure() || root->structure()->name != "Bundle") continue;
        const Item found = FindInBundle(evaluation, *root, reference);
        if (!found.is_system()) return found;
    }
    if (const auto& resolve = evaluation.environment().resolve) {
        if (const json::Value found = resolve(reference)) return ResourceItem(found);
    }
    return {};
}

const definitions::Structure* TypeOfReference(const Item& item) {
    if (const auto target = TargetOf(ReferenceText(item))) {
        return definitions::FindStructure(target->type);
    }
    if (!item.json().IsObject()) return nullptr;
    const json::Value type = item.json()["type"];
    return type ? definitions::FindStructure(type.text()) : nullptr;
}

}  // namespace tram::fhirpath
