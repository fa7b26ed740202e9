// Reserved records: those that only the program itself writes, such as a closed period. Whoever may
// write the type could otherwise write one that says what never happened. From
// content/roles/reserved.yaml.
//
// Thread safety: immutable once read.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fhir/fhirpath/fhirpath.h"
#include "fhir/json/document.h"
#include "record/access/actor.h"

namespace tram::access {

class Reserved {
  public:
    // `file` names the text in messages.
    // Errors: of content::Yaml; kInvalid (an unknown type, no FHIRPath).
    static Result<Reserved> Parse(std::string_view text, std::string_view file);

    // Could a record of this type be one? If not, nobody needs to look at it.
    bool Concerns(std::string_view type) const { return rules_.contains(type); }
    // May the actor make `after` of `before`, the record of this id? Either may be absent.
    // Errors: kForbidden, naming what to use instead.
    Result<void> Check(const Actor& actor, std::string_view type, std::string_view id,
                       json::Value before, json::Value after) const;

  private:
    struct Rule {
        std::optional<fhirpath::Expression> where;
        std::string id_begins;  // in place of `where`: kept free for such records
        std::string instead, instead_vi;
    };
    std::map<std::string, std::vector<Rule>, std::less<>> rules_;
};

// Those in force: the shipped ones until others are put in their place.
//
// REQUIRES for SetReserved: nothing asks yet; called once while the program starts.
const Reserved& CurrentReserved();
void SetReserved(Reserved reserved);

// The program's own right under the user's name: what is done is the user's doing, by a task that
// has decided that they may.
Actor InTheNameOf(const Actor& actor);

}  // namespace tram::access
