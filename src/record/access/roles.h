// Roles: what each kind of user may do, from content/roles/. A role says what may be read and
// written by type; whose records that reaches is decided by the units of the user.
//
// Thread safety: immutable once read.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/content/library.h"
#include "record/access/actor.h"

namespace tram::access {

// `file` names the text in messages.
// Errors: of content::Yaml; kInvalid (an unknown type; a role that may write or read by type what
// its lack of names forbids).
Result<Role> ParseRole(std::string_view text, std::string_view file);

class Roles {
  public:
    // Reads roles/*.yaml but for compartments.yaml, reserved.yaml and visibility.yaml.
    // Errors: as ParseRole; kInvalid (two roles of one id, or no administrator).
    static Result<Roles> Load(const content::Library& library);

    // nullptr: no such role.
    std::shared_ptr<const Role> Find(std::string_view id) const;
    std::vector<std::shared_ptr<const Role>> All() const;  // sorted by id

  private:
    std::map<std::string, std::shared_ptr<const Role>, std::less<>> roles_;
};

}  // namespace tram::access
