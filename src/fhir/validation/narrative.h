// The XHTML of a narrative (https://hl7.org/fhir/R4/narrative.html#xhtml): one <div>, well formed,
// with the elements of basic formatting, and nothing in it that a browser would run or fetch as
// code.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace tram::validation {

enum class NarrativeFault : std::uint8_t {
    kNone,
    kNotADiv,    // does not start with <div and end with its </div>
    kMalformed,  // tags or attributes that do not close
    kElement,    // an element outside basic formatting: script, form, iframe, object …
    kAttribute,  // an event handler, or another attribute that FHIR does not allow
    kAddress,    // a link or image whose address is not http, https, mailto, tel, a path or a
                 // fragment
    kStyle,      // a style that runs code
    kTooDeep,    // nested deeper than 100 elements
};

NarrativeFault CheckNarrative(std::string_view xhtml);

}  // namespace tram::validation
