#include "exchange/population/fhir_text.h"

#include "fhir/json/writer.h"

namespace tram::population {

std::string IdentifierJson(std::string_view system, std::string_view value) {
    json::Writer out;
    out.BeginObject().Key("system").String(system).Key("value").String(value).EndObject();
    return out.Take();
}

std::string ConceptJson(std::string_view set, std::string_view code) {
    json::Writer out;
    out.BeginObject().Key("coding").BeginArray().BeginObject();
    out.Key("system").String("urn:tram:codes:" + std::string(set)).Key("code").String(code);
    out.EndObject().EndArray().EndObject();
    return out.Take();
}

std::string ReferenceJson(std::string_view type, std::string_view id) {
    return "{\"reference\":" + json::Quote(std::string(type) + "/" + std::string(id)) + "}";
}

std::string ExtensionJson(std::string_view name, std::string_view key, std::string_view json) {
    return "{\"url\":" + json::Quote("urn:tram:ext:" + std::string(name)) + ",\"" +
           std::string(key) + "\":" + std::string(json) + "}";
}

std::string NameJson(std::string_view name) {
    json::Writer out;
    out.BeginObject().Key("text").String(name);
    auto space = std::min(name.find(' '), name.size());
    if (space < name.size())
        out.Key("family").String(name.substr(0, space++));
    else
        space = 0;
    out.Key("given").BeginArray();
    while (space < name.size()) {
        const auto end = std::min(name.find(' ', space), name.size());
        out.String(name.substr(space, end - space));
        space = end + 1;
    }
    out.EndArray().EndObject();
    return out.Take();
}

std::string PeriodJson(std::optional<std::string> start, std::optional<std::string> end) {
    json::Writer out;
    out.BeginObject();
    if (start) out.Key("start").String(*start);
    if (end) out.Key("end").String(*end);
    out.EndObject();
    return out.Take();
}

FoundExtension FindExtension(json::Value holder, std::string_view name) {
    const auto url = "urn:tram:ext:" + std::string(name);
    std::size_t place = 0;
    for (const auto one : holder["extension"]) {
        if (one["url"].text() == url) return {.value = one, .place = place};
        ++place;
    }
    return {};
}

void PatchText::Put(std::string_view op, std::string_view path, std::string_view json) {
    if (!text_.empty()) text_ += ',';
    text_ += "{\"op\":\"" + std::string(op) + "\",\"path\":\"" + std::string(path) +
             "\",\"value\":" + std::string(json) + "}";
}

void PatchText::Append(json::Value holder, std::string_view path, std::string_view member,
                       std::string_view json) {
    const auto array = std::string(path) + "/" + std::string(member);
    const auto mark = array + "\n";
    if (holder[member].IsArray() || made_.find(mark) != std::string::npos) {
        Add(array + "/-", json);
        return;
    }
    Add(array, "[" + std::string(json) + "]");
    made_ += mark;
}

}  // namespace tram::population
