// Pieces of FHIR JSON in the shapes of docs/house/records.md.
//
// Thread safety: plain functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "fhir/json/document.h"

namespace tram::population {

inline constexpr std::string_view kCitizenSystem = "urn:tram:id:cccd";
inline constexpr std::string_view kInsuranceSystem = "urn:tram:id:bhxh";
inline constexpr std::string_view kHouseholdSystem = "urn:tram:id:household";

std::string IdentifierJson(std::string_view system, std::string_view value);
std::string ConceptJson(std::string_view set, std::string_view code);  // {"coding":[…]}
std::string ReferenceJson(std::string_view type, std::string_view id);
std::string ExtensionJson(std::string_view name, std::string_view key, std::string_view json);
// {"text","family","given"}: the first word is the family, each other a given name.
std::string NameJson(std::string_view name);
std::string PeriodJson(std::optional<std::string> start, std::optional<std::string> end);

// The extension of ours by that name, and its place among the extensions.
struct FoundExtension {
    json::Value value;  // absent: none
    std::size_t place = 0;
};
FoundExtension FindExtension(json::Value holder, std::string_view name);

// Operations of a JSON Patch, gathered.
class PatchText {
  public:
    void Add(std::string_view path, std::string_view json) { Put("add", path, json); }
    void Replace(std::string_view path, std::string_view json) { Put("replace", path, json); }
    // To the end of an array that may not be there yet.
    void Append(json::Value holder, std::string_view path, std::string_view member,
                std::string_view json);
    bool empty() const { return text_.empty(); }
    std::string Take() { return "[" + std::move(text_) + "]"; }

  private:
    void Put(std::string_view op, std::string_view path, std::string_view json);
    std::string text_;
    std::string made_;  // arrays begun by Append
};

}  // namespace tram::population
