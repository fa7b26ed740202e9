// Reference.reference taken apart (https://hl7.org/fhir/R4/references.html#literal).
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace tram::validation {

enum class ReferenceForm : std::uint8_t {
    kRelative,     // Patient/1, Patient/1/_history/2
    kAbsolute,     // https://…/Patient/1; `type` is empty when the tail names none
    kUrn,          // urn:uuid:…, urn:oid:…
    kContained,    // #p1, or # alone: the resource that contains
    kConditional,  // Patient?identifier=…
    kBroken,       // none of these
};

struct LiteralReference {
    ReferenceForm form = ReferenceForm::kBroken;
    std::string_view type;  // a concrete resource type, or empty
    std::string_view id;    // of a contained one without #
};

LiteralReference ReadReference(std::string_view text);

}  // namespace tram::validation
