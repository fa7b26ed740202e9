// Compartments: which records everyone signed in may read (common), and whose each other one is
// (personal). From content/roles/compartments.yaml.
//
// Thread safety: immutable once read.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fhir/json/document.h"

namespace tram::access {

class Compartments {
  public:
    // `file` names the text in messages. Every resource type of R4 must stand in it, once.
    // Errors: of content::Yaml; kInvalid (a type twice, an unknown type, a type left out).
    static Result<Compartments> Parse(std::string_view text, std::string_view file);

    bool IsCommon(std::string_view type) const { return common_.contains(type); }
    // Of the common ones: does it name people who work somewhere? Then a right to names is needed.
    bool NamesStaff(std::string_view type) const { return staff_.contains(type); }

    // The id of the Patient whom this personal record is about; nullopt: it is its own home, as
    // every common one is. References that are not "Patient/id" name nobody here.
    std::optional<std::string_view> PatientOf(json::Value resource) const;

  private:
    using Path = std::vector<std::string>;  // "participant.actor" in steps
    std::set<std::string, std::less<>> common_, staff_;
    std::map<std::string, std::vector<Path>, std::less<>> personal_;
};

// Those in force: the shipped ones until others are put in their place.
//
// REQUIRES for SetCompartments: nothing asks yet; called once while the program starts.
const Compartments& CurrentCompartments();
void SetCompartments(Compartments compartments);

}  // namespace tram::access
