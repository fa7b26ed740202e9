#include "fhir/validation/references.h"

#include <algorithm>

#include "fhir/definitions/definitions.h"
#include "fhir/validation/primitives.h"

namespace tram::validation {
namespace {

bool IsStorable(std::string_view type) {
    return definitions::ResourceTypeNumber(type) != 0;
}

std::string_view CutLastSegment(std::string_view& path) {
    const auto slash = path.rfind('/');
    const auto segment = slash == std::string_view::npos ? path : path.substr(slash + 1);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    return segment;
}

// Type/id or Type/id/_history/version at the end of `path`; `before` is what stands in front.
bool ReadTail(std::string_view path, LiteralReference& found, std::string_view& before) {
    auto last = CutLastSegment(path);
    auto rest = path;
    if (CutLastSegment(rest) == "_history") {
        if (!IsId(last)) return false;
        path = rest;
        last = CutLastSegment(path);
    }
    const auto type = CutLastSegment(path);
    if (!IsId(last) || !IsStorable(type)) return false;
    found.type = type;
    found.id = last;
    before = path;
    return true;
}

// scheme ":" of RFC 3986 §3.1
bool HasScheme(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '+' || c == '-' || c == '.';
    });
}

}  // namespace

LiteralReference ReadReference(std::string_view text) {
    if (text.starts_with('#')) {
        const auto id = text.substr(1);
        const bool good = id.empty() || IsId(id);
        return {.form = good ? ReferenceForm::kContained : ReferenceForm::kBroken, .id = id};
    }
    if (text.starts_with("urn:")) return {.form = ReferenceForm::kUrn};

    LiteralReference found;
    std::string_view before;
    const auto path = text.substr(0, text.find_first_of("?#"));
    if (HasScheme(path)) {
        found.form = ReferenceForm::kAbsolute;
        ReadTail(path, found, before);
        return found;
    }
    if (path.size() < text.size() && text[path.size()] == '?') {
        if (IsStorable(path)) return {.form = ReferenceForm::kConditional, .type = path};
        return found;
    }
    if (ReadTail(path, found, before) && before.empty() && !path.starts_with('/')) {
        found.form = ReferenceForm::kRelative;
    }
    return found;
}

}  // namespace tram::validation
