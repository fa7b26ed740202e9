#include "fhir/views/types.h"

#include <optional>

#include "fhir/definitions/definitions.h"

namespace tram::views {

namespace {

bool IsNameByte(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// The place behind the bracket that closes the one at `open`; npos: it never closes.
std::size_t BehindBracket(std::string_view text, std::size_t open) {
    int depth = 0;
    for (std::size_t at = open; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\'' || c == '`') {
            for (++at; at < text.size() && text[at] != c; ++at) {
                if (text[at] == '\\') ++at;
            }
        } else if (c == '(' || c == '[') {
            ++depth;
        } else if ((c == ')' || c == ']') && --depth == 0) {
            return at + 1;
        }
    }
    return std::string_view::npos;
}

std::string_view Trim(std::string_view text) {
    const auto from = text.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

// FHIRPath's own names of types become FHIR's.
std::string FhirName(std::string_view type) {
    if (type.starts_with("FHIR.")) type.remove_prefix(5);
    if (!type.starts_with("System.")) return std::string(type);
    type.remove_prefix(7);
    if (type == "Quantity") return "Quantity";
    if (type == "DateTime") return "dateTime";
    std::string name(type);
    if (!name.empty()) name[0] = static_cast<char>(name[0] | 0x20);
    return name;
}

// The type after a function; nullopt: not known.
std::optional<std::string> AfterFunction(std::string_view name, std::string_view argument,
                                         const std::string& type) {
    if (name == "first" || name == "last" || name == "single" || name == "where" ||
        name == "tail" || name == "skip" || name == "take" || name == "distinct" ||
        name == "trace") {
        return type;
    }
    if (name == "ofType" || name == "as") return FhirName(argument);
    if (name == "exists" || name == "empty" || name == "not" || name == "all" ||
        name == "allTrue" || name == "anyTrue" || name == "allFalse" || name == "anyFalse" ||
        name == "hasValue" || name == "contains" || name == "startsWith" || name == "endsWith" ||
        name == "matches" || name == "memberOf" || name == "subsetOf" || name == "supersetOf" ||
        name == "isDistinct" || name == "is") {
        return "boolean";
    }
    if (name == "count" || name == "length" || name == "toInteger") return "integer";
    if (name == "join" || name == "toString" || name == "upper" || name == "lower" ||
        name == "substring" || name == "replace" || name == "getResourceKey" ||
        name == "getReferenceKey") {
        return "string";
    }
    if (name == "toDecimal") return "decimal";
    if (name == "toDate") return "date";
    if (name == "toDateTime") return "dateTime";
    if (name == "toQuantity") return "Quantity";
    if (name == "extension") return "Extension";
    if (name == "lowBoundary" || name == "highBoundary") {
        if (type == "decimal" || type == "date" || type == "dateTime" || type == "instant" ||
            type == "time") {
            return type;
        }
        if (type == "Period") return "dateTime";
    }
    return std::nullopt;
}

// Between `value` and ofType(): an element that may be of several types.
constexpr std::string_view kOneOfSeveral = "?";

// The type of the element of that name; nullopt: unknown.
std::optional<std::string> AfterMember(std::string_view name, const std::string& type) {
    const auto* structure = definitions::FindStructure(type);
    if (!structure) return std::nullopt;
    const auto* element = structure->FindByName(name);
    if (!element || element->types.empty()) return std::nullopt;
    if (element->types.size() > 1) return std::string(kOneOfSeveral);
    const auto& only = element->types.front();
    // A backbone has a name of its own; so has every other type.
    return std::string(only.structure ? only.structure->name : only.code);
}

}  // namespace

std::string InferType(std::string_view path, std::string_view context) {
    path = Trim(path);
    std::string type(context);
    std::size_t at = 0;
    bool first = true;
    while (at < path.size()) {
        if (path[at] == '[') {
            at = BehindBracket(path, at);
            if (at == std::string_view::npos || first) return {};
        } else {
            if (!first) {
                if (path[at] != '.') return {};
                ++at;
            }
            const std::size_t from = at;
            if (at < path.size() && path[at] == '$') ++at;
            while (at < path.size() && IsNameByte(path[at])) ++at;
            const auto name = path.substr(from, at - from);
            if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return {};
            std::optional<std::string> next;
            if (at < path.size() && path[at] == '(') {
                const auto behind = BehindBracket(path, at);
                if (behind == std::string_view::npos) return {};
                next = AfterFunction(name, Trim(path.substr(at + 1, behind - at - 2)), type);
                at = behind;
            } else if (name == "$this" || (first && name == context)) {
                next = type;
            } else if (first && (name == "true" || name == "false")) {
                next = "boolean";
            } else {
                next = AfterMember(name, type);
            }
            if (!next) return {};
            type = std::move(*next);
            first = false;
        }
    }
    return first || type == kOneOfSeveral ? std::string() : type;
}

std::string_view BareType(std::string_view type) {
    for (const std::string_view prefix : {"http://hl7.org/fhir/StructureDefinition/",
                                          "http://hl7.org/fhirpath/System.", "FHIR.", "System."}) {
        if (type.starts_with(prefix)) return type.substr(prefix.size());
    }
    return type;
}

bool IsPrimitiveType(std::string_view type) {
    const auto* structure = definitions::FindStructure(type);
    return structure && structure->kind == definitions::StructureKind::kPrimitive;
}

bool SameFamily(std::string_view a, std::string_view b) {
    const auto family = [](std::string_view type) -> std::string_view {
        if (type == "positiveInt" || type == "unsignedInt" || type == "integer64") return "integer";
        if (type == "instant" || type == "date") return "dateTime";
        for (const std::string_view exact : {"boolean", "integer", "decimal", "dateTime", "time"}) {
            if (type == exact) return exact;
        }
        return IsPrimitiveType(type) ? "string" : type;
    };
    return a == b || family(a) == family(b);
}

}  // namespace tram::views
