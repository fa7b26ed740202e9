// Shapes of FHIR that rows of story tables are turned into. For tests alone.
#pragma once

#include <cctype>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/vietnamese_text.h"
#include "fhir/json/writer.h"

namespace tram::indicators::stories {

using json::Quote;
using Words = std::map<std::string_view, std::string_view>;

inline std::string Coding(std::string_view set, std::string_view code) {
    const bool whole = set.find(':') != std::string_view::npos;
    return "{\"system\":" + Quote(whole ? std::string(set) : "urn:tram:codes:" + std::string(set)) +
           ",\"code\":" + Quote(code) + "}";
}
inline std::string Concept(std::string_view set, std::string_view code) {
    return "{\"coding\":[" + Coding(set, code) + "]}";
}
inline std::string Extension(std::string_view name, std::string_view key, std::string_view json) {
    if (json == "{}") return "";
    return "{\"url\":" + Quote("urn:tram:ext:" + std::string(name)) + ",\"" + std::string(key) +
           "\":" + std::string(json) + "}";
}
inline std::string CodeExtension(std::string_view name, std::string_view code) {
    return Extension(name, "valueCode", Quote(code));
}
inline std::string Joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) {
        if (part.empty()) continue;
        if (!out.empty()) out += ',';
        out += part;
    }
    return out;
}
inline std::string Member(std::string_view key, std::string_view json) {
    // FHIR has no empty objects: an open period is left out.
    return json.empty() || json == "{}" ? "" : "\"" + std::string(key) + "\":" + std::string(json);
}
inline std::string Text(std::string_view key, std::string_view text) {
    return text.empty() ? "" : Member(key, Quote(text));
}

inline std::string Slug(std::string_view name) {
    std::string slug = Fold(name);
    for (char& c : slug) {
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '-';
    }
    return slug;
}

}  // namespace tram::indicators::stories
