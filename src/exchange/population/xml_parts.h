// XML of an office document, taken piece by piece: a part may be large, its pieces are small.
//
// No DTD is ever read: a part that declares one is refused, so entities cannot grow.
//
// Thread safety: functions may be called from any thread; an Elements belongs to one.
#pragma once

#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/zip/reader.h"

namespace tram::population {

// A part of the archive as text. Errors: of Archive::Read; kMalformed (not there, a DTD, or
// not UTF-8 or 16).
Result<std::string> ReadPart(zip::Archive& archive, std::string_view name);

// Each element of that local name in `xml`, in order and not nested, as a document of its own.
class Elements {
  public:
    Elements(std::string_view xml, std::string_view name, std::string_view part)
        : xml_(xml), name_(name), part_(part) {}

    // nullptr: no more. The node lives until the next call.
    // Errors: kMalformed (cut short, not well formed; `path` is the part).
    Result<std::optional<pugi::xml_node>> Next();

  private:
    Error Broken() const;

    std::string_view xml_;
    std::string name_, part_;
    std::size_t at_ = 0;
    pugi::xml_document document_;
};

// The name without its prefix: "row" of "x:row".
std::string_view LocalName(const pugi::xml_node& node);
// The first child of that local name, or the empty node.
pugi::xml_node Child(const pugi::xml_node& node, std::string_view name);
// An attribute by its local name; empty where there is none.
std::string_view Attribute(const pugi::xml_node& node, std::string_view name);

}  // namespace tram::population
