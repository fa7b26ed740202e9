// What FHIR adds to FHIRPath (https://hl7.org/fhir/R4/fhirpath.html#functions), and the two keys of
// SQL-on-FHIR (https://sql-on-fhir.org/ig/StructureDefinition-ViewDefinition.html).

#include <algorithm>

#include "fhir/fhirpath/functions.h"
#include "fhir/fhirpath/html.h"
#include "fhir/fhirpath/navigation.h"
#include "fhir/fhirpath/references.h"
#include "fhir/fhirpath/types.h"
#include "fhir/fhirpath/values.h"

namespace tram::fhirpath {
namespace {

bool NotSupported(const Call& call, const std::string& what, const std::string& what_vi) {
    const std::string column = std::to_string(call.node.column);
    return call.evaluation.Fail(
        {.code = ErrorCode::kNotSupported,
         .message = "FHIRPath, column " + column + ": " + what,
         .message_vi = "Biểu thức FHIRPath, cột " + column + ": " + what_vi + "."});
}

bool Extension(const Call& call, Collection& out) {
    std::optional<std::string> url;
    if (!TextArgument(call, 0, url)) return false;
    if (!url) return true;
    static const auto* structure = definitions::FindStructure("Extension");
    for (const Item& item : call.input) {
        const json::Value holder = item.json().IsObject() ? item.json() : item.sibling();
        for (const json::Value extension : holder["extension"]) {
            if (!call.evaluation.Tick()) return false;
            if (extension["url"].text() == *url)
                out.emplace_back(extension, json::Value(), structure);
        }
    }
    return true;
}

bool HasValue(const Call& call, Collection& out) {
    if (call.input.size() != 1) return Put(false, out);
    const Item& item = call.input.front();
    const bool primitive = item.is_system() || !item.json().IsObject();
    return Put(primitive && FamilyOf(item) != Family::kNone, out);
}

bool GetValue(const Call& call, Collection& out) {
    if (call.input.size() != 1) return true;
    const Item& item = call.input.front();
    if (FamilyOf(item) == Family::kNone || item.json().IsObject()) return true;
    return Put(SystemOf(item), out);
}

bool Resolve(const Call& call, Collection& out) {
    for (const Item& item : call.input) {
        const auto reference = ReferenceText(item);
        if (!call.evaluation.Tick()) return false;
        if (reference.empty()) continue;
        Item found = ResolveReference(call.evaluation, reference);
        if (!found.is_system()) out.push_back(std::move(found));
    }
    return call.evaluation.Tick();
}

// https://hl7.org/fhir/R4/fhirpath.html: true for what is of that type; constraints are not read.
bool ConformsTo(const Call& call, Collection& out) {
    constexpr std::string_view kBase = "http://hl7.org/fhir/StructureDefinition/";
    std::optional<std::string> url;
    const Item* item = nullptr;
    if (!SingleInput(call, item) || !TextArgument(call, 0, url)) return false;
    if (!item || !url) return true;
    const std::string_view name = std::string_view(*url).starts_with(kBase)
                                      ? std::string_view(*url).substr(kBase.size())
                                      : "";
    const auto* structure = definitions::FindStructure(name);
    if (!structure || structure->is_backbone) {
        return NotSupported(call, "the profile is not known here: only the types of R4 are",
                            "chưa có hồ sơ (profile) này, chỉ có các kiểu của R4");
    }
    return Put(item->structure() && item->structure()->IsA(name), out);
}

bool HtmlChecks(const Call& call, Collection& out) {
    std::optional<std::string_view> text;
    if (!TextInput(call, text)) return false;
    return !text ||
           (call.evaluation.Tick(1 + text->size() / 16) && Put(IsSafeNarrative(*text), out));
}

bool ElementDefinition(const Call& call, Collection&) {
    return NotSupported(call, "elementDefinition() needs profiles, which are not kept here",
                        "elementDefinition() cần hồ sơ (profile), hiện chưa có");
}

bool Slice(const Call& call, Collection&) {
    return NotSupported(call, "slice() needs profiles, which are not kept here",
                        "slice() cần hồ sơ (profile), hiện chưa có");
}

bool CheckModifiers(const Call& call, Collection& out) {
    std::vector<std::string> known;
    for (std::size_t i = 0; i < call.node.arguments.size(); ++i) {
        std::optional<std::string> url;
        if (!TextArgument(call, i, url)) return false;
        if (url) known.push_back(std::move(*url));
    }
    for (const Item& item : call.input) {
        for (const json::Value modifier : item.json()["modifierExtension"]) {
            const auto url = modifier["url"].text();
            if (std::find(known.begin(), known.end(), url) == known.end()) {
                return Refuse(call, "meets a modifier extension that is not listed",
                              "gặp phần mở rộng (modifier) không có trong danh sách");
            }
        }
    }
    out = std::move(call.input);
    return true;
}

bool GetResourceKey(const Call& call, Collection& out) {
    for (const Item& item : call.input) {
        const json::Value id = item.json()["id"];
        const json::Value type = item.json()["resourceType"];
        if (!id || !type) continue;
        if (!PutText(call, std::string(type.text()) + "/" + std::string(id.text()), out))
            return false;
    }
    return true;
}

// "Implementations MUST support the relative literal form of reference": an absolute one may name a
// record of another server, and a key would make it one of ours.
bool GetReferenceKey(const Call& call, Collection& out) {
    const auto& type = call.node.type;
    for (const Item& item : call.input) {
        const auto reference = ReferenceText(item);
        const auto target = TargetOf(reference);
        const bool relative = target && target->type.data() == reference.data();
        if (!relative || (!type.name.empty() && target->type != type.name)) continue;
        if (!PutText(call, std::string(target->type) + "/" + std::string(target->id), out)) {
            return false;
        }
    }
    return true;
}

constexpr FunctionRow kFunctions[] = {
    {"extension", 1, 1, Extension},
    {"hasValue", 0, 0, HasValue},
    {"getValue", 0, 0, GetValue},
    {"resolve", 0, 0, Resolve},
    {"conformsTo", 1, 1, ConformsTo},
    {"htmlChecks", 0, 0, HtmlChecks},
    {"elementDefinition", 0, 0, ElementDefinition},
    {"slice", 2, 2, Slice},
    {"checkModifiers", 0, 16, CheckModifiers},
    {"getResourceKey", 0, 0, GetResourceKey},
    {"getReferenceKey", 0, 1, GetReferenceKey, true},
};

}  // namespace

std::span<const FunctionRow> FhirFunctions() {
    return kFunctions;
}

}  // namespace tram::fhirpath
