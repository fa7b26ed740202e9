// The constants of a view: `%name` in its expressions stands for a literal.
//
// "effectively converts the FHIR literal defined here to a FHIRPath literal used in the path
// expression" (ViewDefinition.constant.value[x]).
//
// Thread safety: plain values.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "fhir/json/document.h"

namespace tram::views {

class Constants {
  public:
    // Reads ViewDefinition.constant. `path`: where it stands, for errors.
    // Errors: kRequired, kBadValue, kInvalid, kUnknownElement.
    static Result<Constants> Read(json::Value definitions, std::string_view path);

    // The expression with every constant replaced by its literal. Variables that FHIRPath itself
    // defines, and %rowIndex, stay.
    // Errors: kInvalid (a name that nobody defined).
    Result<std::string> Apply(std::string_view expression, std::string_view path) const;

  private:
    std::map<std::string, std::string, std::less<>> literals_;
};

// May it name a view, a column or a constant: ^[A-Za-z][A-Za-z0-9_]*$
bool IsSqlName(std::string_view name);

}  // namespace tram::views
