// Faults: what a validation found, each with its place and told in two languages.
//
// Thread safety: belongs to one validation.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fhir/definitions/definitions.h"
#include "fhir/validation/narrative.h"
#include "fhir/validation/primitives.h"

namespace tram::validation {

// Where the walk stands: a chain of frames on the stack, spelt out only when a fault is found.
struct Place {
    const Place* parent = nullptr;
    std::string_view name;
    std::int64_t index = -1;  // in an array
};

// The FHIRPath of a place: Patient.contact[0].name.
std::string PathOf(const Place& place);

class Faults {
  public:
    static constexpr std::size_t kMost = 21;

    // Enough is found: looking further would cost time and tell nothing new.
    bool full() const { return found_.size() >= kMost; }
    bool empty() const { return found_.empty(); }
    // The first fault with the others, or success.
    Result<void> Outcome() &&;

    // JSON shapes.
    void WrongJson(const Place& place, std::string_view type);
    void NotAnArray(const Place& place);
    void UnexpectedArray(const Place& place);
    void EmptyArray(const Place& place);
    void EmptyObject(const Place& place);
    void UnexpectedNull(const Place& place);
    // Elements. `key` as it came; shown only where it looks like a name.
    void UnknownElement(const Place& parent, std::string_view key, std::string_view type);
    void Missing(const Place& parent, std::string_view element);
    void SecondChoice(const Place& place);
    // Values.
    void BadPrimitive(const Place& place, definitions::Primitive type, std::string_view type_name,
                      PrimitiveFault fault);
    void BadCode(const Place& place, std::string_view value_set);
    void BadNarrative(const Place& place, NarrativeFault fault);
    void ExtensionContent(const Place& place);
    // `_` siblings.
    void SiblingLength(const Place& place);
    void SiblingWithoutContent(const Place& place);
    // References.
    void BadReference(const Place& place);
    void WrongTarget(const Place& place, std::string_view type,
                     std::span<const std::string_view> targets);
    void MissingContained(const Place& place);
    void ReferenceTypeDiffers(const Place& place);
    // Resources.
    void NoResourceType(const Place& place);
    void UnknownResourceType(const Place& place);
    void OtherResourceType(const Place& place, std::string_view expected);
    void NestedContained(const Place& place);

  private:
    void Add(ErrorCode code, const Place& place, std::string message, std::string message_vi);

    std::vector<Error> found_;
};

}  // namespace tram::validation
