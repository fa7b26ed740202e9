#include "record/access/compartments.h"

#include <fmt/format.h>

#include <span>

#include "fhir/definitions/definitions.h"
#include "platform/content/yaml.h"
#include "record/access/actor.h"
#include "record/access/in_force.h"

namespace tram::access {

namespace {

std::vector<std::string> StepsOf(std::string_view path) {
    std::vector<std::string> steps;
    while (true) {
        const auto dot = path.find('.');
        steps.emplace_back(path.substr(0, dot));
        if (dot == std::string_view::npos) return steps;
        path.remove_prefix(dot + 1);
    }
}

// "Patient/123" and "Patient/123/_history/4".
std::optional<std::string_view> PatientIdIn(std::string_view reference) {
    constexpr std::string_view kPrefix = "Patient/";
    if (!reference.starts_with(kPrefix)) return std::nullopt;
    reference.remove_prefix(kPrefix.size());
    const auto id = reference.substr(0, reference.find('/'));
    if (id.empty()) return std::nullopt;
    return id;
}

// The first reference to a Patient along the path, lists taken in their order.
std::optional<std::string_view> FindPatient(json::Value value, std::span<const std::string> steps) {
    if (value.IsArray()) {
        for (const auto item : value) {
            if (const auto found = FindPatient(item, steps)) return found;
        }
        return std::nullopt;
    }
    if (steps.empty()) return PatientIdIn(value["reference"].text());
    return FindPatient(value[steps.front()], steps.subspan(1));
}

InForce<Compartments>& Kept() {
    static InForce<Compartments> kept("roles/compartments.yaml");
    return kept;
}

}  // namespace

Result<Compartments> Compartments::Parse(std::string_view text, std::string_view file) {
    const auto root = TRY(content::Yaml::Parse(text, file));
    TRY(root.AllowOnly({"id", "title", "source", "checked", "common", "staff", "personal"}));
    Compartments read;
    const auto refuse_twice = [&](const content::Yaml& place,
                                  const std::string& type) -> Result<void> {
        if (definitions::ResourceTypeNumber(type) == 0) {
            return place.Fault(ErrorCode::kInvalid,
                               fmt::format("'{}' is no resource type of FHIR R4", type),
                               fmt::format("'{}' không phải là loại tài nguyên của FHIR R4", type));
        }
        if (read.common_.contains(type) || read.personal_.contains(type)) {
            return place.Fault(ErrorCode::kInvalid, fmt::format("'{}' stands here twice", type),
                               fmt::format("'{}' có hai lần; hãy giữ lại một", type));
        }
        return {};
    };
    for (const auto* list : {"common", "staff"}) {
        const auto types = TRY(root.Find(list));
        if (!types.present()) continue;
        for (const auto& item : TRY(types.Items())) {
            const auto type = TRY(item.Text());
            TRY(refuse_twice(item, type));
            read.common_.insert(type);
            if (list == std::string_view("staff")) read.staff_.insert(type);
        }
    }
    for (const auto& [type, elements] : TRY(TRY(root.Get("personal")).Members())) {
        TRY(refuse_twice(elements, type));
        auto& paths = read.personal_[type];
        for (const auto& path : TRY(elements.Texts())) paths.push_back(StepsOf(path));
    }
    for (const auto* structure : definitions::ResourceTypes()) {
        // A type forgotten here would have no owner, so nothing could say who may see it.
        if (!read.common_.contains(structure->name) && !read.personal_.contains(structure->name)) {
            return root.Fault(
                ErrorCode::kRequired,
                fmt::format("says nothing of {}; add it to common, staff or personal",
                            structure->name),
                fmt::format("chưa nói gì về {}; hãy thêm vào common, staff hoặc personal",
                            structure->name));
        }
    }
    return read;
}

std::optional<std::string_view> Compartments::PatientOf(json::Value resource) const {
    const auto found = personal_.find(resource["resourceType"].text());
    if (found == personal_.end()) return std::nullopt;
    for (const auto& path : found->second) {
        if (const auto patient = FindPatient(resource, path)) return patient;
    }
    return std::nullopt;
}

const Compartments& CurrentCompartments() {
    return Kept().Get();
}

void SetCompartments(Compartments compartments) {
    Kept().Put(std::move(compartments));
}

bool IsCommonType(std::string_view type) {
    return CurrentCompartments().IsCommon(type);
}

}  // namespace tram::access
