#include "record/store/content.h"

#include "record/access/actor.h"
#include "record/access/compartments.h"

namespace tram::record {
std::string ReplacedBy(json::Value patient) {
    constexpr std::string_view kPatient = "Patient/";
    for (const auto link : patient["link"]) {
        if (link["type"].text() != "replaced-by") continue;
        const auto other = link["other"]["reference"].text();
        if (other.starts_with(kPatient)) return std::string(other.substr(kPatient.size()));
    }
    return {};
}

Result<ContentPtr> ContentMaker::Make(json::DocumentPtr stored, std::string_view id) const {
    auto content = std::make_shared<Content>();
    const auto root = stored->root();
    const auto type = root["resourceType"].text();
    content->keys = TranslateReady(TRY(search::ExtractRows(root, zone_minutes_)), dictionary_);
    if (registers_.Covers(type)) content->registers = registers_.Compute(root, id);
    if (!access::IsCommonType(type)) {
        const auto patient = access::CurrentCompartments().PatientOf(root);
        if (patient) content->patient = *patient;
        if (type == "Patient") content->replaced_by = ReplacedBy(root);
    }
    content->document = std::move(stored);
    return ContentPtr(std::move(content));
}

Result<json::DocumentPtr> ContentMaker::Unpack(std::int64_t codec, std::string_view bytes) const {
    return json::Document::Parse(TRY(codec_.Decode(codec, bytes)));
}

}  // namespace tram::record
