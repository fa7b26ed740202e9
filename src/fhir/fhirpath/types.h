// Types: finding them by name, asking an item for its own (http://hl7.org/fhirpath/N1/#types).
//
// Thread safety: pure functions.
#pragma once

#include "fhir/fhirpath/evaluation.h"

namespace tram::fhirpath {

// Finds what the name means: FHIR first, then System. False: neither model knows it.
bool Resolve(TypeSpecifier& type);

// `is`: the type itself or a descendant of it.
bool IsOfType(const Item& item, const TypeSpecifier& type);
// `as`, ofType(): as `is`, but a code is not taken for the string it is built on. The primitives of
// FHIR differ in meaning, and asking for one must not answer another.
bool Selects(const Item& item, const TypeSpecifier& type);

// node.type applied to the items.
[[nodiscard]] bool ApplyIs(const Node& node, Evaluation& evaluation, const Collection& items,
                           Collection& out);
[[nodiscard]] bool ApplyAs(const Node& node, Evaluation& evaluation, Collection& items,
                           Collection& out);

}  // namespace tram::fhirpath
