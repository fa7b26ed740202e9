// Yaml: a content file read step by step, each step saying what it expects, so that a mistake is
// told with file and line to whoever wrote it.
//
//     const auto file = TRY(Yaml::Parse(bytes, "roles/station_nurse.yaml"));
//     TRY(file.AllowOnly({"id", "title", "reads"}));
//     const auto id = TRY(TRY(file.Get("id")).Text());
//
// Thread safety: none; one file, one thread.
#pragma once

#include <yaml-cpp/yaml.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace tram::content {

class Yaml {
  public:
    // Errors: kMalformed (not YAML), kInvalid (a key twice in one map).
    static Result<Yaml> Parse(std::string_view text, std::string_view file);

    // True when something is written here (a member that exists and is not null).
    bool present() const;
    bool IsMap() const { return node_.IsDefined() && node_.IsMap(); }
    bool IsList() const { return node_.IsDefined() && node_.IsSequence(); }

    // The member of a map. Errors: kInvalid (no map), kRequired (no such member).
    Result<Yaml> Get(const std::string& key) const;
    // The same, absent where there is none. Errors: kInvalid (no map).
    Result<Yaml> Find(const std::string& key) const;
    // Errors: kUnknownElement with the nearest known name, kInvalid (no map).
    Result<void> AllowOnly(std::initializer_list<std::string_view> keys) const;

    // Errors of all four: kBadValue.
    Result<std::string> Text() const;
    Result<bool> Boolean() const;
    Result<std::vector<std::string>> Texts() const;  // a list of texts; an absent one is empty
    Result<std::vector<Yaml>> Items() const;         // of a list
    Result<std::vector<std::pair<std::string, Yaml>>> Members() const;  // of a map, as written

    const std::string& file() const { return file_; }
    const std::string& name() const { return name_; }  // "versions[0].answer"
    // Where the text of this node begins: of a block, the line below its `|`.
    int first_text_line() const;

    // An Error of this place: `message` and `message_vi` after "file:line: ".
    Error Fault(ErrorCode code, std::string_view message, std::string_view message_vi) const;

  private:
    Yaml(YAML::Node node, std::string file, std::string name, int line)
        : node_(std::move(node)), file_(std::move(file)), name_(std::move(name)), line_(line) {}
    Yaml Below(const YAML::Node& node, std::string name) const;

    YAML::Node node_;
    std::string file_;
    std::string name_;  // "reads[2]", for messages
    int line_ = 1;      // of the node, or of what should have held it
};

}  // namespace tram::content
