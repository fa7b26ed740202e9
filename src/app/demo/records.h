// FHIR JSON of the facts of grassroots care, in the shapes of docs/house/records.md.
//
// Every resource made here carries the tag `synthetic`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/demo/names.h"
#include "base/date.h"
#include "fhir/json/writer.h"

namespace tram::demo {

inline std::string DayText(std::int32_t day) {
    return Date::FromDays(day).ToString();
}
// A moment of that day in Viet Nam time: 2026-03-02T08:15:00+07:00.
std::string MomentText(std::int32_t day, int minute_of_day);

// A resource under construction: writes type, id and tag, then what the caller adds.
class Resource {
  public:
    Resource(std::string_view type, std::string_view id);

    Resource& Text(std::string_view key, std::string_view value);
    Resource& Flag(std::string_view key, bool value);
    Resource& Raw(std::string_view key, std::string_view json);
    Resource& Reference(std::string_view key, std::string_view type, std::string_view id);
    // {"coding":[{"system","code"}]}
    Resource& Concept(std::string_view key, std::string_view system, std::string_view code,
                      std::string_view display = {});
    Resource& Concepts(std::string_view key, std::string_view system, std::string_view code,
                       std::string_view display = {});  // the same in a list
    Resource& Period(std::string_view key, std::int32_t from, std::optional<std::int32_t> to);
    // Extensions are gathered and written at the end.
    Resource& Extension(std::string_view name, std::string_view value_key, std::string_view json);
    Resource& RawExtension(std::string_view json);  // one whole extension

    std::string_view type() const { return type_; }
    std::string_view id() const { return id_; }
    std::string Finish();

  private:
    std::string type_, id_;
    json::Writer out_;
    std::string extensions_;
};

std::string Coding(std::string_view system, std::string_view code, std::string_view display = {});
std::string CodeableConcept(std::string_view system, std::string_view code,
                            std::string_view display = {});
std::string ReferenceTo(std::string_view type, std::string_view id);
std::string PeriodJson(std::int32_t from, std::optional<std::int32_t> to);
std::string IdentifierJson(std::string_view system, std::string_view value);
// {"url":"urn:tram:ext:<name>","<value_key>":<json>}
std::string ExtensionJson(std::string_view name, std::string_view value_key, std::string_view json);
std::string NameJson(const PersonName& name);

// The member `meta` of every invented record.
inline constexpr std::string_view kSyntheticMeta =
    "\"meta\":{\"tag\":[{\"system\":\"urn:tram:codes:tag\",\"code\":\"synthetic\"}]}";

inline constexpr std::string_view kCodes = "urn:tram:codes:";

}  // namespace tram::demo
