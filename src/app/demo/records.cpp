#include "app/demo/records.h"

#include <cstdio>

namespace tram::demo {

std::string MomentText(std::int32_t day, int minute_of_day) {
    char text[40];
    std::snprintf(text, sizeof(text), "%sT%02d:%02d:00+07:00", DayText(day).c_str(),
                  minute_of_day / 60, minute_of_day % 60);
    return text;
}

std::string Coding(std::string_view system, std::string_view code, std::string_view display) {
    json::Writer out;
    out.BeginObject().Key("system").String(system).Key("code").String(code);
    if (!display.empty()) out.Key("display").String(display);
    out.EndObject();
    return out.Take();
}

std::string CodeableConcept(std::string_view system, std::string_view code,
                            std::string_view display) {
    return "{\"coding\":[" + Coding(system, code, display) + "]}";
}

std::string ReferenceTo(std::string_view type, std::string_view id) {
    return "{\"reference\":" + json::Quote(std::string(type) + "/" + std::string(id)) + "}";
}

std::string PeriodJson(std::int32_t from, std::optional<std::int32_t> to) {
    std::string out = "{\"start\":\"" + DayText(from) + "\"";
    if (to) out += ",\"end\":\"" + DayText(*to) + "\"";
    return out + "}";
}

std::string IdentifierJson(std::string_view system, std::string_view value) {
    return "{\"system\":" + json::Quote(system) + ",\"value\":" + json::Quote(value) + "}";
}

std::string ExtensionJson(std::string_view name, std::string_view value_key,
                          std::string_view json) {
    return "{\"url\":" + json::Quote("urn:tram:ext:" + std::string(name)) + ",\"" +
           std::string(value_key) + "\":" + std::string(json) + "}";
}

std::string NameJson(const PersonName& name) {
    json::Writer out;
    out.BeginObject().Key("text").String(name.Text()).Key("family").String(name.family);
    out.Key("given").BeginArray();
    for (const auto& word : name.given) out.String(word);
    out.EndArray().EndObject();
    return out.Take();
}

Resource::Resource(std::string_view type, std::string_view id) : type_(type), id_(id) {
    out_.BeginObject().Key("resourceType").String(type).Key("id").String(id);
    out_.Key("meta").Raw(kSyntheticMeta.substr(kSyntheticMeta.find(':') + 1));
}

Resource& Resource::Text(std::string_view key, std::string_view value) {
    out_.Key(key).String(value);
    return *this;
}
Resource& Resource::Flag(std::string_view key, bool value) {
    out_.Key(key).Boolean(value);
    return *this;
}
Resource& Resource::Raw(std::string_view key, std::string_view json) {
    out_.Key(key).Raw(json);
    return *this;
}
Resource& Resource::Reference(std::string_view key, std::string_view type, std::string_view id) {
    return Raw(key, ReferenceTo(type, id));
}
Resource& Resource::Concept(std::string_view key, std::string_view system, std::string_view code,
                            std::string_view display) {
    return Raw(key, CodeableConcept(system, code, display));
}
Resource& Resource::Concepts(std::string_view key, std::string_view system, std::string_view code,
                             std::string_view display) {
    return Raw(key, "[" + CodeableConcept(system, code, display) + "]");
}
Resource& Resource::Period(std::string_view key, std::int32_t from,
                           std::optional<std::int32_t> to) {
    return Raw(key, PeriodJson(from, to));
}
Resource& Resource::Extension(std::string_view name, std::string_view value_key,
                              std::string_view json) {
    return RawExtension(ExtensionJson(name, value_key, json));
}
Resource& Resource::RawExtension(std::string_view json) {
    if (!extensions_.empty()) extensions_ += ',';
    extensions_ += json;
    return *this;
}

std::string Resource::Finish() {
    if (!extensions_.empty()) out_.Key("extension").Raw("[" + extensions_ + "]");
    out_.EndObject();
    return out_.Take();
}

}  // namespace tram::demo
